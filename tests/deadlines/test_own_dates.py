"""Dates that belong to the procedure and to no case (C-50, RED-11, RED-13)."""

from __future__ import annotations

import datetime as dt

import pytest

from deadlines.models import Deadline, Reminder
from deadlines.own_dates import keep_everywhere, keep_own_dates, record_own_date
from deadlines.sweep import sweep
from documents.models import OutboxMessage
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from tests.factories import a_member, a_partnership, acting_as, london, the_procedure

NOW = london(2026, 11, 2)  # a Monday: the first working day of the month


@pytest.fixture
def darlington(db):
    with tenant(a_partnership("darlington", "dsp1.4.toml")) as _:
        yield _


@pytest.fixture
def administrator(darlington):
    return acting_as(a_member("Ada Administrator", "administrator"))


def rows():
    return list(Deadline.objects.filter(case=None).order_by("round").values_list("clock", "round", "due_on", "state"))


def test_a_text_that_is_to_be_looked_at_again_has_a_row_once(darlington):
    assert len(keep_own_dates(at=NOW)) == 1
    assert keep_own_dates(at=NOW) == []
    assert rows() == [("procedure-review", 1, dt.date(2023, 5, 1), "open")]


def test_the_next_one_runs_from_the_day_it_was_done(administrator):
    [row] = keep_own_dates(at=NOW)
    common = {"deadline_id": row.pk, "procedure": the_procedure(), "actor": administrator, "at": NOW}
    record_own_date(**common, done_on=dt.date(2026, 10, 30), note="Nothing is changed.")
    assert rows() == [
        ("procedure-review", 1, dt.date(2023, 5, 1), "met"),
        ("procedure-review", 2, dt.date(2028, 10, 30), "open"),
    ]
    with pytest.raises(ActRefused) as refused:
        record_own_date(**common, done_on=dt.date(2026, 10, 30), note="Again.")
    assert str(refused.value) == "This has been recorded already."


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"note": " "}, "Say what came of it."),
        ({"done_on": dt.date(2026, 11, 3)}, "The day must be today or earlier."),
    ],
)
def test_what_is_missing_or_wrong_is_said(administrator, changed, sentence):
    [row] = keep_own_dates(at=NOW)
    given = {"done_on": dt.date(2026, 11, 1), "note": "Done.", **changed}
    with pytest.raises(ActRefused) as refused:
        record_own_date(deadline_id=row.pk, procedure=the_procedure(), actor=administrator, at=NOW, **given)
    assert str(refused.value) == sentence


def test_only_whom_the_clock_names_and_the_administrator_record_it(administrator):
    [row] = keep_own_dates(at=NOW)
    office = acting_as(a_member("Oona Office", "secretariat"))
    with pytest.raises(ActRefused) as refused:
        record_own_date(
            deadline_id=row.pk, procedure=the_procedure(), actor=office, at=NOW, done_on=NOW.date(), note="x"
        )
    assert str(refused.value) == "Your role does not include this."


def test_the_administrator_is_reminded_once_a_month_and_not_each_day(administrator):
    """C-50: Darlington's text was to be looked at by May 2023."""
    keep_own_dates(at=NOW)
    told = []
    for day in (NOW, NOW, london(2026, 11, 3), london(2026, 11, 30), london(2026, 12, 1)):
        sweep(day)
        told.append(Reminder.objects.count())
    assert told == [1, 1, 1, 1, 2]
    assert [message.to_email for message in OutboxMessage.objects.filter(kind="reminder")] == [
        administrator.membership.user.email
    ] * 2


def test_every_partnership_has_its_own(darlington):
    redbridge = a_partnership()
    assert keep_everywhere(at=NOW) == 3
    with tenant(redbridge):
        assert sorted(row[:3] for row in rows()) == [
            ("annual-report", 1, dt.date(2027, 6, 1)),
            ("procedure-review", 1, dt.date(2027, 6, 1)),
        ]


def test_the_page_shows_it_and_takes_the_record(client, darlington, administrator):
    [row] = keep_own_dates(at=NOW)
    client.force_login(administrator.membership.user)
    page = client.get("/darlington/dates-of-the-procedure/").content.decode()
    assert "1 May 2023" in page
    address = f"/darlington/dates-of-the-procedure/{row.pk}/record-own-date/"
    empty = client.post(address, {"note": "Looked at."})
    assert (empty.status_code, "Looked at." in empty.content.decode()) == (200, True)
    day = {"done_on-day": "1", "done_on-month": "10", "done_on-year": "2026"}
    assert client.post(address, {"note": "Looked at.", **day}).status_code == 302
    assert [row[3] for row in rows()] == ["met", "open"]
    home = client.get("/darlington/").content.decode()
    assert "/darlington/dates-of-the-procedure/#deadline-" in home
