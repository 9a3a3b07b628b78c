"""Steps of a child's case by Redbridge's virtual panel, its reasons shared with the chair (RED-20, RED-30, C-17)."""

from __future__ import annotations

from playwright.sync_api import expect

from .anywhere import Office, everybody_took_part, say
from .people import address, letter

SLUG = "redbridge"
TEST = (
    ("Who is the case about?", "A child under 18, not looked after"),
    ("Is abuse or neglect", "Yes"),
    ("Has the child died or been", "Yes"),
    ("Was the child looked after, and has the child died?", "No"),
)


def first_look(office: Office) -> None:
    chair = office.at_case("panel-chair")
    chair.follow("Chair's first look")
    say(chair, "Is this referral fit for the Virtual panel?", "Fit")
    chair.page.get_by_label("Reasons").fill("For the virtual panel.")
    chair.press("Record the first look")
    chair.reads("The first look is on the record.")


def a_partner_says_what_its_agency_holds(office: Office) -> None:
    partner = office.at_case("statutory-partner")
    partner.follow("Say what your own agency holds")
    partner.page.get_by_label("What is the view, and what does it rest on?").fill("Two earlier reports from school.")
    say(partner, "Does your agency hold anything that the referral does not say?", "Yes")
    say(partner, "Do you think that the criteria", "Don’t know")
    partner.press("Record the view")
    partner.reads("gave a view.")


def the_virtual_panel_decides(office: Office) -> None:
    office.answer_test("statutory-partner", "serious-incident", *TEST)
    partner = office.at_case("statutory-partner")
    partner.follow("Decide on notification and rapid review")
    for words in ("Two earlier reports from school.", "The criteria are met: the local authority notifies"):
        partner.reads(words)
    say(partner, "What is decided?", "Criteria met")
    partner.page.get_by_label("Reasons for the decision").fill("Neglect is known, and the harm is lasting.")
    everybody_took_part(partner)
    partner.press("Record the decision")
    partner.reads("Recorded. Decided: Criteria met.")


def shared_with_the_chair(office: Office, stack) -> None:
    secretary = office.at_case("secretariat")
    secretary.follow("Share the reasons with the One Panel chair")
    expect(secretary.page.get_by_label("What is shared")).to_have_value(
        "Decision: Criteria met.\n\nReasons: Neglect is known, and the harm is lasting."
    )
    say(secretary, "How?", "Only by what this service sends")
    secretary.press("Share the reasons")
    secretary.reads("Recorded. The reasons for the decision were shared.")
    letter(stack, address("panel-chair"), office.reference, "reasons")


def notification_started(office: Office) -> None:
    """The national notification starts as a track of its own."""
    secretary = office.at_case("secretariat")
    secretary.follow("Start the national notification")
    secretary.page.get_by_label("Why is it started?").fill("The criteria are met.")
    secretary.press("Start it")
    secretary.reads("Recorded. Start the national notification.")
    secretary.reads("To be notified")
