"""Putting the question, voting, closing, and what the body makes of it."""

from __future__ import annotations

from django.contrib import messages

from cases.queries import procedure_of
from cases.telling import preview
from cases.web import case_page
from config.pages import attempt, page
from deadlines.queries import calendar_of
from partnerships.scope import current_partnership
from procedures.saying import office

from .. import acts, forms, rules
from ..acts.questions import comes_early, confirms_of, options_for
from ..queries import asked, governance
from ..queries.readiness import before_recommending, start_of_the_vote
from ..queries.room import actor_at, room_of, runs_meeting, voter_at
from ..queries.voting import already_voted, ended, last_question, other_answers, vote_now
from ..queries.writing import wanting_a_meeting
from .asking import moved_on, no_question, question_of_page
from .common import open_act, to_case, to_item, to_meeting, today
from .live import live_context

WANTED_IN = 5  # working days: what is offered, for the chair to change


def case_act(
    request,
    case,
    act,
    form,
    heading,
    *,
    button,
    lead="",
    template="panels/case_act.html",
    actor=None,
    refusal="",
    **more,
):
    """A page of one act on a case; where the act would be refused, the sentence stands in the form's place."""
    return case_page(
        request, case, template, name="case_panel", form=form, heading=heading, button=button, lead=lead,
        refusal=refusal or governance.refusal_of(case, actor or request.actor, act),
        previews=preview(case, act, request.actor, at=request.at), **more,
    )  # fmt: skip


def _options(case, item) -> list[tuple[str, str]]:
    procedure = room_of(item.meeting, case, []).procedure
    return [(one["value"], one["label"]) for one in options_for(procedure, case.pathway)]


def put_question(request, reference):
    case = open_act(request, reference, "put_question")
    item = governance.item_of(case, request.actor)
    options = _options(case, item)
    stands = asked.how_the_vote_stands(item)
    form = forms.QuestionForm(
        request.POST or None, options=options,
        initial={
            "wording": governance.usual_question(case), "options": start_of_the_vote(case), "seen": stands,
        },
    )  # fmt: skip
    quorum = room_of(item.meeting, case).quorum(request.at)
    if request.method == "POST" and form.is_valid():
        if attempt(form, acts.put_question, item=item, actor=request.actor, at=request.at, **form.cleaned_data):
            return to_meeting(request, item.meeting, "meeting_live")
        form.show_again(asked.how_the_vote_stands(item))
    return case_act(
        request, case, "put_question", form, "Put the question", button="Open the vote",
        template="panels/put_question.html", item=item, quorum=quorum, vote=_last_vote(item),
        missing=before_recommending(case, actor_at(request.actor, item.meeting)),
        refusal=_no_question(item.meeting, quorum),
        lead="Each agency in the room without a conflict of interest has one vote.",
    )  # fmt: skip


def _no_question(meeting, quorum) -> str:
    """Why no question can be put now; in writing the quorum is asked for when the vote closes."""
    return "" if quorum.met or meeting.kind == "correspondence" else f"{quorum.verdict} No question can be put."


def _last_vote(item):
    """The vote that was closed on an item, for the page that would put another question."""
    question = last_question(item)
    return ended(question) if question is not None and question.state == question.State.CLOSED else None


def cast_vote(request, reference):
    """A member votes for their agency; whoever runs the meeting without a vote of their own calls the roll."""
    case = open_act(request, reference, "cast_vote")
    question = question_of_page(request, case)
    if question is None:
        return no_question(request, case)
    item = question.item
    me = voter_at(request.actor, item.meeting)
    if not me.holds("member") and runs_meeting(request.actor, item.meeting):
        return to_case(request, case, "roll_call")
    others = other_answers(in_writing=item.meeting.kind == "correspondence")
    form = forms.VoteForm(request.POST or None, options=question.options, others=others)
    if request.method == "POST":
        return _vote_sent(request, question, form)
    now = vote_now(item, room_of(item.meeting, case), me, request.at, in_charge=False)
    mine = {"option": now.my_vote.option, "reason": now.my_vote.reason} if now.mine else {}
    form.initial = {**mine, "seen": question.pk}
    lead = f"{question.wording} You vote for {now.my_agency}." if now.my_agency else question.wording
    other = now.my_vote if now.my_vote is not None and not now.mine else None
    return case_act(
        request, case, "cast_vote", form, "Vote for your agency", button="Vote", lead=lead, actor=me,
        refusal=already_voted(other, now.my_agency) if other else "",
    )  # fmt: skip


def _vote_sent(request, question, form):
    """Counted; else the meeting's page with what is wrong, or with when the vote ended."""
    if form.is_valid():
        done = attempt(form, acts.cast_vote, question=question, actor=request.actor, at=request.at, **form.taken())
        if done:
            messages.success(
                request, f"The vote of {done.agency.title} is recorded. It can be changed until the vote ends."
            )
            return to_meeting(request, question.item.meeting, "meeting_live")
    if asked.has_ended(question):
        return moved_on(request, question, form, lost=asked.ANSWER)
    return page(request, "panels/live.html", **live_context(request, question.item.meeting, form))


def close_question(request, reference):
    case = open_act(request, reference, "close_question")
    question = question_of_page(request, case)
    if question is None:
        return no_question(request, case)
    room = room_of(question.item.meeting, case)
    me = actor_at(request.actor, question.item.meeting)
    form = forms.CloseQuestionForm(
        request.POST if request.method == "POST" else None, options=question.options, initial={"seen": question.pk}
    )
    if not rules.chair_may_decide(room.body, question.item.meeting.kind):
        del form.fields["chairs_choice"], form.fields["chairs_reason"]
    wanted = wanting_a_meeting(question)
    if not wanted:
        del form.fields["no_meeting_why"]
    if not comes_early(room, request.at):
        del form.fields["early_why"]
    if request.method == "POST" and form.is_valid():
        if attempt(form, acts.close_question, question=question, actor=request.actor, at=request.at, **form.taken()):
            return to_item(request, question.item)
    if asked.has_ended(question):
        return moved_on(request, question, form, lost=asked.ACT)
    return case_act(
        request, case, "close_question", form, "Close the vote", button="Close the vote",
        template="panels/close_question.html",
        vote=vote_now(question.item, room, me, request.at, in_charge=True), quorum=room.quorum(request.at),
        item=question.item, missing=[], wanted=wanted,
    )  # fmt: skip


def withdraw_question(request, reference):
    case = open_act(request, reference, "close_question")
    question = question_of_page(request, case)
    if question is None:
        return no_question(request, case)
    form = forms.WithdrawForm(request.POST or None, initial={"seen": question.pk})
    if request.method == "POST" and form.is_valid():
        if attempt(form, acts.withdraw_question, question=question, reason=form.cleaned_data["reason"],
                   actor=request.actor, at=request.at):  # fmt: skip
            return to_item(request, question.item)
    if asked.has_ended(question):
        return moved_on(request, question, form, lost=asked.ACT)
    return case_act(
        request, case, "put_question", form, "Withdraw the question", button="Withdraw it",
        lead="Nothing is counted. What was voted so far stays on the record.",
    )  # fmt: skip


def _in_working_days(day):
    return calendar_of(current_partnership()).after(day, WANTED_IN)


def need_information(request, reference):
    case = open_act(request, reference, "need_information")
    item = governance.item_of(case, request.actor)
    initial = {"seen": asked.how_the_vote_stands(item), "wanted_by": _in_working_days(today(request))}
    form = forms.MoreInformationForm(request.POST or None, today=today(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        if attempt(form, acts.need_information, item=item, actor=request.actor, at=request.at, **form.cleaned_data):
            return to_case(request, case)
        form.show_again(asked.how_the_vote_stands(item))
    return case_act(
        request, case, "need_information", form, "More information is needed", button="Break off and ask",
        lead=f"The {office(procedure_of(case))} gathers it and sends it round. The case can then be decided in writing "
        "or at a meeting.",
    )  # fmt: skip


def recommend(request, reference):
    case = open_act(request, reference, "recommend")
    item = governance.item_of(case, request.actor)
    procedure = room_of(item.meeting, case, []).procedure
    question = last_question(item)
    carried = question.result["carried"] if question is not None and question.state == "closed" else ""
    form = forms.RecommendForm(
        request.POST or None, types=_options(case, item),
        methodologies=[(m.name, m.title) for m in procedure.methodologies],
        confirms=confirms_of(procedure, case.pathway),
        initial={"review_type": carried, "seen": asked.how_the_vote_stands(item)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = {"methodology": "", **form.cleaned_data}
        made = attempt(form, acts.recommend, item=item, actor=request.actor, at=request.at, **data)
        if made:
            words = {"open": "It now waits for an answer.", "escalated": "It goes up to those who decide finally."}
            messages.success(request, f"The recommendation is made. {words.get(made.state, '')}")
            return to_case(request, case)
        form.show_again(asked.how_the_vote_stands(item))
    me = actor_at(request.actor, item.meeting)
    return case_act(
        request, case, "recommend", form, "Make the recommendation", button="Recommend",
        template="panels/recommend.html",
        item=item, vote=vote_now(item, room_of(item.meeting, case), me, request.at, in_charge=True),
        hints={m.name: m.description for m in procedure.methodologies if m.description},
    )  # fmt: skip
