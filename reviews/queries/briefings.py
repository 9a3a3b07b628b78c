"""Briefing notes: what a new one begins with, the page as plain values, who may read which."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.http import Http404
from django.urls import reverse

from cases.models import Case
from cases.queries import visible_cases
from config.filters import date_long
from documents.files import CheckedFile
from documents.models import PrintJob
from documents.papers import PractitionerBriefing
from partnerships.actors import Actor
from partnerships.scope import current_partnership
from procedures.model import Procedure

from ..models import Briefing, PublishedReport, Review
from ..rules.briefings import lines
from .learning import of_case

PAPER = "practitioner-briefing"
WRITES = ("secretariat", "panel-chair")


def start_of(case: Case) -> dict[str, str]:
    """What is known already: recommendations and good practice, a line for each, to be put into plain words."""
    rows = of_case(case)
    asked = [one.wording for one in rows if one.kind == "recommendation" and one.answer != "not-accepted"]
    good = [one.wording for one in rows if one.kind == "good-practice"]
    return {"differently": "\n".join(asked), "good": "\n".join(good)}


def briefings_of(case: Case) -> list[Briefing]:
    return list(Briefing.objects.filter(partnership=case.partnership_id, case=case))


def find_briefing(number: int, actor: Actor) -> Briefing:
    """A sent one for everybody of the partnership: it names nobody. A draft only for the office, of a case it sees."""
    rows = Briefing.objects.filter(partnership=current_partnership(), pk=number)
    found = rows.select_related("case__procedure").first()
    if found is None or (found.sent_at is None and not may_write(found, actor)):
        raise Http404
    return found


def may_write(briefing: Briefing, actor: Actor) -> bool:
    return actor.holds(*WRITES) and visible_cases(actor).filter(pk=briefing.case_id).exists()


def address_of(briefing: Briefing, procedure: Procedure) -> str:
    path = reverse("briefing", kwargs={"partnership": procedure.slug, "briefing": briefing.pk})
    return f"{settings.BASE_URL}{path}"


def printed(briefing: Briefing) -> CheckedFile | None:
    """The newest PDF of it made since it was sent: what people have read is what the public gets."""
    jobs = PrintJob.objects.filter(
        partnership=briefing.partnership_id, kind=PAPER, about=f"briefing:{briefing.pk}", state=PrintJob.State.DONE,
        asked_at__gte=briefing.sent_at,
    )  # fmt: skip
    job = jobs.select_related("file").order_by("-id").first()
    return CheckedFile(job.file.name, job.file.content_type, bytes(job.file.content)) if job else None


def public_now(briefing: Briefing) -> PublishedReport | None:
    rows = PublishedReport.objects.filter(partnership=briefing.partnership_id, briefing=briefing).standing()
    return rows.defer("content").first()


def why_not_public(briefing: Briefing, review: Review | None, procedure: Procedure) -> str:
    """Why a note cannot be published by itself now; empty when it can (BEX-2)."""
    if review is None:
        return "A briefing is published of a review. No review of this case was commissioned."
    if briefing.sent_at is None:
        return "Send it to the agencies first."
    if public_now(briefing) is not None:
        return "It is public already."
    if review.is_running and procedure.find("review_types", review.review_type).published:
        return "The report of this review is still to be published. The note is published with it."
    return "" if printed(briefing) else "Print it first: the page that was read is the page that is published."


def briefing_paper(briefing: Briefing, procedure: Procedure, *, at: dt.datetime) -> PractitionerBriefing:
    """The one page as plain values; the case's reference is not on it."""
    return PractitionerBriefing(
        partnership=procedure.partnership_title,
        title=briefing.title,
        marking="Official",
        demo=briefing.case.partnership.is_demo,
        date=date_long(briefing.sent_at or at),
        about=briefing.about,
        learnt=lines(briefing.learnt),
        good=lines(briefing.good),
        differently=lines(briefing.differently),
        questions=lines(briefing.questions),
        more=lines(briefing.more),
    )
