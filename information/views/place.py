"""Where a return is answered: signed in on the case, or behind a private link. It gives actor, addresses and layout."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, wraps

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cases.models import Case
from cases.queries import procedure_of
from cases.web import case_page, open_page
from config.pages import page
from partnerships.actors import Actor
from procedures.model import Form

from .. import queries, returns, sight
from ..models import ReturnLink, ScopingReturn

TAB = "case_information"
# The page of each act and part for whoever has a private link.
BY_LINK = {
    "agency_return": "answer_return",
    "return_part": "answer_part",
    "return_chronology": "answer_chronology",
    "add_entry": "answer_add_entry",
    "change_entry": "answer_change_entry",
    "remove_entry": "answer_remove_entry",
    "paste_chronology": "answer_paste",
    "upload_chronology": "answer_upload",
    "own_chronology": "answer_own",
    "remove_own": "answer_remove_own",
    "chronology_template": "answer_template",
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

    def file_address(self, number: int) -> str:
        """Where a document of the return opens, for readers who are signed in."""
        return reverse("download_file", kwargs={"partnership": self.case.partnership.slug, "file": number})

    def go(self, name: str, **more) -> HttpResponse:
        return redirect(self.to(name, **more))

    @cached_property
    def form(self) -> Form:
        """What is asked here."""
        return returns.form_of(self.row.request, procedure_of(self.case))

    def page(self, request, template: str, **context) -> HttpResponse:
        """A page in the case's frame; by private link in a frame that shows nothing of the case but its reference."""
        shown = {"row": self.row, "to": self.to, "by_link": self.link, "on_behalf": False,
                 "file_address": self.file_address, **context}  # fmt: skip
        path = f"information/{template}.html"
        if self.token:
            reference = {"reference": self.case.reference}
            return page(request, path, layout="information/link_base.html", case_header=reference, **shown)
        shown["on_behalf"] = not self.mine and self.actor.holds("secretariat")
        return case_page(request, self.case, path, name=TAB, layout="case_base.html", **shown)


def of_agency(name, *, write=True):
    """A page of one return for somebody who is signed in: found, or 404, and noted that it was opened."""

    def wrap(body):
        @wraps(body)
        def view(request, reference, scoping_return, **more):
            case = open_page(request, reference, name)
            find = queries.find_writable if write else queries.find_return
            row = find(case, scoping_return, request.actor)
            return body(request, Opened(case, row, request.actor, sight.is_mine(row, request.actor)), **more)

        view.body = body
        return view

    return wrap


def closed(opened: Opened):
    """To the return's page when there is nothing left to write, or an agency's own draft is not the reader's."""
    return None if sight.may_write(opened.row, opened.actor) else opened.go("agency_return")


def closed_unless_typed(request, opened: Opened):
    """The same, except that what somebody typed is kept on their screen with the reason why it cannot be saved."""
    return None if request.method == "POST" and sight.may_read(opened.row, opened.actor) else closed(opened)


def no_chronology(opened: Opened):
    """To the return's page where the form asks for no chronology."""
    return None if returns.asks_chronology(opened.form) else opened.go("agency_return")


def earlier_of(row) -> list:
    """(what the agency sent before, in words, its entries) for a supplementary question."""
    return [(sent, returns.in_plain_words(sent), queries.chronology_of(sent)) for sent in queries.earlier_of(row)]
