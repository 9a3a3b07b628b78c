"""The conditions a text may name in `needs`, `when` and `cancel_only_when`, and how their words are taken apart.

A pattern's {slots} say what may stand there; the reader checks them against the text. `condition("track adult at
scoping")` gives ("track_at", {"track": "adult", "stage": "scoping"}): the slug names the one function that knows
whether it holds for a case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

SLOTS = {
    "number": r"\d{1,3}",
    "low": r"\d{1,3}",
    "high": r"\d{1,3}",
    "date": r"\d{4}-\d{2}-\d{2}",
}


class UnknownCondition(ValueError):
    """Words that are no condition of the vocabulary."""


@dataclass(frozen=True)
class Condition:
    slug: str
    pattern: str
    means: str

    def match(self, text: str) -> dict[str, str] | None:
        found = _regex(self.pattern).fullmatch(text)
        return found.groupdict() if found else None


@cache
def _regex(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", pattern)
    out = []
    for index, part in enumerate(parts):
        out.append(f"(?P<{part}>{SLOTS.get(part, '.+?')})" if index % 2 else re.escape(part))
    return re.compile("".join(out))


CONDITIONS: tuple[Condition, ...] = (
    Condition("criteria_answered", "criteria answered", "The questions of the leading test are answered."),
    Condition("every_test_answered", "every test answered", "Every statutory test of the text is answered (C-10)."),
    Condition("criteria_met", "criteria met", "At least one statutory test is met."),
    Condition("criteria_not_met", "criteria not met", "No statutory test is met."),
    Condition("criteria_not_ruled_out", "criteria not ruled out", "No statutory test is answered yet, or one is met."),
    Condition("several_criteria_met", "several criteria met", "More than one statutory test is met."),
    Condition("test_not_met", "test {test} is not met", "This statutory test is answered and not met."),
    Condition("test_met", "test {test} is met", "This statutory test is met."),
    Condition("lead_process_chosen", "lead process chosen", "It is settled which process leads, or only one is met."),
    Condition("information_requested", "information requested", "At least one agency was asked."),
    Condition("all_returns_in", "all returns in", "Every agency asked has answered."),
    Condition("return_limit_passed", "return limit passed", "The last day for the agencies has gone by."),
    Condition(
        "returns_in_or_late",
        "all returns in or limit passed",
        "Every agency has answered, or its last day is past.",
    ),
    Condition("on_an_agenda", "on an agenda", "The case is on the agenda of a meeting to come or running."),
    Condition("meeting_held", "meeting held", "A meeting has taken the case."),
    Condition("quorate", "quorate", "The meeting is quorate for this item."),
    Condition("question_closed", "question closed", "A vote on the case has ended."),
    Condition("tie", "tie", "The vote carried no option."),
    Condition("recommendation_made", "recommendation made", "There is a recommendation."),
    Condition("recommendation_ratified", "recommendation ratified", "The recommendation is ratified or replaced."),
    Condition("recommended_by", "recommended by {body}", "The recommendation is this body's."),
    Condition("no_dissent_open", "no dissent open", "No disagreement waits for an answer."),
    Condition("dissent_open", "dissent open", "A disagreement waits for an answer."),
    Condition(
        "dissent_escalated", "dissent escalated", "What was last taken to those who decide finally was a disagreement."
    ),
    Condition("no_dissent_escalated", "no dissent escalated", "It was no disagreement, or nothing was."),
    Condition("threshold_decided", "threshold decided", "It is decided whether the test is met."),
    Condition("dispute_open", "dispute open", "A dispute waits for an answer."),
    Condition("outcome_told", "outcome told", "The referrer has heard the outcome."),
    Condition("notified", "notified", "The statutory notice was sent and not withdrawn."),
    Condition("not_notified", "not notified", "No statutory notice stands."),
    Condition("acknowledged", "acknowledged", "The outside body has said that it has the notice."),
    Condition("notification_withdrawn", "notification withdrawn", "The statutory notice was taken back."),
    Condition("notice_sent", "notice {notice} sent", "This notice went to at least one body and was not taken back."),
    Condition("any_notice_sent", "any notice sent", "Some notice went to a body outside and was not taken back."),
    Condition("reply_recorded", "reply recorded", "A body outside has answered."),
    Condition("reply_is", "reply is {reply}", "The outside body answered this."),
    Condition("subject_child", "subject is a child", "The subject was under 18 at the incident."),
    Condition("subject_adult", "subject is an adult", "The subject was 18 or over at the incident."),
    Condition("subject_looked_after", "subject is looked after", "The subject was looked after by an authority."),
    Condition("subject_care_leaver", "subject is a care leaver", "The subject had left care."),
    Condition("subject_died", "subject died", "The subject has died."),
    Condition("subject_harmed", "subject was seriously harmed", "The subject came to serious harm."),
    Condition("outside_area", "incident outside the area", "It happened outside the partnership's area."),
    Condition("outside_england", "incident outside England", "It happened outside England."),
    Condition("age_under", "age under {number}", "The subject's age at the incident was below this."),
    Condition("age_between", "age {low} to {high}", "The subject's age at the incident, both ends included."),
    Condition("track_not_open", "track {track} not open", "This track is not open on the case."),
    Condition("track_open", "track {track} open", "This track is open on the case."),
    Condition("track_opened", "track {track} opened", "This track is open on the case, or has ended."),
    Condition("track_at", "track {track} at {stage}", "This track is at this stage."),
    Condition("answer_known", "answer {field} is known", "The referral says something here."),
    Condition("answer_is", "answer {field} is {value}", "The referral says this here."),
    Condition("decision_is", "decision is {decision}", "The latest decision was this."),
    Condition("review_type_among", "review type is one of {review_types}", "The review decided on is of one of these."),
    Condition("review_type_is", "review type is {review_type}", "The review decided on is of this type."),
    Condition("review_decided", "review decided on", "A review was decided on."),
    Condition("no_review_decided", "no review decided on", "It was decided that there is no review."),
    Condition("review_not_commissioned", "review not commissioned", "Nothing was ordered yet on the last decision."),
    Condition("review_commissioned", "review commissioned", "A review has been ordered."),
    Condition("report_signed_off", "report signed off", "The final report is accepted."),
    Condition("publication_decided", "publication decided", "It is settled what is published."),
    Condition("nothing_published", "nothing is published", "It is settled that nothing is published."),
    Condition("publication_open", "publication not ruled out", "It is not settled that nothing is published."),
    Condition("report_sent", "report sent", "Every body that gets the report beforehand has it."),
    Condition("quality_assured", "quality assured", "The report was cleared after it was last changed."),
    Condition("with_quality_assurance", "sent for quality assurance", "The report is with the body that assures it."),
    Condition("report_public", "report public", "The report is published and was not taken down."),
    Condition("report_taken_down", "report taken down", "The report was published and is taken down now."),
    Condition("reviewer_appointed", "reviewer appointed", "A reviewer has been appointed."),
    Condition("reviewer_checked", "reviewer checked", "The suitability checks have been made."),
    Condition("borough_is", "borough is {borough}", "The case belongs to this borough."),
    Condition("pathway_is", "pathway is {pathway}", "The case is on this pathway."),
    Condition("version_is", "version is {version}", "The case is under this version."),
    Condition("role_held", "role {role} held", "Somebody holds this role today."),
    Condition("received_before", "received before {date}", "The referral came before this day."),
    Condition("received_after", "received after {date}", "The referral came after this day."),
    Condition("parallel_process", "parallel process running", "A criminal case, inquest or other review is running."),
    Condition("action_overdue", "action overdue by {number} months", "The action is late by so many months."),
    Condition(
        "action_overdue_days",
        "action overdue by {number} working days",
        "The action is late by so many working days.",
    ),
    Condition("no_open_action", "no action open", "Every action is done or dropped."),
    Condition("no_new_referral", "no new referral", "No case waits for its first meeting."),
    Condition("no_critical_decision", "no critical decision pending", "No running case needs a decision now."),
)
# Of one action, asked when something is done about it: they stand in the `needs` of steps of these acts only.
OF_AN_ACTION = frozenset({"action_overdue", "action_overdue_days"})
ABOUT_AN_ACTION = frozenset({
    "report_progress", "extend_action", "seek_explanation", "escalate_action", "escalate_action_further", "drop_action",
    "complete_action",
})  # fmt: skip
FIELD_CONDITIONS: tuple[Condition, ...] = (
    Condition("any_is", "any of {fields} is {value}", "At least one of these answers, parted by commas, is this."),
    Condition("known", "{field} is known", "Something is entered there."),
    Condition("not_known", "{field} is not known", "Nothing is entered there."),
    Condition("one_of", "{field} is one of {values}", "One of the values, parted by commas, is chosen."),
    Condition("is", "{field} is {value}", "This value is chosen."),
)


def condition(text: str) -> tuple[str, dict[str, str]]:
    """Take a case condition apart: its slug and what stands in its slots; UnknownCondition when it is none."""
    slug, values = _taken_apart(text)
    return slug, dict(values)


@lru_cache(maxsize=4_096)
def _taken_apart(text: str) -> tuple[str, dict[str, str]]:
    """Every button of a page asks for the conditions of its step, and there are a few dozen in all."""
    return _take_apart(text, CONDITIONS)


def field_condition(text: str) -> tuple[str, dict[str, str]]:
    """Take a form's condition apart ("died is yes"): slug and slots; UnknownCondition when it is none."""
    return _take_apart(text, FIELD_CONDITIONS)


def fields_named(text: str) -> tuple[str, ...]:
    """The questions that a form's condition speaks of; UnknownCondition when it is none."""
    _, slots = field_condition(text)
    return (slots["field"],) if "field" in slots else listed(slots["fields"])


def listed(words: str) -> tuple[str, ...]:
    """“a, b” -> ("a", "b")."""
    return tuple(each.strip() for each in words.split(","))


def _take_apart(text: str, conditions: tuple[Condition, ...]) -> tuple[str, dict[str, str]]:
    for each in conditions:
        values = each.match(text)
        if values is not None:
            return each.slug, values
    raise UnknownCondition(text)
