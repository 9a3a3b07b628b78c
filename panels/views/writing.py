"""A decision in writing: the question is put, there is more time, or the case goes to a meeting after all (RED-8)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from config.filters import datetime_long, series
from config.pages import attempt

from .. import acts, forms
from ..acts.questions import options_for
from ..queries import asked, governance, lists
from ..queries.readiness import start_of_the_vote
from ..queries.room import procedure_at
from ..queries.writing import silent_agencies, wanting_a_meeting
from .asking import moved_on, no_question, question_of_page
from .common import open_act, to_meeting, today
from .voting import case_act


def decide_by_correspondence(request, reference):
    case = open_act(request, reference, "decide_by_correspondence")
    listing = governance.listings_of(case)
    procedure = procedure_at(listing[0].item.meeting) if listing else request.procedure
    options = [(one["value"], one["label"]) for one in options_for(procedure, case.pathway)]
    form = forms.CorrespondenceForm(
        request.POST or None, today=today(request), options=options,
        initial={"wording": governance.usual_question(case), "options": start_of_the_vote(case)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        done = attempt(form, acts.decide_by_correspondence, case=case, actor=request.actor, at=request.at,
                       **form.taken())  # fmt: skip
        if done:
            messages.success(request, "The question is put in writing and the members are told.")
            return to_meeting(request, done.item.meeting, "meeting_live")
    return case_act(
        request, case, "decide_by_correspondence", form, "Decide in writing", button="Ask the members",
        lead="Each agency answers from its own desk until the closing time. The same quorum and the same rule hold as "
        "at a meeting: who answers counts as present. Whoever has not answered is reminded.",
    )  # fmt: skip


def _question(request, case):
    """As `question_of_page`; Http404 for one that was not put in writing."""
    question = question_of_page(request, case)
    if question is not None and question.item.meeting.kind != "correspondence":
        raise Http404
    return question


def give_more_time(request, reference):
    case = open_act(request, reference, "give_more_time")
    question = _question(request, case)
    if question is None:
        return no_question(request, case)
    form = forms.MoreTimeForm(request.POST or None, today=today(request), initial={"seen": question.pk})
    if request.method == "POST" and form.is_valid():
        if attempt(form, acts.give_more_time, question=question, actor=request.actor, at=request.at,
                   **form.taken()):  # fmt: skip
            messages.success(request, "There is more time, and whoever has not answered is told.")
            return to_meeting(request, question.item.meeting, "meeting_live")
    if asked.has_ended(question):
        return moved_on(request, question, form, lost=asked.ACT)
    last = question.item.meeting.answers_by
    silent = series(member.title for member in silent_agencies(question, at=request.at))
    return case_act(
        request, case, "put_question", form, "Give more time to answer", button="Give more time",
        lead=f"Answers are asked for until {datetime_long(last)}. "
        + (f"No answer yet from: {silent}." if silent else "Every agency has answered."),
    )  # fmt: skip


def take_to_a_meeting(request, reference):
    """What those say who want a meeting, and the meetings there are; or one is convened from here."""
    case = open_act(request, reference, "take_to_a_meeting")
    question = _question(request, case)
    if question is None:
        return no_question(request, case)
    meetings = [one for one in lists.meetings_for_case(case, request.actor, at=request.at) if not one.answers_by]
    wanted = wanting_a_meeting(question)
    form = forms.ToAMeetingForm(
        request.POST or None, meetings=forms.meeting_choices(meetings, lists.meeting_title),
        initial={
            "seen": question.pk,
            "meeting": meetings[0].pk if meetings else None,
            "reason": "\n".join(f"{vote.agency.title}: {vote.reason}" for vote in wanted)[:1000],
        },
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        chosen = next((one for one in meetings if one.pk == data["meeting"]), None)
        if attempt(form, acts.take_to_a_meeting, question=question, meeting=chosen, reason=data["reason"],
                   actor=request.actor, at=request.at):  # fmt: skip
            return _on_to_the_meeting(request, case, question, chosen)
    if asked.has_ended(question):
        return moved_on(request, question, form, lost=asked.ACT)
    return case_act(
        request, case, "put_question", form, "Take the case to a meeting", button="End the vote in writing",
        template="panels/take_to_a_meeting.html", wanted=wanted,
        lead="Nothing is counted. What was answered so far stays on the record.",
    )  # fmt: skip


def _on_to_the_meeting(request, case, question, chosen):
    if chosen is not None:
        messages.success(request, f"{case.reference} is on the agenda of the meeting.")
        return to_meeting(request, chosen)
    messages.success(request, f"{case.reference} waits for a meeting. Convene one here, then put the case on it.")
    address = reverse("convene_meeting", kwargs={"partnership": request.partnership.slug})
    return redirect(f"{address}?body={question.item.meeting.body}")
