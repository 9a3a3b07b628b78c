"""Barking and Dagenham, Havering and Redbridge together: each borough's own Practice Review Group (BHR-2 to BHR-6,
BHR-9 to BHR-12)."""

from __future__ import annotations

from playwright.sync_api import expect

from . import deciding, outside
from . import office as offices
from .anywhere import MAIL, Office, everybody_took_part, refer, say
from .deciding import IN_NINE_DAYS
from .people import address, choose, fill_day, letter, problems

SLUG = "bhr"
HAVERING, ICB, POLICE = "London Borough of Havering", "Clinical Commissioning Group", "Metropolitan Police Service"
VOTERS = {"council-havering": HAVERING, "ccg": ICB, "police": POLICE}
NATIONAL, WORKSHOP = "Review by the national Child Safeguarding Practice Review Panel", "Workshop or management review"
MET = (
    ("Was the person under 18", "Yes"), ("Does the local authority know or suspect", "Yes"),
    ("Did the child die, or come", "Yes"), ("Did that happen in the area", "Yes"),
)  # fmt: skip
LOCAL = (
    ("All this weighed", "Yes"), ("Should the national panel", "Yes"),
)  # fmt: skip
SAYS = {"Why, or why not?": "It matters for all of England."}


def test_a_rapid_review_in_writing_and_back_from_the_national_panel(visitor, stack):
    """BHR-2, BHR-3, BHR-4, BHR-9, BHR-10, BHR-12: on the proforma, then local action because the panel prefers it."""
    reference, link = refer(visitor, stack, SLUG, "Child safeguarding case", borough="Havering")
    office = Office(visitor, SLUG, reference)
    the_authority_decides(office, MET, "Criteria met: rapid review")
    office.answer_test("prg-chair", "local-criteria", *LOCAL)
    in_writing(office, stack)
    deciding.answered(office, "strategic-partner", "The council, the group and the police agree.")
    a_dispute(office, stack)
    outside.notified(office)
    outside.outcome_sent(office, SAYS, None)
    outside.replied(office, "Suggests a local review")
    secretary = office.at_case("secretariat")
    secretary.reads("Local action")
    secretary.reads("Being considered")
    told(office, visitor, stack, link)


def the_authority_decides(office: Office, answers, outcome: str) -> None:
    """Havering's own lead: the council of another borough is not among those who should take part (BHR-12)."""
    office.answer_test("local-authority", "child-test", *answers)
    lead = office.at_case("local-authority", "decide-threshold/")
    expect(lead.page.locator("body")).not_to_contain_text("Barking and Dagenham")
    say(lead, "What is decided?", outcome)
    lead.page.get_by_label("Reasons for the decision").fill("What the referral says and what the authority knows.")
    everybody_took_part(lead)
    lead.press("Record the decision")
    lead.reads("Recorded. Decided")


def in_writing(office: Office, stack) -> None:
    """Nobody meets: the question goes out, three agencies answer from their own desks, the chair closes (BHR-2)."""
    chair = office.at_case("prg-chair", "panel/")
    chair.follow("Decide in writing")
    for option in chair.page.get_by_role("checkbox").all():
        option.check()
    fill_day(chair, IN_NINE_DAYS, "Answers by", "5pm")
    chair.press("Ask the members")
    chair.reads("The question is put in writing and the members are told.")
    chair.reads("Practice Review Group (Havering)")
    expect(chair.page.locator("body")).not_to_contain_text("Barking and Dagenham")
    letter(stack, address("agency-representative", "council-havering", SLUG), f"{office.reference}: your agency")
    for agency in VOTERS:
        member = office.at_case("agency-representative", "cast-vote/", agency)
        choose(member, NATIONAL)
        member.press("Vote")
        member.reads("is recorded. It can be changed until the vote ends.")
    chair = office.at_case("prg-chair", "close-question/")
    chair.page.get_by_label("Why does the vote end before").fill("Everybody who knows the family has answered.")
    chair.press("Close the vote")
    chair.reads(f"“{NATIONAL}” was carried by 3 of 3 agencies voting.")
    deciding.recommended(office, "prg-chair", NATIONAL, "Case review")


def a_dispute(office: Office, stack) -> None:
    """An agency does not agree; the Strategic Partners settle it with reasons (BHR-9)."""
    member = office.at_case("agency-representative", "raise-dispute/", "police")
    member.press("Send")
    assert len(problems(member)) == 1
    member.page.get_by_label("What do you not agree with, and why?").fill("The school was not asked.")
    member.press("Send")
    letter(stack, address("bhr-strategic-partner", partnership=SLUG), f"{office.reference}: a dispute")
    partner = office.at_case("strategic-partner")
    partner.follow("Settle the dispute")
    partner.reads("The school was not asked.")
    say(partner, "What is the answer?", "It is agreed with in part")
    partner.page.get_by_label("Reasons").fill("The school is asked before the review begins.")
    partner.press("Record the answer")
    partner.reads("Recorded. The dispute was answered: partly agreed with.")


def told(office: Office, visitor, stack, link: str) -> None:
    secretary = office.at_case("secretariat", "tell-outcome/")
    secretary.press("Tell the outcome")
    letter(stack, MAIL.format(SLUG), f"{office.reference}: there is an outcome")
    referrer = visitor()
    referrer.goto(link)
    referrer.reads("The facts and the answers support it.")


def test_local_action_below_the_criteria(visitor, stack):
    """BHR-5, BHR-6, BHR-11, BHR-12: any one of the three is enough; the borough's group meets, its partners decide."""
    office = Office(visitor, SLUG, offices.at_stage(visitor, SLUG, "received"))
    secretary = office.at_case("secretariat")
    name = secretary.page.locator("dt").get_by_text("Borough", exact=True)
    borough = secretary.page.locator(".govuk-summary-list__row").filter(has=name).locator("dd").inner_text()
    council = {"Barking and Dagenham": "Barking", "Havering": "Havering", "Redbridge": "Redbridge"}[borough]
    office.answer_test("local-authority", "child-test", MET[0], ("Does the local authority know or suspect", "No"))
    lead = office.at_case("local-authority", "decide-threshold/")
    say(lead, "What is decided?", "Criteria not met: local action considered")
    lead.page.get_by_label("Reasons for the decision").fill("Nobody suspects abuse.")
    everybody_took_part(lead)
    lead.press("Record the decision")
    office.answer_test("prg-chair", "local-action", ("Is there evidence of direct learning", "Yes"))
    where = deciding.called_together(office, "Practice Review Group", time_of_day="11:30am", borough=borough)
    office.who("secretariat").reads(f"Practice Review Group ({borough})")
    agencies = [f"London Borough of {council}", ICB, POLICE]
    deciding.in_session(office.who("prg-chair"), where, agencies)
    deciding.on_paper(office, "prg-chair", dict.fromkeys(agencies, WORKSHOP))
    deciding.recommended(office, "prg-chair", WORKSHOP, "Workshop, event or summit")
    partner = deciding.answered(office, "strategic-partner", "All of us agree.")
    partner.reads(f"Decided: {WORKSHOP}")
    secretary = office.at_case("secretariat", "tell-outcome/")
    secretary.reads(WORKSHOP)
    secretary.press("Tell the outcome")
    secretary.reads("The outcome is told.")
