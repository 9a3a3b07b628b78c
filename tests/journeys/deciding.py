"""A body of any partnership decides on a case: called together, quorate, its votes given on paper, its advice made."""

from __future__ import annotations

import datetime as dt
import re

from tests.browser import Visitor

from .anywhere import TODAY, Office, say
from .meeting import open_it, quorate
from .people import choose, fill_day

IN_NINE_DAYS = TODAY + dt.timedelta(days=9)


def called_together(office: Office, body: str, *, time_of_day: str, borough: str = "") -> str:
    """A meeting in nine days with the case on its agenda; returns its address."""
    secretary = office.who("secretariat")
    secretary.goto(f"/{office.slug}/meetings/convene-meeting/")
    for label in (body, borough):
        if label:
            choose(secretary, label)
    fill_day(secretary, IN_NINE_DAYS, "Date and time", time_of_day)
    secretary.page.get_by_label("Place or video link").fill("Civic Offices")
    secretary.page.get_by_label("Why it cannot wait").fill("The time for the rapid review leaves no more.")
    secretary.press("Continue")
    secretary.press("Convene and invite", exact=False)
    secretary.reads("The meeting is fixed and its members are invited.")
    where = secretary.page.url
    secretary = office.at_case("secretariat", f"add-agenda-item/?meeting={where.rstrip('/').rsplit('/', 1)[1]}")
    secretary.page.get_by_label("Why now").fill("The answers that are missing come before the meeting.")
    secretary.press("Put it on the agenda")
    secretary.reads(f"{office.reference} is on the agenda.")
    return where


def in_session(chair: Visitor, where: str, agencies: list[str], *, in_the_chair: str = "") -> None:
    """Opened, and one person of each agency is there; `in_the_chair`: the title of who takes it, where it counts."""
    chair.goto(where)
    open_it(chair)
    if in_the_chair:
        row = chair.page.get_by_role("row").filter(has_text=in_the_chair).first
        chair.press("In the chair", exact=False, within=row)
    for agency in agencies:
        row = chair.page.get_by_role("row").filter(has_text=agency).filter(has_text="Not here yet").first
        chair.press("Is here", exact=False, within=row)
    quorate(chair, met=True)


def on_paper(office: Office, role: str, votes: dict[str, str]) -> None:
    """The question is put, each agency's vote entered, the vote closed: agency -> what it votes for."""
    chair = office.at_case(role, "put-question/")
    for option in votes.values():
        choose(chair, option)
    chair.press("Open the vote")
    for agency, option in votes.items():
        chair = office.at_case(role, "roll-call/")
        call = chair.page.get_by_role("row").filter(has_text=agency).first.get_by_role("link", name="Call now")
        if call.count():
            call.click()
        givers = chair.page.get_by_role("group", name="Who gives it?").get_by_role("radio")
        givers.first.check()
        choose(chair, option, within=chair.page.get_by_role("group", name=re.compile("how does it vote")))
        chair.press("Enter the vote")
    chair = office.at_case(role, "close-question/")
    chair.press("Close the vote")


def recommended(office: Office, role: str, option: str, methodology: str) -> Visitor:
    """The chair makes the recommendation; what is required is said beside its field first."""
    chair = office.at_case(role, "recommend/")
    chair.press("Recommend")
    chair.reads("Enter focus")
    say(chair, "Type of review", option)
    chair.page.get_by_label("Focus").fill("Who saw the child after the first injury, and what they were told.")
    if methodology:
        say(chair, "Methodology", methodology)
    chair.page.get_by_label("Reasons").fill("The injuries were seen twice and not put together.")
    chair.press("Recommend")
    chair.reads("The recommendation is made.")
    return chair


DONE = "The recommendation is ratified."


def answered(
    office: Office, role: str, words: str, *, heading: str = "Ratify", agency: str = "", done: str = DONE
) -> Visitor:
    """Those whose answer it needs agree; where each member answers for itself, with what the others said (C-14)."""
    person = office.at_case(role, "ratify-recommendation/", agency)
    person.press(heading)
    person.reads("Enter reasons")
    person.page.get_by_label("Reasons").fill("The facts and the answers support it.")
    if words:
        the_others_too(person, words)
    person.press(heading)
    person.reads(done)
    return person


def the_others_too(person: Visitor, words: str) -> None:
    """What the other members of the body said is entered with one's own answer."""
    for choice in person.page.get_by_role("radio", name=re.compile("Gave the same answer")).all():
        choice.check()
    for box in person.page.get_by_label(re.compile("who spoke for it")).all():
        box.fill(words)
