"""Meetings: the list, one meeting, its end, its papers and calendar file."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.access import ACCESS
from config.pages import attempt, page
from partnerships.queries import all_members
from procedures.saying import chair_called, office

from .. import acts, forms
from ..models import Meeting
from ..queries import lists
from ..queries.after import actions_of, matters_arising
from ..queries.agenda import items_for
from ..queries.forecast import forecast_for
from ..queries.live import person_rows
from ..queries.minutes import minutes_of
from ..queries.packs import draft_of, edition_title, editions
from ..queries.polls import open_polls
from ..queries.reading import people_of
from ..queries.room import attendance_of, body_at, procedure_at, room_of, runs, runs_meeting
from ..queries.undertakings import asks_for_agreement, papers_wait_for, should_agree
from ..queries.waiting import waiting_rows
from .common import meeting_form, said, the_meeting, to_meeting, today
from .planning import KIND_WORDS, why_not_cancelled

STATE_COLOURS = {"planned": "", "open": "green", "closed": "grey", "cancelled": "red"}


@require_safe
def meetings(request):
    procedure, actor = request.procedure, request.actor
    may_convene = any(runs(actor, procedure, body) for body in lists.meeting_bodies(procedure))
    return page(
        request,
        "panels/meetings.html",
        coming=lists.meeting_rows(actor, procedure, past=False, at=request.at),
        past=lists.meeting_rows(actor, procedure, past=True, at=request.at),
        may_convene=may_convene,
        polls=open_polls(actor, at=request.at),
        may_list=actor.holds("secretariat", "panel-chair"),
        may_count=actor.holds(*ACCESS["meeting_attendance"]),
        colours=STATE_COLOURS,
        kinds=KIND_WORDS,
    )


@require_safe
def waiting(request):
    """Cases that could go on an agenda and are on none."""
    return page(
        request,
        "panels/waiting.html",
        rows=waiting_rows(lists.waiting_cases(request.actor)),
        may_list=request.actor.holds("secretariat"),
    )


@require_safe
def meeting(request, meeting: int):
    """One meeting: agenda, who is expected, papers, minutes, and what its chair or secretariat may do."""
    found = the_meeting(request, meeting)
    attendance = attendance_of(found)
    rows = items_for(found, request.actor)
    packs = editions(found)
    may_run = runs_meeting(request.actor, found)
    return page(
        request,
        "panels/meeting.html",
        meeting=found,
        title=body_at(found).title,
        kind=KIND_WORDS.get(found.kind, found.kind),
        colour=STATE_COLOURS[found.state],
        items=rows,
        people=person_rows(found, attendance, room_of(found, None, attendance), request.at),
        quorum_words=lists.quorum_words(found),
        runs=may_run,
        kept_by=why_not_cancelled(found, request.actor) if may_run and found.state == Meeting.State.PLANNED else [],
        is_today=timezone.localdate(found.starts_at) == today(request),
        editions=[(pack, edition_title(pack.number)) for pack in packs],
        draft=draft_of(found) if may_run else None,
        asks_for_agreement=asks_for_agreement(found),
        papers_wait=papers_wait_for(found, request.actor),
        should_agree=should_agree(found, request.actor),
        minutes=minutes_of(found),
        waiting=lists.waiting_cases(request.actor, body=found.body, borough_id=found.borough_id) if may_run else [],
        forecast=forecast_for(found, request.actor, at=request.at) if found.state == Meeting.State.PLANNED else None,
        i_may_send_apologies=_may_send_apologies(found, attendance, request.actor, at=request.at),
        actions=actions_of(found, request.actor, at=request.at),
        arising=matters_arising(found, request.actor, at=request.at),
        state=Meeting.State,
    )  # fmt: skip


def _may_send_apologies(meeting: Meeting, attendance, actor, *, at) -> bool:
    """Whoever is expected at a meeting to come and has not said otherwise."""
    mine = actor.membership
    if meeting.state != Meeting.State.PLANNED or mine is None:
        return False
    row = next((one for one in attendance if one.membership_id == mine.pk), None)
    if row is not None:
        return row.part != row.Part.APOLOGIES and row.arrived_at is None
    return any(one.pk == mine.pk for one in people_of(meeting, at=at))


def send_apologies(request, meeting: int):
    """One's own apologies, with one button."""
    found = the_meeting(request, meeting)
    if not _may_send_apologies(found, attendance_of(found), request.actor, at=request.at):
        raise Http404
    form, procedure = forms.NothingAsked(request.POST or None), procedure_at(found)
    if request.method == "POST":
        if attempt(form, acts.record_apologies, meeting=found, membership=request.actor.membership,
                   actor=request.actor, at=request.at):  # fmt: skip
            messages.success(request, "Your apologies are on record.")
            return to_meeting(request, found)
    return meeting_form(
        request, found, form, "Send apologies", button="I cannot come",
        lead=f"The {chair_called(procedure, found.body)} and the {office(procedure)} see that you will not come. If "
        "somebody comes in your place, name them as your deputy instead: your agency keeps its vote.",
    )  # fmt: skip


def close_meeting(request, meeting: int):
    """One button on the day; of a meeting that is entered afterwards the page asks when it ended (C-51)."""
    found = the_meeting(request, meeting)
    form = forms.MomentForm(
        request.POST if request.method == "POST" else None, today=today(request), label="When did it end?"
    )
    if request.method == "POST" and form.is_valid():
        done = said(request, acts.close_meeting, at=forms.at_or_now(form, request.at), meeting=found)
        return to_meeting(request, found, "meeting" if done else "meeting_live")
    return meeting_form(request, found, form, "End the meeting", button="End the meeting")


def name_deputy(request, meeting: int):
    found = the_meeting(request, meeting)
    people = all_members()
    mine = request.actor.membership
    if runs_meeting(request.actor, found):
        members = deputies = [(p.pk, _with_agency(p)) for p in people]
    else:
        members = [(mine.pk, _with_agency(mine))]
        deputies = [(p.pk, _with_agency(p)) for p in people if p.agency_id == mine.agency_id and p.pk != mine.pk]
    form = forms.DeputyForm(request.POST or None, members=members, deputies=deputies)
    if request.method == "POST" and form.is_valid():
        by_id = {p.pk: p for p in people}
        data = form.cleaned_data
        if attempt(form, acts.name_deputy, meeting=found, stands_in_for=by_id[data["stands_in_for"]],
                   deputy=by_id[data["deputy"]], actor=request.actor, at=request.at):  # fmt: skip
            messages.success(request, "The deputy is named. They may open the meeting and its papers now.")
            return to_meeting(request, found)
    return meeting_form(
        request, found, form, "Name a deputy", button="Name the deputy",
        lead="A deputy speaks and votes for the agency of the person who cannot come, at this meeting only.",
    )  # fmt: skip


def _with_agency(person) -> str:
    return f"{person.user.name}, {person.agency.title}" if person.agency else person.user.name
