"""What the pages of an administrator share: their tabs, and a form that becomes one act."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from config import access
from config.pages import attempt, page

# Tabs in order: (URL name, words). A tab is shown to whoever may open it.
TABS = (
    ("people", "People"),
    ("roles_held", "Roles"),
    ("agencies", "Agencies"),
    ("working_days", "Working days"),
    ("require_second_factor", "Signing in"),
    ("administration_record", "Record"),
)


def tabs(request, current: str) -> list[dict]:
    """The pages of administration that this person may open."""
    return [
        {"text": words, "href": address(request, name), "current": name == current}
        for name, words in TABS
        if access.may_open(access.ACCESS[name], request.actor.kinds)
    ]


def address(request, name: str, **kwargs) -> str:
    """The address of a page of this partnership."""
    return reverse(name, kwargs={"partnership": request.partnership.slug, **kwargs})


def may_open(request, name: str) -> bool:
    """Whether this person's roles open a page, so that no button leads to a refusal."""
    return access.may_open(access.ACCESS[name], request.actor.kinds)


def posted(request):
    """What was sent, although it may be nothing but the button; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def admin_page(request, template: str, *, name: str, **context) -> HttpResponse:
    """A page with the tabs of administration; `name`: the URL name of the tab it belongs to."""
    return page(request, template, tabs=tabs(request, name), may=lambda wanted: may_open(request, wanted), **context)


def act_page(request, form, act, *, values, done: str, back: str, template: str = "form_page.html", **context):
    """A form that becomes one act: the form again with what is wrong, or back with a note.

    `values` is called once the form is valid and gives what the act takes besides actor and time.
    """
    if request.method == "POST" and form.is_valid():
        outcome = attempt(form, ran(act), actor=request.actor, at=request.at, **values())
        if outcome is not None:
            notes.success(request, done)
            return redirect(back)
    return page(request, template, form=form, back=back, **context)


def ran(act):
    """The act with an answer that is never None, because a refusal is told by None."""

    def run(**kwargs):
        return act(**kwargs) or True

    return run
