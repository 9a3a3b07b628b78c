"""Somebody stands in from a day to a day; a leaver hands over all in one act; who holds a role now (C-8, C-26)."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.acts import declare_conflict, restrict_case
from cases.models import CasePermission
from cases.queries import find_case
from panels.models import Attendance, Meeting
from partnerships.acts import cover_absence, give_role, hand_over
from partnerships.models import AdministrationEvent, RoleHolding
from partnerships.queries import holders
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from referrals.acts import start_referral
from tests.factories import (
    NOW,
    SYSTEM_ADMIN,
    a_case,
    a_member,
    a_partnership,
    acting_as,
    london,
    the_procedure,
    the_version,
)

MONDAY, FRIDAY = dt.date(2026, 9, 7), dt.date(2026, 9, 11)


@pytest.fixture
def redbridge(db):
    partnership = a_partnership()
    with tenant(partnership):
        yield partnership


@pytest.fixture
def sam(redbridge):
    return a_member("Sam Secretary", "secretariat")


@pytest.fixture
def jo(redbridge):
    return a_member("Jo Junior")


def names(role, on):
    return sorted(row.user.name for row in holders(role, procedure=the_procedure(), on=on))


def cover(membership, by, **more):
    given = {"starts_on": MONDAY, "ends_on": FRIDAY, "reason": "Leave.", "actor": SYSTEM_ADMIN, "at": NOW, **more}
    return cover_absence(membership=membership, by=by, **given)


def test_somebody_stands_in_from_a_day_to_a_day_and_it_ends_by_itself(sam, jo):
    cover(sam, jo)
    both = ["Jo Junior", "Sam Secretary"]
    assert [names("secretariat", on) for on in (dt.date(2026, 9, 6), MONDAY, FRIDAY, dt.date(2026, 9, 12))] == [
        ["Sam Secretary"], both, both, ["Sam Secretary"],
    ]  # fmt: skip
    assert acting_as(jo, at=london(2026, 9, 8)).roles == {"secretariat"}
    assert acting_as(jo, at=london(2026, 9, 14)).roles == frozenset()
    event = AdministrationEvent.objects.get(act="cover_absence", about=sam)
    assert (event.summary, event.reason) == (
        "Jo Junior stands in for Sam Secretary as One Panel Secretariat from 7 September 2026 until 11 September 2026.",
        "Leave.",
    )


def test_a_role_that_ends_or_begins_in_between_is_covered_only_while_it_is_held(sam, jo):
    give_role(
        membership=sam, role="acting-panel-chair", starts_on=dt.date(2026, 9, 9), ends_on=dt.date(2026, 9, 10),
        actor=SYSTEM_ADMIN, at=NOW,
    )  # fmt: skip
    cover(sam, jo)
    held = RoleHolding.objects.filter(covers=sam).order_by("role").values_list("role", "starts_on", "ends_on")
    assert list(held) == [
        ("acting-panel-chair", dt.date(2026, 9, 9), dt.date(2026, 9, 10)), ("secretariat", MONDAY, FRIDAY),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"ends_on": dt.date(2026, 9, 1)}, "The last day must not come before the first day."),
        ({"starts_on": dt.date(2026, 8, 1), "ends_on": dt.date(2026, 8, 5)}, "The last day has passed already."),
    ],
)
def test_impossible_times_are_refused(sam, jo, change, sentence):
    with pytest.raises(ActRefused) as refusal:
        cover(sam, jo, **change)
    assert str(refusal.value) == sentence


def test_who_holds_it_already_and_oneself_are_refused(sam, jo):
    cover(sam, jo)
    with pytest.raises(ActRefused) as refusal:
        cover(sam, jo)
    assert str(refusal.value) == "Jo Junior holds every role of Sam Secretary already."
    with pytest.raises(ActRefused) as refusal:
        cover(sam, sam)
    assert str(refusal.value) == "Nobody can stand in for themselves."


def test_only_somebody_of_the_agency_stands_in_for_its_representative(redbridge):
    """C-3: an agency's people answer for it and for no other."""
    pat = a_member("Pat Police", "agency-representative", agency="east-area-police")
    hana = a_member("Hana Health", agency="nel-icb")
    petra = a_member("Petra Police", agency="east-area-police")
    for act in (lambda: cover(pat, hana), lambda: hand_over(membership=pat, to=hana, actor=SYSTEM_ADMIN, at=NOW)):
        with pytest.raises(ActRefused) as refusal:
            act()
        assert str(refusal.value) == (
            "Agency representative: only somebody of East Area BCU MPS can be that in their place."
        )
    cover(pat, petra)
    assert acting_as(petra, at=london(2026, 9, 8)).roles == {"agency-representative"}


def test_dar_24_a_role_that_comes_from_one_agency_is_never_anybody_elses(db):
    """However somebody would get it: given, covered, handed over."""
    with tenant(a_partnership("darlington", "dsp1.4.toml")):
        nettle = a_member("Samir Nettle", "local-authority", agency="council")
        aled, una = a_member("Aled Hazel", agency="police"), a_member("Una Council", agency="council")
        refusals = []
        for act in (
            lambda: cover(nettle, aled),
            lambda: hand_over(membership=nettle, to=aled, actor=SYSTEM_ADMIN, at=NOW),
            lambda: give_role(membership=aled, role="local-authority", actor=SYSTEM_ADMIN, at=NOW),
        ):
            with pytest.raises(ActRefused) as refusal:
                act()
            refusals.append(str(refusal.value))
        title, council = "Local authority lead for notifications", una.agency.title
        assert refusals == [
            f"{title}: only somebody of {council} can be that in their place.",
            f"{title}: only somebody of {council} can be that in their place.",
            f"The role {title} comes from {council}. Aled Hazel is not of that agency.",
        ]
        cover(nettle, una)
        assert acting_as(una, at=london(2026, 9, 8)).roles == {"local-authority"}


def test_a_cover_that_overlaps_is_lengthened(sam, jo):
    cover(sam, jo)
    cover(sam, jo, starts_on=dt.date(2026, 9, 9), ends_on=dt.date(2026, 9, 15))
    held = RoleHolding.objects.filter(covers=sam).values_list("starts_on", "ends_on")
    assert list(held) == [(MONDAY, dt.date(2026, 9, 15))]


def test_a_leaver_hands_over_everything_in_one_act(sam, jo):
    """Roles, drafts, places at meetings, access by name; then nothing of theirs is left."""
    actor = acting_as(sam)
    draft, _ = start_referral(procedure=the_procedure(), pathway="adult", actor=actor, at=NOW)
    case = a_case(actor)
    restrict_case(case=case, restricted=True, reason="Staff.", actor=actor, at=NOW)
    meeting = Meeting.objects.create(body="one-panel", procedure=the_version(), starts_at=london(2026, 9, 21))
    held = Attendance.objects.create(meeting=meeting, membership=sam, name="Sam Secretary", part="notes")
    given = hand_over(membership=sam, to=jo, leaves=True, reason="Retires.", actor=SYSTEM_ADMIN, at=NOW)
    assert given == [
        "One Panel Secretariat", "access by name to 1 case", "1 referral half entered", "1 place at meetings to come",
    ]  # fmt: skip
    for row in (draft, held, sam):
        row.refresh_from_db()
    assert (draft.entered_by, held.membership, held.name, sam.active) == (jo, jo, "Jo Junior", False)
    assert names("secretariat", NOW.date()) == ["Jo Junior"]
    assert find_case(case.reference, acting_as(jo)).pk == case.pk
    assert list(CasePermission.objects.values_list("user", flat=True)) == [jo.user_id]
    assert AdministrationEvent.objects.get(act="hand_over", about=jo).summary == (
        "Sam Secretary handed over to Jo Junior: One Panel Secretariat, access by name to 1 case, 1 referral half "
        "entered and 1 place at meetings to come."
    )


def test_a_conflict_of_interest_is_not_handed_over_to(sam, jo):
    actor = acting_as(sam)
    case = a_case(actor)
    restrict_case(case=case, restricted=True, reason="Staff.", actor=actor, at=NOW)
    declare_conflict(case=case, membership=jo, reason="Sister.", actor=acting_as(sam), at=NOW)
    hand_over(membership=sam, to=jo, actor=SYSTEM_ADMIN, at=NOW)
    assert not CasePermission.objects.exists()


def test_with_nothing_to_give_it_says_so(sam, jo):
    with pytest.raises(ActRefused) as refusal:
        hand_over(membership=jo, to=sam, actor=SYSTEM_ADMIN, at=NOW)
    assert str(refusal.value) == "Jo Junior holds nothing that could be handed over."


def test_nobody_hands_a_restricted_case_to_themselves(redbridge, sam, jo):
    """C-52: an administrator sees no restricted case, whatever they administer."""
    case = a_case(acting_as(sam))
    restrict_case(case=case, restricted=True, reason="Known to staff.", actor=acting_as(sam), at=NOW)
    give_role(membership=jo, role="administrator", actor=SYSTEM_ADMIN, at=NOW)
    with pytest.raises(ActRefused, match="nobody may give that to themselves"):
        hand_over(membership=sam, to=jo, actor=acting_as(jo), at=NOW)
    assert list(CasePermission.objects.values_list("user", flat=True)) == [sam.user_id]


def test_the_last_administrator_can_hand_over_but_not_to_somebody_who_left(redbridge, jo):
    ada = a_member("Ada Admin", "administrator")
    jo.active = False
    jo.save()
    with pytest.raises(ActRefused) as refusal:
        hand_over(membership=ada, to=jo, actor=acting_as(ada), at=NOW)
    assert str(refusal.value) == "One of the two has left."
    bo = a_member("Bo Backup")
    hand_over(membership=ada, to=bo, actor=acting_as(ada), at=NOW)
    assert names("administrator", NOW.date()) == ["Bo Backup"]


def test_only_an_administrator_does_it(sam, jo):
    for act in (
        lambda: cover(sam, jo, actor=acting_as(sam)),
        lambda: hand_over(membership=sam, to=jo, actor=acting_as(sam), at=NOW),
    ):
        with pytest.raises(ActRefused) as refusal:
            act()
        assert str(refusal.value) == "Only an administrator of this partnership can do this."


# --- The pages -----------------------------------------------------------------------------------------------------


def page(name, **more):
    return reverse(name, kwargs={"partnership": "redbridge", **more})


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def office(client, redbridge):
    client.force_login(a_member("Ada Admin", "administrator").user)
    return client


def test_an_absence_is_covered_in_the_browser(office, sam, jo):
    today = timezone.localdate()
    last = today + dt.timedelta(days=6)
    address = page("cover_absence", person=sam.pk)
    assert "One Panel Secretariat" in words(office.get(address))
    office.post(address, {
        "by": jo.pk, "starts_on-day": today.day, "starts_on-month": today.month, "starts_on-year": today.year,
        "ends_on-day": last.day, "ends_on-month": last.month, "ends_on-year": last.year,
    })  # fmt: skip
    assert acting_as(jo, at=timezone.now()).roles == {"secretariat"}
    assert "Stands in for Sam Secretary" in words(office.get(page("person", person=jo.pk)))
    asked = words(office.get(page("people"), {"role": "secretariat"}))
    assert "Who is One Panel Secretariat now" in asked
    assert "stands in for Sam Secretary" in asked and "away, Jo Junior stands in" in asked


def test_the_role_filter_shows_who_holds_it_now_not_who_once_did(office, sam, jo):
    hand_over(membership=sam, to=jo, actor=SYSTEM_ADMIN, at=timezone.now())
    rows = re.findall(r'people/\d+/">([^<]+)</a>', office.get(page("people"), {"role": "secretariat"}).content.decode())
    assert rows == ["Jo Junior"]


def test_what_goes_over_is_shown_before_it_does(office, sam, jo):
    start_referral(procedure=the_procedure(), pathway="adult", actor=acting_as(sam), at=NOW)
    address = page("hand_over", person=sam.pk)
    shown = words(office.get(address))
    assert "One Panel Secretariat" in shown and "1 referral half entered" in shown
    assert office.post(address, {"successor": ""}).status_code == 200
    assert RoleHolding.objects.filter(membership=sam, ends_on=None).count() == 1
    assert office.post(address, {"successor": jo.pk, "leaves": "on"}).status_code == 302
    sam.refresh_from_db()
    assert (sam.active, names("secretariat", timezone.localdate())) == (False, ["Jo Junior"])
