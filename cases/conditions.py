"""One function for each condition of the vocabulary: does it hold for a case? Pure: a CaseState in, a bool out.

`holds` takes the words of the text; `why_not` gives the sentence for the screen. What only another room can know
("quorate") comes in as a truth of the state; without one it does not hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from procedures.vocabulary import CONDITIONS, condition

from .state import CaseState

Test = Callable[..., bool]
TESTS: dict[str, Test] = {}

NO_REVIEW = {"no-review", "no review"}
DECIDED = ("ratify_recommendation", "replace_recommendation", "decide_escalation")


def _test(function: Test) -> Test:
    TESTS[function.__name__] = function
    return function


def _done(act: str) -> Test:
    return lambda state: bool(state.done.get(act))


def _latest(state: CaseState, *acts: str):
    found = [happened for act in acts for happened in state.done.get(act, ())]
    return max(found, key=lambda happened: happened.event_id, default=None)


def _since(state: CaseState, acts: tuple[str, ...], undone_by: tuple[str, ...]) -> bool:
    """The last of `acts` came after the last of `undone_by`."""
    first, last = _latest(state, *acts), _latest(state, *undone_by)
    return first is not None and (last is None or last.event_id < first.event_id)


for _slug, _act in {
    "information_requested": "request_information",
    "question_closed": "close_question",
    "outcome_told": "tell_outcome",
    "threshold_decided": "decide_threshold",
    "review_commissioned": "commission_review",
    "report_signed_off": "sign_off_report",
    "publication_decided": "decide_publication",
    "reviewer_checked": "check_reviewer",
    "reply_recorded": "record_reply",
    "reviewer_appointed": "appoint_reviewer",
}.items():
    TESTS[_slug] = _done(_act)


@_test
def criteria_answered(state):
    return bool(state.tests)


def _statutory(state: CaseState) -> list[bool]:
    return list(state.statutory.values())


@_test
def every_test_answered(state):
    return state.tests_of_text <= set(state.tests)


@_test
def criteria_met(state):
    return any(_statutory(state))


@_test
def criteria_not_met(state):
    return bool(_statutory(state)) and not any(_statutory(state))


@_test
def criteria_not_ruled_out(state):
    return not criteria_not_met(state)


@_test
def several_criteria_met(state):
    return sum(_statutory(state)) > 1


@_test
def test_met(state, test):
    return state.tests.get(test) is True


@_test
def test_not_met(state, test):
    return state.tests.get(test) is False


@_test
def lead_process_chosen(state):
    return bool(state.lead_process) or not several_criteria_met(state)


@_test
def all_returns_in(state):
    """Stated after the last time an agency was asked: a new round makes it wait again."""
    stated, asked = state.facts.get("all_returns_in"), state.facts.get("request_information")
    return bool(stated) and (not asked or asked[-1].event_id < stated[-1].event_id)


@_test
def return_limit_passed(state):
    return state.truths.get("return_limit_passed", False)


@_test
def returns_in_or_late(state):
    return all_returns_in(state) or return_limit_passed(state)


@_test
def on_an_agenda(state):
    return _since(
        state,
        ("add_agenda_item",),
        ("remove_agenda_item", "defer_item", "reconvene", "return_recommendation"),
    )


@_test
def meeting_held(state):
    return bool(state.facts.get("meeting_held") or state.done.get("hold_meeting"))


@_test
def recommendation_made(state):
    return _since(state, ("recommend",), ("return_recommendation", "reconvene"))


@_test
def recommendation_ratified(state):
    return _since(state, DECIDED, ("return_recommendation", "reconvene", "recommend"))


@_test
def recommended_by(state, body):
    last = _latest(state, "recommend")
    return last is not None and last.data.get("body") == body


@_test
def dissent_open(state):
    """By the acts: a dissent recorded after the last answer to one."""
    answered = {h.about for act in ("decide_escalation", "reconvene", "escalate") for h in state.done.get(act, ())}
    last_answer = _latest(state, "decide_escalation", "reconvene", "escalate")
    return any(
        dissent.about not in answered and (last_answer is None or last_answer.event_id < dissent.event_id)
        for dissent in state.done.get("record_dissent", ())
    )


@_test
def no_dissent_open(state):
    return not dissent_open(state)


@_test
def dispute_open(state):
    return _since(state, ("raise_dispute",), ("decide_dispute",))


def _standing(state: CaseState, notice: str = "") -> bool:
    """Whether a notice went to some body and was not taken back; without a name, one that opens a rapid review."""
    latest: dict[str, tuple[int, str]] = {}
    for act in ("record_notification", "withdraw_notification"):
        for happened in state.done.get(act, ()):
            name, kind = happened.data.get("notice", ""), happened.data.get("kind", "incident")
            if (notice and name == notice) or (not notice and kind == "incident"):
                latest[happened.about] = max(latest.get(happened.about, (0, "")), (happened.event_id, act))
    return any(act == "record_notification" for _, act in latest.values())


def _of_incident(happened) -> bool:
    return happened.data.get("kind", "incident") == "incident"


@_test
def notified(state):
    return _standing(state)


@_test
def notice_sent(state, notice):
    return _standing(state, notice)


@_test
def any_notice_sent(state):
    names = {each.data.get("notice", "") for each in state.done.get("record_notification", ())}
    return any(_standing(state, name) for name in names)


@_test
def acknowledged(state):
    """The body said that it has the notice that stands now: one taken back is no longer acknowledged."""
    said = [each.event_id for each in state.done.get("record_acknowledgement", ()) if _of_incident(each)]
    back = [each.event_id for each in state.done.get("withdraw_notification", ()) if _of_incident(each)]
    return max(said, default=0) > max(back, default=0)


@_test
def not_notified(state):
    return not notified(state)


@_test
def notification_withdrawn(state):
    return not _standing(state) and any(_of_incident(each) for each in state.done.get("withdraw_notification", ()))


@_test
def reply_is(state, reply):
    last = _latest(state, "record_reply")
    return last is not None and last.data.get("reply") == reply


def _ages(state: CaseState) -> list[int]:
    on = state.incident_on() or state.received_at.date()
    return [_age(subject.born_on, on) for subject in state.subjects if subject.born_on]


def _age(born_on: dt.date, on: dt.date) -> int:
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


@_test
def subject_child(state):
    return any(age < 18 for age in _ages(state))


@_test
def subject_adult(state):
    return any(age >= 18 for age in _ages(state))


@_test
def subject_looked_after(state):
    return any("looked after" in subject.legal_status.lower() for subject in state.subjects)


@_test
def subject_care_leaver(state):
    return any("care leaver" in subject.legal_status.lower() for subject in state.subjects)


@_test
def subject_died(state):
    return bool(state.facts.get("death")) or any(subject.died_on for subject in state.subjects)


@_test
def subject_harmed(state):
    return not subject_died(state)


@_test
def outside_area(state):
    return state.values.get("outside_area") is True


@_test
def outside_england(state):
    return state.values.get("outside_england") is True


@_test
def age_under(state, number):
    return any(age < int(number) for age in _ages(state))


@_test
def age_between(state, low, high):
    return any(int(low) <= age <= int(high) for age in _ages(state))


@_test
def track_open(state, track):
    return track in state.stages


@_test
def track_not_open(state, track):
    return track not in state.stages


@_test
def track_opened(state, track):
    return track in state.stages or track in state.closed_tracks


@_test
def track_at(state, track, stage):
    return stage in (state.stages.get(track), state.closed_tracks.get(track))


def _answers(state: CaseState) -> dict:
    found = state.values.get("answers")
    return found if isinstance(found, dict) else {}


@_test
def answer_known(state, field):
    return _answers(state).get(field) not in (None, "", [])


@_test
def answer_is(state, field, value):
    found = _answers(state).get(field)
    return value in found if isinstance(found, list) else found == value


@_test
def decision_is(state, decision):
    last = _latest(state, *DECIDED, "decide_threshold", "check_referral")
    return last is not None and last.data.get("outcome") == decision


def _review_type(state: CaseState) -> str:
    last = _latest(state, *DECIDED, "decide_threshold")
    return str(last.data.get("review_type", "")) if last else ""


@_test
def review_type_is(state, review_type):
    return _review_type(state) == review_type


@_test
def review_type_among(state, review_types):
    return _review_type(state) in [each.strip() for each in review_types.split(",")]


@_test
def review_decided(state):
    return _review_type(state) not in {"", *NO_REVIEW}


@_test
def no_review_decided(state):
    return _review_type(state) in NO_REVIEW


@_test
def borough_is(state, borough):
    return state.borough == borough


@_test
def pathway_is(state, pathway):
    return state.pathway == pathway


@_test
def version_is(state, version):
    return state.version == version


@_test
def received_before(state, date):
    return state.received_at.date() < dt.date.fromisoformat(date)


@_test
def received_after(state, date):
    return state.received_at.date() > dt.date.fromisoformat(date)


@_test
def parallel_process(state):
    return state.values.get("parallel_process") is True


def holds(state: CaseState, words: str) -> bool:
    """Whether the condition holds; an unknown one raises UnknownCondition (the reader lets none through)."""
    slug, slots = condition(words)
    if slug in state.truths:
        return state.truths[slug]
    test = TESTS.get(slug)
    return test(state, **slots) if test else False


_MEANS = {each.slug: each.means for each in CONDITIONS}


def why_not(words: str) -> str:
    """What is still missing, for the person who tried."""
    slug, _ = condition(words)
    means = _MEANS[slug]
    return f"This cannot be done yet. Needed first: {means[0].lower()}{means[1:]}"
