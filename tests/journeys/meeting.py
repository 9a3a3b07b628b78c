"""A meeting of the panel, seen by its chair, its secretariat and its members, each at their own browser."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import expect

from tests.browser import Visitor

from .people import case_path, choose, fill_day

MANDATORY, DISCRETIONARY = "Safeguarding Adult Review (mandatory)", "Safeguarding Adult Review (discretionary)"


def convene(secretary: Visitor, day: dt.date, time_of_day: str) -> str:
    """Returns the address of the meeting."""
    secretary.goto("/redbridge/meetings/")
    secretary.press("Convene a meeting")
    choose(secretary, "One Panel")
    fill_day(secretary, day, "Date and time", time_of_day)
    secretary.page.get_by_label("Place or video link").fill("Committee room 2, Town Hall")
    secretary.page.get_by_label("Why it cannot wait").fill("The last meeting was called off.")
    secretary.press("Continue")
    secretary.reads("One e-mail to each of")
    secretary.press("Convene and invite", exact=False)
    secretary.reads("The meeting is fixed and its members are invited.")
    return secretary.page.url


def put_on_agenda(secretary: Visitor, reference: str, label: str) -> None:
    """What normally comes first may be left out, with a reason."""
    secretary.goto(case_path(reference, "add-agenda-item/"))
    secretary.page.get_by_label(label).check()
    secretary.page.get_by_label("Minutes planned").fill("30")
    secretary.page.get_by_label("Who presents it").fill("The secretariat")
    secretary.press("Put it on the agenda")
    secretary.reads(f"{reference} is on the agenda.")


def open_it(chair: Visitor) -> None:
    """Before its day the page asks once more."""
    if chair.page.get_by_role("button", name="Open the meeting", exact=True).and_(chair.page.locator("a")).count():
        chair.press("Open the meeting")
        chair.press("Open it now")
    else:
        chair.press("Open the meeting")


def live(person: Visitor, meeting: str) -> None:
    person.goto(f"{meeting}live/")


def come_in(member: Visitor, meeting: str) -> None:
    live(member, meeting)
    member.press("I am here")


def take_the_chair(chair: Visitor, name: str) -> None:
    chair.press("In the chair", exact=False, within=chair.page.get_by_role("row").filter(has_text=name))
    row = chair.page.get_by_role("row").filter(has_text=name)
    expect(row).to_contain_text("Here")


def name_deputy(member: Visitor, meeting: str, deputy: str) -> None:
    member.goto(meeting)
    member.follow("Name a deputy")
    box = member.page.get_by_label("Who comes instead?")
    box.select_option(box.get_by_role("option").filter(has_text=deputy).get_attribute("value"))
    member.press("Name the deputy")
    member.reads("The deputy is named.")


def declare_conflict(member: Visitor, reference: str) -> None:
    member.goto(case_path(reference, "declare-conflict/"))
    member.page.get_by_label("What is the conflict of interest?").fill("I supervised one of the nurses.")
    member.press("Declare")
    member.reads("The conflict of interest is on record.")


def quorate(person: Visitor, met: bool) -> None:
    """Waits until the page, left alone, says whether the panel may decide."""
    words = "Quorate: a decision may be taken" if met else "Not quorate: no decision may be taken"
    expect(person.page.locator(".app-quorum__verdict")).to_have_text(words)


def turn_to(chair: Visitor, reference: str) -> None:
    """The meeting begins with what is always on the agenda; the chair turns to the case."""
    turn = re.compile(rf"Turn to this item\s*: Case {reference}")
    if chair.page.get_by_role("button", name=turn).count():
        chair.press(turn)


def put_question(chair: Visitor, reference: str) -> None:
    turn_to(chair, reference)
    chair.follow("Put the question")
    for option in chair.page.get_by_role("checkbox").all():
        option.uncheck()
    for option in (MANDATORY, DISCRETIONARY, "No review"):
        choose(chair, option)
    chair.press("Open the vote")
    expect(chair.page.locator("h2")).to_contain_text([re.compile(reference)])


def choose_vote(member: Visitor, option: str, agency: str) -> None:
    """The form comes by itself; the vote is not sent yet."""
    choose(member, option, within=member.page.get_by_role("group", name=f"Vote for {agency}"))


def vote_at_once(members: list[Visitor]) -> None:
    """Everybody presses the button before anybody has been answered."""
    for member in members:
        member.look()
        member.page.get_by_role("button", name="Vote", exact=True).click(no_wait_after=True)
    for member in members:
        member.reads("It can be changed until the vote ends.")
        member.look()


PRESS_THEN = """at => setTimeout(
  () => document.querySelector("form[action*='cast-vote'] button").click(), at - Date.now())"""


def vote_at_one_moment(members: list[Visitor]) -> None:
    """Each browser presses its own button when the clock says so, however many they are."""
    for member in members:
        member.look()
    then = members[0].page.evaluate("() => Date.now()") + 1500
    for member in members:
        member.page.evaluate(PRESS_THEN, then)
    for member in members:
        expect(member.page.locator("body")).to_contain_text(re.compile("is recorded|already voted"), timeout=30_000)


def left_alone(person: Visitor) -> None:
    """From now on the page must not be loaded anew."""
    person.page.evaluate("() => { window.sameDocument = true; }")


def still_the_same(person: Visitor) -> None:
    assert person.page.evaluate("() => window.sameDocument === true")


def recommend(chair: Visitor, reference: str) -> None:
    chair.goto(case_path(reference, "recommend/"))
    chair.press("Recommend")
    chair.reads("Enter focus")
    choose(chair, MANDATORY)
    chair.page.get_by_label("Focus").fill("Handover after discharge, and who leads.")
    choose(chair, "Reflective learning session or multi-agency practitioner event")
    chair.page.get_by_label("Reasons").fill("Neglect is suspected and agencies did not work together.")
    chair.press("Recommend")
    chair.reads("The recommendation is made. It now waits for an answer.")
