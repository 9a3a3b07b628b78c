"""What stands beside the questions of an act: the decision and its reasons, the recommendation, views, criteria,
disputes. Reading only; entries that were struck out are left out."""

from __future__ import annotations

from dataclasses import dataclass

from .aids import considered
from .models import Case, Decision, Event
from .queries import criteria_of, procedure_of


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
    return {name: (read(case) if name in what else None) for name, read in BESIDE.items()}
