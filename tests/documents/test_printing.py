"""Papers made by a worker: once, again after a worker died, given up when they cannot be made."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction

from documents import acts, printing
from documents.models import PrintJob, StoredFile
from partnerships.scope import tenant
from tests.documents.papers import decision_letter
from tests.documents.worker import as_worker
from tests.factories import NOW, an_actor


@pytest.fixture
def job(committed):
    with tenant(committed):
        return acts.ask_for_print(
            kind="decision-letter",
            about="case:1",
            payload=decision_letter(),
            actor=an_actor("Sam Secretary", "secretariat"),
            at=NOW,
        )


def make(job):
    with as_worker():
        return printing.make(job.partnership_id, job.pk, clock=lambda: NOW)


def state(job):
    with tenant(job.partnership):
        job.refresh_from_db()
        return job.state, job.attempts, job.error


def test_a_paper_is_made_once_and_kept(job):
    made = make(job)
    assert make(job) is None
    with tenant(job.partnership):
        (file,) = StoredFile.objects.all()
        assert (file.pk, file.name, file.kind) == (made.file_id, "NOR-2026-0001 decision letter.pdf", "decision-letter")
        assert (file.made_by, file.size, bytes(file.content)[:5]) == ("Sam Secretary", len(file.content), b"%PDF-")
    assert state(job) == ("done", 1, "")


def test_a_paper_that_is_being_made_is_left_to_its_worker(job):
    def hold(there, go):
        with tenant(job.partnership), transaction.atomic():
            PrintJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
            there.set()
            go.wait(20)
        connection.close()

    there, go = threading.Event(), threading.Event()
    thread = threading.Thread(target=hold, args=(there, go))
    thread.start()
    there.wait(20)
    assert make(job) is None
    go.set()
    thread.join()
    assert make(job).state == "done"


def test_a_job_whose_worker_died_is_found_again_and_at_last_given_up(job):
    with as_worker():
        assert printing.waiting_jobs(NOW) == []
        assert printing.waiting_jobs(NOW + dt.timedelta(minutes=1)) == [(job.partnership_id, job.pk)]
    with tenant(job.partnership):
        PrintJob.objects.filter(pk=job.pk).update(attempts=printing.MOST_ATTEMPTS)
    assert make(job) is None
    assert state(job) == ("failed", 3, printing.GIVEN_UP)


def test_what_cannot_be_made_says_so(job):
    with tenant(job.partnership):
        PrintJob.objects.filter(pk=job.pk).update(payload={"not": "a paper"})
    make(job)
    assert state(job) == ("failed", 1, printing.GIVEN_UP)


def test_what_takes_too_long_is_not_tried_again(job):
    with as_worker():
        printing.give_up(job.partnership_id, job.pk)
    assert make(job) is None
    assert state(job)[0] == "failed"
