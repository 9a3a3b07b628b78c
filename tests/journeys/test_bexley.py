"""Bexley: from the form to the three key partners' decision that it is a serious incident, and the group told of it
(BEX-1, BEX-5, BEX-8, BEX-22)."""

from __future__ import annotations

from .anywhere import Office, everybody_took_part, refer, say
from .people import address, letter, problems

SLUG = "bexley"
TEST = (
    ("Was the person under 18", "Yes"), ("Is abuse or neglect known", "Yes"), ("Did the child die", "No"),
    ("Was the child seriously harmed", "Yes"),
)  # fmt: skip
AGENCIES = ("council", "icb", "police")


def test_the_key_partners_decide_on_a_serious_incident(visitor, stack):
    reference, _ = refer(visitor, stack, SLUG, "Serious child safeguarding incident")
    office = Office(visitor, SLUG, reference)
    acknowledged_and_told(office, stack)
    a_first_view(office)
    it_is_a_serious_incident(office)
    the_group_is_told(office, stack)


def acknowledged_and_told(office: Office, stack) -> None:
    secretary = office.at_case("secretariat")
    secretary.follow("Tell the three key partners")
    say(secretary, "How?", "Only by what this service sends")
    secretary.reads("your first view is wanted")
    secretary.press("Tell them")
    secretary.reads("On the record: The partners were told of the referral.")
    letter(stack, address("key-partner", partnership=SLUG), f"{office.reference}: your first view is wanted")
    secretary.follow("Acknowledge the form")
    secretary.press("Acknowledge")


def a_first_view(office: Office) -> None:
    """A partner's view does not bind; it stands beside the decision (BEX-22)."""
    partner = office.at_case("key-partner", agency="police")
    partner.follow("Give your first view")
    partner.press("Record the view")
    assert len(problems(partner)) == 2
    partner.page.get_by_label("What is the view, and what does it rest on?").fill("The injuries were not accidental.")
    say(partner, "Do you think that the criteria for a serious incident are met?", "Yes")
    partner.press("Record the view")
    partner.reads("gave a view.")


def it_is_a_serious_incident(office: Office) -> None:
    office.answer_test("secretariat", "child-test", *TEST)
    partner = office.at_case("key-partner")
    partner.follow("Record whether it is a serious incident")
    partner.reads("The injuries were not accidental.")
    say(partner, "What is decided?", "Serious incident: rapid review")
    partner.page.get_by_label("Reasons for the decision").fill("Abuse is suspected, and the child was badly hurt.")
    everybody_took_part(partner)
    partner.press("Record the decision")
    partner.reads("On the record: Decided: Serious incident: rapid review.")


def the_group_is_told(office: Office, stack) -> None:
    secretary = office.at_case("secretariat")
    secretary.follow("Tell the Learning from Practice Group")
    say(secretary, "How?", "Only by what this service sends")
    secretary.press("Share the reasons")
    secretary.reads("On the record: The reasons for the decision were shared.")
    letter(stack, address("lfpg-chair", partnership=SLUG), office.reference)
