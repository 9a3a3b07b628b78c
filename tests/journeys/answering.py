"""Member agencies asked about a case: chronology and analysis, or "not known to us" in one click."""

from __future__ import annotations

from tests.browser import Visitor

from .people import case_path, fill_day


def find_request(member: Visitor, reference: str) -> None:
    """From what is due to the request itself."""
    member.goto("/redbridge/information-requests/")
    row = member.page.get_by_role("row").filter(has_text=reference)
    member.follow(reference, within=row)


# The questions that have to be answered about an adult.
INVOLVEMENT, WHY = "Summary of involvement", "Why did it happen?"


def write_account(member: Visitor, involvement: str, analysis: str) -> None:
    answer_form(member, {INVOLVEMENT: involvement, WHY: analysis})


def answer_form(member: Visitor, said: dict[str, str]) -> None:
    """Question -> answer, on whichever part of the partnership's own form it stands; each part is saved by itself."""
    start, left = member.page.url, dict(said)
    parts = member.page.locator("a[href*='/part/']")
    for address in [parts.nth(n).get_attribute("href") for n in range(parts.count())]:
        member.goto(address)
        here = [label for label in left if member.page.get_by_label(label, exact=True).count()]
        for label in here:
            member.page.get_by_label(label, exact=True).fill(left.pop(label))
        if here:
            member.press("Save")
            member.reads("Saved. You can come back to it at any time.")
    assert not left, left
    member.goto(start)


def type_chronology(member: Visitor, rows) -> None:
    """Rows typed one by one: (day, what happened)."""
    member.follow("Chronology")
    member.press("Add an entry")
    for number, (day, event) in enumerate(rows, start=1):
        fill_day(member, day, "Date")
        member.page.get_by_label("What happened").fill(event)
        member.press("Save" if number == len(rows) else "Save and add another")
    member.press("Back to the answer")


def paste_chronology(member: Visitor, rows: str, added: str) -> None:
    """Rows from a spreadsheet."""
    member.follow("Chronology")
    member.press("Paste from a spreadsheet")
    member.page.get_by_label("Rows of your spreadsheet").fill(rows)
    member.press("Add these rows")
    member.reads(added)
    member.press("Back to the answer")


def send(member: Visitor) -> None:
    member.press("Check and send")
    member.press("Send")
    member.reads("Thank you. What you wrote has been sent.")


def not_known(member: Visitor, reference: str) -> None:
    """One click, and it is answered."""
    member.goto(case_path(reference, "submit-return/"))
    member.press("Not known to us")
    member.reads("Your answer, “not known to us”, is complete.")
