"""The roll is called: agency by agency, each spoken or written vote entered by whoever runs the meeting."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404

from config.pages import attempt
from partnerships.queries import agencies_named

from .. import acts, forms
from ..queries import asked
from ..queries.roll import next_to_call, roll_of
from ..queries.room import runs_meeting
from ..queries.voting import other_answers
from .asking import moved_on, no_question, question_of_page
from .common import open_act, to_case
from .voting import case_act


def roll_call(request, reference):
    """The roll in the order of the text, and the form for the agency that is called now."""
    case = open_act(request, reference, "roll_call")
    question = question_of_page(request, case)
    if question is None:
        return no_question(request, case)
    meeting = question.item.meeting
    if not runs_meeting(request.actor, meeting):
        raise Http404
    if asked.has_ended(question):
        return moved_on(request, question, forms.VoteForm(request.POST), lost=asked.ENTRY)
    rows = roll_of(question, at=request.at)
    now = next_to_call(rows, request.POST.get("agency") or request.GET.get("agency", ""))
    # What was typed is for the agency that the page showed: never entered for the one that is next meanwhile.
    meant = request.method != "POST" or (now is not None and now.slug == request.POST.get("agency"))
    if not meant:
        messages.error(request, "This agency cannot be called any more. Look at the roll as it is now.")
    form = forms.NothingAsked()
    if now is not None:
        form = forms.PaperVoteForm(
            request.POST if request.method == "POST" and meant else None, options=question.options, agency=now.title,
            others=other_answers(in_writing=meeting.kind == "correspondence"),
            people=[(one.number, one.name) for one in now.callers],
            initial={"seen": question.pk, **({"person": now.callers[0].number} if len(now.callers) == 1 else {})},
        )  # fmt: skip
    if now is not None and form.is_bound and form.is_valid() and _entered(request, form, question, now):
        return to_case(request, case, "roll_call")
    return case_act(
        request, case, "close_question", form, "Call the roll", button="Enter the vote",
        template="panels/roll_call.html", lead=question.wording, rows=rows, now=now, meeting=meeting,
        after=_following(rows, now),
    )  # fmt: skip


def _entered(request, form, question, now):
    data = form.cleaned_data
    caller = next(one for one in now.callers if one.number == data["person"])
    done = attempt(
        form, acts.enter_vote, question=question, agency=agencies_named([now.slug])[0], name=caller.name,
        membership=caller.membership, option=data["option"], reason=data["reason"], actor=request.actor, at=request.at,
    )  # fmt: skip
    if done:
        messages.success(request, f"The vote of {done.agency.title} is entered.")
    return done


def _following(rows, now):
    """The next agency on the roll that can be called, for “pass”: coming back to the one passed later."""
    if now is None:
        return None
    place = rows.index(now)
    return next((row for row in [*rows[place + 1 :], *rows[:place]] if row.to_call), None)
