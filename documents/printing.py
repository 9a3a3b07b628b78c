"""Making the papers that were asked for. Runs in a worker, with a time limit; safe to run 0, 1 or 3 times.

A job is taken by its row lock, which a dying worker lets go by itself; the attempt is counted and committed first, so
that a paper that kills its worker is given up after MOST_ATTEMPTS instead of killing one after the other.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import logging
from collections.abc import Callable

from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError, transaction

from partnerships.models import Partnership
from partnerships.scope import current_partnership, sweep_door, tenant

from . import pdf
from .disclosing import bundle_of
from .filenames import clean_name
from .models import PrintJob, StoredFile
from .sheets import CannotBeBound, attachment_of, pack_of, parts_of

log = logging.getLogger("safeguarding.documents")
MOST_ATTEMPTS = 3
NOT_YET = dt.timedelta(seconds=20)  # a job this young has its own nudge on the way
GIVEN_UP = "This paper could not be made. Please tell the people who run this service."


def waiting_jobs(at: dt.datetime) -> list[tuple[int, int]]:
    """(partnership, job) of the jobs whose worker died or was never reached, through the sweep door."""
    with sweep_door():
        found = PrintJob.objects.filter(state=PrintJob.State.WAITING, asked_at__lte=at - NOT_YET)
        return list(found.order_by("asked_at").values_list("partnership_id", "pk")[:200])


def make(partnership_id: int, job_id: int, *, clock: Callable[[], dt.datetime]) -> PrintJob | None:
    """Make one paper. None when it is done already, or somebody else is making it now.

    Whatever goes wrong in the paper is written on the job; the time limit's exception is let through. A pack makes
    the sheets that nobody has made yet first, each once; raises NotYet while another worker is making one of them.
    """
    with tenant(Partnership.objects.get(pk=partnership_id)):
        _make_sheets_of(job_id, clock)
        if _take(job_id) is None:
            return None
        with transaction.atomic():
            job = _lock(job_id)
            if job is None:
                return None
            return _make(job, clock)


class NotYet(Exception):
    """A sheet of this pack is still being made by somebody else: the tick asks again."""


def _make_sheets_of(job_id: int, clock: Callable[[], dt.datetime]) -> None:
    """What a pack is bound from, each made by whoever comes first; the others wait for its row."""
    here = PrintJob.objects.filter(partnership=current_partnership())
    job = here.filter(pk=job_id, kind__in=BOUND, state=PrintJob.State.WAITING).first()
    if job is None:
        return
    waiting = here.filter(pk__in=parts_of(job), state=PrintJob.State.WAITING)
    for number in waiting.order_by("pk").values_list("pk", flat=True):
        if make(job.partnership_id, number, clock=clock) is None:
            _wait_for(number)
    if waiting.exists():
        raise NotYet


def _wait_for(job_id: int) -> None:
    """Until the worker that holds this job lets go of it."""
    with contextlib.suppress(OperationalError), transaction.atomic():
        PrintJob.objects.select_for_update(of=("self",)).get(partnership=current_partnership(), pk=job_id)


def _lock(job_id: int) -> PrintJob | None:
    jobs = PrintJob.objects.filter(partnership=current_partnership(), pk=job_id, state=PrintJob.State.WAITING)
    return jobs.select_for_update(skip_locked=True, of=("self",)).first()


@transaction.atomic
def _take(job_id: int) -> PrintJob | None:
    """Count the attempt; a job with too many is given up."""
    job = _lock(job_id)
    if job is None:
        return None
    if job.attempts >= MOST_ATTEMPTS:
        job.state, job.error = PrintJob.State.FAILED, GIVEN_UP
        job.save(update_fields=["state", "error"])
        return None
    job.attempts += 1
    job.save(update_fields=["attempts"])
    return job


def _from_template(job: PrintJob) -> bytes:
    return pdf.render(job.kind, job.payload)


BOUND = ("agenda-pack",)
MAKERS: dict[str, Callable[[PrintJob], bytes]] = {
    "agenda-pack": pack_of,
    "disclosure-bundle": bundle_of,
    "pack-attachment": attachment_of,
}


def _make(job: PrintJob, clock: Callable[[], dt.datetime]) -> PrintJob:
    try:
        content = MAKERS.get(job.kind, _from_template)(job)
    except SoftTimeLimitExceeded:
        raise
    except CannotBeBound as refusal:
        job.state, job.error = PrintJob.State.FAILED, str(refusal)[:500]
        job.save(update_fields=["state", "error"])
        return job
    except Exception as error:
        # Only the kind of error: a message may quote what the paper says.
        log.error("print job %s (%s) failed: %s", job.pk, job.kind, type(error).__name__)
        job.state, job.error = PrintJob.State.FAILED, GIVEN_UP
        job.save(update_fields=["state", "error"])
        return job
    job.file = StoredFile.objects.create(
        case=job.case,
        name=name_of(job.kind, job.payload),
        content_type="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        kind=job.kind,
        about=job.about,
        made_at=clock(),
        made_by=job.asked_by.name if job.asked_by else "The system",
    )
    job.state = PrintJob.State.DONE
    job.save(update_fields=["file", "state", "told"])
    return job


def give_up(partnership_id: int, job_id: int) -> None:
    """The paper took longer than a worker may spend on it: say so, and do not try again."""
    with tenant(Partnership.objects.get(pk=partnership_id)):
        PrintJob.objects.filter(partnership=partnership_id, pk=job_id, state=PrintJob.State.WAITING).update(
            state=PrintJob.State.FAILED, error="This paper is too long to be made in one piece."
        )


def name_of(kind: str, payload: dict) -> str:
    """“NOR-2026-0001 decision letter.pdf”, “Review Panel 9 June 2026 agenda pack.pdf”."""
    about = payload.get("reference") or f"{payload.get('body', '')} {payload.get('date', '')}"
    return clean_name(f"{about} {kind.replace('-', ' ')}.pdf")
