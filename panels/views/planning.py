"""A meeting is fixed, moved, called off, opened, and its papers sent: each page shows first what leaves and to whom."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from config.filters import date_long, date_weekday, datetime_long, plural
from config.pages import attempt, page
from partnerships.refusals import ActRefused
from procedures.saying import chair_called, office
from procedures.vocabulary import MEETING_KINDS

from .. import acts, forms
from ..acts.guard import require_runs
from ..acts.letters import CANCELLED, INVITATION, moved_letter, sending
from ..acts.notice import called_late, held_already, warnings_about
from ..models import Meeting
from ..queries import lists
from ..queries.room import actor_at, body_at, chairs, procedure_at, runs
from .common import meeting_form, said, the_meeting, to_meeting, today

KIND_WORDS = {"meeting": "Meeting", "virtual": "Virtual meeting", "correspondence": "In writing"}


def convene_meeting(request):
    """Two looks at one form: what was typed, then what it sends and what is odd about the day."""
    procedure = request.procedure
    bodies = [b for b in lists.meeting_bodies(procedure) if runs(request.actor, procedure, b)]
    if not bodies:
        raise PermissionDenied(f"Only whoever chairs a body, or the {office(procedure)}, convenes it.")
    kinds = dict.fromkeys(kind for body in bodies for kind in body.meeting_kinds if kind != "correspondence")
    form = forms.ConveneForm(
        request.POST or None,
        today=today(request),
        bodies=[(body.name, body.title) for body in bodies],
        kinds=[
            (kind, f"{KIND_WORDS[kind]}: {MEETING_KINDS[kind][0].lower()}{MEETING_KINDS[kind][1:]}") for kind in kinds
        ],
        places=lists.boroughs_of(request.actor) if any(body.per_borough for body in bodies) else [],
        initial={"body": bodies[0].name if len(bodies) == 1 else None, "kind": "meeting", "count": 1},
    )
    checked: dict = {}
    if request.method == "POST" and form.is_valid():
        checked = _checked(request, form, bodies)
        if checked and request.POST.get("checked") == checked["key"]:
            done = _convene(request, form)
            if done is not None:
                return done
    return page(
        request,
        "panels/convene.html",
        form=form,
        heading="Convene a meeting",
        button=checked.get("button", "Continue"),
        checked=checked,
        back=reverse("meetings", kwargs={"partnership": request.partnership.slug}),
    )


def _checked(request, form, bodies) -> dict:
    """What the meeting as typed would send, and warnings; empty when the short notice still wants its reason."""
    data = form.cleaned_data
    body = next(one for one in bodies if one.name == data["body"])
    day = timezone.localdate(data["starts_at"])
    if body.per_borough and form.places and not data.get("borough"):
        form.add_error("borough", f"Select which borough’s {body.title} meets")
        return {}
    past, late = held_already(day, request.at), called_late(body, day, data["kind"], request.at)
    for name, asked in (("held_already_why", past), ("short_notice_why", late)):
        if asked and not data[name].strip():
            form.add_error(name, asked)
            return {}
    planned = Meeting(
        partnership=request.partnership,
        procedure=lists.version_of(request.procedure),
        borough=form.places.get(data.get("borough", "")) if body.per_borough else None,
        **{name: data[name] for name in ("body", "starts_at", "place", "kind")},
    )
    one = data["count"] == 1
    letter = sending(planned, INVITATION, at=request.at) if one and not past else None
    warnings = warnings_about(day)
    if late:
        warnings.append(f"Members get less notice than the procedure gives them. {late.split('. ')[0]}.")
    if past:
        warnings.append(f"{date_weekday(day)} has passed: the meeting is put on record, and nobody is invited.")
    return {
        "key": "|".join(
            str(data[name]) for name in ("body", "borough", "starts_at", "place", "kind", "count") if data.get(name)
        ),
        "sending": letter,
        "warnings": warnings,
        "summary": f"{body_at(planned).title}, {datetime_long(data['starts_at'])}, {data['place']}"
        + ("" if one else f", and {data['count'] - 1} more on the same weekday of each month. Nobody is invited yet"),
        "button": _button(letter, on_record=bool(past and one)),
    }


def _button(letter, *, on_record: bool) -> str:
    """What pressing it does: whom it writes to, if to anybody."""
    if letter:
        return f"Convene and invite {plural(len(letter.people), 'person', 'people')}"
    return "Put it on record" if on_record else "Convene"


def _convene(request, form):
    data = form.cleaned_data
    common = {
        "procedure_version": lists.version_of(request.procedure),
        "borough": form.places.get(data.get("borough", "")),
        "standing_items": request.procedure.find("bodies", data["body"]).standing_items,
        **{name: data[name] for name in ("body", "place", "kind", "short_notice_why", "held_already_why")},
        "actor": request.actor,
        "at": request.at,
    }
    if data["count"] == 1:
        made = attempt(form, acts.convene_meeting, starts_at=data["starts_at"], **common)
        if made is None:
            return None
        done = "The meeting is fixed and its members are invited."
        if made.held_already_why:
            done = "The meeting is on record. Nobody was invited. Open it next, and say when it began."
        messages.success(request, done)
        return to_meeting(request, made)
    made = attempt(form, acts.convene_series, first=data["starts_at"], count=data["count"], **common)
    if made is None:
        return None
    messages.success(request, f"{len(made)} meetings are fixed, the last on {date_long(made[-1].starts_at)}.")
    return redirect("meetings", partnership=request.partnership.slug)


def move_meeting(request, meeting: int):
    """Another day, time or place. Shown once more with what it sends before anything is sent."""
    found = the_meeting(request, meeting)
    form = forms.MoveForm(
        request.POST or None, today=today(request), initial={"starts_at": found.starts_at, "place": found.place}
    )
    checked: dict = {}
    if request.method == "POST" and form.is_valid() and not _refused(found, form, request.actor):
        data = form.cleaned_data
        checked = _move_checked(request, found, data)
        if request.POST.get("checked") == checked["key"] and attempt(
            form, acts.move_meeting, meeting=found, actor=request.actor, at=request.at, **data
        ):
            messages.success(request, "The meeting is moved and its members are told.")
            return to_meeting(request, found)
    return meeting_form(
        request, found, form, "Change the date, time or place", button=checked.get("button", "Continue"),
        lead="Everybody invited is told again. Deadlines that depend on the day are worked out anew.", checked=checked,
    )  # fmt: skip


def _refused(found: Meeting, form, actor) -> bool:
    """The refusals that need no attempt, so that nobody is shown what would be sent in vain."""
    try:
        require_runs(found, actor)
        if found.state != Meeting.State.PLANNED:
            raise ActRefused("Only a meeting that has not begun can be moved.")
    except ActRefused as refusal:
        form.add_error(None, str(refusal))
        return True
    return False


def _move_checked(request, found: Meeting, data: dict) -> dict:
    day = timezone.localdate(data["starts_at"])
    planned = Meeting(
        pk=found.pk, partnership=request.partnership, procedure=found.procedure, body=found.body, kind=found.kind,
        starts_at=data["starts_at"], place=data["place"],
    )  # fmt: skip
    letter = sending(planned, moved_letter(found), at=request.at)
    late = called_late(body_at(found), day, found.kind, request.at)
    warnings = warnings_about(day)
    if late:
        warnings.append(f"Members get less notice than the procedure gives them. {late.split('. ')[0]}.")
    number = len(letter.people) if letter else 0
    return {
        "key": f"{data['starts_at']}|{data['place']}",
        "sending": letter,
        "warnings": warnings,
        "summary": f"From {datetime_long(found.starts_at)}, {found.place or 'no place'}, "
        f"to {datetime_long(data['starts_at'])}, {data['place'] or 'no place'}",
        "button": f"Move it and tell {plural(number, 'person', 'people')}" if letter else "Move it",
    }


def open_meeting(request, meeting: int):
    """One button on the day; on another day the page asks first, and once the day has passed when it began (C-51)."""
    found = the_meeting(request, meeting)
    past = timezone.localdate(found.starts_at) < today(request)
    form = forms.MomentForm(
        request.POST if request.method == "POST" else None, today=today(request), label="When did it begin?"
    )
    if request.method == "POST" and form.is_valid():
        done = said(request, acts.open_meeting, at=forms.at_or_now(form, request.at), meeting=found)
        return to_meeting(request, found, "meeting_live" if done else "meeting")
    planned = f"It is planned for {datetime_long(found.starts_at)}."
    return meeting_form(
        request, found, form if past else forms.NothingAsked(), "Open the meeting", button="Open it" if past else
        "Open it now", lead=planned.replace("is", "was") if past else
        f"{planned} Open it now? Votes can be taken from then on.",
    )  # fmt: skip


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
        lead="The cases on its agenda go back to those that wait for a meeting.",
        warning=" ".join(why_not_cancelled(found, request.actor)),
        checked={"sending": sending(found, CANCELLED, at=request.at)},
    )  # fmt: skip


def why_not_cancelled(meeting: Meeting, actor) -> list[str]:
    """What stands in the way of calling a meeting off, for this person (RED-2); empty when nothing does."""
    procedure, body = procedure_at(meeting), body_at(meeting)
    reasons = list(lists.keeps_the_meeting(meeting, actor))
    if not chairs(actor_at(actor, meeting), procedure, body):
        reasons.insert(0, f"Only the {chair_called(procedure, body.name)} can call the meeting off.")
    return reasons
