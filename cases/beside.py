"""What stands beside the questions of an act: the decision and its reasons, the recommendation, views, criteria,
disputes. Reading only; entries that were struck out are left out."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership

from .aids import considered
from .models import Case, Decision, Event
from .queries import criteria_of, procedure_of, visible_cases
from .spine import may


def standing_events(case: Case, act: str) -> list[Event]:
    """The entries of an act that nobody struck out, newest first."""
    rows = Event.objects.filter(partnership=case.partnership_id, case=case, act=act, annulled_by=None, annuls=None)
    return list(rows.order_by("-id"))


def threshold_decision(case: Case) -> Decision | None:
    """The newest decision on the threshold that stands."""
    rows = Decision.objects.filter(partnership=case.partnership_id, case=case, event__annulled_by=None)
    return rows.filter(kind="decide_threshold").order_by("-id").first()


def threshold_text(case: Case) -> str:
    """The decision and its reasons as a text to share (C-14)."""
    decision = threshold_decision(case)
    if decision is None:
        return ""
    outcome = f"{decision.outcome[:1].upper()}{decision.outcome[1:]}"
    return f"Decision: {outcome}.\n\nReasons: {decision.reasons}"


def recommendation_text(case: Case) -> str:
    """The newest recommendation with its reasons."""
    made = standing_events(case, "recommend")
    return "\n\n".join(part for part in (made[0].summary, made[0].reason) if part) if made else ""


@dataclass(frozen=True)
class Said:
    """One entry as it stands beside: who, when, and what they answered in words."""

    by: str
    at: object
    summary: str
    outcome: str
    reason: str
    said: list
    answered: bool = False


def _said(event: Event, *, answered: bool = False) -> Said:
    by = f"{event.on_behalf_of} (recorded by {event.actor_label})" if event.on_behalf_of else event.actor_label
    return Said(by, event.at, event.summary, event.data.get("outcome", ""), event.reason, event.data.get("said", []),
                answered)  # fmt: skip


def _criteria(case: Case) -> list:
    answers = criteria_of(case)
    return [(aid, answers.get(aid.name), considered(aid)) for aid in procedure_of(case).aids if aid.test != "other"
            or aid.name in answers]  # fmt: skip


def _disputes(case: Case) -> list[Said]:
    answers = standing_events(case, "decide_dispute")
    last = answers[0].pk if answers else 0
    return [_said(event, answered=event.pk < last) for event in standing_events(case, "raise_dispute")]


def disputes_to_answer(actor: Actor) -> list[Case]:
    """The cases with a dispute that nobody has answered and this person may, the oldest first."""
    raised = Event.objects.filter(partnership=current_partnership(), act="raise_dispute", annulled_by=None, annuls=None)
    answered = Event.objects.filter(
        partnership=current_partnership(), case=OuterRef("case"), act="decide_dispute", annulled_by=None,
        pk__gt=OuterRef("pk"),
    )  # fmt: skip
    open_ones = raised.filter(~Exists(answered), case__in=visible_cases(actor)).order_by("pk").values_list("case_id")
    cases = {case.pk: case for case in Case.objects.filter(pk__in=[pk for (pk,) in open_ones]).select_related(
        "procedure", "borough")}  # fmt: skip
    return [cases[pk] for (pk,) in dict.fromkeys(open_ones) if _may_answer(cases[pk], actor)]


def _may_answer(case: Case, actor: Actor) -> bool:
    try:
        may("decide_dispute", case=case, actor=actor)
    except ActRefused:
        return False
    return True


def _recommendation(case: Case) -> Said | None:
    made = standing_events(case, "recommend")
    return _said(made[0]) if made else None


BESIDE = {
    "criteria": _criteria,
    "views": lambda case: [_said(event) for event in standing_events(case, "give_view")],
    "decision": threshold_decision,
    "recommendation": _recommendation,
    "disputes": _disputes,
}


def beside(case: Case, what: tuple[str, ...]) -> dict:
    """Each thing that an act's page shows beside its questions, by name; the others are empty."""
    asked = [name for name in what if name != "views" or procedure_of(case).steps_for("give_view", case.pathway)]
    return {name: (read(case) if name in asked else None) for name, read in BESIDE.items()}


@dataclass(frozen=True)
class Answer:
    """What whoever raised a dispute reads of its answer."""

    outcome: str
    reasons: str
    decided_at: object
    next: str


def disputes_of(case: Case, referrer: str) -> list[tuple[Event, Answer | None]]:
    """What the referrer raised by themselves, oldest first, each with the first answer given after it (DAR-25)."""
    answers = list(reversed(standing_events(case, "decide_dispute")))
    mine = [each for each in reversed(standing_events(case, "raise_dispute"))
            if each.actor_id is None or each.on_behalf_of == referrer]  # fmt: skip
    return [(each, next((_answer(found) for found in answers if found.pk > each.pk), None)) for each in mine]


def waits_for_an_answer(case: Case) -> bool:
    """Whether the referrer wrote that they are not satisfied and has no answer to it yet."""
    return any(answer is None for _, answer in disputes_of(case, case.referrer_name))


def _answer(event: Event) -> Answer:
    flat = event.data.get("answers", {}).get("recorded", {})
    words = {"agreed with": "We agree with you", "partly agreed with": "We agree with you in part",
             "not agreed with": "We do not agree with you"}  # fmt: skip
    return Answer(words[flat["act-decision"]], event.reason, event.at, flat.get("act-next", ""))
