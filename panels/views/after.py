"""After a meeting: action points, amendments to the minutes, attendance."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from cases.queries import agencies_about
from config.filters import date_long, plural
from config.pages import attempt, page
from procedures.saying import office

from .. import acts, forms
from ..acts.actions import may_end
from ..acts.amending import may_comment, sending_minutes
from ..queries import after
from ..queries.agenda import items_for
from ..queries.minutes import minutes_of
from ..queries.room import procedure_at, runs_meeting
from .common import meeting_form, the_meeting, to_meeting, today


@require_safe
def action_points(request):
    """What meetings asked for, across the partnership: to do, and ended."""
    ended = request.GET.get("show") == "ended"
    rows = after.action_rows(request.actor, request.procedure, ended=ended, at=request.at)
    return page(
        request, "panels/action_points.html", rows=rows, ended=ended,
        may_run=request.actor.holds("secretariat", "panel-chair"),
    )  # fmt: skip


def record_action(request, meeting: int):
    found = the_meeting(request, meeting)
    if not runs_meeting(request.actor, found):
        raise Http404
    items = after.items_to_ask_about(found, _hidden(found, request.actor))
    known = agencies_about(*(one.case for one in items if one.case_id))
    form = forms.ActionForm(
        request.POST or None, items=[(one.pk, _called(one)) for one in items],
        agencies=[(one.pk, one.title) for one in known], today=today(request),
        initial={"item": request.GET.get("item")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form, acts.record_action, item=next(one for one in items if one.pk == data["item"]), text=data["text"],
            agency=next((one for one in known if one.pk == data["agency"]), None), owner=data["owner"],
            due_on=data["due_on"], actor=request.actor, at=request.at,
        )  # fmt: skip
        if made:
            messages.success(request, "The action point is kept. It stands in the minutes.")
            return to_meeting(request, found)
    return meeting_form(
        request, found, form, "Record an action point", button="Keep it",
        lead="It stands in the minutes under its item, and stays on the list of action points until it is answered.",
    )  # fmt: skip


def end_action(request, meeting: int, action: int):
    found = the_meeting(request, meeting)
    one = after.find_action(found, action, request.actor, at=request.at)
    if not may_end(one, request.actor):
        raise Http404
    form = forms.EndActionForm(request.POST or None, may_drop=runs_meeting(request.actor, found))
    if request.method == "POST" and form.is_valid():
        if attempt(form, acts.end_action, action=one, actor=request.actor, at=request.at, **form.cleaned_data):
            messages.success(request, "What became of the action point is kept.")
            return redirect("action_points", partnership=request.partnership.slug)
    owner = ", ".join(part for part in (one.owner, one.agency.title if one.agency else "") if part)
    return meeting_form(
        request, found, form, "What became of the action point?", button="Keep it", warning=f"{one.text} ({owner})"
    )


def send_draft_minutes(request, meeting: int):
    """The draft to everybody who was there; shown with what is sent before anything is."""
    found, text = _minutes(request, meeting)
    if not runs_meeting(request.actor, found) or text.state == text.State.AGREED:
        raise Http404
    form = forms.SendMinutesForm(request.POST or None, today=today(request))
    checked: dict = {}
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["comments_by"]
        letter = sending_minutes(text, comments_by=day, at=request.at)
        number = len(letter.people) if letter else 0
        checked = {
            "key": str(day), "sending": letter, "warnings": [],
            "button": f"Send to {plural(number, 'person', 'people')}",
            "summary": f"The draft as it reads now; amendments until {date_long(day)}",
        }  # fmt: skip
        if request.POST.get("checked") == checked["key"]:
            sent = attempt(form, acts.send_draft_minutes, minutes=text, comments_by=day, actor=request.actor,
                           at=request.at)  # fmt: skip
            if sent is not None:
                messages.success(request, f"The draft is sent to {plural(sent, 'person', 'people')}.")
                return to_meeting(request, found, "minutes")
    return meeting_form(
        request, found, form, "Send the draft minutes", button=checked.get("button", "Continue"), checked=checked,
        lead="The draft goes to every member of the body, to whoever sent apologies and to everybody else who was "
        "there. The e-mail says where the minutes are and holds none of them.",
    )  # fmt: skip


def comment_on_minutes(request, meeting: int):
    found, text = _minutes(request, meeting)
    if not may_comment(text, request.actor, at=request.at):
        raise Http404
    items = after.items_to_ask_about(found, _hidden(found, request.actor))
    form = forms.CommentForm(request.POST or None, items=[(one.pk, _called(one)) for one in items])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        item = next((one for one in items if one.pk == data["item"]), None)
        if attempt(form, acts.comment_on_minutes, minutes=text, item=item, text=data["text"], actor=request.actor,
                   at=request.at):  # fmt: skip
            messages.success(request, f"Your amendment is with the {office(procedure_at(found))}.")
            return to_meeting(request, found, "minutes")
    return meeting_form(
        request, found, form, "Ask for an amendment", button="Send it",
        lead="Say what should read differently, and how. Everybody who may read the minutes can read it.",
    )  # fmt: skip


def answer_comment(request, meeting: int, comment: int):
    found, text = _minutes(request, meeting)
    if not runs_meeting(request.actor, found):
        raise Http404
    one = after.find_comment(text, comment, _hidden(found, request.actor))
    form = forms.AnswerCommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, acts.answer_comment, comment=one, actor=request.actor, at=request.at, **form.cleaned_data):
            messages.success(request, "The amendment is answered.")
            return to_meeting(request, found, "minutes")
    return meeting_form(
        request, found, form, "Answer the amendment", button="Keep the answer", warning=f"{one.by}: {one.text}",
        lead="Taking it in does not change the words by itself: change them on the page of the minutes.",
    )  # fmt: skip


def agree_minutes(request, meeting: int):
    """Agreed at a later meeting or between meetings; from then on nothing changes them."""
    found, text = _minutes(request, meeting)
    if not runs_meeting(request.actor, found) or text.state == text.State.AGREED:
        raise Http404
    later = after.later_meetings(found)
    form = forms.AgreeMinutesForm(
        request.POST or None, initial={"version": text.version},
        meetings=[(one.pk, f"At the meeting of {date_long(one.starts_at)}") for one in later],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        chosen = next((one for one in later if one.pk == data["meeting"]), None)
        if attempt(form, acts.agree_minutes, minutes=text, version=data["version"], agreed_at=chosen,
                   actor=request.actor, at=request.at):  # fmt: skip
            messages.success(request, "The minutes are agreed. They no longer change.")
            return to_meeting(request, found, "minutes")
        form.data["version"] = str(_minutes(request, meeting)[1].version)
    return meeting_form(
        request, found, form, "The minutes are agreed", button="They are agreed",
        lead="They are kept as they read now. Nothing that is recorded later changes them.",
    )  # fmt: skip


@require_safe
def attendance(request):
    """Who came how often, over a year or the days chosen."""
    until = today(request)
    form = forms.PeriodForm(request.GET or None, today=until)
    since = until - dt.timedelta(days=365)
    if request.GET and form.is_valid():
        since, until = form.cleaned_data["since"] or since, form.cleaned_data["until"] or until
    rows = after.attendance_statistics(request.actor, request.procedure, since=since, until=until)
    return page(request, "panels/attendance.html", rows=rows, form=form, since=since, until=until)


def _minutes(request, number: int):
    found = the_meeting(request, number)
    text = minutes_of(found)
    if text is None:
        raise Http404
    text.meeting = found
    return found, text


def _hidden(meeting, actor) -> set[int]:
    return {row.item.pk for row in items_for(meeting, actor) if row.hidden}


def _called(item) -> str:
    return f"Case {item.case.reference}" if item.case else item.title
