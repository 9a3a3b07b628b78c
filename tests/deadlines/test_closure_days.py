"""Closure days and bank holidays: kept by the administrator, and open deadlines follow (C-8, C-16)."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from deadlines import moving
from deadlines.acts import add_bank_holiday, add_closure_day, count_as_working_day, remove_day
from deadlines.models import Deadline, NonWorkingDay, Reminder
from deadlines.queries import calendar_of, days_of_year
from deadlines.sweep import sweep
from documents.models import OutboxMessage
from partnerships.models import AdministrationEvent
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from tests.factories import a_case, a_member, a_partnership, acting_as, an_actor, london

DAY = dt.timedelta(days=1)
RECEIVED = london(2026, 9, 1)  # a Tuesday: to be acknowledged by the end of Wednesday 2 September
WEDNESDAY, THURSDAY = dt.date(2026, 9, 2), dt.date(2026, 9, 3)
CHRISTMAS = dt.date(2026, 12, 25)


@pytest.fixture
def administrator(redbridge):
    return an_actor("Ada Admin", "administrator")


@pytest.fixture
def received(redbridge):
    """A referral just received, with a secretary and a chair who may be told."""
    an_actor("Chris Chair", "panel-chair")
    return a_case(an_actor("Sam Secretary", "secretariat"), received_at=RECEIVED)


def due_days() -> list[dt.date]:
    return sorted(Deadline.objects.open().values_list("due_on", flat=True))


def close(actor, on=WEDNESDAY, **more) -> moving.Moved:
    return add_closure_day(on=on, name="Office move", actor=actor, at=RECEIVED, **more)


# What a changed day does


def test_an_open_deadline_moves_by_the_day_that_is_closed(received, administrator):
    assert due_days() == [WEDNESDAY]
    moved = close(administrator)
    assert due_days() == [THURSDAY]
    assert (moved.total, moved.kinds, moved.told) == (1, (("Acknowledge the referral", 1),), 1)
    row = Deadline.objects.open().get()
    assert row.explanation["limit"]["skipped"] == [{"date": "2026-09-02", "reason": "closure day: Office move"}]


def test_the_owner_is_told_once_in_a_digest_without_personal_details(received, administrator):
    close(administrator)
    told = list(Reminder.objects.values_list("occasion", "recipient__name", "copy", "message"))
    assert told == [("recomputed-2026-09-03", "Sam Secretary", False, None)]
    sweep(RECEIVED)
    sweep(RECEIVED)
    (digest,) = OutboxMessage.objects.filter(kind="reminder", to_email="sam.secretary@redbridge.example")
    lines = [line for line in digest.body.splitlines() if line.startswith("- ")]
    assert lines == [
        "- RED-2026-0001: Acknowledge the referral, due Thursday 3 September 2026 "
        "(a new date: a day that does not count was changed): 1 working day left"
    ]
    assert "Grey" not in digest.body


def test_taking_a_change_back_moves_the_deadline_back(received, administrator):
    close(administrator)
    day = NonWorkingDay.objects.get()
    moved = remove_day(day=day, reason="The move is put off", actor=administrator, at=RECEIVED)
    assert (moved.total, due_days(), NonWorkingDay.objects.count()) == (1, [WEDNESDAY], 0)


def test_ended_deadlines_and_closed_cases_are_left_alone(received, administrator):
    Deadline.objects.update(state="met", ended_at=RECEIVED)
    assert close(administrator).total == 0


def test_a_day_after_every_due_date_moves_nothing(received, administrator):
    assert (close(administrator, on=dt.date(2026, 9, 4)).total, due_days()) == (0, [WEDNESDAY])


def test_what_would_move_is_told_and_nothing_is_kept(received, administrator):
    moved = moving.would_move(add_closure_day, on=WEDNESDAY, name="Office move", actor=administrator, at=RECEIVED)
    assert (moved.total, moved.told) == (1, 1)
    assert (due_days(), NonWorkingDay.objects.count(), Reminder.objects.count()) == ([WEDNESDAY], 0, 0)
    assert not AdministrationEvent.objects.filter(act="add_closure_day").exists()


# The days themselves


def test_a_run_of_closed_days_leaves_weekends_and_bank_holidays_as_they_are(redbridge, administrator):
    close(administrator, on=dt.date(2026, 12, 24), until=dt.date(2026, 12, 31))
    kept = list(NonWorkingDay.objects.values_list("on", "source", "entered_by"))
    assert kept == [
        (dt.date(2026, 12, day), "closure", "Ada Admin, Partnership administrator") for day in (24, 29, 30, 31)
    ]


def test_a_bank_holiday_proclaimed_late_does_not_count(redbridge, administrator):
    add_bank_holiday(on=WEDNESDAY, name="Coronation", actor=administrator, at=RECEIVED)
    assert calendar_of(redbridge).reason(WEDNESDAY) == "bank holiday: Coronation"


def test_a_bank_holiday_of_the_list_can_count_as_a_working_day(redbridge, administrator):
    count_as_working_day(on=CHRISTMAS, reason="Staffed", actor=administrator, at=RECEIVED)
    assert calendar_of(redbridge).is_working(CHRISTMAS)
    (shown,) = [day for day in days_of_year(2026) if day.on == CHRISTMAS]
    assert (shown.name, shown.kind) == ("Christmas Day", "Counts as a working day")


@pytest.mark.parametrize(
    "act, values, why",
    [
        (add_closure_day, {"on": dt.date(2026, 9, 5), "name": "x"}, "5 September 2026 is no working day already"),
        (add_closure_day, {"on": CHRISTMAS, "name": "x"}, "25 December 2026 is no working day already"),
        (add_closure_day, {"on": WEDNESDAY, "until": dt.date(2026, 9, 1), "name": "x"}, "must come after the first"),
        (add_closure_day, {"on": WEDNESDAY, "until": dt.date(2027, 9, 1), "name": "x"}, "within 31 days"),
        (add_bank_holiday, {"on": CHRISTMAS, "name": "x"}, "25 December 2026 is no working day already"),
        (count_as_working_day, {"on": WEDNESDAY, "reason": "x"}, "Only a bank holiday of the list"),
    ],
)
def test_what_makes_no_sense_is_refused(act, values, why, redbridge, administrator):
    with pytest.raises(ActRefused, match=why):
        act(**values, actor=administrator, at=RECEIVED)
    assert NonWorkingDay.objects.count() == 0


def test_a_day_is_changed_once(redbridge, administrator):
    count_as_working_day(on=CHRISTMAS, reason="Staffed", actor=administrator, at=RECEIVED)
    with pytest.raises(ActRefused, match="changed already"):
        close(administrator, on=CHRISTMAS)
    day = NonWorkingDay.objects.get()
    remove_day(day=day, reason="No", actor=administrator, at=RECEIVED)
    with pytest.raises(ActRefused, match="removed this day already"):
        remove_day(day=day, reason="No", actor=administrator, at=RECEIVED)


def test_only_an_administrator_changes_days(redbridge):
    with pytest.raises(ActRefused, match="Only an administrator"):
        close(an_actor("Sam Secretary", "secretariat"))


def test_who_changed_which_day_and_when_is_kept(received, administrator):
    close(administrator)
    remove_day(day=NonWorkingDay.objects.get(), reason="Put off", actor=administrator, at=RECEIVED)
    rows = AdministrationEvent.objects.filter(act__in=("add_closure_day", "remove_day")).order_by("id")
    assert [(row.actor_label, row.at, row.summary, row.reason) for row in rows] == [
        (
            "Ada Admin, Partnership administrator", RECEIVED,
            "Added closure: 2 September 2026, Office move. 1 open deadline moved.", "",
        ),
        (
            "Ada Admin, Partnership administrator", RECEIVED,
            "Removed 2 September 2026, Office move (closure day of the partnership). 1 open deadline moved.", "Put off",
        ),
    ]  # fmt: skip


# The pages


@pytest.fixture
def office(redbridge):
    """The administrator's browser; the partnership is closed again, as it is between requests."""
    return browser_of(a_member("Ada Admin", "administrator"))


def browser_of(membership) -> Client:
    client = Client()
    client.force_login(membership.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(name: str, partnership, **kwargs) -> str:
    return reverse(name, kwargs={"partnership": partnership.slug, **kwargs})


def words(response) -> list[str]:
    body = response.content.decode().split("<main", 1)[1]
    return [unescape(re.sub(r"<[^>]+>", "", part)).strip() for part in re.findall(r"<p[^>]*>(.*?)</p>", body, re.S)]


def test_the_page_says_how_many_deadlines_move_before_it_is_saved(received, redbridge, office):
    a_case(acting_as(a_member("Second Secretary", "secretariat")), received_at=RECEIVED)
    path = page("add_closure_day", redbridge)
    data = {"on-day": "2", "on-month": "9", "on-year": "2026", "name": "Office move"}
    check = office.post(path, data)
    assert words(check)[1] == (
        "2 open deadlines will move, and 2 people will be told in the next digest. "
        "Reminders sent before stay on record."
    )
    assert NonWorkingDay.objects.count() == 0
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', check.content.decode()))
    assert {name: hidden[name] for name in (*data, "sure")} == {**data, "sure": "yes"}
    assert office.post(path, data | {"sure": "yes"})["Location"] == page("working_days", redbridge)
    assert due_days() == [THURSDAY, THURSDAY]


def test_what_is_refused_stays_in_the_form(redbridge, office):
    data = {"on-day": "25", "on-month": "12", "on-year": "2026", "name": "Party", "sure": "yes"}
    body = office.post(page("add_closure_day", redbridge), data).content.decode()
    assert "25 December 2026 is no working day already: bank holiday: Christmas Day." in unescape(body)
    assert 'value="Party"' in body


def test_a_year_of_days_is_shown_and_any_nonsense_is_this_year(redbridge, office):
    path = page("working_days", redbridge)
    body = office.get(path + "?year=2027").content.decode()
    assert ("Good Friday" in body, "Working days of 2027" in body) == (True, True)
    assert [office.get(f"{path}?year={year}").status_code for year in ("0001", "x", "99999", "²", "")] == [200] * 5


def test_a_listed_day_is_made_to_count_and_taken_back(redbridge, office):
    path = page("count_as_working_day", redbridge, day="2026-12-25")
    office.post(path, {"reason": "Staffed", "sure": "yes"})
    day = NonWorkingDay.objects.get()
    office.post(page("remove_day", redbridge, day=day.pk), {"reason": "It was not", "sure": "yes"})
    assert NonWorkingDay.objects.count() == 0
    for nonsense in ("2026-12-24", "yesterday", "2026-02-30"):
        assert office.get(page("count_as_working_day", redbridge, day=nonsense)).status_code == 404


def test_a_day_of_another_partnership_is_not_there(redbridge, office):
    other = a_partnership("darlington", "dsp1.4.toml")
    with tenant(other):
        theirs = NonWorkingDay.objects.create(
            on=CHRISTMAS + DAY * 4, name="Theirs", source="closure", entered_at=RECEIVED
        )
        path = page("remove_day", redbridge, day=theirs.pk)
    assert [office.get(path).status_code, office.post(path, {"reason": "x", "sure": "yes"}).status_code] == [404, 404]
    with tenant(other):
        assert NonWorkingDay.objects.count() == 1
    assert calendar_of(redbridge).is_working(CHRISTMAS + DAY * 4)
