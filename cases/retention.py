"""How long a case is kept (the text's `[[retention]]`), counted from its closing. The first part is pure, the last
asks the rows: what is due for disposal, and what stands in its way."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from deadlines.calendar import LONDON
from partnerships.actors import Actor
from partnerships.scope import current_partnership
from procedures.model import Procedure, Retention

from .models import Case, Disposal, DisposedCase, Event, LegalHold
from .queries import visible_cases

MOST = 200
SOON = 366  # days ahead that the page looks


def rule_for(procedure: Procedure, pathway: str, *, reviewed: bool) -> Retention | None:
    """The first rule of the text that fits; None where it says nothing, and then nothing is disposed of."""
    kind = "reviewed" if reviewed else "not reviewed"
    for rule in procedure.retention:
        if (not rule.pathways or pathway in rule.pathways) and rule.when in ("", kind):
            return rule
    return None


def due_on(closed_on: dt.date, years: int) -> dt.date:
    """The same day that many years later; 29 February becomes 1 March, so that no case goes early."""
    try:
        return closed_on.replace(year=closed_on.year + years)
    except ValueError:
        return dt.date(closed_on.year + years, 3, 1)


@dataclass(frozen=True)
class Kept:
    """A closed case and when its time is over. `hold`: what keeps it; `disposal`: what somebody proposed."""

    case: Case
    rule: Retention
    closed_on: dt.date
    due_on: dt.date
    is_due: bool
    hold: LegalHold | None
    disposal: Disposal | None


def kept_until(case: Case, procedure: Procedure, *, today: dt.date, reviewed: bool) -> Kept | None:
    """None for a case that is open, or of a kind that the text says nothing of."""
    rule = rule_for(procedure, case.pathway, reviewed=reviewed)
    if rule is None or case.closed_at is None:
        return None
    closed = case.closed_at.astimezone(LONDON).date()
    due = due_on(closed, rule.years)
    hold = next((one for one in case.holds.all() if one.lifted_at is None), None)
    return Kept(case, rule, closed, due, due <= today, hold, getattr(case, "disposal", None))


def was_reviewed(case: Case) -> bool:
    """Whether a review was commissioned and that entry stands."""
    rows = Event.objects.filter(partnership=case.partnership_id, case=case, act="commission_review", annulled_by=None)
    return rows.exists()


def kept_cases(actor: Actor, procedure: Procedure, *, at: dt.datetime) -> list[Kept]:
    """Closed cases this person may see whose time is over or will be within a year, the first due first.

    The rules are those of the procedure in force: how long something is kept is no matter of the case's own version.
    """
    if not procedure.retention:
        return []
    today = at.astimezone(LONDON).date()
    least = min(rule.years for rule in procedure.retention)
    latest = due_on(today, 0).replace(day=min(today.day, 28), year=today.year - least) + dt.timedelta(days=SOON)
    commissioned = Event.objects.filter(
        partnership=current_partnership(), case=OuterRef("pk"), act="commission_review", annulled_by=None
    )
    rows = visible_cases(actor).filter(closed_at__date__lte=latest, merged_into=None)
    rows = rows.annotate(reviewed=Exists(commissioned)).select_related("disposal").prefetch_related("holds")
    found = [
        kept_until(case, procedure, today=today, reviewed=case.reviewed) for case in rows.order_by("closed_at")[:2000]
    ]
    soon = [kept for kept in found if kept is not None and kept.due_on <= today + dt.timedelta(days=SOON)]
    return sorted(soon, key=lambda kept: (kept.due_on, kept.case.pk))[:MOST]


def kept_one(case: Case, procedure: Procedure, *, at: dt.datetime) -> Kept | None:
    return kept_until(case, procedure, today=at.astimezone(LONDON).date(), reviewed=was_reviewed(case))


def disposed_counts() -> list[tuple[int, int]]:
    """(year of the case, how many) of what has been disposed of."""
    from django.db.models import Count

    rows = DisposedCase.objects.filter(partnership=current_partnership()).values("year").annotate(n=Count("id"))
    return [(row["year"], row["n"]) for row in rows.order_by("-year")]


def holds_of(case: Case) -> list[LegalHold]:
    return list(LegalHold.objects.filter(partnership=case.partnership_id, case=case).order_by("-id"))
