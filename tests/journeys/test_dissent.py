"""A panel that was divided: a member's disagreement goes up to those whose decision is final (RED-4, RED-5, C-13)."""

from __future__ import annotations

from playwright.sync_api import expect

from . import meeting
from .people import address, case_path, letter, problems, sign_in

REFERRER = "rosa.referrer@hospital.example"


def test_a_disagreement_goes_up_and_the_board_chairs_decide_it(visitor, stack):
    ratifier = sign_in(visitor, address("rsab-chair"))
    ratifier.follow("To ratify")
    undisputed = ratifier.page.get_by_role("row").filter(has_text="Safeguarding Adult", has_not_text="Dissent")
    reference = undisputed.first.get_by_role("link").inner_text()
    a_member_disagrees(visitor, stack, reference)
    ratifier.goto(case_path(reference, "ratify-recommendation/"))
    ratifier.reads("One agency only was involved.")
    ratifier.reads("This cannot be done yet.")
    expect(ratifier.page.get_by_role("button", name="Ratify")).to_have_count(0)
    it_goes_up(visitor, stack, reference)
    the_board_chairs_decide(visitor, stack, reference)
    the_referrer_is_told(visitor, stack, reference)


def a_member_disagrees(visitor, stack, reference: str) -> None:
    member = sign_in(visitor, address("agency-representative", "nelft"))
    member.goto(case_path(reference, "panel/"))
    member.follow("Record your agency’s dissent")
    member.press("Record the dissent")
    assert len(problems(member)) == 1
    member.page.get_by_label("Why does your agency disagree?").fill("One agency only was involved.")
    member.page.context.set_offline(True)
    member.press("Record the dissent")
    member.reads("You are offline, so nothing was sent.")
    member.page.context.set_offline(False)
    member.page.wait_for_timeout(1_100)  # within a second it would be taken for a double click
    member.press("Record the dissent")
    member.reads("Your agency’s dissent is on the record. Its lead is told.")
    letter(stack, address("agency-lead", "nelft"), reference)


def it_goes_up(visitor, stack, reference: str) -> None:
    """The agency's lead, then the chair: each finds it on the first page."""
    lead = sign_in(visitor, address("agency-lead", "nelft"))
    lead.follow(f"{reference}: the disagreement of NELFT waits for you")
    lead.follow("Pass the dissent on")
    lead.press("Pass it on")
    lead.reads("The dissent is with the Panel Chair.")
    letter(stack, address("panel-chair"), reference)
    chair = sign_in(visitor, address("panel-chair"))
    chair.follow(f"{reference}: the disagreement of NELFT waits for you")
    chair.follow("Take it to those who decide finally")
    chair.page.get_by_label("Reasons").fill("NELFT and the panel do not agree.")
    chair.press("Escalate")
    chair.reads("With the deciding body")


def the_board_chairs_decide(visitor, stack, reference: str) -> None:
    """RED-5: one of those above enters what they decided together. How a review is carried out is asked beside its
    field; what was typed is kept.
    """
    letter(stack, address("csp-chair"), reference)
    partner = sign_in(visitor, address("rsab-chair"))
    partner.follow("To ratify")
    partner.goto(case_path(reference, "decide-escalation/"))
    partner.page.get_by_label(meeting.DISCRETIONARY).check()
    partner.page.get_by_label("Focus").fill("What can be learnt.")
    partner.page.get_by_label("Reasons").fill("One agency was involved, and much can be learnt.")
    partner.page.get_by_label("Who took part in the decision?").fill("The three chairs and the lead agencies.")
    partner.press("Decide")
    assert problems(partner) == ["Choose how the review is to be carried out."]
    expect(partner.page.get_by_label("Focus")).to_have_value("What can be learnt.")
    partner.page.get_by_label("Multi-agency audit").check()
    partner.press("Decide")
    partner.reads(f"Decided: {meeting.DISCRETIONARY}")


def the_referrer_is_told(visitor, stack, reference: str) -> None:
    secretary = sign_in(visitor, address("secretariat"))
    secretary.goto(case_path(reference, "tell-outcome/"))
    secretary.reads("One agency was involved, and much can be learnt.")
    secretary.press("Tell the outcome")
    secretary.reads("The outcome is told.")
    letter(stack, REFERRER, f"{reference}: there is an outcome")
