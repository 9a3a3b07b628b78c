"""What may be published when, and how long it has to stay. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

IN_FULL, LEARNING_ONLY, NOT_PUBLISHED = "in full", "learning only", "not published"
GROUNDS = (
    ("identified", "Somebody could be identified"),
    ("court order", "A court has ordered it"),
    ("wrong", "Something in it is wrong"),
    ("time over", "The time for which it had to be public is over"),
)
TIME_OVER = "time over"


@dataclass(frozen=True)
class Plan:
    """What was decided on publication, as far as it says when."""

    outcome: str
    planned_on: dt.date | None
    embargo_until: dt.date | None
    embargoed: bool


def why_not_now(plan: Plan | None, on: dt.date, long: dict[dt.date, str]) -> str:
    """Why nothing can be published on a day; empty when it can. `long`: the days in words."""
    if plan is None:
        return "It is not decided yet what is published."
    if plan.outcome == NOT_PUBLISHED:
        return "It was decided that nothing is published."
    if plan.embargoed and (plan.embargo_until is None or on < plan.embargo_until):
        until = f" until {long[plan.embargo_until]}" if plan.embargo_until else ""
        return f"The report is under embargo{until}. Decide on publication again to lift it."
    if plan.planned_on is not None and on < plan.planned_on:
        return f"Publication is planned for {long[plan.planned_on]}. To publish earlier, decide on the day again."
    return ""


def wrong_plan(plan: Plan, *, reasons: str, today: dt.date) -> tuple[str, str] | None:
    """(what is wrong with a decision, the question it is about), or None."""
    found = [
        (plan.outcome != IN_FULL and not reasons.strip(), "Say why the report is not published in full.", "reasons"),
        *(_wrong_days(plan, today) if plan.outcome != NOT_PUBLISHED else ()),
    ]
    return next(((sentence, f"act-{question}") for is_wrong, sentence, question in found if is_wrong), None)


def _wrong_days(plan: Plan, today: dt.date) -> list[tuple[bool, str, str]]:
    planned, until = plan.planned_on, plan.embargo_until
    return [
        (planned is None and not plan.embargoed, "Enter the day on which it is to be published.", "planned-on"),
        (planned is not None and planned < today, "The day of publication must be today or later.", "planned-on"),
        (until is not None and not plan.embargoed, "Say what the embargo waits for.", "embargo-why"),
        (bool(planned and until and planned < until), "The day of publication is before the embargo ends.",
         "planned-on"),
    ]  # fmt: skip
