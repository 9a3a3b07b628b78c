"""Reminders: who, when, once (issue: two working days before, on the day, each working day overdue)."""

import datetime as dt

import pytest

from deadlines.models import Deadline, Reminder
from deadlines.sweep import sweep
from documents.models import OutboxMessage
from tests.factories import a_case, a_member, acting_as, an_actor, london


def occasions():
    return sorted(Reminder.objects.values_list("occasion", "recipient__name", "copy"))


@pytest.fixture
def late_case(redbridge):
    """Received on Tuesday 1 September 2026: to be acknowledged by the end of Wednesday."""
    secretary = an_actor("Sam Secretary", "secretariat")
    an_actor("Chris Chair", "panel-chair")
    case = a_case(secretary, received_at=london(2026, 9, 1))
    Deadline.objects.exclude(title__icontains="cknowledge").delete()
    assert list(Deadline.objects.values_list("due_on", flat=True)) == [dt.date(2026, 9, 2)]
    return case


def test_reminded_before_on_the_day_and_each_working_day_late(late_case):
    for day in range(1, 9):  # Tuesday 1 to Tuesday 8 September
        sweep(london(2026, 9, day, 9))
    assert occasions() == sorted([
        ("before-2 2026-09-02", "Sam Secretary", False),
        ("on-day 2026-09-02", "Sam Secretary", False),
        *[
            (f"overdue-2026-09-{day:02} 2026-09-02", who, copy)
            for day in (3, 4, 7, 8)
            for who, copy in (("Chris Chair", True), ("Sam Secretary", False))
        ],
    ])  # fmt: skip


def test_a_second_sweep_adds_nothing(late_case):
    first = sweep(london(2026, 9, 3, 9))
    second = sweep(london(2026, 9, 3, 15))
    assert (first.due, first.queued, first.messages, first.already_sent) == (1, 2, 2, 0)
    assert (second.due, second.queued, second.messages, second.already_sent) == (1, 0, 0, 2)


def test_one_digest_a_person_without_personal_details(late_case):
    secretary = acting_as(late_case_member("sam.secretary"))
    a_case(secretary, received_at=london(2026, 9, 1))
    sweep(london(2026, 9, 2, 9))
    messages = list(OutboxMessage.objects.filter(kind="reminder", to_email="sam.secretary@redbridge.example"))
    assert len(messages) == 1
    assert "RED-2026-0001" in messages[0].body and "RED-2026-0002" in messages[0].body
    assert "Grey" not in messages[0].body and "Ada" not in messages[0].body


def late_case_member(name):
    from partnerships.models import Membership

    return Membership.objects.get(user__email=f"{name}@redbridge.example")


def test_nobody_is_written_to_before_seven(late_case):
    sweep(london(2026, 9, 3, 0, 5))
    assert set(OutboxMessage.objects.filter(kind="reminder").values_list("not_before", flat=True)) == {
        london(2026, 9, 3, 7)
    }


def test_the_conflicted_are_not_reminded(late_case):
    from cases.acts import declare_conflict

    member = late_case_member("chris.chair")
    declare_conflict(
        case=late_case, membership=member, reason="A neighbour.", actor=acting_as(member), at=london(2026, 9, 1)
    )
    sweep(london(2026, 9, 3, 9))
    assert {row[1] for row in occasions()} == {"Sam Secretary"}


def test_without_a_holder_the_secretariat_hears(redbridge):
    case = a_case(an_actor("Sam Secretary", "secretariat"), received_at=london(2026, 9, 1))
    Deadline.objects.all().update(role="panel-chair")
    sweep(london(2026, 9, 2, 9))
    assert {row[1] for row in occasions()} == {"Sam Secretary"}
    assert case.reference == "RED-2026-0001"


def test_a_person_who_left_is_not_reminded(late_case):
    from partnerships.acts import end_membership
    from tests.factories import SYSTEM_ADMIN

    a_member("Second Secretary", "secretariat")
    end_membership(membership=late_case_member("sam.secretary"), actor=SYSTEM_ADMIN, at=london(2026, 9, 1))
    sweep(london(2026, 9, 2, 9))
    assert {row[1] for row in occasions()} == {"Second Secretary"}
