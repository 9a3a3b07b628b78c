"""Redbridge: a child's case from the virtual panel by notification and rapid review to the national panel's answer
(RED-20, RED-30, C-17, C-18, C-40)."""

from __future__ import annotations

from playwright.sync_api import expect

from . import answering, deciding, outside
from .anywhere import MAIL, TODAY, Office, refer
from .people import address, choose, letter
from .redbridge_child import (
    SLUG,
    TEST,
    a_partner_says_what_its_agency_holds,
    first_look,
    notification_started,
    shared_with_the_chair,
    the_virtual_panel_decides,
)

CHILDREN, ICB, POLICE = "LBR Children's Social Care", "NEL NHS ICB", "East Area BCU MPS"
LAST_YEAR = TODAY.replace(year=TODAY.year - 1, day=1)
LOCAL = "Child Safeguarding Practice Review (local)"
WEIGHED = ("Have regard to: was no agency involved, and does that itself give concern?", "How is this case different")
REPORT = {
    "What did your agency do for the child and the family?": "Health visits until May.",
    "What happened, and why?": "Two referrals were read apart from each other.",
}
SAYS = {"Is anything needed now": "She is with her aunt."}


def test_a_rapid_review_to_the_national_panels_answer(visitor, stack):
    """Form, virtual panel, notification, agencies' reports, report, agreement, national panel, referrer."""
    reference, link = refer(visitor, stack, SLUG, "Children and care leavers up to 24")
    office = Office(visitor, SLUG, reference)
    office.at_case("secretariat", "acknowledge-referral/").press("Acknowledge")
    first_look(office)
    a_partner_says_what_its_agency_holds(office)
    what_has_to_be_weighed(office)
    the_virtual_panel_decides(office)
    shared_with_the_chair(office, stack)
    the_referrer_is_told(office, visitor, stack, link)
    notification_started(office)
    outside.notified(office, role="head-of-safeguarding")
    letter(stack, address("rscp-manager"), f"{reference}: something for you to read")
    agencies_report(office, stack)
    the_panel_meets(office)
    the_report_is_agreed(office, stack)
    outside.outcome_sent(office, SAYS)
    outside.replied(office, "Agrees")
    the_case_says_so(office)


def what_has_to_be_weighed(office: Office) -> None:
    """What must be considered and what one must have regard to stand beside the reasons (RED-30)."""
    partner = office.at_case("statutory-partner", "answer-criteria/serious-incident/")
    for question, answer in TEST:
        choose(partner, answer, within=partner.page.get_by_role("group", name=question))
        partner.press("Next question")
    for words in WEIGHED:
        partner.reads(words)


def the_referrer_is_told(office: Office, visitor, stack, link: str) -> None:
    secretary = office.at_case("secretariat")
    secretary.follow("Tell the referrer what the virtual panel decided")
    secretary.reads("Criteria met")
    secretary.press("Tell the outcome")
    secretary.reads("The outcome is told.")
    letter(stack, MAIL.format(SLUG), f"{office.reference}: there is an outcome")
    referrer = visitor()
    referrer.goto(link)
    referrer.reads("Neglect is known, and the harm is lasting.")


def agencies_report(office: Office, stack) -> None:
    """The template goes to all partners; here three are asked, one reports, two know nobody."""
    secretary = office.at_case("secretariat")
    secretary.follow("Send the information template to all partners")
    for box in secretary.page.get_by_role("checkbox").all():
        box.uncheck()
    for agency in (CHILDREN, ICB, POLICE):
        choose(secretary, agency)
    secretary.press("Ask for information")
    secretary.reads("3 agencies are asked for information.")
    letter(stack, address("agency-representative", "nel-icb"), office.reference)
    member = office.at_case("agency-representative", "submit-return/", "nel-icb")
    answering.answer_form(member, REPORT)
    answering.type_chronology(member, [(LAST_YEAR, "First visit.")])
    answering.send(member)
    for agency in ("east-area-police", "childrens-social-care"):
        office.at_case("agency-representative", "submit-return/", agency).press("Not known to us")
    secretary = office.at_case("secretariat", "compile-chronology/")
    secretary.press("Make the PDF")


def the_panel_meets(office: Office) -> None:
    """The rapid review panel, with the scrutineer in the chair; another body than the one that decided before it."""
    where = deciding.called_together(office, "Rapid review panel", time_of_day="10:50am")
    scrutineer = office.who("rscp-scrutineer")
    deciding.in_session(scrutineer, where, [CHILDREN, ICB, POLICE], in_the_chair="RSCP Independent Scrutineer")
    deciding.on_paper(office, "rscp-scrutineer", dict.fromkeys((CHILDREN, ICB, POLICE), LOCAL))
    deciding.recommended(office, "rscp-scrutineer", LOCAL, "Multi-agency audit")


def the_report_is_agreed(office: Office, stack) -> None:
    """The partners' leads agree to it before it leaves."""
    letter(stack, address("statutory-partner"), office.reference)
    deciding.answered(office, "statutory-partner", "The three leads, by telephone.").reads(f"Decided: {LOCAL}")


def the_case_says_so(office: Office) -> None:
    secretary = office.at_case("secretariat")
    for stage in ("Sent to the national panel", "Answered", "Outcome told"):
        secretary.reads(stage)
    expect(secretary.page.get_by_role("link", name="Tell the referrer the outcome")).to_have_count(0)
