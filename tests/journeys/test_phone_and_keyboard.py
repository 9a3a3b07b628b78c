"""A telephone's width and the keyboard alone (WCAG 1.4.10, 2.1.1): the pages people work with, a vote, a form."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from . import meeting
from .people import address, case_path, sign_in

CASE_PAGES = ("", "referral/", "people/", "information/", "criteria/", "panel/", "deadlines/", "record/", "chronology/")
OFFICE_PAGES = (
    "", "log/", "log/?open=no", "referrals/", "referrals/new/", "meetings/", "meetings/waiting/",
    "meetings/convene-meeting/", "messages/", "our-procedure/",
)  # fmt: skip
OTHERS = {
    "agency-representative.adult-social-care": ("", "information-requests/", "cases/", "meetings/"),
    "rsab-chair": ("", "recommendations/", "cases/"),
    "panel-chair": ("", "meetings/"),
}
HERE = ("Barts", "East Area", "LBR Adult", "LBR Children", "LBR Community")


@pytest.fixture
def on_a_phone(visitor):
    def open_window(email: str):
        return sign_in(visitor, email, viewport={"width": 320, "height": 640})

    return open_window


def fits(person, path: str) -> None:
    assert person.goto(path).status == 200, path
    person.fits(320)


def test_the_offices_pages_fit_a_telephone(on_a_phone):
    secretary = on_a_phone(address("secretariat"))
    for path in OFFICE_PAGES:
        fits(secretary, f"/redbridge/{path}")
    secretary.goto("/redbridge/log/?stage=on-agenda")
    reference = secretary.page.locator("tbody th a").first.inner_text()
    for path in CASE_PAGES:
        fits(secretary, case_path(reference, path))
    secretary.goto("/redbridge/meetings/")
    secretary.page.get_by_role("row").filter(has_text="Closed").get_by_role("link").first.click()
    secretary.look()
    secretary.fits(320)
    fits(secretary, secretary.page.url + "minutes/")


@pytest.mark.parametrize("who", OTHERS)
def test_the_pages_of_the_others_fit_a_telephone(on_a_phone, who):
    person = on_a_phone(f"{who}@redbridge.example")
    for path in OTHERS[who]:
        fits(person, f"/redbridge/{path}")


def press_until(person, key: str, wanted, at_most: int = 80) -> None:
    """One key again and again until the focus is there; what has the focus can be seen."""
    for _ in range(at_most):
        if wanted.evaluate("(element) => element === document.activeElement"):
            assert wanted.is_visible()
            return
        person.page.keyboard.press(key)
    raise AssertionError(f"{key} never led to {wanted}")


def test_a_referral_is_begun_with_the_keyboard_alone(visitor):
    referrer = visitor()
    referrer.goto("/redbridge/refer/begin/")
    page = referrer.page
    press_until(referrer, "Tab", page.get_by_label("Adults"))
    page.keyboard.press("Space")
    press_until(referrer, "Tab", page.get_by_label("Your e-mail address"))
    page.keyboard.type("keyboard@hospital.example")
    page.keyboard.press("Enter")
    referrer.heading("Your private link")
    referrer.reads("keyboard@hospital.example")


def test_a_vote_on_a_telephone_with_the_keyboard_alone(on_a_phone):
    chair, member = on_a_phone(address("panel-chair")), on_a_phone(address("agency-representative", "nelft"))
    where, reference = everybody_is_here(chair)
    meeting.live(member, where)
    member.fits(320)
    press_until(member, "Tab", member.page.get_by_role("button", name="I am here"))
    member.page.keyboard.press("Enter")
    expect(member.page.get_by_text("You are not recorded as here.")).to_have_count(0)
    chair.follow("Put the question")
    chair.fits(320)
    chair.press("Open the vote")
    page = member.page
    vote = page.get_by_role("group", name="Vote for NELFT")
    expect(vote).to_be_visible()
    member.fits(320)
    press_until(member, "Tab", vote.get_by_role("radio").first)
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(vote.get_by_label(meeting.DISCRETIONARY)).to_be_checked()
    press_until(member, "Tab", page.get_by_role("button", name="Vote", exact=True))
    page.keyboard.press("Enter")
    member.reads("The vote of NELFT is recorded.")
    expect(chair.page.locator(".app-vote")).to_contain_text("1 of 6 agencies entitled to vote have voted.")
    chair.follow("Withdraw the question")
    chair.page.get_by_label("Reason").fill("The ambulance record is missing.")
    chair.page.locator("main form button").last.click()
    chair.goto(case_path(reference, "panel/"))
    chair.fits(320)


def everybody_is_here(chair) -> tuple[str, str]:
    """The next meeting is opened and one person of each sector comes; returns it and the case it deals with."""
    chair.goto("/redbridge/meetings/")
    chair.page.get_by_role("row").filter(has_text="Planned").filter(has_text="Committee").get_by_role(
        "link"
    ).last.click()
    where = chair.page.url
    chair.fits(320)
    meeting.open_it(chair)
    for agency in HERE:
        row = chair.page.get_by_role("row").filter(has_text=agency).filter(has_text="Not here yet").first
        chair.press("Is here", exact=False, within=row)
        chair.fits(320)
    meeting.quorate(chair, met=True)
    meeting.turn_to(chair, "")  # after the standing items
    expect(chair.page.locator("#now-heading")).to_contain_text("Case ")
    reference = chair.page.locator("#now-heading").inner_text().removeprefix("Case ").split()[0]
    return where, reference
