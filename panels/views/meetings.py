"""Meetings: the list, one meeting, its beginning and end, its papers and calendar file."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from config.filters import date_long
from config.pages import attempt, page
from documents.calendar import invite
from partnerships.queries import all_members
from procedures.vocabulary import MEETING_KINDS

from .. import acts, forms, gates
from ..acts.papers import whole_pack
from ..models import Meeting
from ..queries import lists
from ..queries.live import items_for, person_rows
from ..queries.minutes import minutes_of
from ..queries.room import actor_at, attendance_of, body_at, chairs, procedure_at, room_of, runs, runs_meeting
from .common import meeting_form, said, the_meeting, to_meeting, today

KIND_WORDS = {"meeting": "Meeting", "virtual": "Virtual meeting", "correspondence": "In writing"}
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
        may_list=actor.holds("secretariat", "panel-chair"),
        colours=STATE_COLOURS,
        kinds=KIND_WORDS,
    )


@require_safe
def waiting(request):
    """Cases that could go on an agenda and are on none."""
    return page(
        request,
        "panels/waiting.html",
        cases=lists.waiting_cases(request.actor),
        may_list=request.actor.holds("secretariat"),
    )


def convene_meeting(request):
    procedure = request.procedure
    bodies = [b for b in lists.meeting_bodies(procedure) if runs(request.actor, procedure, b)]
    if not bodies:
        raise PermissionDenied("Only the chair or the secretariat of a body convenes it.")
    kinds = dict.fromkeys(kind for body in bodies for kind in body.meeting_kinds if kind != "correspondence")
    form = forms.ConveneForm(
        request.POST or None,
        today=today(request),
        bodies=[(body.name, body.title) for body in bodies],
        kinds=[
            (kind, f"{KIND_WORDS[kind]}: {MEETING_KINDS[kind][0].lower()}{MEETING_KINDS[kind][1:]}") for kind in kinds
        ],
        initial={"body": bodies[0].name if len(bodies) == 1 else None, "kind": "meeting", "count": 1},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        common = {
            "procedure_version": lists.version_of(procedure),
            "body": data["body"],
            "place": data["place"],
            "kind": data["kind"],
            "short_notice_why": data["short_notice_why"],
            "actor": request.actor,
            "at": request.at,
        }
        if data["count"] == 1:
            made = attempt(form, acts.convene_meeting, starts_at=data["starts_at"], **common)
            if made:
                messages.success(request, "The meeting is fixed and its members are invited.")
                return to_meeting(request, made)
        elif made := attempt(form, acts.convene_series, first=data["starts_at"], count=data["count"], **common):
            messages.success(request, f"{len(made)} meetings are fixed, the last on {date_long(made[-1].starts_at)}.")
            return redirect("meetings", partnership=request.partnership.slug)
    return page(
        request,
        "form_page.html",
        form=form,
        heading="Convene a meeting",
        button="Convene",
        back=reverse("meetings", kwargs={"partnership": request.partnership.slug}),
    )


@require_safe
def meeting(request, meeting: int):
    """One meeting: agenda, who is expected, papers, minutes, and what its chair or secretariat may do."""
    found = the_meeting(request, meeting)
    procedure, body = procedure_at(found), body_at(found)
    me = actor_at(request.actor, found)
    attendance = attendance_of(found)
    rows = items_for(found, request.actor)
    pack = whole_pack(found)
    hidden = gates.hidden_cases(found, request.actor)
    waits = lists.what_waits(found) if chairs(me, procedure, body) else None
    return page(
        request,
        "panels/meeting.html",
        meeting=found,
        title=body.title,
        kind=KIND_WORDS.get(found.kind, found.kind),
        colour=STATE_COLOURS[found.state],
        items=rows,
        people=person_rows(found, attendance, room_of(found, None, attendance), request.at),
        quorum_words=lists.quorum_words(found),
        runs=runs(me, procedure, body),
        chairs=chairs(me, procedure, body),
        waits=waits,
        may_cancel=waits is not None and not (waits.new and "no new referral" in body.cancel_only_when)
        and not (waits.critical and "no critical decision pending" in body.cancel_only_when),
        pack=pack if pack is not None and not hidden else None,
        pack_without=bool(pack is not None and hidden),
        minutes=minutes_of(found),
        waiting=lists.waiting_cases(request.actor, body=found.body) if runs(me, procedure, body) else [],
        state=Meeting.State,
    )  # fmt: skip


@require_safe
def meeting_calendar(request, meeting: int):
    """The meeting as a calendar entry: body, time, place, a link; nothing about cases (C-30)."""
    found = the_meeting(request, meeting)
    body = body_at(found)
    content = invite(
        uid=f"meeting-{found.pk}@{request.partnership.slug}",
        sequence=found.history.count(),
        starts_at=found.starts_at,
        ends_at=found.starts_at + dt.timedelta(hours=2),
        summary=f"{body.title}, {request.partnership.short_title}",
        place=found.place,
        url=settings.BASE_URL
        + reverse("meeting", kwargs={"partnership": request.partnership.slug, "meeting": found.pk}),
        organiser=request.procedure.contact_email or f"no-reply@{settings.ALLOWED_HOSTS[0]}",
        cancelled=found.state == Meeting.State.CANCELLED,
        stamped_at=request.at,
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="meeting-{found.pk}.ics"'
    return response


@require_POST
def open_meeting(request, meeting: int):
    found = the_meeting(request, meeting)
    done = said(request, acts.open_meeting, meeting=found)
    return to_meeting(request, found, "meeting_live" if done else "meeting")


@require_POST
def close_meeting(request, meeting: int):
    found = the_meeting(request, meeting)
    done = said(request, acts.close_meeting, meeting=found)
    return to_meeting(request, found, "meeting" if done else "meeting_live")


def cancel_meeting(request, meeting: int):
    found = the_meeting(request, meeting)
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, acts.cancel_meeting, meeting=found, reason=form.cleaned_data["reason"], actor=request.actor,
                   at=request.at):  # fmt: skip
            messages.success(request, "The meeting is cancelled and its members are told.")
            return to_meeting(request, found)
    return meeting_form(
        request, found, form, "Cancel the meeting", button="Cancel the meeting",
        lead="A meeting can be called off when no new referral waits for it and no running case needs a decision.",
    )  # fmt: skip


@require_POST
def circulate_papers(request, meeting: int):
    found = the_meeting(request, meeting)
    job = said(request, acts.circulate_papers, meeting=found)
    if job is None:
        return to_meeting(request, found)
    messages.success(request, "The papers are frozen as they are now, and the members are told.")
    return redirect("print_job", partnership=request.partnership.slug, job=job.pk)


@require_POST
def meeting_papers(request, meeting: int):
    """The papers for one reader: the pack without the cases they may not see."""
    found = the_meeting(request, meeting)
    hidden = gates.hidden_cases(found, request.actor)
    job = said(request, acts.print_my_papers, meeting=found, hidden=hidden)
    if job is None:
        return to_meeting(request, found)
    if job.file_id:
        return redirect("download_file", partnership=request.partnership.slug, file=job.file_id)
    if job.asked_by_id != request.actor.user_id:
        messages.info(request, "The papers are being made. Try again in a minute.")
        return to_meeting(request, found)
    return redirect("print_job", partnership=request.partnership.slug, job=job.pk)


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
