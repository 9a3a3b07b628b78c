"""Action plans and exception reports as plain values: for a table, a PDF, the figures at the head of a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from config.filters import date_long
from documents.papers import ActionPlan, Pair, PlanGroup, PlanLine
from procedures.model import Procedure

from ..models import Action
from .actions import ActionRow

HEADER = (
    "Case", "Number", "What is to be done", "Agency", "Owner", "Due", "First due", "How it stands", "Working days late",
    "How far", "What would show that it worked", "What stands in the way", "Why it is late", "Escalated to",
    "Outcome, or reasons for more time or giving up", "Agreed by", "Recommendation",
)  # fmt: skip
EXCEPTIONS = {"late": "Late", "extended": "More time given", "dropped": "Given up"}


def table(rows: Iterable[ActionRow]) -> list[list]:
    """One row for each action; dates stay dates."""
    return [
        [
            row.action.reference, row.action.number, row.action.what, row.action.agency.title, _person(row.action),
            row.action.due_on, row.action.original_due_on, row.standing.words, row.standing.days_late, row.how_far,
            row.action.measure, row.barriers, row.why_late, _up(row), _outcome(row), row.action.agreed_by,
            row.action.recommendation.words if row.action.recommendation_id else "",
        ]
        for row in rows
    ]  # fmt: skip


def _person(action: Action) -> str:
    return action.owner.user.name if action.owner_id else action.owner_name


def _up(row: ActionRow) -> str:
    return "; ".join(name for entry in row.up for name in entry.data.get("told", []))


def _outcome(row: ActionRow) -> str:
    return "\n".join(dict.fromkeys(part for part in (*row.reasons, row.action.outcome) if part))


def figures(rows: list[ActionRow]) -> list[dict]:
    """The four numbers at the head of a plan."""
    late = sum(row.standing.late for row in rows)
    states = [row.action.state for row in rows]
    counted = [("late", late), ("to do", states.count("open") - late), ("done", states.count("done")),
               ("given up", states.count("dropped"))]  # fmt: skip
    return [{"number": number, "text": words, "href": ""} for words, number in counted]


def _line(row: ActionRow, case: bool) -> PlanLine:
    action = row.action
    notes = [
        ("What would show that it worked", action.measure),
        ("How far", ". ".join(part for part in (row.how_far, row.last.text if row.last else "") if part)),
        ("What stands in the way", row.barriers),
        ("Why it is late", row.why_late),
        ("Told", _up(row)),
        ("Reason for more time" if action.state != Action.State.DROPPED else "Reasons", "\n".join(row.reasons)),
        ("Outcome", action.outcome if action.state == Action.State.DONE else ""),
    ]
    first = "" if action.due_on == action.original_due_on else f"first {date_long(action.original_due_on)}"
    return PlanLine(
        number=f"{action.reference} / {action.number}" if not case else str(action.number), what=action.what,
        owner=action.owner_words, due=date_long(action.due_on), first_due=first,
        standing=", ".join(part for part in (row.standing.words, row.days if row.standing.late else "") if part),
        notes=tuple(Pair(label=label, value=text) for label, text in notes if text),
    )  # fmt: skip


def plan_paper(rows: list[ActionRow], procedure: Procedure, *, at: dt.datetime, demo: bool, case=None) -> ActionPlan:
    """The action plan on paper: what is late first, then to do, then ended."""
    groups = [
        ("Late", [row for row in rows if row.standing.late]),
        ("To do", [row for row in rows if row.action.state == "open" and not row.standing.late]),
        ("Done", [row for row in rows if row.action.state == "done"]),
        ("Given up", [row for row in rows if row.action.state == "dropped"]),
    ]
    return ActionPlan(
        partnership=procedure.partnership_title, title="Action plan", demo=demo, date=date_long(at),
        reference=case.reference if case is not None else "", body=procedure.partnership_title,
        lead=_counted(rows), groups=_groups(groups, case is not None),
    )  # fmt: skip


def exceptions_paper(
    found: dict[str, list[ActionRow]], procedure: Procedure, *, since: str, until: str, at: dt.datetime, demo: bool
) -> ActionPlan:
    """Late now; given more time or given up in the period, with the reasons (DAR-10, DAR-11)."""
    return ActionPlan(
        partnership=procedure.partnership_title, title="Exception report on actions", demo=demo, date=date_long(at),
        reference="", body=procedure.partnership_title,
        lead=f"Late on {date_long(at)}; given more time or given up from {since} to {until}.",
        groups=_groups([(words, found[name]) for name, words in EXCEPTIONS.items()], False),
    )  # fmt: skip


def _groups(groups, case: bool) -> tuple[PlanGroup, ...]:
    return tuple(
        PlanGroup(title=title, lines=tuple(_line(row, case) for row in rows)) for title, rows in groups if rows
    )


def _counted(rows: list[ActionRow]) -> str:
    if not rows:
        return "There is no action."
    return ", ".join(f"{each['number']} {each['text']}" for each in figures(rows)) + "."
