"""Anybody can open the public pages, on a narrow screen and with the keyboard alone."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

SERVICE = "Safeguarding case reviews"
PUBLIC = {
    "/": f"Start – {SERVICE}",
    "/help/": f"Help – {SERVICE}",
    "/accessibility/": f"Accessibility statement – {SERVICE}",
    "/privacy/": f"Privacy – {SERVICE}",
    "/cookies/": f"Cookies – {SERVICE}",
    "/account/login/": f"Sign in – {SERVICE}",
    "/account/password/reset/": f"Reset your password – {SERVICE}",
}


@pytest.mark.parametrize("path, title", PUBLIC.items(), ids=PUBLIC)
def test_a_public_page_opens_without_findings_and_fits_a_narrow_screen(visitor, path, title):
    anybody = visitor()
    assert anybody.goto(path).status == 200
    expect(anybody.page).to_have_title(title)
    anybody.fits(320)


def test_the_keyboard_reaches_the_content_first(visitor):
    anybody = visitor()
    anybody.goto("/")
    anybody.page.keyboard.press("Tab")
    expect(anybody.page.locator(":focus")).to_have_text("Skip to main content")
    anybody.page.keyboard.press("Enter")
    expect(anybody.page.locator(":focus")).to_have_id("main-content")


def test_a_page_that_does_not_exist_says_so(visitor):
    anybody = visitor()
    assert anybody.goto("/no-such-partnership/").status == 404
    anybody.heading("Page not found")


def test_beat_and_worker_are_alive(stack, visitor):
    request = visitor().page.request
    until = time.monotonic() + 20
    while (ready := request.get(f"{stack.base_url}/readyz").json())["heartbeat_seconds"] is None:
        assert time.monotonic() < until, ready
        time.sleep(0.2)
    assert ready["heartbeat_seconds"] <= 5
