"""What the pages of a meeting share: finding it, saying a refusal, going back."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone

from cases.web import open_page
from config.pages import page
from partnerships.refusals import ActRefused

from ..models import AgendaItem, Meeting
from ..queries.governance import deputising
from ..queries.lists import find_item, find_meeting, meeting_title
from ..queries.room import actor_at


def today(request):
    return timezone.localdate(request.at)


def the_meeting(request, number: int) -> Meeting:
    return find_meeting(number, request.actor, request.procedure)


def the_item(request, number: int, item: int) -> AgendaItem:
    meeting = the_meeting(request, number)
    return find_item(meeting, item, actor_at(request.actor, meeting))


def open_act(request, reference: str, name: str):
    """The case of an act's page, for a named deputy with what they may do at the meeting; 404 for anybody else."""
    request.actor = deputising(reference, request.actor)
    return open_page(request, reference, name)


def to_meeting(request, meeting: Meeting, name: str = "meeting"):
    return redirect(name, partnership=request.partnership.slug, meeting=meeting.pk)


def to_item(request, item: AgendaItem):
    return redirect("agenda_item", partnership=request.partnership.slug, meeting=item.meeting_id, item=item.pk)


def to_case(request, case, name: str = "case_panel"):
    return redirect(name, partnership=request.partnership.slug, reference=case.reference)


def said(request, act, *, at=None, **kwargs):
    """An act that is one button: a refusal becomes a message on the page one comes back to; returns the result.

    `at`: when it happened, where somebody said so; else now.
    """
    try:
        return act(**kwargs, actor=request.actor, at=at or request.at)
    except ActRefused as refusal:
        messages.error(request, str(refusal))
        return None


def meeting_form(
    request,
    meeting: Meeting,
    form,
    heading: str,
    *,
    button: str,
    lead: str = "",
    warning: str = "",
    checked: dict | None = None,
):
    """A page that asks one thing about a meeting."""
    return page(
        request,
        "panels/meeting_form.html",
        form=form,
        meeting=meeting,
        meeting_title=meeting_title(meeting),
        heading=heading,
        button=button,
        lead=lead,
        warning=warning,
        checked=checked or {},
    )
