"""What somebody with a little right tries in order to get more: each a way that was once open."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import RequestFactory
from django.urls import reverse

from cases.acts import merge_case
from cases.models import Case
from deadlines.models import Deadline, Reminder
from documents.acts import queue_message
from documents.files import CheckedFile
from documents.models import OutboxMessage
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from referrals import acts as referrals
from referrals import limits
from referrals.acts import writing
from referrals.models import Referral

from .pages import text_of


@pytest.fixture
def inside(ours):
    with tenant(ours.partnership):
        yield ours


def message_path(side, message) -> str:
    return reverse("message", kwargs={"partnership": side.slug, "message": message.pk})


@pytest.mark.parametrize("who", ["rscp-manager", "second secretary", "administrator"])
def test_no_page_shows_the_private_link_of_a_referrer(inside, who):
    """Who has it opens the draft and later the letter, whatever conflict of interest they have."""
    at = inside.now + dt.timedelta(seconds=1)
    token = referrals.send_link(referral=inside.things.public_draft, actor=inside.actor("rscp-manager"), at=at)
    message = OutboxMessage.objects.get(partnership=inside.partnership, kind="private-link", queued_at=at)
    assert token in message.body
    response = inside.clients[who].get(message_path(inside, message))
    assert response.status_code == 200
    assert token not in response.content.decode()


def test_a_colleagues_digest_does_not_tell_of_a_case_that_is_closed_to_the_reader(inside):
    """By a conflict of interest or a restriction: the digest is about no one case, yet names it."""
    status = {}
    for name in ("scoping", "restricted"):
        case = inside.cases[name]
        digest = queue_message(
            key=f"digest of {name}", kind="reminder", to_email="a@b.example", to_name="A", subject="One thing is due",
            body=f"- {case.reference}: something", at=inside.now,
        )  # fmt: skip
        deadline = Deadline.objects.filter(partnership=inside.partnership, case=case).first()
        Reminder.objects.create(
            partnership=inside.partnership, deadline=deadline, occasion="a test", message=digest,
            recipient=inside.people["rscp-manager"].user, for_day=inside.now.date(), queued_at=inside.now,
        )  # fmt: skip
        for who in ("rscp-manager", "second secretary", "named secretary"):
            status[name, who] = inside.clients[who].get(message_path(inside, digest)).status_code
    assert status["scoping", "rscp-manager"] == status["restricted", "named secretary"] == 200
    assert status["scoping", "second secretary"] == status["restricted", "rscp-manager"] == 404
    assert inside.cases["scoping"].reference not in text_of(
        inside.clients["second secretary"].get(f"/{inside.slug}/messages/")
    )


def test_one_asker_behind_the_proxy_does_not_use_up_the_links_of_all(inside, settings):
    """The count is of the asker's own address, and an address they make up in front of it changes nothing."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

    def ask(number: int, forwarded: str) -> bool:
        request = RequestFactory().post("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
        request.partnership = inside.partnership
        return limits.may_ask_for_link(request, f"asker{number}@b.example")

    asked = [ask(number, f"192.0.2.{number}, 198.51.100.7") for number in range(limits.MOST_FROM_PLACE + 1)]
    assert asked[:-1] == [True] * limits.MOST_FROM_PLACE and asked[-1] is False
    assert ask(99, "198.51.100.8") is True


def test_a_private_link_cannot_fill_the_database_with_documents(inside, monkeypatch):
    monkeypatch.setattr(writing, "MOST_DOCUMENTS", 2)
    row = Referral.objects.get(partnership=inside.partnership, pk=inside.things.public_draft.pk)
    sheet, actor = CheckedFile("a.txt", "text/plain", b"words"), inside.actor("rscp-manager")
    writing._kept(row, [sheet, sheet], actor=actor, at=inside.now)
    with pytest.raises(ActRefused, match="can have 2 documents"):
        writing._kept(row, [sheet], actor=actor, at=inside.now)


def test_nothing_is_merged_into_a_case_that_was_closed_while_one_read_it(inside):
    """The page read it open; somebody closed it before the row was locked."""
    case, into = inside.cases["received"], inside.cases["acknowledged"]
    stale = Case.objects.get(partnership=inside.partnership, pk=into.pk)
    Case.objects.filter(partnership=inside.partnership, pk=into.pk).update(closed_at=inside.now)
    with pytest.raises(ActRefused, match="is closed"):
        merge_case(case=case, into=stale, reason="One event.", actor=inside.actor("rscp-manager"), at=inside.now)


def test_a_case_that_is_over_is_not_merged_and_its_end_not_rewritten(inside):
    case, into = inside.cases["closed"], inside.cases["received"]
    with pytest.raises(ActRefused, match="cannot be merged"):
        merge_case(case=case, into=into, reason="One event.", actor=inside.actor("rscp-manager"), at=inside.now)
    case.refresh_from_db()
    assert case.merged_into_id is None
