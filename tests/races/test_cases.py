"""Two at once on one case: one of them waits, then finds what the other did (ASVS 2.3.4, 15.4.2; issue: races).

Votes, ratifications and attendance race in tests/panels/test_races.py, returns and requests in
tests/information/test_races.py, forms posted by eight hands in tests/referrals/test_acts.py.
"""

from __future__ import annotations

from functools import partial

import pytest
from django.db import transaction

from cases.acts import add_note, correct_person, declare_conflict, merge_case
from cases.models import Case, CaseCounter, Conflict, Event, Person
from panels.acts import close_meeting, draft_minutes, edit_minutes, open_meeting
from panels.models import MinutesText
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from referrals.acts import acknowledge_referral
from tests.factories import NOW, a_case, a_member, acting_as, london
from tests.panels.scenes import MEETING, OPENED, a_meeting, the_people

from .together import TRIALS, at_once, of_kind

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def redbridge(committed):
    with tenant(committed):
        yield committed


def two_secretaries():
    return tuple(acting_as(a_member(name, "secretariat")) for name in ("Sam Secretary", "Sue Secretary"))


def test_two_acknowledge_at_once_and_one_is_told(redbridge):
    """Without `lock_case` (spine) both read "received", both record it, and the referrer gets two letters."""
    people = two_secretaries()
    for trial in range(TRIALS):
        case = a_case(people[0])
        found = at_once(redbridge, *(partial(acknowledge_referral, case=case, actor=who, at=NOW) for who in people))
        refused = of_kind(found, ActRefused)
        assert [str(one) for one in refused] == ["The case is at “Acknowledged”. This is done at “Received”."], trial
        assert Event.objects.filter(case=case, act="acknowledge_referral").count() == 1
        assert case.messages.filter(kind="acknowledgement", to_email="rosa@hospital.example").count() == 1


def test_acts_on_one_case_at_once_never_lose_an_entry(redbridge):
    """Without the lock the case's version is read by all and written by the last: it would count too few."""
    people = two_secretaries()
    case = a_case(people[0])
    for trial in range(TRIALS):
        found = at_once(
            redbridge,
            *(
                partial(add_note, case=case, kind="note", text=f"Note {n}", actor=who, at=NOW)
                for n, who in enumerate((*people, *people))
            ),
        )
        assert of_kind(found, Exception) == []
        assert Event.objects.filter(case=case, act="add_note").count() == 4 * (trial + 1)
        # Each event counts: one to open the case, then the notes.
        assert Case.objects.get(pk=case.pk).version == 2 + 4 * (trial + 1)


def test_references_of_eight_at_once_have_no_gap_and_no_double(redbridge):
    """Without the locked counter row two would get one number, and a constraint would refuse one of the referrals."""
    secretary = two_secretaries()[0]
    for trial in range(3):
        found = at_once(redbridge, *[lambda: a_case(secretary).reference] * 8)
        assert sorted(found) == [f"RED-2026-{number:04d}" for number in range(trial * 8 + 1, trial * 8 + 9)]
    assert CaseCounter.objects.get(year=2026).last == 24


def test_a_number_taken_by_a_case_that_failed_is_given_to_the_next(redbridge):
    secretary = two_secretaries()[0]

    def fails():
        with transaction.atomic():
            a_case(secretary)
            raise ZeroDivisionError

    for _ in range(4):
        at_once(redbridge, lambda: a_case(secretary), fails, lambda: a_case(secretary), fails)
    references = sorted(Case.objects.values_list("reference", flat=True))
    assert references == [f"RED-2026-{number:04d}" for number in range(1, 9)]


def test_two_who_correct_one_person_at_once_and_the_second_is_told(redbridge):
    """Without the version both write; the second never learns what the first put there."""
    people = two_secretaries()
    case = a_case(people[0])
    person = Person.objects.get(case=case)
    for trial in range(TRIALS):
        correct = partial(
            correct_person, person=person, reason="Misheard.", version=person.history.count(), at=NOW
        )  # fmt: skip
        found = at_once(
            redbridge,
            *(partial(correct, values={"first_name": f"{trial}-{n}"}, actor=who) for n, who in enumerate(people)),
        )
        assert [str(one)[:34] for one in of_kind(found, ActRefused)] == ["Somebody else changed this person "]
        assert [one.first_name for one in of_kind(found, Person)] == [Person.objects.get(pk=person.pk).first_name]


def test_one_conflict_of_interest_is_declared_once(redbridge):
    """Without the lock the look for an open one comes before the other's is stored; the constraint would raise."""
    people = two_secretaries()
    member = a_member("Pat Police", "agency-representative", agency="east-area-police")
    case = a_case(people[0])
    for _ in range(TRIALS):
        Conflict.objects.filter(case=case).delete()
        found = at_once(
            redbridge,
            *(
                partial(declare_conflict, case=case, membership=member, reason="A cousin.", actor=who, at=NOW)
                for who in people
            ),
        )
        assert [one for one in of_kind(found, Exception) if not isinstance(one, ActRefused)] == []
        assert Conflict.objects.filter(case=case).count() == 1


def test_two_who_edit_one_meetings_minutes_at_once_and_the_second_is_told(redbridge):
    """Without the version, or without the lock around asking for it, the first words are gone and nobody knows."""
    scene = the_people()
    meeting = a_meeting(scene)
    open_meeting(meeting=meeting, actor=scene.chair, at=OPENED)
    close_meeting(meeting=meeting, actor=scene.chair, at=london(2026, 9, 15, 12))
    minutes = draft_minutes(meeting=meeting, actor=scene.secretary, at=MEETING)
    for trial in range(TRIALS):
        version = MinutesText.objects.get(pk=minutes.pk).version
        edit = partial(edit_minutes, minutes=minutes, version=version, discussions={}, at=MEETING)
        people = (scene.secretary, scene.chair)
        found = at_once(
            redbridge, *(partial(edit, text=f"{trial} {n}", actor=who) for n, who in enumerate(people))
        )  # fmt: skip
        assert [str(one)[:33] for one in of_kind(found, ActRefused)] == ["Somebody else changed the minutes"], trial
        assert [one.text for one in of_kind(found, MinutesText)] == [MinutesText.objects.get(pk=minutes.pk).text]


def test_two_cases_merged_into_one_another_at_once_leave_one(redbridge):
    """Without one order of locking each waits for the row the other holds, and the database cuts one off."""
    people = two_secretaries()
    for trial in range(TRIALS // 2):
        one, other = a_case(people[0]), a_case(people[0])
        found = at_once(
            redbridge,
            partial(merge_case, case=one, into=other, reason="One event.", actor=people[0], at=NOW),
            partial(merge_case, case=other, into=one, reason="One event.", actor=people[1], at=NOW),
        )
        assert len(of_kind(found, Event)) == len(of_kind(found, ActRefused)) == 1, trial
        assert Case.objects.filter(pk__in=(one.pk, other.pk), closed_at=None).count() == 1


def test_a_conflict_of_interest_goes_along_into_the_case_that_goes_on(redbridge):
    sam, _ = two_secretaries()
    member = a_member("Mo Member", "agency-representative")
    merged, kept = a_case(sam), a_case(sam)
    declare_conflict(case=merged, membership=member, reason="A cousin.", actor=sam, at=NOW)
    merge_case(case=merged, into=kept, reason="One event.", actor=sam, at=NOW)
    assert [(c.membership_id, c.reason) for c in Conflict.objects.filter(case=kept)] == [(member.pk, "A cousin.")]
