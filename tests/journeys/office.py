"""The secretariat and the chair at a case: acknowledging, asking, checking, asking agencies, tests, telling."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import expect

from tests.browser import Visitor

from .people import address, case_path, choose, sign_in

QUESTIONS = ("Who was the lead professional in October?", "When was the last visit?")
ADULT = {
    "Serious child safeguarding incident": (("Who is the case about?", "An adult"),),
    "Safeguarding Adult Review decision tool": (
        ("Has an adult at risk died?", "Yes"),
        ("Was that because of abuse or neglect", "Yes"),
        ("Is there concern about how agencies worked together", "Yes"),
        ("Is the case likely to be complex", "No"),
    ),
    "Domestic homicide decision support": (
        ("Has a person of 16 or over died?", "Yes"),
        ("Does the death appear to have come", "No"),
        ("Did the person take their own life", "No"),
    ),
}


def open_case(person: Visitor, reference: str) -> None:
    person.goto(case_path(reference))


def acknowledge(secretary: Visitor, reference: str) -> None:
    """From the log, with the e-mails that will leave shown before they do."""
    secretary.goto("/redbridge/log/")
    secretary.follow(reference)
    secretary.reads("1 working day left")
    secretary.follow("Acknowledge the referral")
    secretary.reads(f"{reference}: we have your referral")
    secretary.press("Acknowledge")
    secretary.reads("The referral is acknowledged.")


def send_back(secretary: Visitor) -> None:
    secretary.follow("Ask the referrer")
    boxes = secretary.page.get_by_label("What do you want to know?")
    boxes.fill(QUESTIONS[0])
    secretary.press("Add another question")
    boxes.nth(1).fill(QUESTIONS[1])
    secretary.press("Send back with these questions")
    secretary.reads("The questions are waiting for the referrer behind their private link.")


def first_look(chair: Visitor, reference: str) -> None:
    open_case(chair, reference)
    chair.follow("Chair's first look")
    choose(chair, "Fit")
    chair.press("Record the first look")
    chair.reads("Enter reasons")
    chair.page.get_by_label("Reasons").fill("The account is clear, and the concern is about several agencies.")
    chair.press("Record the first look")
    chair.reads("The first look is on the record.")


def ask_agencies(secretary: Visitor, reference: str, agencies: list[str]) -> dt.date:
    """Asks these and no others; returns the day their answers are due."""
    open_case(secretary, reference)
    secretary.follow("Ask agencies for information")
    for box in secretary.page.get_by_role("checkbox").all():
        box.uncheck()
    for agency in agencies:
        choose(secretary, agency)
    secretary.press("Ask for information")
    secretary.reads(f"{len(agencies)} agencies are asked for information.")
    secretary.reads("10 working days left")
    return dt.date.fromisoformat(secretary.page.locator("time").first.get_attribute("datetime"))


def reads_why(secretary: Visitor, reference: str, due: dt.date) -> None:
    """Every date explains itself."""
    secretary.goto(case_path(reference, "deadlines/"))
    secretary.page.locator("summary", has_text=re.compile("Why this date.*screening return", re.S)).first.click()
    why = secretary.page.locator("details[open]")
    expect(why).to_contain_text("Rule: 10 working days after information requested.")
    expect(why).to_contain_text(f"Due by the end of {due:%A} {due.day} {due:%B %Y}.")
    secretary.look()


def answer_tests(person: Visitor, reference: str) -> None:
    """All three statutory tests, one question after the other (C-10, RED-30, RED-31, RED-32)."""
    person.goto(case_path(reference, "criteria/"))
    for title, answers in ADULT.items():
        person.follow(f"Answer {title}")
        for question, answer in answers:
            choose(person, answer, within=person.page.get_by_role("group", name=question))
            person.press("Next question")
        person.page.get_by_label("Reasons for the answers").fill("On what the agencies returned.")
        person.press("Save the answers")
    person.reads("Mandatory Safeguarding Adult Review, with a proportionate methodology")
    person.reads("The criteria are not met: One Panel considers other learning")
    person.reads("The criteria for a domestic homicide review are not met")


def tell(secretary: Visitor, reference: str) -> None:
    open_case(secretary, reference)
    secretary.follow("Tell the referrer the outcome")
    letter = secretary.page.get_by_role("region", name="The decision letter as it will leave")
    expect(letter).to_contain_text("Safeguarding Adult Review (mandatory)")
    secretary.press("Tell the outcome")
    secretary.reads("The outcome is told.")


def at_stage(visitor, slug: str, stage: str, kind: str = "") -> str:
    """The reference of a case of the demo that stands at a stage of the log, and is of a kind."""
    secretary = sign_in(visitor, address("secretariat", partnership=slug))
    secretary.goto(f"/{slug}/log/?stage={stage}")
    return secretary.page.locator("tbody tr").filter(has_text=kind).first.get_by_role("link").first.inner_text()
