"""Bexley: both doors to their outcome. From the notification form to the three key partners' decision that it is a
serious incident (BEX-1, BEX-5, BEX-8, BEX-22); from there by the national panel, the agencies, the rapid review and the
Executive to the outcome (BEX-4, BEX-7, BEX-23, BEX-24, BEX-26, BEX-27); and a case below the criteria (BEX-1, BEX-2,
BEX-14, BEX-31)."""

from __future__ import annotations

from . import deciding, outside
from .anywhere import MAIL, Office, everybody_took_part, refer, say
from .people import address, choose, letter, letters_to, problems

SLUG = "bexley"
TEST = (
    ("Was the person under 18", "Yes"), ("Is abuse or neglect known", "Yes"), ("Did the child die", "No"),
    ("Was the child seriously harmed", "Yes"),
)  # fmt: skip
AGENCIES = ("council", "icb", "police")


def acknowledged_and_told(office: Office, stack) -> None:
    secretary = office.at_case("secretariat")
    secretary.follow("Tell the three key partners")
    say(secretary, "How?", "Only by what this service sends")
    secretary.reads("your first view is wanted")
    secretary.press("Tell them")
    secretary.reads("Recorded. The partners were told of the referral.")
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
    partner.reads("Recorded. Decided: Serious incident: rapid review.")


def the_group_is_told(office: Office, stack) -> None:
    secretary = office.at_case("secretariat")
    secretary.follow("Tell the Learning from Practice Group")
    say(secretary, "How?", "Only by what this service sends")
    secretary.press("Share the reasons")
    secretary.reads("Recorded. The reasons for the decision were shared.")
    letter(stack, address("lfpg-chair", partnership=SLUG), office.reference)


MISSING = [
    "Select an answer to “Is the case looked at against the criteria of the statutory guidance?”",
    "Enter immediate safeguarding arrangements for every child involved",
    "Select an answer to “Is a national review thought necessary?”",
    "Enter an answer to “Why, or why not?”",
    "Enter what was learnt already, and how it is passed on",
    "Enter what more could be learnt",
]
LOCAL_REVIEW, NO_REVIEW = "Local child safeguarding practice learning review", "No further action"
COUNCIL, ICB, POLICE = (
    "London Borough of Bexley, Children's Social Care", "NHS South East London Integrated Care Board",
    "Metropolitan Police Service",
)  # fmt: skip
THE_THREE = "Its lead, by telephone"
SAYS = {
    "Is the case looked at": "Yes", "Will there be": "Yes", "Is a national review": "No",
    "Why, or why not?": "No law stands in the way.", "Immediate safeguarding": "She is with her grandmother.",
}  # fmt: skip


def test_a_rapid_review_to_its_outcome(visitor, stack):
    """BEX-3, BEX-4, BEX-7, BEX-8, BEX-23 to BEX-27, C-15, C-17, C-31."""
    reference, _ = refer(visitor, stack, SLUG, "Serious child safeguarding incident")
    office = Office(visitor, SLUG, reference)
    acknowledged_and_told(office, stack)
    a_first_view(office)
    it_is_a_serious_incident(office)
    the_group_is_told(office, stack)
    outside.notified(office)
    for partner in ("key-partner", "key-partner.icb", "key-partner.police"):
        letter(stack, f"{partner}@bexley.example", f"{office.reference}: a copy for you")
    agencies_are_asked(office, stack)
    the_rapid_review_meeting(office)
    the_executive_decides(office, stack)
    the_national_panel_hears(office, stack)
    the_referrer_is_told(office, stack)


def agencies_are_asked(office: Office, stack) -> None:
    """All three statutory agencies; the police answer, the others come to the meeting all the same (BEX-23)."""
    secretary = office.at_case("secretariat", "request-information/")
    for box in secretary.page.get_by_role("checkbox").all():
        box.uncheck()
    for agency in (COUNCIL, ICB, POLICE):
        choose(secretary, agency)
    secretary.press("Ask for information")
    secretary.reads("3 agencies are asked for information.")
    letter(stack, address("agency-representative", "police", SLUG), f"{office.reference}: information needed by")
    member = office.at_case("agency-representative", "submit-return/", "police")
    member.press("Not known to us")
    member.reads("Your answer, “not known to us”, is complete.")


def the_rapid_review_meeting(office: Office) -> None:
    where = deciding.called_together(
        office, "Rapid Review Meeting of the Learning from Practice Group", time_of_day="10:10am"
    )
    chair = office.who("lfpg-chair")
    deciding.in_session(chair, where, [COUNCIL, ICB, POLICE])
    deciding.on_paper(office, "lfpg-chair", {COUNCIL: LOCAL_REVIEW, ICB: LOCAL_REVIEW, POLICE: NO_REVIEW})
    chair.reads(f"“{LOCAL_REVIEW}” was carried by 2 of 3 agencies voting.")
    deciding.recommended(office, "lfpg-chair", LOCAL_REVIEW, "Full chronology with individual management reports")
    chair.goto(f"{where}live/")
    chair.press("End the meeting")
    secretary = office.at_case("secretariat", "send-recommendation/")
    secretary.press("Send it on")
    secretary.reads("Recorded. The recommendation was sent to those who decide.")


def the_executive_decides(office: Office, stack) -> None:
    """Each of the three is counted, by what it said itself or told a colleague; the majority decides (BEX-4, C-14)."""
    letter(stack, address("key-partner", "icb", SLUG), f"{office.reference}: a recommendation waits for your answer")
    partner = deciding.answered(office, "key-partner", THE_THREE, agency="icb")
    partner.reads("“Ratify” was carried by 3 of 3 agencies voting.")
    letter(stack, address("agency-representative", "police", SLUG), f"{office.reference}: the outcome")


def the_national_panel_hears(office: Office, stack) -> None:
    """Eleven things at least, refused while one is missing; a copy to the key partners; then the answer (BEX-7)."""
    before = len(letters_to(stack, address("key-partner", partnership=SLUG)))
    outside.outcome_sent(office, SAYS, MISSING)
    letter(stack, address("key-partner", partnership=SLUG), f"{office.reference}: a copy for you")
    assert len(letters_to(stack, address("key-partner", partnership=SLUG))) > before
    partner = office.at_case("key-partner", "notifications/", "icb")
    partner.follow("Sent to", exact=False)
    for words in ("She is with her grandmother.", THE_THREE, "No law stands in the way."):
        partner.reads(words)
    outside.replied(office, "Agrees")


def the_referrer_is_told(office: Office, stack) -> None:
    secretary = office.at_case("secretariat", "tell-outcome/")
    for words in (LOCAL_REVIEW, "The facts and the answers support it."):
        secretary.reads(words)
    secretary.press("Tell the outcome")
    secretary.reads("The outcome is told.")
    letter(stack, MAIL.format(SLUG), f"{office.reference}: there is an outcome")
    secretary = office.at_case("secretariat")
    for stage in ("Outcome told", "The national panel has replied"):
        secretary.reads(stage)


def test_a_case_below_the_criteria_to_its_outcome(visitor, stack):
    """BEX-1, BEX-2, BEX-4, BEX-14, BEX-31: the second door, the group, an audit, the Executive, the referrer."""
    reference, link = refer(visitor, stack, SLUG, "Referral for a partnership review or multi-agency audit")
    office = Office(visitor, SLUG, reference)
    secretary = office.at_case("secretariat", "acknowledge-referral/")
    secretary.press("Acknowledge")
    not_a_serious_incident(office)
    secretary = office.at_case("secretariat")
    secretary.follow("Invite the referrer to present the case")
    secretary.press("Invite the referrer")
    letter(stack, MAIL.format(SLUG), f"{reference}: please present your case")
    where = deciding.called_together(office, "Learning from Practice Group", time_of_day="2:20pm")
    deciding.in_session(office.who("lfpg-chair"), where, [COUNCIL, ICB, POLICE])
    deciding.on_paper(office, "lfpg-chair", {COUNCIL: AUDIT, ICB: AUDIT, POLICE: AUDIT})
    audit_recommended(office)
    office.at_case("secretariat", "send-recommendation/").press("Send it on")
    deciding.answered(office, "key-partner", "All three agree.")
    secretary = office.at_case("secretariat", "tell-outcome/")
    secretary.reads(AUDIT)
    secretary.press("Tell the outcome")
    letter(stack, MAIL.format(SLUG), f"{reference}: there is an outcome")
    referrer = visitor()
    referrer.goto(link)
    for words in (AUDIT, "The facts and the answers support it."):
        referrer.reads(words)


AUDIT = "Multi-agency audit"


def not_a_serious_incident(office: Office) -> None:
    office.answer_test("secretariat", "child-test", *TEST[:2], ("Did the child die", "No"), ("Was the child", "No"))
    secretary = office.at_case("secretariat", "decide-threshold/")
    say(secretary, "What is decided?", "Not a serious incident: to the Learning from Practice Group")
    secretary.page.get_by_label("Reasons for the decision").fill("The child was not badly hurt.")
    everybody_took_part(secretary)
    secretary.press("Record the decision")
    secretary.reads("Waiting for the next meeting")


def audit_recommended(office: Office) -> None:
    """Below the criteria the chair gives their word that it will be thorough, independent and open (BEX-14)."""
    chair = office.at_case("lfpg-chair", "recommend/")
    say(chair, "Type of review", AUDIT)
    chair.page.get_by_label("Focus").fill("How the school and the health visitor shared what they saw.")
    say(chair, "Methodology", AUDIT)
    chair.page.get_by_label("Reasons").fill("There is something for several agencies to learn.")
    chair.press("Recommend")
    assert problems(chair)
    chair.page.get_by_label("I confirm").check()
    chair.press("Recommend")
    chair.reads("The recommendation is made.")
