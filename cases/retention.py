"""How long a case is kept (the text's `[[retention]]`), counted from its closing. The first part is pure, the last
asks the rows: what is due for disposal, and what stands in its way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from deadlines.calendar import LONDON
from partnerships.actors import Actor
from partnerships.scope import current_partnership
from procedures.model import Procedure, Retention

from .models import Case, Disposal, DisposedCase, Event, LegalHold
from .queries import visible_cases

IMPORT, ENTER = "import_case", "enter_closing_day"
# What an earlier log may tell of a past case when it gives no day of closing.
LATER_DAYS = ("panel_on", "decided_on", "concluded_on")
MOST = 200
CLOSING, LAST_DAY, UNKNOWN = "closing", "last day", "unknown"
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
    """A closed case and when its time is over. `hold`: what keeps it; `disposal`: what somebody proposed.

    `known`: how well the day of closing is: a past case may have come without one.
    """

    case: Case
    rule: Retention
    closed_on: dt.date
    due_on: dt.date
    is_due: bool
    hold: LegalHold | None
    disposal: Disposal | None
    known: str = CLOSING

    @property
    def is_asked(self) -> bool:
        """The office is asked to enter the day of closing."""
        return self.known != CLOSING


def closing_known(imported: Mapping | None, closed_on: dt.date, received_on: dt.date) -> str:
    """How well the day is known on which a case was closed. `imported`: what its entry keeps of the earlier log; None
    for a case that was closed here, or whose day was entered since.

    Time counts from the last day that the log tells of, and never from the day a referral came in.
    """
    if imported is None or imported.get("closed_on"):
        return CLOSING
    days = [dt.date.fromisoformat(imported[name]) for name in LATER_DAYS if imported.get(name)]
    if "closed_on" not in imported and closed_on != max([received_on, *days]):
        return CLOSING  # taken over when an entry did not keep that day: it is none of the others
    return LAST_DAY if max(days, default=received_on) > received_on else UNKNOWN


def kept_until(
    case: Case, procedure: Procedure, *, today: dt.date, reviewed: bool, imported: Mapping | None = None
) -> Kept | None:
    """None for a case that is open, or of a kind that the text says nothing of. `imported`: as for `closing_known`.

    A case of which only the day of its referral is known is not due, whatever its age.
    """
    rule = rule_for(procedure, case.pathway, reviewed=reviewed)
    if rule is None or case.closed_at is None:
        return None
    closed = case.closed_at.astimezone(LONDON).date()
    due = due_on(closed, rule.years)
    hold = next((one for one in case.holds.all() if one.lifted_at is None), None)
    known = closing_known(imported, closed, case.received_at.astimezone(LONDON).date())
    is_due = due <= today and known != UNKNOWN
    return Kept(case, rule, closed, due, is_due, hold, getattr(case, "disposal", None), known)


def _entries(case: Case | OuterRef, *acts: str) -> QuerySet[Event]:
    return Event.objects.filter(partnership=current_partnership(), case=case, act__in=acts, annulled_by=None)


def imported_as(case: Case) -> dict | None:
    """What the earlier log told of a past case; None where the day of closing has been entered here since."""
    if _entries(case, "close_case", ENTER).exists():
        return None
    row = _entries(case, IMPORT).order_by("-id").first()
    return row.data if row is not None else None


def entered_by_hand(case: Case) -> bool:
    """Whether the day of closing is one that somebody entered: whoever mistyped it enters it anew."""
    last = _entries(case, "close_case", ENTER).order_by("-id").first()
    return last is not None and last.act == ENTER


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
    here = OuterRef("pk")
    rows = rows.annotate(
        reviewed=Exists(commissioned), said_here=Exists(_entries(here, "close_case", ENTER)),
        log_says=Subquery(_entries(here, IMPORT).order_by("-id").values("data")[:1]),
    ).select_related("disposal").prefetch_related("holds")  # fmt: skip
    found = [
        kept_until(case, procedure, today=today, reviewed=case.reviewed,
                   imported=None if case.said_here else case.log_says)
        for case in rows.order_by("closed_at")[:2000]
    ]  # fmt: skip
    soon = [kept for kept in found if kept is not None and kept.due_on <= today + dt.timedelta(days=SOON)]
    return sorted(soon, key=lambda kept: (kept.due_on, kept.case.pk))[:MOST]


def kept_one(case: Case, procedure: Procedure, *, at: dt.datetime) -> Kept | None:
    today = at.astimezone(LONDON).date()
    return kept_until(case, procedure, today=today, reviewed=was_reviewed(case), imported=imported_as(case))


def disposed_counts() -> list[tuple[int, int]]:
    """(year of the case, how many) of what has been disposed of."""
    from django.db.models import Count

    rows = DisposedCase.objects.filter(partnership=current_partnership()).values("year").annotate(n=Count("id"))
    return [(row["year"], row["n"]) for row in rows.order_by("-year")]


def holds_of(case: Case) -> list[LegalHold]:
    return list(LegalHold.objects.filter(partnership=case.partnership_id, case=case).order_by("-id"))


def disposals_to_confirm(actor: Actor) -> QuerySet[Disposal]:
    """What somebody else proposed and this person may confirm: the second of two."""
    rows = Disposal.objects.filter(partnership=current_partnership(), confirmed_at=None, case__in=visible_cases(actor))
    return rows.exclude(proposed_by=actor.user_id) if actor.user_id is not None else rows.none()
