"""What was decided on publication, who has the report, what is public and until when at least."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404

from cases.asking import outside_copies
from cases.models import Case, Event
from cases.queries import people_of
from deadlines.models import Deadline
from deadlines.queries import Shown
from partnerships.models import Partnership
from procedures.model import Procedure, Step

from .. import rules
from ..models import OutsideComment, Publication, PublishedReport, ReportSending, ReportVersion, Review
from .report import latest_version

MOST_WORDS = 8
ASSURANCE = ("send_to_quality_assurance", "record_quality_assurance")


def decided(review: Review) -> Publication | None:
    """The newest decision that everybody needed has taken."""
    rows = Publication.objects.filter(partnership=review.partnership_id, review=review, event__annulled_by=None)
    return rows.exclude(decided_at=None).first()


def proposed(review: Review) -> Publication | None:
    """A decision that some have taken and others have not yet."""
    rows = Publication.objects.filter(partnership=review.partnership_id, review=review, event__annulled_by=None)
    return rows.filter(decided_at=None, superseded=False).first()


def plan_of(row: Publication | None) -> rules.Plan | None:
    return rules.Plan(row.outcome, row.planned_on, row.embargo_until, row.is_embargoed) if row else None


def sending_step(case: Case, procedure: Procedure) -> Step | None:
    """The step by which bodies outside get the report beforehand, on this kind of case."""
    return next((s for s in procedure.steps_for("send_report", case.pathway) if outside_copies(s, procedure)), None)


@dataclass(frozen=True)
class Receiver:
    """A body that gets the report beforehand, and when it got the newest version."""

    name: str
    title: str
    sent: ReportSending | None


def receivers(review: Review, procedure: Procedure) -> list[Receiver]:
    step, version = sending_step(review.case, procedure), latest_version(review)
    if step is None:
        return []
    sent = {row.body: row for row in _sendings(version)} if version else {}
    return [Receiver(b.name, b.title, sent.get(b.name)) for b in outside_copies(step, procedure)]


def _sendings(version: ReportVersion) -> QuerySet[ReportSending]:
    return ReportSending.objects.filter(partnership=version.partnership_id, version=version, event__annulled_by=None)


def outside_comments(review: Review) -> list[OutsideComment]:
    rows = OutsideComment.objects.filter(partnership=review.partnership_id, review=review, event__annulled_by=None)
    return list(rows)


def outside_comment_of(review: Review, pk: int) -> OutsideComment | None:
    return OutsideComment.objects.filter(partnership=review.partnership_id, review=review, pk=pk).first()


def assurance_of(review: Review) -> list[Event]:
    """The way through quality assurance: sent, changes required, sent again, cleared."""
    rows = Event.objects.filter(partnership=review.partnership_id, case=review.case_id, act__in=ASSURANCE)
    return list(rows.filter(annulled_by=None, about=review.about).order_by("id"))


def has_assurance(case: Case, procedure: Procedure) -> bool:
    return bool(procedure.steps_for(ASSURANCE[0], case.pathway))


def published_of(review: Review) -> list[PublishedReport]:
    """Every edition of what was published of a review, newest first; those taken down as well."""
    rows = PublishedReport.objects.filter(partnership=review.partnership_id, review=review)
    return list(rows.defer("content"))


def standing_of(review: Review) -> list[PublishedReport]:
    return [row for row in published_of(review) if row.taken_down_at is None]


def has_to_stay_until(review: Review) -> dt.date | None:
    """The last day on which a published report has to be public, where the text says how long (C-21)."""
    rows = Deadline.objects.filter(partnership=review.partnership_id, case=review.case_id, permanence=True)
    row = rows.exclude(state=Deadline.State.NOT_APPLICABLE).order_by("-due_on").first()
    return row.due_on if row is not None else None


def last_day_to_send(shown: list[Shown], procedure: Procedure) -> Shown | None:
    """The running deadline for sending the report ahead (C-20)."""
    clocks = {clock.name for clock in procedure.clocks if "send_report" in clock.stops}
    return next((row for row in shown if row.clock in clocks and row.left is not None), None)


def not_to_be_found(case: Case) -> list[str]:
    """What must not stand in a published file: whole names of people of the case, and their NHS numbers."""
    people = [person for person in people_of(case) if not person.removed]
    names = [f"{p.first_name} {p.last_name}".strip() for p in people if p.first_name.strip() and p.last_name.strip()]
    return [*names, *(person.nhs_number for person in people if person.nhs_number)]


# Without signing in


def public_reports(words: str = "", partnership: Partnership | None = None) -> QuerySet[PublishedReport]:
    """What the public may read, newest first: of one partnership or of all; with each of the words in it."""
    found = PublishedReport.everywhere.standing().select_related("partnership").defer("content")
    if partnership is not None:
        found = found.filter(partnership=partnership)
    for word in words.split()[:MOST_WORDS]:
        found = found.filter(
            Q(title__icontains=word) | Q(summary__icontains=word) | Q(review_type_title__icontains=word)
            | Q(reviewer__icontains=word)
        )  # fmt: skip
    return found


def public_report(partnership: Partnership, key: str) -> PublishedReport:
    """One of them, or Http404 in the same words whether it never was or was taken down."""
    found = PublishedReport.everywhere.standing().filter(partnership=partnership, key=key)
    row = found.select_related("partnership").defer("content").first()
    if row is None:
        raise Http404
    return row


def public_file(partnership: Partnership, key: str, edition: int) -> PublishedReport:
    """The same with its file; the address of a file that was taken down leads nowhere, then or later."""
    row = PublishedReport.everywhere.standing().filter(partnership=partnership, key=key, edition=edition).first()
    if row is None:
        raise Http404
    return row
