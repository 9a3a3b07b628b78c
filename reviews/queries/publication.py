"""What was decided on publication, who has the report, what is public and until when at least."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from cases.asking import outside_copies
from cases.models import Case, Event
from config.filters import date_long, listing
from deadlines.calendar import LONDON
from deadlines.models import Deadline
from deadlines.queries import Shown, calendar_of
from deadlines.rules import evaluate
from partnerships.models import Partnership
from partnerships.scope import current_partnership
from procedures.model import Procedure, Step

from .. import rules
from ..models import OutsideComment, Publication, PublishedReport, ReportSending, ReportVersion, Review
from .report import latest_version

MOST_WORDS = 8
ASSURANCE = ("send_to_quality_assurance", "record_quality_assurance")


def decided(review: Review) -> Publication | None:
    """The newest decision that everybody needed has taken; one that was taken up again counts no longer."""
    rows = Publication.objects.filter(partnership=review.partnership_id, review=review, event__annulled_by=None)
    return rows.filter(superseded=False).exclude(decided_at=None).first()


def proposed(review: Review) -> Publication | None:
    """A decision that some have taken and others have not yet."""
    rows = Publication.objects.filter(partnership=review.partnership_id, review=review, event__annulled_by=None)
    return rows.filter(decided_at=None, superseded=False).first()


def plan_of(row: Publication | None) -> rules.Plan | None:
    return rules.Plan(row.outcome, row.planned_on, row.embargo_until, row.is_embargoed) if row else None


def why_not_out(review: Review, on: dt.date) -> str:
    """Why nothing can be published on a day: undecided, under embargo, too early, comments without an answer; empty
    when it can."""
    plan = plan_of(decided(review))
    days = [day for day in (plan.planned_on, plan.embargo_until) if day] if plan else []
    if why := rules.why_not_now(plan, on, {day: date_long(day) for day in days}):
        return why
    waiting = [row.body_title for row in outside_comments(review) if row.answered_at is None]
    return f"Answer the comments of {waiting[0]} first." if waiting else ""


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


def taken_down_of(review: Review) -> PublishedReport | None:
    """The report that was taken down and is not back yet."""
    newest = next((row for row in published_of(review) if row.kind != PublishedReport.Kind.BRIEFING), None)
    return newest if newest is not None and newest.taken_down_at is not None else None


def has_to_stay_until(review: Review) -> dt.date | None:
    """The last day on which a published report has to be public, where the text says how long (C-21)."""
    rows = Deadline.objects.filter(partnership=review.partnership_id, case=review.case_id, permanence=True)
    row = rows.exclude(state=Deadline.State.NOT_APPLICABLE).order_by("-due_on").first()
    return row.due_on if row is not None else None


def last_day_to_send(shown: list[Shown], procedure: Procedure) -> Shown | None:
    """The running deadline for sending the report ahead (C-20)."""
    clocks = {clock.name for clock in procedure.clocks if "send_report" in clock.stops}
    return next((row for row in shown if row.clock in clocks and row.left is not None), None)


@dataclass(frozen=True)
class Lateness:
    """The report goes out earlier after it was sent than the text asks for (C-20): `last` was the day to send it."""

    last: dt.date
    unsent: tuple[str, ...]
    sent_on: dt.date | None


def too_soon(review: Review, procedure: Procedure, *, public_on: dt.date, today: dt.date) -> Lateness | None:
    """Whether bodies that get the report beforehand have, or would have, less time than the text gives them if it is
    public on that day; None where they have enough, or nobody gets it beforehand."""
    meant = receivers(review, procedure)
    clocks = [c for c in procedure.clocks if "send_report" in c.stops and c.limit and review.case.pathway in
              (c.pathways or (review.case.pathway,))]  # fmt: skip
    if not meant or not clocks:
        return None
    start = dt.datetime.combine(public_on, dt.time(0), tzinfo=LONDON)
    due = evaluate(clocks[0].limit, {"planned publication": start}, calendar_of(current_partnership())).due_on
    unsent = tuple(each.title for each in meant if each.sent is None)
    last_sent = max((timezone.localdate(each.sent.sent_at) for each in meant if each.sent), default=None)
    there = max(today, last_sent) if unsent and last_sent else today if unsent else last_sent
    return Lateness(due, unsent, last_sent) if due is not None and there > due else None


def why_soon(late: Lateness) -> list[str]:
    """What is said of a day of publication that comes too soon after the sending."""
    said = [f"For that day the report had to be sent by {date_long(late.last)}."]
    if late.unsent:
        said.append(f"It has not been sent to {listing(list(late.unsent))}.")
    elif late.sent_on:
        said.append(f"It was sent on {date_long(late.sent_on)}.")
    return said


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
