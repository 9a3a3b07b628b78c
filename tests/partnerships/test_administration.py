"""What an administrator does through the pages, and what comes of it (C-8)."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.acts import add_member, change_agency, end_membership, end_role, give_role
from partnerships.models import AdministrationEvent, Agency, Membership, RoleHolding, User
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from tests.factories import NOW, PASSWORD, SYSTEM_ADMIN, a_member, acting_as, an_agency

from .people import errors, letters, recorded, settle

NEW = {"name": "Nia New", "email": "Nia.New@police.example", "agency": "east-area-police", "job_title": "Inspector"}
NEW_PASSWORD = "seven quiet otters"


def page(name: str, partnership, **kwargs) -> str:
    return reverse(name, kwargs={"partnership": partnership.slug, **kwargs})


def invite(client, partnership, **changes):
    data = NEW | {"roles_given": ["agency-representative"]} | changes
    return client.post(page("invite_person", partnership), data)


@pytest.fixture
def office(redbridge, people, as_person):
    """The administrator at work."""
    return as_person(people.administrator)


def the_member(partnership, email: str) -> Membership:
    with tenant(partnership):
        return Membership.objects.select_related("user", "agency").get(user__email=email.lower())


# Inviting


def test_an_invited_person_chooses_a_password_by_a_link_that_works_once(redbridge, people, office):
    response = invite(office, redbridge)
    assert (response.status_code, response["Location"]) == (302, page("people", redbridge))
    member = the_member(redbridge, NEW["email"])
    assert (member.agency.slug, member.job_title, member.user.has_usable_password()) == (
        "east-area-police", "Inspector", False,
    )  # fmt: skip
    with tenant(redbridge):
        (letter,) = letters("invitation")
    assert (letter.to_email, letter.subject) == (member.user.email, "Your invitation to Redbridge One Panel")
    link = re.search(r"http://localhost:8000(/account/password/reset/key/\S+)", letter.body)[1]
    guest = Client()
    form_address = guest.get(link)["Location"]
    chosen = guest.post(form_address, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert chosen["Location"] == reverse("account_reset_password_from_key_done")
    guest.post(reverse("account_login"), {"login": NEW["email"], "password": NEW_PASSWORD})
    assert guest.get(page("home", redbridge)).status_code == 200
    again = Client().get(link)
    assert "This link no longer works" in again.content.decode()


def test_the_link_of_an_invitation_is_shown_to_nobody_and_sent_to_nobody_else(redbridge, people, office):
    from documents.acts import send_again

    invite(office, redbridge)
    with tenant(redbridge):
        (letter,) = letters("invitation")
        letter.state = "bounced"
        letter.save()
        with pytest.raises(ActRefused) as refused:
            send_again(message=letter, to_email="me@x.example", reason="mine", actor=people.admin, at=NOW)
    assert str(refused.value) == (
        "An invitation holds a link for one person. Invite them again from the page People instead."
    )
    shown = office.get(page("message", redbridge, message=letter.pk)).content.decode()
    assert ("reset/key" in shown, "a link for the person written to alone" in shown) == (False, True)


def test_a_person_with_an_account_elsewhere_is_added_and_told(redbridge, darlington, people, office):
    with tenant(darlington):
        known = a_member("Dana Elsewhere", "administrator")
    invite(office, redbridge, email=known.user.email.upper(), name="Somebody Wrong")
    member = the_member(redbridge, known.user.email)
    assert (member.user_id, member.user.name) == (known.user_id, "Dana Elsewhere")
    with tenant(redbridge):
        assert letters("invitation") == []
        (letter,) = letters("added")
    assert (letter.to_email, "reset/key" in letter.body) == (known.user.email, False)
    assert User.objects.get(pk=known.user_id).check_password(PASSWORD)


def test_who_is_here_already_is_not_invited_twice(redbridge, people, office):
    invite(office, redbridge)
    response = invite(office, redbridge, email=NEW["email"].upper())
    assert errors(response) == ["Somebody with this e-mail address is here already. Change them instead."]
    with tenant(redbridge):
        assert len(letters("invitation")) == 1


def test_a_representative_needs_an_agency_and_somebody_a_role(redbridge, people, office):
    assert errors(invite(office, redbridge, agency="")) == ["Select the agency that the Agency representative is of"]
    assert errors(invite(office, redbridge, roles_given=[])) == ["Select at least one role"]
    assert errors(invite(office, redbridge, email="not an address", name="")) == [
        "Enter full name", "E-mail address must be in the correct format, like name@example.com",
    ]  # fmt: skip


def test_a_borough_is_asked_where_roles_are_each_boroughs(db, as_person):
    from tests.factories import a_partnership

    bhr = a_partnership("bhr", "2020.toml")
    with tenant(bhr):
        office = as_person(a_member("Bea Boroughs", "administrator"))
    data = {"name": "Max Manager", "email": "max@bhr.example", "roles_given": ["secretariat", "administrator"]}
    assert errors(office.post(page("invite_person", bhr), data)) == ["Select the borough that the role is for"]
    office.post(page("invite_person", bhr), data | {"borough": "havering"})
    with tenant(bhr):
        held = RoleHolding.objects.filter(membership__user__email="max@bhr.example").order_by("role")
        assert [(row.role, row.borough and row.borough.slug) for row in held] == [
            ("administrator", None), ("secretariat", "havering"),
        ]  # fmt: skip


def test_only_who_has_no_password_yet_is_invited_again(redbridge, people, office):
    invite(office, redbridge)
    member = the_member(redbridge, NEW["email"])
    office.post(page("invite_again", redbridge, person=member.pk))
    with tenant(redbridge):
        assert len(letters("invitation")) == 2
    response = office.post(page("invite_again", redbridge, person=people.chair.pk))
    assert errors(response) == ["This person has a password already and can ask for a new one where people sign in."]


# Changing


def test_agency_and_job_title_are_changed_and_recorded(redbridge, people, office):
    data = {"name": "Rita Rep", "agency": "adult-social-care", "job_title": "Head of service", "telephone": "01708 1"}
    office.post(page("change_person", redbridge, person=people.representative.pk), data)
    member = the_member(redbridge, people.representative.user.email)
    assert (member.agency.slug, member.job_title, member.telephone) == (
        "adult-social-care", "Head of service", "01708 1",
    )  # fmt: skip
    with tenant(redbridge):
        assert recorded()[-1] == ("change_person", "Ada Admin", "Rita Rep")
        assert Membership.history.filter(id=member.pk).count() == 2


def test_the_name_of_an_account_used_elsewhere_stays(redbridge, darlington, people, office):
    with tenant(darlington):
        add_member(email=people.chair.user.email, name="x", actor=SYSTEM_ADMIN, at=NOW)
    data = {"name": "Other Name", "agency": "east-area-police", "job_title": "", "telephone": ""}
    response = office.post(page("change_person", redbridge, person=people.chair.pk), data)
    assert errors(response) == [
        "This account is used outside this partnership too, so its name cannot be changed here."
    ]


# Roles


def test_who_loses_a_role_loses_the_pages_at_the_next_request(redbridge, people, office, as_person):
    chair = as_person(people.chair)
    assert chair.get(page("log", redbridge)).status_code == 200
    with tenant(redbridge):
        holding = people.chair.roles.get()
    office.post(page("end_role", redbridge, person=people.chair.pk, holding=holding.pk))
    assert chair.get(page("log", redbridge)).status_code == 403
    office.post(page("give_role", redbridge, person=people.chair.pk), {"role": "panel-chair"})
    assert chair.get(page("log", redbridge)).status_code == 200


def test_a_role_holds_from_its_first_to_its_last_day(redbridge, people, office, as_person):
    today = timezone.localdate()
    client = as_person(people.representative)

    def give(role, first, last):
        data = {"role": role}
        for name, day in (("starts_on", first), ("ends_on", last)):
            data |= {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
        return office.post(page("give_role", redbridge, person=people.representative.pk), data)

    day = dt.timedelta(days=1)
    assert errors(give("secretariat", today + day, today)) == ["Last day must be the same as or after the first day"]
    give("secretariat", today + day, today + 9 * day)
    assert client.get(page("messages", redbridge)).status_code == 403
    give("secretariat", today - 9 * day, today - day)
    assert client.get(page("messages", redbridge)).status_code == 403
    assert errors(give("secretariat", today, today + day)) == [
        "This person has that role during some of this time already. End that one first."
    ]
    give("secretariat", today, today)
    assert client.get(page("messages", redbridge)).status_code == 200


def test_the_same_role_given_twice_is_held_once(redbridge, people):
    with tenant(redbridge):
        first = give_role(membership=people.chair, role="secretariat", actor=people.admin, at=NOW)
        second = give_role(membership=people.chair, role="secretariat", actor=people.admin, at=NOW)
        assert first == second
        assert [row for row in recorded() if row == ("give_role", "Ada Admin", "Chris Chair")] == [
            ("give_role", "Ada Admin", "Chris Chair")
        ]


def test_a_role_that_ends_on_a_day_to_come_is_held_until_then(redbridge, people):
    with tenant(redbridge):
        holding = people.chair.roles.get()
        end_role(holding=holding, actor=people.admin, at=NOW, last_day=dt.date(2026, 9, 30))
        held = [acting_as(people.chair, at=NOW + dt.timedelta(days=n)).kinds for n in (29, 30)]
    assert held == [frozenset({"panel-chair"}), frozenset()]


def test_the_last_administrator_stays(redbridge, people, office):
    with tenant(redbridge):
        end_membership(membership=people.second_administrator, actor=people.admin, at=NOW)
        holding = people.administrator.roles.get()
        refused = "This is the last administrator. Give somebody else the role first."
        with pytest.raises(ActRefused, match=refused):
            end_membership(membership=people.administrator, actor=SYSTEM_ADMIN, at=NOW)
    response = office.post(page("end_role", redbridge, person=people.administrator.pk, holding=holding.pk))
    assert errors(response) == [refused]


# Leaving


def test_a_leaver_opens_nothing_and_the_account_is_closed(redbridge, people, office, as_person):
    client = as_person(people.chair)
    assert client.get(page("home", redbridge)).status_code == 200
    office.post(page("end_membership", redbridge, person=people.chair.pk), {"reason": "Retired"})
    response = client.get(page("home", redbridge))
    assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("account_login"))
    guest = Client()
    guest.post(reverse("account_login"), {"login": people.chair.user.email, "password": PASSWORD})
    assert "_auth_user_id" not in guest.session
    with tenant(redbridge):
        assert recorded()[-2:] == [
            ("end_role", "Ada Admin", "Chris Chair"), ("end_membership", "Ada Admin", "Chris Chair"),
        ]  # fmt: skip
        assert AdministrationEvent.objects.latest("id").reason == "Retired"


def test_a_leaver_of_one_partnership_goes_on_in_another(redbridge, darlington, people, office, as_person):
    with tenant(darlington):
        add_member(email=people.chair.user.email, name="x", roles=("secretariat",), actor=SYSTEM_ADMIN, at=NOW)
    client = as_person(people.chair)
    office.post(page("end_membership", redbridge, person=people.chair.pk))
    answers = [client.get(page("home", partnership)).status_code for partnership in (redbridge, darlington)]
    assert answers == [404, 200]


def test_who_comes_back_does_not_come_with_the_password_of_then(redbridge, people, office):
    office.post(page("end_membership", redbridge, person=people.chair.pk))
    invite(office, redbridge, email=people.chair.user.email, roles_given=["panel-chair"])
    member = the_member(redbridge, people.chair.user.email)
    assert (member.pk, member.active, member.user.is_active, member.user.has_usable_password()) == (
        people.chair.pk, True, True, False,
    )  # fmt: skip


def test_nobody_ends_their_own_membership(redbridge, people, office):
    response = office.post(page("end_membership", redbridge, person=people.administrator.pk))
    assert errors(response) == ["You cannot end your own membership. Ask another administrator."]


def test_the_page_says_what_a_leaver_leaves_behind(redbridge, people, office):
    from tests.factories import a_case

    with tenant(redbridge):
        a_case(acting_as(people.secretary), received_at=NOW)
    page_of = office.get(page("end_membership", redbridge, person=people.secretary.pk)).content.decode()
    said = re.findall(r"<li>([^<]*)</li>", page_of)
    assert said == [
        "Nobody else has the role One Panel Secretariat.", "1 open deadline is for One Panel Secretariat.",
    ]  # fmt: skip


# Agencies


def test_the_contact_of_a_member_agency_is_changed_but_not_its_name(redbridge, people, office):
    data = {"contact_email": "panel@police.example", "title": "Another name", "sector": "health"}
    office.post(page("change_agency", redbridge, agency="east-area-police"), data)
    with tenant(redbridge):
        agency = an_agency("east-area-police")
        assert (agency.contact_email, agency.sector) == ("panel@police.example", "police")
        assert agency.title != "Another name"
        assert recorded()[-1][:2] == ("change_agency", "Ada Admin")


def test_an_invited_agency_is_added_once_and_can_be_renamed(redbridge, people, office, as_person):
    data = {"title": "London Fire Brigade", "sector": "police", "contact_email": "fire@london.example"}
    secretary = as_person(people.secretary)
    secretary.post(page("invite_agency_to_partnership", redbridge), data)
    response = secretary.post(page("invite_agency_to_partnership", redbridge), data)
    assert errors(response) == ["There is an agency of this name already"]
    office.post(
        page("change_agency", redbridge, agency="london-fire-brigade"),
        {"title": "Fire Brigade", "sector": "health", "contact_email": ""},
    )
    with tenant(redbridge):
        agency = Agency.objects.get(slug="london-fire-brigade")
        assert (agency.title, agency.sector, agency.member, agency.contact_email) == (
            "Fire Brigade", "health", False, "",
        )  # fmt: skip


# Walls and the record


def test_ids_of_another_partnership_in_a_form_are_no_choice(redbridge, darlington, people, office):
    with tenant(darlington):
        theirs = Agency.objects.create(slug="only-there", title="Only there", sector="health")
        stranger = a_member("Dana Elsewhere", "administrator")
    assert errors(invite(office, redbridge, agency="only-there")) == ["Agency: select one of the options shown"]
    with tenant(darlington):
        holding = stranger.roles.get()
    crossing = page("end_role", redbridge, person=people.chair.pk, holding=holding.pk)
    assert office.post(crossing).status_code == 404
    assert office.post(page("change_agency", redbridge, agency=theirs.slug), {}).status_code == 404
    assert office.post(page("end_membership", darlington, person=stranger.pk)).status_code == 404
    with tenant(darlington):
        assert RoleHolding.objects.get(pk=holding.pk).ends_on is None
        assert Membership.objects.get(pk=stranger.pk).active


def test_acts_refuse_what_belongs_to_another_partnership(redbridge, darlington, people):
    with tenant(darlington):
        stranger = a_member("Dana Elsewhere", "administrator")
        theirs = Agency.objects.create(slug="only-there", title="Only there", sector="health")
    refused = "This belongs to another partnership."
    with tenant(redbridge):
        with pytest.raises(ActRefused, match=refused):
            give_role(membership=stranger, role="secretariat", actor=people.admin, at=NOW)
        with pytest.raises(ActRefused, match=refused):
            end_membership(membership=stranger, actor=people.admin, at=NOW)
        with pytest.raises(ActRefused, match=refused):
            change_agency(agency=theirs, contact_email="x@y.example", actor=people.admin, at=NOW)


def test_acts_refuse_everybody_but_an_administrator(redbridge, people):
    with tenant(redbridge), pytest.raises(ActRefused, match="Only an administrator of this partnership can do this"):
        give_role(membership=people.chair, role="administrator", actor=acting_as(people.secretary), at=NOW)


def test_each_partnership_has_a_record_of_its_own(redbridge, darlington, people):
    with tenant(darlington):
        settle("police-force" if Agency.objects.filter(slug="police-force").exists() else _police())
        theirs = recorded()
    with tenant(redbridge):
        ours = recorded()
    assert len(ours) == len(theirs) == 10


def _police() -> str:
    return Agency.objects.filter(sector__contains="police").values_list("slug", flat=True)[0]


@pytest.mark.parametrize("right", ["UPDATE", "DELETE"])
@pytest.mark.parametrize("role", ["safeguarding_web", "safeguarding_worker"])
def test_the_record_is_only_added_to(role, right, db):
    with connection.cursor() as cursor:
        question = "SELECT has_table_privilege(%s, 'partnerships_administrationevent', %s)"
        cursor.execute(question, [role, right])
        assert cursor.fetchone() == (False,)
        cursor.execute(question, [role, "INSERT"])
        assert cursor.fetchone() == (True,)
