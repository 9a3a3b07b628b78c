"""Darlington: a rapid review to its outcome (DAR-3 to DAR-6, DAR-12, DAR-14, DAR-22 to DAR-27), and a learning request
that the sub-group determines and the partners approve (DAR-2, DAR-7)."""

from __future__ import annotations

from playwright.sync_api import expect

from . import answering, deciding, outside
from .anywhere import MAIL, Office, refer
from .darlington import (
    DIED,
    SLUG,
    TEST,
    not_satisfied,
    share_the_reasons,
    tell_the_outcome,
    tell_the_partners,
    the_partners_decide,
)
from .people import address, choose, letter

COUNCIL, CCG, POLICE = (
    "Darlington Borough Council, Children's Services", "Tees Valley Clinical Commissioning Group",
    "Durham Constabulary",
)  # fmt: skip
LOCAL, NO_REVIEW = "Local Child Safeguarding Practice Review", "No further action"
NEXT = "Your answer is on record. The Independent Scrutineer/Chair answers next."
PRACTICE, AUDIT = "Multi-agency practice review", "Multi-agency audit of similar cases"
CRITERIA = (
    ("All this weighed", "Yes"), ("Is the case complex", "No"),
)  # fmt: skip
ANSWER = {
    "Which child or children was your agency involved with?": "The child named in the request.",
    "Dates of involvement": "March to June.",
    "Name of the person completing this": "Zoe Foxley",
    "What did your agency do for the child and family, and which safeguarding issues did you know of?": "Two visits.",
    "What facts does your agency know about the incident at this time?": "The ambulance was called at nine.",
}
CHECKS = (
    "Was the national panel notified within 5 working days of the incident?",
    "Was the rapid review held within 15 working days of the notification?",
    "Were decision and minutes sent to the national panel within 15 working days of the notification?",
)
SAYS = {
    "Are the criteria for a Child Safeguarding Practice Review met?": "Yes",
    "Will there be a Child Safeguarding Practice Review?": "A local one",
    "Is anything needed now": "His brother is with foster carers.",
}  # fmt: skip


def test_a_rapid_review_to_its_outcome(visitor, stack):
    """Who notifies, who answers, who meets, who decides and who is told: each at their own window."""
    reference, link = refer(visitor, stack, SLUG, "Serious child safeguarding incident", says=DIED)
    office = Office(visitor, SLUG, reference)
    acknowledged(office)
    tell_the_partners(office, stack)
    office.answer_test("statutory-partner", "child-test", *TEST)
    the_partners_decide(office)
    share_the_reasons(office, stack)
    tell_the_outcome(office)
    not_satisfied(visitor, stack, office, link)
    outside.notified(office)
    agencies_answer(office, stack)
    the_panel_recommends(office)
    the_partners_and_the_scrutineer(office, stack)
    the_national_panel_hears(office)
    the_referrer_hears_the_rest(office, visitor, stack, link)


def acknowledged(office: Office) -> None:
    secretary = office.at_case("secretariat", "acknowledge-referral/")
    secretary.press("Acknowledge")
    secretary.reads("The referral is acknowledged.")


def agencies_answer(office: Office, stack) -> None:
    """One fills in the form of appendix 4, one does not know the family, one has not answered yet (DAR-5)."""
    secretary = office.at_case("secretariat", "request-information/")
    for box in secretary.page.get_by_role("checkbox").all():
        box.uncheck()
    for agency in (COUNCIL, CCG, POLICE):
        choose(secretary, agency)
    secretary.press("Ask for information")
    secretary.reads("3 agencies are asked for information.")
    letter(stack, address("agency-representative", "ccg", SLUG), f"{office.reference}: information needed by")
    member = office.at_case("agency-representative", "submit-return/", "ccg")
    answering.answer_form(member, ANSWER)
    answering.send(member)
    office.at_case("agency-representative", "submit-return/", "police").press("Not known to us")
    secretary = office.at_case("secretariat", "information/")
    secretary.follow(CCG)
    secretary.reads("Two visits.")


def the_panel_recommends(office: Office) -> None:
    """Tried against the criteria first; carried by two of the three (DAR-6, DAR-26)."""
    office.answer_test("rapid-review-chair", "review-criteria", *CRITERIA)
    where = deciding.called_together(office, "Rapid Review Panel", time_of_day="9:40am")
    chair = office.who("rapid-review-chair")
    deciding.in_session(chair, where, [COUNCIL, CCG, POLICE])
    deciding.on_paper(office, "rapid-review-chair", {COUNCIL: LOCAL, CCG: LOCAL, POLICE: NO_REVIEW})
    chair.reads(f"“{LOCAL}” was carried by 2 of 3 agencies voting.")
    deciding.recommended(office, "rapid-review-chair", LOCAL, "Multi-agency practice learning review")
    chair.goto(f"{where}live/")
    chair.press("End the meeting")


def the_partners_and_the_scrutineer(office: Office, stack) -> None:
    """Two answer in turn: it is not decided before the second one has (DAR-6)."""
    letter(stack, address("scrutineer", partnership=SLUG), f"{office.reference}: a recommendation waits")
    deciding.answered(office, "statutory-partner", "Their deputies, by telephone.", done=NEXT)
    expect(office.at_case("secretariat").page.locator("body")).not_to_contain_text(f"Decided: {LOCAL}")
    scrutineer = deciding.answered(office, "scrutineer", "")
    scrutineer.reads(f"Decided: {LOCAL}")


def the_national_panel_hears(office: Office) -> None:
    """The record of appendix 5 with its three quality checks, drawn from the dates (DAR-12, DAR-27)."""
    secretary = office.at_case("secretariat", "send-outcome/")
    secretary.reads("Quality checks, for internal use")
    for check in CHECKS:
        secretary.reads(check)
    outside.outcome_sent(office, SAYS)
    outside.replied(office, "Agrees")


def the_referrer_hears_the_rest(office: Office, visitor, stack, link: str) -> None:
    secretary = office.at_case("secretariat")
    secretary.follow("Tell the referrer the outcome and why")
    secretary.reads(LOCAL)
    secretary.press("Tell the outcome")
    secretary.reads("The outcome is told.")
    letter(stack, MAIL.format(SLUG), f"{office.reference}: there is an outcome")
    referrer = visitor()
    referrer.goto(link)
    for words in (LOCAL, "The facts and the answers support it."):
        referrer.reads(words)
    referrer.fits()


def test_a_learning_request_to_its_outcome(visitor, stack):
    """DAR-2, DAR-7: the sub-group determines one of its five, the partners approve, the referrer reads it."""
    says = {**DIED, "Which of the two is this?": "It is a learning request", "Is it about the death": "No"}
    reference, link = refer(visitor, stack, SLUG, "Learning request", says=says)
    office = Office(visitor, SLUG, reference)
    secretary = office.at_case("secretariat")
    secretary.follow("Pass a learning request to the Learning and Development sub-group")
    secretary.page.get_by_label("Why is it passed on?").fill("The agencies worked well together: worth spreading.")
    secretary.press("Pass it on")
    secretary.reads("Pass a learning request to the Learning and Development sub-group")
    office.at_case("secretariat", "record/").reads("worth spreading")
    where = deciding.called_together(office, "Learning and Development sub-group", time_of_day="3:25pm")
    chair = office.who("ld-chair")
    deciding.in_session(chair, where, [COUNCIL, CCG, POLICE])
    deciding.on_paper(office, "ld-chair", {COUNCIL: AUDIT, CCG: AUDIT, POLICE: PRACTICE})
    deciding.recommended(office, "ld-chair", AUDIT, "Peer review")
    deciding.answered(office, "statutory-partner", "Each by e-mail.").reads(f"Decided: {AUDIT}")
    secretary = office.at_case("secretariat", "tell-outcome/")
    secretary.reads(AUDIT)
    secretary.press("Tell the outcome")
    letter(stack, MAIL.format(SLUG), f"{reference}: there is an outcome")
    referrer = visitor()
    referrer.goto(link)
    referrer.reads(AUDIT)
    referrer.fits()
