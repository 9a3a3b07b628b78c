"""The benchmark's parts run and find what they expect, on fewer messages."""

import pytest

from documents.models import OutboxMessage
from partnerships.models import Partnership
from partnerships.scope import tenant
from script.benchmark_parts import outbox, packs, pdf
from tests.documents.worker import as_worker


@pytest.mark.django_db(transaction=True)
def test_the_outbox_part_sends_all_and_leaves_nothing(monkeypatch):
    monkeypatch.setattr(outbox, "MESSAGES", 450)
    with as_worker():
        rows = outbox.run()
    assert [row.what for row in rows] == [
        "5,000 messages claimed and marked",
        "the relay again, nothing waiting",
        "5,000 e-mails composed and written",
    ]
    with tenant(Partnership.objects.get(slug=outbox.SLUG)):
        assert OutboxMessage.objects.count() == 0


def test_the_letter_of_the_benchmark_has_two_pages():
    assert pdf.run(runs=1)[0].what == "a letter of 2 pages, warm"


def test_the_pack_of_the_benchmark_has_sixty_pages_and_a_front(monkeypatch):
    monkeypatch.setattr(packs, "ITEMS", 2)
    monkeypatch.setattr(packs, "PAGES", 12)
    rows = packs.run(readers=1)
    assert rows[0].what == "14 pages for 1 readers, each sheet made once"
