"""An administrator at a browser: an invitation answered, days changed, every page narrow and without findings (C-8)."""

from __future__ import annotations

import re
import time

from desk.demo.people import PASSWORD

PAGES = (
    "people/", "people/invite-person/", "people/?words=zzzz", "roles/", "agencies/",
    "agencies/invite-agency-to-partnership/", "agencies/east-area-police/change-agency/", "signing-in/",
    "working-days/", "working-days/add-closure-day/", "working-days/add-bank-holiday/", "administration-record/",
)  # fmt: skip
OF_A_PERSON = (
    "change-person/", "give-role/", "cover-absence/", "hand-over/", "end-membership/",
    "release-lock-out/", "reset-second-factor/",
)  # fmt: skip
NEW_PASSWORD = "seven quiet otters"


def signed_in(visitor, email: str, password: str = PASSWORD):
    person = visitor()
    person.goto("/account/login/")
    person.page.get_by_label("E-mail address").fill(email)
    person.page.get_by_label("Password", exact=True).fill(password)
    person.press("Sign in")
    return person


def letter_to(stack, email: str) -> str:
    until = time.monotonic() + 30
    while True:
        found = [letter for letter in stack.letters() if f"To: {email}" in letter or f"<{email}>" in letter]
        if found:
            return found[-1].replace("=\n", "")
        assert time.monotonic() < until, "no letter came"
        time.sleep(0.3)


def test_every_page_of_administration_fits_a_narrow_screen(visitor):
    administrator = signed_in(visitor, "administrator@redbridge.example")
    for path in PAGES:
        assert administrator.goto(f"/redbridge/{path}").status == 200, path
        administrator.fits(320)
    administrator.goto("/redbridge/people/?role=panel-chair")
    administrator.page.locator("tbody th a").first.click()
    administrator.look()
    administrator.fits(320)
    here = administrator.page.url
    for path in OF_A_PERSON:
        assert administrator.goto(here + path).status == 200, path
        administrator.fits(320)


def test_an_invitation_is_sent_answered_and_ended(visitor, stack):
    administrator = signed_in(visitor, "administrator@redbridge.example")
    administrator.goto("/redbridge/people/")
    administrator.press("Invite a person")
    page = administrator.page
    administrator.press("Send the invitation")
    administrator.reads("There is a problem")
    page.get_by_label("Full name").fill("Nia New")
    page.get_by_label("E-mail address").fill("nia.new@police.example")
    page.get_by_label("Agency (optional)").select_option("east-area-police")
    page.get_by_label("Agency representative", exact=True).check()
    administrator.press("Send the invitation")
    administrator.reads("The person has a place here, and an e-mail tells them.")

    link = re.search(
        r"http://localhost:\d+/account/password/reset/key/[\w-]+", letter_to(stack, "nia.new@police.example")
    )
    guest = visitor()
    guest.goto(link[0])
    guest.page.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
    guest.page.get_by_label("New password again").fill(NEW_PASSWORD)
    guest.press("Save the new password")
    nia = signed_in(visitor, "nia.new@police.example", NEW_PASSWORD)
    nia.heading("What is due")

    administrator.goto("/redbridge/people/?words=nia")
    administrator.follow("Nia New")
    administrator.press("End the membership")
    administrator.press("End the membership")
    administrator.reads("The person can no longer open anything here.")
    nia.goto("/redbridge/")
    nia.heading("Sign in")


def test_a_closure_day_says_what_it_moves_before_it_is_saved(visitor):
    administrator = signed_in(visitor, "administrator@darlington.example")
    administrator.goto("/darlington/working-days/")
    administrator.press("Add closure days")
    for part, value in (("Day", "29"), ("Month", "12"), ("Year", "2027")):
        administrator.page.get_by_role("group", name="First day closed").get_by_label(part).fill(value)
    administrator.page.get_by_label("Why is it closed?").fill("Between Christmas and New Year")
    administrator.press("Continue")
    administrator.reads("No open deadline moves.")
    administrator.fits(320)
    administrator.press("Save the change")
    administrator.reads("The day is changed. 0 open deadlines moved.")
    administrator.goto("/darlington/working-days/?year=2027")
    administrator.reads("Between Christmas and New Year")
    administrator.fits(320)
    administrator.page.get_by_role("link", name="Take back").click()
    administrator.page.get_by_label("Why?").fill("It was a try")
    administrator.press("Continue")
    administrator.press("Save the change")
    administrator.reads("Removed 29 December 2027")
