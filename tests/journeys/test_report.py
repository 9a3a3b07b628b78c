"""A review's report, from a draft to its public page and off again, in the browser (DAR-17, C-20, C-21)."""

from __future__ import annotations

import datetime as dt

from desk.demo.report_pdf import report_pdf

from .people import address, choose, fill_day, problems, sign_in

SLUG, TITLE = "redbridge", "Adult B: what was not handed over"


def a_file(text: str) -> dict:
    return {"name": "Report on somebody.pdf", "mimeType": "application/pdf", "buffer": report_pdf("A report", [text])}


def the_report(person, stage: str) -> str:
    """From the tracker to the page of the report of the review at that stage; its address."""
    person.goto(f"/{SLUG}/reviews/")
    row = person.page.locator("tr").filter(has_text=stage)
    row.get_by_role("link").first.click()
    person.follow("Report", within=person.page.get_by_role("navigation", name="Review"))
    return person.page.url


def test_from_a_draft_to_the_public_and_off_again(visitor):
    """C-21, RED-21: handed in, signed off by the board's chair, decided, published, read by anybody, taken down."""
    secretary = sign_in(visitor, address("secretariat"))
    where = the_report(secretary, "Draft report")
    secretary.follow("Hand in a draft")
    secretary.press("Hand the draft in")
    assert problems(secretary) == ["Select the draft"]
    secretary.page.get_by_label("The draft").set_input_files(a_file("Final."))
    secretary.press("Hand the draft in")
    secretary.reads("The draft is handed in.")
    secretary.fits()
    board = sign_in(visitor, address("rsab-chair"))
    board.goto(where)
    board.follow("RSAB signs the final report off")
    board.press("Sign it off")
    board.reads("Your signature is on record.")
    decided(secretary, where)
    published(secretary, where)
    public = visitor()
    public.goto(f"/{SLUG}/published/")
    public.fits()
    public.follow(TITLE)
    public.reads("Rita Reviewer")
    page = public.page.url
    file = public.page.get_by_role("link", name="Download").get_attribute("href")
    assert public.page.request.get(public.page.url.split(f"/{SLUG}/")[0] + file).status == 200
    taken_down(board, where)
    assert public.page.goto(page).status == 404
    public.goto(f"/{SLUG}/published/")
    assert TITLE not in public.page.inner_text("main")


def decided(secretary, where: str) -> None:
    secretary.goto(where)
    secretary.follow("Decide what is published, or why nothing is")
    choose(secretary, "The report in full")
    secretary.press("Record the decision")
    assert problems(secretary) == ["Enter the day on which it is to be published."]
    fill_day(secretary, dt.date.today(), "If anything is published: on which day?")
    secretary.press("Record the decision")
    secretary.reads("The decision on publication is on record.")


def published(secretary, where: str) -> None:
    secretary.goto(where)
    secretary.follow("Publish the report")
    for label, text in (
        ("Title for the public", TITLE), ("What it is about, in a few sentences", "Handovers lose what people know."),
        ("Name of the reviewer", "Rita Reviewer"), ("Who has read the whole of it for personal details?", "Nia Reader"),
    ):  # fmt: skip
        secretary.page.get_by_label(label, exact=True).fill(text)
    secretary.page.get_by_label("The report as it is published").set_input_files(a_file("Nobody is named."))
    secretary.page.get_by_label("Nobody can be recognised from it").check()
    secretary.page.get_by_label("If it is not the very file that was signed off").fill(
        "Set in print; the chair agreed."
    )
    soon = secretary.page.get_by_label("If bodies that get the report beforehand have less time")
    if soon.count():
        soon.fill("They have read it already.")
    secretary.press("Publish it now")
    secretary.reads("It is public now.")


def taken_down(board, where: str) -> None:
    board.goto(where)
    board.press("Take the report down at once")
    choose(board, "Somebody could be identified")
    board.page.get_by_label("What happened?", exact=True).fill("A street is named.")
    board.press("Take it down now")
    board.reads("It is no longer public.")
