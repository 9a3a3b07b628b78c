"""Where a return is answered: signed in on the case, or behind a private link. It gives actor, addresses and layout."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cases.models import Case
from cases.web import case_page
from config.pages import page
from partnerships.actors import Actor

from ..models import ReturnLink, ScopingReturn

TAB = "case_information"
# The page of each act and part for whoever has a private link.
BY_LINK = {
    "agency_return": "answer_return",
    "return_account": "answer_account",
    "return_chronology": "answer_chronology",
    "add_entry": "answer_add_entry",
    "change_entry": "answer_change_entry",
    "remove_entry": "answer_remove_entry",
    "paste_chronology": "answer_paste",
    "submit_return": "answer_submit",
    "return_not_known": "answer_not_known",
}


@dataclass(frozen=True)
class Opened:
    """The case and the return that a page is about, and who reads it."""

    case: Case
    row: ScopingReturn
    actor: Actor
    mine: bool
    token: str = ""
    link: ReturnLink | None = None

    def to(self, name: str, **more) -> str:
        """The address of a page of this return, for this reader."""
        slug = self.case.partnership.slug
        if self.token:
            return reverse(BY_LINK[name], kwargs={"partnership": slug, "token": self.token, **more})
        here = {"partnership": slug, "reference": self.case.reference, "scoping_return": self.row.pk}
        return reverse(name, kwargs={**here, **more})

    def go(self, name: str) -> HttpResponse:
        return redirect(self.to(name))

    def page(self, request, template: str, **context) -> HttpResponse:
        """A page in the case's frame; by private link in a frame that shows nothing of the case but its reference."""
        shown = {"row": self.row, "to": self.to, "by_link": self.link, "on_behalf": False, **context}
        path = f"information/{template}.html"
        if self.token:
            reference = {"reference": self.case.reference}
            return page(request, path, layout="information/link_base.html", case_header=reference, **shown)
        shown["on_behalf"] = not self.mine and self.actor.holds("secretariat")
        return case_page(request, self.case, path, name=TAB, layout="case_base.html", **shown)
