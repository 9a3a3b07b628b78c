"""Steps of Darlington's serious incident up to the partners' decision, and of a referrer who is not satisfied (DAR-2,
DAR-3, DAR-4, DAR-14, DAR-22, DAR-25)."""

from __future__ import annotations

from playwright.sync_api import expect

from .anywhere import MAIL, Office, everybody_took_part, say
from .people import address, letter, problems

SLUG = "darlington"
DIED = {"Is it about the death of a child?": "Yes", "Which of the two is this?": "It meets the criteria for a serious "
        "incident notification"}  # fmt: skip
TEST = (
    ("Was the person under 18", "Yes"), ("Is it known or suspected", "Yes"), ("Did the child die", "Yes"),
    ("Did that happen in the area", "Yes"),
)  # fmt: skip


def tell_the_partners(office: Office, stack) -> None:
    secretary = office.at_case("secretariat")
    secretary.follow("Tell the Statutory Safeguarding Partners")
    say(secretary, "How?", "Only by what this service sends")
    secretary.press("Tell them")
    secretary.reads("Recorded. The partners were told of the referral.")
    letter(stack, address("scrutineer", partnership=SLUG), office.reference)


def the_partners_decide(office: Office) -> None:
    """An unexpected death is not closed as no further action; whoever is missing is named with the reason."""
    partner = office.at_case("statutory-partner")
    partner.follow("Decide whether the criteria are met")
    for words in ("Criteria met (a)", "Independent Scrutineer/Chair"):
        partner.reads(words)
    partner.press("Record the decision")
    assert len(problems(partner)) == 5
    say(partner, "What is decided?", "No further action")
    partner.page.get_by_label("Reasons for the decision").fill("Abuse is suspected, and the child has died.")
    everybody_took_part(partner)
    say(partner, "Has a child died whose death was not expected?", "Yes")
    say(partner, "Is there anything left to learn", "Yes")
    partner.press("Record the decision")
    partner.reads("“No further action” cannot be chosen with this answer")
    say(partner, "What is decided?", "Criteria met: rapid review")
    partner.press("Record the decision")
    partner.reads("Recorded. Decided: Criteria met: rapid review.")
    partner.fits()


def share_the_reasons(office: Office, stack) -> None:
    """With the sub-group, whatever the decision: the one step sends it and is done with it (DAR-4)."""
    secretary = office.at_case("secretariat")
    secretary.follow("Share the decision and its reasons with the Learning and Development sub-group")
    expect(secretary.page.get_by_label("What is shared")).to_have_value(
        "Decision: Criteria met: rapid review.\n\nReasons: Abuse is suspected, and the child has died."
    )
    say(secretary, "How?", "At a meeting or in person")
    say(secretary, "Did they decide that it meets the criteria for the national panel?", "Yes")
    secretary.press("Share the reasons")
    secretary.reads("Recorded. The reasons for the decision were shared.")
    letter(stack, address("ld-chair", partnership=SLUG), office.reference)
    expect(secretary.page.get_by_role("link", name="Share the decision")).to_have_count(0)


def tell_the_outcome(office: Office) -> None:
    secretary = office.at_case("secretariat")
    secretary.follow("Tell the referrer the outcome and why")
    secretary.reads("Criteria met: rapid review")
    secretary.press("Tell the outcome")
    secretary.reads("The outcome is told.")


def not_satisfied(visitor, stack, office: Office, link: str) -> None:
    """DAR-25: said behind the private link, answered by the director, read behind the link."""
    referrer = visitor()
    referrer.goto(link)
    referrer.follow("Say that you are not satisfied with the outcome")
    referrer.press("Send")
    assert len(problems(referrer)) == 1
    referrer.page.get_by_label("What do you not agree with, and why?").fill("His sister has to be looked at as well.")
    referrer.press("Send")
    referrer.reads("It has not been answered yet.")
    letter(stack, address("director", partnership=SLUG), office.reference)
    director = office.at_case("director")
    director.follow("Answer a referrer who is not satisfied")
    director.reads("His sister has to be looked at as well.")
    say(director, "What is the answer?", "It is agreed with in part")
    director.page.get_by_label("Reasons").fill("The rapid review looks at the whole family.")
    director.press("Record the answer")
    director.reads("Recorded. The dispute was answered: partly agreed with.")
    letter(stack, MAIL.format(SLUG), "what you raised has been answered")
    referrer.goto(link)
    for words in ("We agree with you in part", "The rapid review looks at the whole family."):
        referrer.reads(words)
    referrer.fits()
