"""Conditions on the way of a case: what was done, decided and answered."""

from __future__ import annotations

from ..state import CaseState
from .base import TESTS, done, latest, since, test

NO_REVIEW = {"no-review", "no review"}
_ACTION_ACTS = ("create_action", "complete_action", "drop_action", "reopen_action")
DISSENT_ENDS = ("decide_escalation", "reconvene", "escalate", "return_recommendation")
DECIDED = ("ratify_recommendation", "replace_recommendation", "decide_escalation")
for _slug, _act in {
    "information_requested": "request_information",
    "question_closed": "close_question",
    "outcome_told": "tell_outcome",
    "threshold_decided": "decide_threshold",
    "review_commissioned": "commission_review",
    "report_signed_off": "sign_off_report",
    "reviewer_checked": "check_reviewer",
    "reply_recorded": "record_reply",
    "reviewer_appointed": "appoint_reviewer",
}.items():
    TESTS[_slug] = done(_act)


@test
def no_open_action(state):
    """C-37: actions exist without a report, so a case may have some that nobody thinks of when it is closed."""
    ended: dict[str, bool] = {}
    happened = [(h, act) for act in _ACTION_ACTS for h in state.done.get(act, ())]
    for each, act in sorted(happened, key=lambda pair: pair[0].event_id):
        ended[each.about] = act in ("complete_action", "drop_action")
    return all(ended.values())


@test
def criteria_answered(state):
    return bool(state.tests)


def _statutory(state: CaseState) -> list[bool]:
    return list(state.statutory.values())


@test
def every_test_answered(state):
    return state.tests_of_text <= set(state.tests)


@test
def criteria_met(state):
    return any(_statutory(state))


@test
def criteria_not_met(state):
    return bool(_statutory(state)) and not any(_statutory(state))


@test
def criteria_not_ruled_out(state):
    return not criteria_not_met(state)


@test
def several_criteria_met(state):
    return sum(_statutory(state)) > 1


@test
def test_met(state, test):
    return state.tests.get(test) is True


@test
def test_not_met(state, test):
    return state.tests.get(test) is False


@test
def lead_process_chosen(state):
    return bool(state.lead_process) or not several_criteria_met(state)


@test
def all_returns_in(state):
    """Stated after the last time an agency was asked: a new round makes it wait again."""
    stated, asked = state.facts.get("all_returns_in"), state.facts.get("request_information")
    return bool(stated) and (not asked or asked[-1].event_id < stated[-1].event_id)


@test
def return_limit_passed(state):
    return state.truths.get("return_limit_passed", False)


@test
def returns_in_or_late(state):
    return all_returns_in(state) or return_limit_passed(state)


@test
def on_an_agenda(state):
    return since(
        state,
        ("add_agenda_item",),
        ("remove_agenda_item", "defer_item", "reconvene", "return_recommendation"),
    )


@test
def meeting_held(state):
    return bool(state.facts.get("meeting_held") or state.done.get("hold_meeting"))


@test
def recommendation_made(state):
    return since(state, ("recommend",), ("return_recommendation", "reconvene"))


@test
def recommendation_ratified(state):
    return since(state, DECIDED, ("return_recommendation", "reconvene", "recommend"))


@test
def recommended_by(state, body):
    last = latest(state, "recommend")
    return last is not None and last.data.get("body") == body


@test
def dissent_open(state):
    """By the acts: a dissent recorded after the last answer to one, or to the recommendation it is about."""
    answered = {h.about for act in DISSENT_ENDS for h in state.done.get(act, ())}
    last_answer = latest(state, *DISSENT_ENDS)
    return any(
        dissent.about not in answered and (last_answer is None or last_answer.event_id < dissent.event_id)
        for dissent in state.done.get("record_dissent", ())
    )


@test
def no_dissent_open(state):
    return not dissent_open(state)


@test
def dissent_escalated(state):
    """By the acts: what was last taken up was a disagreement (RED-5), not a tie and not an objection (RED-4). It holds
    when it is decided too, so that the clock of those who decided keeps its end.
    """
    up = latest(state, "escalate", "object_to_recommendation")
    if up is None or up.name != "escalate":
        return False
    ended = [h.event_id for act in DISSENT_ENDS for h in state.done.get(act, ()) if h.event_id < up.event_id]
    before = max(ended, default=0)
    return any(before < each.event_id < up.event_id for each in state.done.get("record_dissent", ()))


@test
def no_dissent_escalated(state):
    return not dissent_escalated(state)


@test
def dispute_open(state):
    return since(state, ("raise_dispute",), ("decide_dispute",))


@test
def track_open(state, track):
    return track in state.stages


@test
def track_not_open(state, track):
    return track not in state.stages


@test
def track_opened(state, track):
    return track in state.stages or track in state.closed_tracks


@test
def track_at(state, track, stage):
    return stage in (state.stages.get(track), state.closed_tracks.get(track))


@test
def decision_is(state, decision):
    last = latest(state, *DECIDED, "decide_threshold", "check_referral")
    return last is not None and last.data.get("outcome") == decision


def _review_type(state: CaseState) -> str:
    last = latest(state, *DECIDED, "decide_threshold")
    return str(last.data.get("review_type", "")) if last else ""


@test
def review_type_is(state, review_type):
    return _review_type(state) == review_type


@test
def review_type_among(state, review_types):
    return _review_type(state) in [each.strip() for each in review_types.split(",")]


@test
def review_decided(state):
    return _review_type(state) not in {"", *NO_REVIEW}


@test
def review_not_commissioned(state):
    """Since the last final decision: a case that was reopened and decided anew has its review still to be ordered."""
    return not since(state, ("commission_review",), DECIDED)


@test
def publication_decided(state):
    """Since it was last taken up again."""
    return since(state, ("decide_publication",), ("reconsider_publication",))


@test
def nothing_published(state):
    """Settled by everybody who decides, with the reason (C-21)."""
    last = latest(state, "decide_publication", "reconsider_publication")
    return last is not None and last.data.get("outcome") == "not published"


@test
def publication_open(state):
    return not nothing_published(state)


@test
def report_sent(state):
    """Since it was last signed off: a report that was changed afterwards goes out again."""
    return since(state, ("send_report",), ("sign_off_report",))


@test
def quality_assured(state):
    last = latest(state, "record_quality_assurance", "sign_off_report")
    return last is not None and last.data.get("outcome") == "cleared"


@test
def with_quality_assurance(state):
    return since(state, ("send_to_quality_assurance",), ("record_quality_assurance", "sign_off_report"))


@test
def report_public(state):
    return since(state, ("publish_report", "put_back_report"), ("take_down_report",))


@test
def report_taken_down(state):
    return since(state, ("take_down_report",), ("publish_report", "put_back_report"))


@test
def no_review_decided(state):
    return _review_type(state) in NO_REVIEW
