"""Agenda items: one item's page, and the acts that put cases on an agenda, in order, and off it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.views.decorators.http import require_POST, require_safe

from cases.discussed import to_discuss
from cases.queries import body_of, note_opened, people_of, procedure_of, subjects_of
from cases.web import case_page
from config.pages import attempt, page
from information.returns import said_in
from procedures.saying import body_called

from .. import acts, forms
from ..queries import governance, lists
from ..queries.papers import conflicted_names, returns_of, tests_of
from ..queries.readiness import before_recommending
from ..queries.room import actor_at, body_at, room_of, runs_meeting
from ..queries.undertakings import papers_wait_for
from ..queries.voting import last_question, vote_now
from ..queries.waiting import answers_after
from .common import meeting_form, open_act, said, the_item, the_meeting, to_case, to_item, to_meeting

WHILE_VOTING = ("close_question",)
BEFORE_A_VOTE = ("put_question", "need_information", "escalate", "defer_item", "remove_agenda_item")
AFTER_A_VOTE = ("recommend", *BEFORE_A_VOTE)


@require_safe
def agenda_item(request, meeting: int, item: int):
    """One item: the case in short, criteria recalled, what agencies sent, the vote, and what may be done now."""
    found = the_item(request, meeting, item)
    me = actor_at(request.actor, found.meeting)
    if found.case is None:
        return page(
            request, "panels/other_item.html", item=found, meeting=found.meeting, title=body_at(found.meeting).title,
            runs=runs_meeting(request.actor, found.meeting), form=_discussion_form(request, found),
        )  # fmt: skip
    if papers_wait_for(found.meeting, request.actor):
        return to_meeting(request, found.meeting, "sign_confidentiality")
    note_opened(found.case, request.actor, "agenda_item", request.at)
    room = room_of(found.meeting, found.case)
    quorum = room.quorum(request.at)
    in_charge = runs_meeting(request.actor, found.meeting)
    listed = found.state == found.State.LISTED
    discussed = [words for _file, words in to_discuss(found.case)]
    return page(
        request,
        "panels/item.html",
        **_about_case(found.case),
        item=found,
        meeting=found.meeting,
        title=room.body.title,
        quorum=quorum if found.meeting.state == "open" and listed else None,
        vote=vote_now(found, room, me, request.at, in_charge=in_charge),
        advice=governance.advice_on(found.case),
        may=governance.allowed(found.case, me, *_acts_now(found), quorate=quorum.met) if listed else [],
        missing=before_recommending(found.case, me) if listed and in_charge and not discussed else [],
        discussed=discussed,
        runs=in_charge,
        form=_discussion_form(request, found),
    )


def _about_case(case) -> dict:
    """What is known of it: people, criteria, what agencies sent, who may take no part."""
    asked = returns_of(case)
    return {
        "case": case,
        "subjects": ", ".join(person.full_name for person in subjects_of(case)),
        "people": people_of(case),
        "tests": tests_of(case),
        "returns": asked,
        "said": said_in(case, asked),
        "conflicts": conflicted_names(case),
    }


def _acts_now(item) -> tuple[str, ...]:
    """What makes sense on an item: while a vote is open only its end, and no recommendation before one is closed."""
    question = last_question(item)
    if question is not None and question.state == question.State.OPEN:
        return WHILE_VOTING
    if item.meeting.state != "open":
        return ("remove_agenda_item",)
    return AFTER_A_VOTE if question is not None and question.state == question.State.CLOSED else BEFORE_A_VOTE


def _discussion_form(request, item):
    return forms.DiscussionForm(initial={"text": item.discussion, "version": item.version})


@require_POST
def record_discussion(request, meeting: int, item: int):
    found = the_item(request, meeting, item)
    form = forms.DiscussionForm(request.POST)
    if form.is_valid() and attempt(form, acts.record_discussion, item=found, actor=request.actor, at=request.at,
                                   **form.cleaned_data):  # fmt: skip
        messages.success(request, "What was said is kept.")
        return to_item(request, found)
    found.refresh_from_db(fields=["discussion", "version"])
    form.data["version"] = str(found.version)  # sent again, it takes the place of what is shown beside it now
    return meeting_form(
        request, found.meeting, form, "What was said", button="Save",
        warning=f"What is stored now: {found.discussion}" if found.discussion else "",
    )  # fmt: skip


def add_agenda_item(request, reference):
    """A waiting case onto the agenda of a meeting to come."""
    case = open_act(request, reference, "add_agenda_item")
    meetings = lists.meetings_for_case(case, request.actor, at=request.at)
    form = forms.AgendaForm(
        request.POST or None, meetings=forms.meeting_choices(meetings, lists.meeting_title),
        initial={"meeting": _preselected(request, meetings)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        number = data.pop("meeting")
        chosen = next(m for m in meetings if m.pk == number)
        if attempt(form, acts.add_agenda_item, case=case, meeting=chosen, actor=request.actor, at=request.at, **data):
            messages.success(request, f"{case.reference} is on the agenda. The member agencies may open it now.")
            return to_meeting(request, chosen)
    body = body_called(procedure_of(case), body_of(case))
    lead = " ".join([f"The agencies of the {body} may open the case from now on.", *answers_after(case, meetings)])
    if not meetings:
        lead = f"No meeting of the {body} is planned yet. Convene one first."
    return case_page(
        request, case, "cases/act.html", name="case_panel", form=form, heading="Put the case on an agenda",
        button="Put it on the agenda", lead=lead, previews=[],
    )  # fmt: skip


def _preselected(request, meetings) -> int | None:
    """The meeting one came from (?meeting=…) where it may be chosen, else the next one."""
    asked = next((m.pk for m in meetings if str(m.pk) == request.GET.get("meeting")), None)
    return asked or (meetings[0].pk if meetings else None)


def add_other_item(request, meeting: int):
    found = the_meeting(request, meeting)
    form = forms.OtherItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, acts.add_other_item, meeting=found, actor=request.actor, at=request.at, **form.cleaned_data):
            return to_meeting(request, found)
    return meeting_form(request, found, form, "Add another item", button="Add it to the agenda")


def change_other_item(request, meeting: int, item: int):
    """The words, time and presenter of an item that is no case."""
    found = the_item(request, meeting, item)
    if found.case is not None:
        raise Http404
    form = forms.OtherItemForm(
        request.POST or None,
        initial={name: getattr(found, name) for name in ("title", "minutes_planned", "presenter")},
    )
    if request.method == "POST" and form.is_valid():
        if attempt(form, acts.change_other_item, item=found, actor=request.actor, at=request.at, **form.cleaned_data):
            return to_meeting(request, found.meeting)
    return meeting_form(request, found.meeting, form, f"Change “{found.title}”", button="Save")


@require_POST
def move_item(request, meeting: int, item: int):
    found = the_item(request, meeting, item)
    said(request, acts.move_item, item=found, up=request.POST.get("to") == "up")
    return to_meeting(request, found.meeting)


def remove_agenda_item(request, reference):
    return _take_off(
        request, reference, acts.remove_agenda_item, "Take the case off the agenda", "Take it off",
        "The case goes back to those that wait for a meeting.",
    )  # fmt: skip


def defer_item(request, reference):
    return _take_off(
        request, reference, acts.defer_item, "Put the case off to another meeting", "Put it off",
        "The case goes back to those that wait for a meeting.",
    )  # fmt: skip


def _take_off(request, reference, act, heading, button, lead):
    case = open_act(request, reference, act.__name__)
    item = governance.item_of(case, request.actor)
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor = actor_at(request.actor, item.meeting)
        if attempt(form, act, item=item, reason=form.cleaned_data["reason"], actor=actor, at=request.at):
            return to_case(request, case)
    return case_page(
        request, case, "cases/act.html", name="case_panel", form=form, heading=heading, button=button, lead=lead,
        previews=[],
    )  # fmt: skip


def remove_other_item(request, meeting: int, item: int):
    """An item that is no case comes off the agenda."""
    found = the_item(request, meeting, item)
    form = forms.ReasonForm(request.POST or None)
    if found.case is None and request.method == "POST" and form.is_valid():
        if attempt(form, acts.remove_agenda_item, item=found, reason=form.cleaned_data["reason"], actor=request.actor,
                   at=request.at):  # fmt: skip
            return to_meeting(request, found.meeting)
    return meeting_form(request, found.meeting, form, f"Take “{found.title}” off the agenda", button="Take it off")
