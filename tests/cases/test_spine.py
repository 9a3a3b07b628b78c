"""One way to act: who, when, what it moves, what it leaves behind."""

import pytest
from django.http import Http404

from cases.models import Event, Track
from cases.queries import find_case, visible_cases
from cases.spine import acting
from deadlines.models import Deadline
from partnerships.refusals import ActRefused
from tests.factories import NOW, a_case, an_actor, london


def test_a_new_case_has_a_reference_a_track_and_one_event(redbridge):
    case = a_case(an_actor("Sam Secretary", "secretariat"))
    assert case.reference == "RED-2026-0001"
    assert list(Track.objects.values_list("name", "stage")) == [("referral", "received")]
    assert list(Event.objects.values_list("act", flat=True)) == ["submit_referral"]
    assert (case.stage_track, case.stage, case.stage_title) == ("referral", "received", "Received")


def test_references_go_on_without_a_gap(redbridge):
    secretary = an_actor("Sam Secretary", "secretariat")
    assert [a_case(secretary).reference for _ in range(3)] == ["RED-2026-0001", "RED-2026-0002", "RED-2026-0003"]


def test_a_member_may_not_acknowledge(redbridge):
    case = a_case(an_actor("Sam Secretary", "secretariat"))
    member = an_actor("Pat Police", "agency-representative", agency="east-area-police")
    with pytest.raises(ActRefused), acting("acknowledge_referral", case=case, actor=member, at=NOW) as doing:
        doing.record(summary="x")


def test_acknowledging_moves_the_track_and_meets_the_deadline(redbridge):
    secretary = an_actor("Sam Secretary", "secretariat")
    case = a_case(secretary)
    open_before = set(Deadline.objects.filter(state="open").values_list("clock", flat=True))
    with acting("acknowledge_referral", case=case, actor=secretary, at=london(2026, 9, 2)) as doing:
        doing.record(summary="Acknowledged.")
    assert case.stage == "acknowledged"
    met = list(Deadline.objects.filter(state="met").values_list("clock", "due_on"))
    assert len(met) == 1 and met[0][0] in open_before


def test_an_act_twice_is_refused(redbridge):
    secretary = an_actor("Sam Secretary", "secretariat")
    case = a_case(secretary)
    for _ in range(1):
        with acting("acknowledge_referral", case=case, actor=secretary, at=NOW) as doing:
            doing.record(summary="Acknowledged.")
    with pytest.raises(ActRefused) as refusal, acting("acknowledge_referral", case=case, actor=secretary, at=NOW):
        pass
    assert str(refusal.value) == "The case is at “Acknowledged”. This is done at “Received”."


def test_the_chairs_first_look_opens_the_adult_track(redbridge):
    secretary, chair = an_actor("Sam Secretary", "secretariat"), an_actor("Chris Chair", "panel-chair")
    case = a_case(secretary)
    with acting("acknowledge_referral", case=case, actor=secretary, at=NOW) as doing:
        doing.record(summary="Acknowledged.")
    with acting("check_referral", case=case, actor=chair, at=NOW) as doing:
        doing.record(summary="Fit.", answer="fit")
    assert list(Track.objects.order_by("name").values_list("name", "stage")) == [
        ("adult", "scoping"),
        ("referral", "accepted"),
    ]
    assert case.stage_track == "adult"


def test_c_52_the_local_authority_sees_the_pathways_in_which_it_has_a_part(redbridge):
    """Redbridge's authority notifies for children; adults' cases are not its business by that role alone."""
    office = an_actor("Oona Office", "secretariat")
    adult, child = a_case(office), a_case(office, pathway="child")
    head = an_actor("Hal Head", "head-of-safeguarding")
    assert [case.reference for case in visible_cases(head)] == [child.reference]
    assert find_case(child.reference, head) == child
    with pytest.raises(Http404):
        find_case(adult.reference, head)


def test_c_51_a_day_that_is_stated_fits_the_others(redbridge):
    """The incident is neither after the death nor after the authority learnt of it, and the other way round."""
    from cases.acts import state_fact

    sam = an_actor("Sam Secretary", "secretariat")
    case = a_case(sam, facts={"death": london(2026, 8, 20), "incident": london(2026, 8, 19)})
    refused = []
    for name, day in (
        ("incident", london(2026, 8, 21)),
        ("death", london(2026, 8, 18)),
        ("person_aware", NOW.replace(day=2)),
    ):
        with pytest.raises(ActRefused) as refusal:
            state_fact(case=case, name=name, happened_at=day, reason="Wrong.", actor=sam, at=london(2026, 9, 3))
        refused.append(str(refusal.value))
    assert refused == [
        "This cannot be after “death”, which was on 20 August 2026. Put that right first.",
        "This cannot be before “incident”, which was on 19 August 2026. Put that right first.",
        "This cannot be after “referral received”, which was on 1 September 2026. Put that right first.",
    ]
    state_fact(case=case, name="authority_aware", happened_at=london(2026, 8, 19), reason="", actor=sam, at=NOW)
