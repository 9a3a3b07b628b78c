"""Public and not public any more: the report goes out, is taken down at once, comes back corrected (C-21)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping

from django.utils import timezone
from django.utils.crypto import get_random_string

from cases.acts.naming import refuse_names, with_places
from cases.given import Given, take
from cases.identifying import Found
from cases.models import Event
from config.filters import date_long
from documents.pictures import which
from partnerships.actors import Actor
from partnerships.refusals import ActRefused

from .. import asking, rules
from ..models import Publication, PublishedReport, ReportVersion, Review
from ..public_files import PublicFile, for_the_public, one_file
from ..queries.publication import (
    decided,
    has_to_stay_until,
    published_of,
    standing_of,
    too_soon,
    why_not_out,
    why_soon,
)
from ..queries.report import signed_version
from ..spine import TRACK, reviewing
from .commissioning import LETTERS
from .report import Uploads

Kind = PublishedReport.Kind


def publish_report(
    *, review: Review, answers: Mapping, uploads: Uploads = (), read: str = "", actor: Actor, at: dt.datetime
) -> PublishedReport:
    """The report (or what was learnt) is public from `at` on, with the reviewer's name; the review ends (C-21).

    Refused before the planned day, under embargo, while comments of bodies outside wait for an answer, and when file
    or words name somebody of the case; places that may point to somebody are read first (`read`: their mark). Another
    file than the one signed off, and less time for bodies outside than C-20 gives them, need a reason.
    """
    with reviewing("publish_report", review=review, actor=actor, at=at, track=TRACK) as (doing, row):
        decision = _may_go_out(row, timezone.localdate(at))
        learning = decision.outcome == rules.LEARNING_ONLY
        files = _public_files(uploads)
        soon = too_soon(row, doing.procedure, public_on=timezone.localdate(at), today=timezone.localdate(at))
        signed = signed_version(row)
        kind = doing.procedure.find("review_types", row.review_type)
        asked = asking.publishing(
            row, doing.step, reviewer="", learning_only=learning, briefing=kind.briefing, signed=signed,
            soon=why_soon(soon) if soon is not None else None, at=at,
        )  # fmt: skip
        given = take(doing, asked, answers, uploads)
        if not learning:
            _same_file(files["act-report"], signed, asking.said(given, "other-file-why"))
        kept = refuse_names(doing.case, _going_out(given, files), unsearched=_pictures(files), read=read)
        title, soon_why = asking.said(given, "title"), asking.said(given, "soon-why")
        doing.record(summary=f"Published: {title}.", reason=soon_why, data=with_places(given.data, kept))
        if soon_why:
            decision.soon_why = soon_why
            decision.save()
        doing.state_fact("report_public_since", happened_at=at)
        values = {
            "review_type_title": row.review_type_title, "summary": asking.said(given, "summary"),
            "reviewer": asking.said(given, "reviewer"), "published_on": timezone.localdate(at), "public_since": at,
        }  # fmt: skip
        if "act-briefing" in files:
            put_out(row, Kind.BRIEFING, files["act-briefing"], title=f"Briefing note: {title}"[:200], **values)
        return put_out(
            row, Kind.LEARNING if learning else Kind.REPORT, files["act-report"], title=title[:200],
            press_statement=asking.said(given, "press"), **values,
        )  # fmt: skip


def _may_go_out(review: Review, on: dt.date) -> Publication:
    if why := why_not_out(review, on):
        raise ActRefused(why)
    return decided(review)


def _same_file(file: PublicFile, signed: ReportVersion | None, why: str) -> None:
    """What is published is what was signed, or somebody says what is different (DAR-17)."""
    if signed is not None and file.sha256 != signed.file.sha256 and not why.strip():
        raise ActRefused(
            f"This is not the file that was signed off (version {signed.number}: {signed.file.name}). Say what is "
            "different, and who agreed to it.", about="act-other-file-why",
        )  # fmt: skip


def _going_out(given: Given, files: Mapping[str, PublicFile]) -> list[tuple[str, str, str]]:
    """Everything that the public will read: where it stands, its words, the question it answers."""
    places = (("title", "in the title"), ("summary", "in the summary"), ("reviewer", "as the reviewer’s name"),
              ("press", "in the statement for the press"))  # fmt: skip
    found = [(where, asking.said(given, name), f"act-{name}") for name, where in places]
    for question, file in files.items():
        what = "the briefing note" if question == "act-briefing" else "the file"
        found.append((f"in the name of {what}", file.name, question))
        found += [(f"in {what}, page {number}", text, question) for number, text in enumerate(file.pages, 1)]
        found.append((f"in a bookmark of {what}", file.more, question))
    return found


def _pictures(files: Mapping[str, PublicFile]) -> list[Found]:
    """Scans and photographs: nothing can look for names in them, so somebody does."""
    found = []
    for question, file in files.items():
        if file.pictures:
            whose = "the briefing note" if question == "act-briefing" else "the file"
            said = f"in {whose}, {which(list(file.pictures))}, and nothing but a person can look for names in pictures"
            found.append(Found(file.sha256, whose, False, said))
    return found


def _public_files(uploads: Uploads) -> dict[str, PublicFile]:
    """The documents as the public gets them, by question."""
    found = {}
    for question in ("act-report", "act-briefing"):
        checked = one_file(uploads, question)
        if checked is not None:
            found[question] = for_the_public(checked, about=question)
    return found


def put_out(review: Review, kind: str, file: PublicFile, *, key: str = "", **values) -> PublishedReport:
    """A row of its own for the public, with its own copy of the file; part of an act that has asked already."""
    return PublishedReport.objects.create(
        partnership_id=review.partnership_id, review=review, kind=kind, key=key or get_random_string(8, LETTERS),
        content=file.content, size=len(file.content), sha256=hashlib.sha256(file.content).hexdigest(), **values,
    )  # fmt: skip


def take_down_report(*, review: Review, answers: Mapping, actor: Actor, at: dt.datetime) -> Event:
    """What is public of this review is so no longer, from this moment: page, file and the file's address (C-21).

    The time for which it has to be public rests until the corrected report is back. Raises ActRefused when nothing is
    public, and when somebody says too early that its time is over.
    """
    with reviewing("take_down_report", review=review, actor=actor, at=at, ended=True) as (doing, row):
        rows = standing_of(row)
        if not rows:
            raise ActRefused("Nothing of this review is public.")
        given = take(doing, asking.taking_down(row, at), answers)
        ground, until = asking.said(given, "ground"), has_to_stay_until(row)
        if ground == rules.TIME_OVER and until is not None and timezone.localdate(at) <= until:
            raise ActRefused(f"It has to stay public until {date_long(until)}.", about="act-ground")
        if at < max(each.public_since for each in rows):
            raise ActRefused("It cannot have been taken down before it was public.", about="happened_at")
        here = PublishedReport.objects.filter(partnership=row.partnership_id, pk__in=[each.pk for each in rows])
        here.update(taken_down_at=at, content=b"")
        words = dict(rules.GROUNDS)[ground]
        return doing.record(
            summary=f"The published report was taken down: {words[:1].lower()}{words[1:]}.",
            reason=asking.said(given, "why"), data=given.data,
        )  # fmt: skip


def put_back_report(
    *, review: Review, answers: Mapping, uploads: Uploads = (), read: str = "", actor: Actor, at: dt.datetime
) -> PublishedReport:
    """The corrected report is public under the old page's address, with its own title and words; its file has a new
    address. What was left of the time for which it has to be public runs on (C-21). `read`: as for publishing.
    """
    with reviewing("put_back_report", review=review, actor=actor, at=at, ended=True) as (doing, row):
        old = next((each for each in published_of(row) if each.kind != Kind.BRIEFING), None)
        if old is None or old.taken_down_at is None:
            raise ActRefused("Nothing of this review was taken down.")
        if at < old.taken_down_at:
            raise ActRefused("It cannot have come back before it was taken down.", about="happened_at")
        files = _public_files(uploads)
        given = take(doing, asking.putting_back(row, old, at), answers, uploads)
        kept = refuse_names(doing.case, _going_out(given, files), unsearched=_pictures(files), read=read)
        since = old.public_since + (at - old.taken_down_at)
        doing.record(
            summary="The corrected report was published.", reason=asking.said(given, "changed"),
            data=with_places(given.data, kept),
        )  # fmt: skip
        doing.state_fact("report_public_since", happened_at=since)
        return put_out(
            row, old.kind, files["act-report"], key=old.key, edition=old.edition + 1,
            title=asking.said(given, "title")[:200], review_type_title=old.review_type_title,
            summary=asking.said(given, "summary"), reviewer=asking.said(given, "reviewer"),
            press_statement=asking.said(given, "press"), published_on=old.published_on, public_since=since,
            corrected_on=timezone.localdate(at),
        )  # fmt: skip
