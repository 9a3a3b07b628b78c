"""A referrer without an account: writing, leaving, coming back, being corrected, submitting, answering questions."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import expect

from tests.browser import Visitor
from tests.stack import Stack

from .people import address, choose, fill_day, letter, problems

MAIL = "wenna.trevithick@hospital.example"
SUBJECT, FAMILY, RELATIVES = "Arthur", "Penhaligon", (("Morwenna Penhaligon", "Daughter"), ("Denzil Pascoe", "Friend"))
NHS_WRONG, NHS = "943 476 5918", "943 476 5919"
REASON = "He died at home after weeks without a visit. Three agencies each thought that another was leading."


def link_in(text: str) -> str:
    """The private link in an e-mail."""
    return re.search(r"http://\S+/refer/\S+/", text)[0]


def begin(referrer: Visitor, stack: Stack, *, mail: str = MAIL) -> str:
    """Begin without an account; returns the private link that came by e-mail."""
    referrer.goto("/")
    referrer.follow("Refer a case to Redbridge One Panel")
    referrer.press("Start now")
    referrer.press("Continue")
    assert problems(referrer) == ["Select an answer to “What is the referral about?”", "Enter your e-mail address"]
    choose(referrer, "Adults")
    referrer.page.get_by_label("Your e-mail address").fill(mail)
    referrer.press("Continue")
    referrer.heading("Your private link")
    link = link_in(letter(stack, mail, "your private link"))
    referrer.reads(link)
    referrer.press("Go on with the referral")
    return link


def context_with_a_wrong_date(referrer: Visitor, died_on: dt.date) -> None:
    """A date that does not exist is said beside its field; saved half done, nothing typed is lost."""
    referrer.follow("Context of the referral")
    page = referrer.page
    page.get_by_label("Summary of the reason for the referral").fill(REASON)
    fill_day(referrer, dt.date(died_on.year, died_on.month, 1), "Date of the incident or death")
    page.get_by_role("group", name="Date of the incident or death").get_by_label("Day").fill("32")
    referrer.press("Save and continue")
    assert problems(referrer) == ["Date of the incident or death must be a real date"]
    expect(page.locator(".govuk-error-message")).to_contain_text("Date of the incident or death must be a real date")
    referrer.press("Save and come back later")
    referrer.reads("Everything you typed is kept")


def come_back(referrer: Visitor, link: str, died_on: dt.date) -> None:
    """Another day, another browser, the private link: what was typed is there, what is wrong is marked."""
    referrer.goto(link)
    referrer.reads("Needs correcting")
    referrer.follow("Context of the referral")
    expect(referrer.page.get_by_label("Summary of the reason for the referral")).to_have_value(REASON)
    expect(referrer.page.get_by_role("group", name="Date of the incident").get_by_label("Day")).to_have_value("32")
    fill_day(referrer, died_on, "Date of the incident or death")
    referrer.press("Save and continue")
    referrer.reads("1 of 5 sections completed")


def subject(referrer: Visitor, died_on: dt.date) -> None:
    """The person: an NHS number that fails its check digit and a death before birth are refused."""
    referrer.follow("Subject")
    page = referrer.page
    page.get_by_label("First name").fill(SUBJECT)
    page.get_by_label("Last name").fill(FAMILY)
    fill_day(referrer, dt.date(1954, 3, 3), "Date of birth")
    referrer.press("Save and continue")
    page.get_by_label("NHS number").fill(NHS_WRONG)
    choose(referrer, "Yes")
    page.get_by_label("Home address").fill("14 Station Road")
    referrer.press("Save and continue")
    assert problems(referrer) == ["NHS number: check each digit, one of them is wrong"]
    page.get_by_label("NHS number").fill(NHS)
    referrer.press("Save and continue")
    fill_day(referrer, dt.date(1950, 1, 1), "Date of death")
    referrer.press("Save and continue")
    assert problems(referrer) == ["Date of death must be the same as or after date of birth, 3 March 1954"]
    fill_day(referrer, died_on, "Date of death")
    referrer.press("Save and continue")


def other_people(referrer: Visitor) -> None:
    """As many as needed; adding one keeps what was typed of the others."""
    referrer.follow("Other relevant people")
    page = referrer.page
    for number, (name, relationship) in enumerate(RELATIVES):
        if number:
            referrer.press("Add another relevant person")
        page.get_by_label("Name (optional)").nth(number).fill(name)
        page.get_by_label("Relationship to the subject (optional)").nth(number).fill(relationship)
    referrer.press("Save and continue")


def involvement_and_referrer(referrer: Visitor) -> None:
    referrer.follow("Agency involvement")
    page = referrer.page
    page.get_by_label("Details of the original referral").first.fill("Known to the district nurses since 2024.")
    page.get_by_label("How well, in your opinion").fill("Poorly: nobody led.")
    referrer.press("Save and continue")
    referrer.follow("Referrer")
    page.get_by_label("Name", exact=True).fill("Wenna Trevithick")
    page.get_by_label("Agency", exact=True).select_option("nelft")
    page.get_by_label("Role").fill("Community matron")
    expect(page.get_by_label("E-mail address")).to_have_value(MAIL)
    referrer.press("Save and continue")
    referrer.reads("5 of 5 sections completed")


def submit(referrer: Visitor, stack: Stack) -> str:
    """Check the answers, declare, submit; returns the reference."""
    referrer.press("Check your answers")
    for words in (REASON, NHS, *(name for name, _ in RELATIVES)):
        referrer.reads(words)
    referrer.press("Submit the referral")
    assert problems(referrer) == ["Confirm that what you have written is true as far as you know"]
    referrer.page.get_by_label("What I have written is true").check()
    referrer.press("Submit the referral")
    referrer.heading("Referral submitted")
    reference = re.search(r"RED-\d{4}-\d{4}", referrer.page.inner_text("main"))[0]
    letter(stack, address("secretariat"), reference)
    return reference


def answer_questions(referrer: Visitor, link: str, answers: dict[str, str]) -> None:
    """Questions are read behind the private link, a box for each."""
    referrer.goto(link)
    referrer.reads("We have asked you some questions.")
    referrer.press("Read and answer")
    for question, answer in answers.items():
        referrer.page.get_by_label(question).fill(answer)
    referrer.press("Send your answers")
    referrer.reads("Thank you. We have your answers.")
