"""The people of the journeys: signing in, what everybody does, and the e-mails they get."""

from __future__ import annotations

import datetime as dt
import time
from email import message_from_string, policy
from email.message import EmailMessage

from playwright.sync_api import Locator

from desk.demo.people import PASSWORD
from tests.browser import Visitor
from tests.stack import Stack

PARTNERSHIP = "redbridge"


def address(role: str, agency: str = "", partnership: str = PARTNERSHIP) -> str:
    """Where somebody of the demo gets e-mail, which is also how they sign in."""
    return f"{role}{'.' + agency if agency else ''}@{partnership}.example"


def sign_in(visitor, email: str, *, password: str = PASSWORD, **options) -> Visitor:
    """A window of one more person, signed in."""
    person = visitor(**options)
    person.goto("/account/login/")
    give_password(person, email, password)
    return person


def give_password(person: Visitor, email: str, password: str = PASSWORD) -> None:
    person.page.get_by_label("E-mail address").fill(email)
    person.page.get_by_label("Password", exact=True).fill(password)
    person.press("Sign in")


def fill_day(person: Visitor, day: dt.date, group: str, time_of_day: str = "") -> None:
    """The boxes of a date; the month's name may be left to the reader of the form."""
    boxes = person.page.get_by_role("group", name=group)
    for label, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(label).fill(str(number))
    if time_of_day:
        boxes.get_by_label("Time").fill(time_of_day)


def choose(person: Visitor, label: str, *, within: Locator | None = None) -> None:
    """Tick the radio button or box with this label."""
    (within or person.page).get_by_label(label, exact=True).check()


def download(person: Visitor, name: str) -> bytes:
    """What the link or button of that name hands out."""
    page = person.page
    with page.expect_download(timeout=30_000) as found:
        page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.click()
    return found.value.path().read_bytes()


def problems(person: Visitor) -> list[str]:
    """The lines of the error summary; each leads to a field that says the same."""
    links = person.page.locator(".govuk-error-summary__list a")
    lines = [text.strip() for text in links.all_inner_texts()]
    for link in links.all():
        assert person.page.locator(link.get_attribute("href")).count() == 1
    return lines


def letters_to(stack: Stack, to: str) -> list[EmailMessage]:
    """Every e-mail to an address so far."""
    found = [message_from_string(text, policy=policy.default) for text in stack.letters()]
    return [letter for letter in found if to in letter["To"]]


def letter(stack: Stack, to: str, subject: str, words: str = "") -> str:
    """The text of the newest e-mail to this address with these words in subject and text; waits until it has come."""
    until = time.monotonic() + 45
    while True:
        found = [each for each in letters_to(stack, to) if subject in each["Subject"] and words in each.get_content()]
        if found:
            return max(found, key=lambda each: each["Date"].datetime).get_content()
        subjects = [each["Subject"] for each in letters_to(stack, to)]
        assert time.monotonic() < until, f"no “{subject}” for {to}, only {subjects}"
        time.sleep(0.2)


def case_path(reference: str, rest: str = "") -> str:
    return f"/{PARTNERSHIP}/cases/{reference}/{rest}"
