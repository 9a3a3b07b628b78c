"""Every part and every sign-in page in a real browser: axe, 320 px, keyboard, the content policy."""

import re

import pytest
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import expect

from partnerships.models import User
from tests.browser import Visitor

pytestmark = [pytest.mark.urls("tests.frontend.urls"), pytest.mark.django_db(transaction=True)]
PASSWORD = "three odd words"
PAGES = [
    "/style-guide",
    "/style-guide?errors",
    "/",
    "/help/",
    "/accessibility/",
    "/privacy/",
    "/cookies/",
    "/account/login/",
    "/account/password/reset/",
    "/nobody/nothing/",
]


@pytest.fixture
def window(browser, live_server):
    """A visitor to the test server; what the browser complains of fails the test."""
    opened = []

    def open_window(**options):
        context = browser.new_context(base_url=live_server.url, locale="en-GB", **options)
        opened.append(Visitor(context.new_page(), live_server.url, set()))
        return opened[-1]

    yield open_window
    for each in opened:
        each.page.context.close()
    assert [complaint for each in opened for complaint in each.complaints] == []


def sideways(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [1280, 320])
def test_every_part_and_public_page(window, width):
    visitor = window(viewport={"width": width, "height": 900})
    for path in PAGES:
        visitor.goto(path)
        assert (path, sideways(visitor.page)) == (path, 0)


def test_the_summary_takes_the_focus_and_leads_to_the_box(window):
    page = window().page
    page.goto("/style-guide?errors")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.get_by_role("link", name="Date of birth must be a real date").press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_born-day"


def test_add_another_keeps_what_was_typed_and_goes_on_there(window):
    page = window().page
    page.goto("/style-guide")
    page.fill("#id_people-0-name", "Ann")
    page.get_by_role("button", name="Add another person").click()
    assert page.input_value("#id_people-0-name") == "Ann"
    assert page.evaluate("document.activeElement.textContent") == "Person 2"
    page.fill("#id_people-1-name", "Bob")
    page.get_by_role("button", name="Remove Person 1").click()
    assert page.input_value("#id_people-0-name") == "Bob"


def test_add_another_works_without_scripts(window):
    page = window(java_script_enabled=False).page
    page.goto("/style-guide")
    page.fill("#id_people-0-name", "Ann")
    page.get_by_role("button", name="Add another person").click()
    assert page.input_value("#id_people-0-name") == "Ann"
    assert page.locator("legend", has_text="Person 2").count() == 1


def test_a_live_part_asks_and_stays(window):
    page = window().page
    page.goto("/style-guide")
    with page.expect_response("**/style-guide/live*") as answer:
        page.wait_for_timeout(2500)
    assert answer.value.status == 204
    expect(page.get_by_text("Not quorate: no decision may be taken")).to_be_visible()


def test_filters_fold_away_on_a_phone(window):
    page = window(viewport={"width": 320, "height": 800}).page
    page.goto("/style-guide")
    assert page.get_by_role("button", name="Hide filters").get_attribute("aria-expanded") == "true"
    page.get_by_role("button", name="Hide filters").click()
    expect(page.locator("#filter-panel")).to_be_hidden()


def sign_in(visitor, person):
    visitor.goto("/account/login/")
    visitor.page.get_by_label("E-mail address").fill(person.email)
    visitor.page.get_by_label("Password", exact=True).fill(PASSWORD)
    visitor.page.get_by_role("button", name="Sign in").click()


def confirmed(visitor, path):
    """Open a page that asks for the password once more."""
    visitor.goto(path)
    visitor.heading("Confirm that it is you")
    visitor.page.get_by_label("Password", exact=True).fill(PASSWORD)
    visitor.press("Go on")


def code_for(secret):
    return f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06}"


def test_setting_up_and_using_a_second_step(window, settings):
    person = User.objects.create_user("sam@example.org", PASSWORD, name="Sam Alder")
    visitor = window()
    page = visitor.page
    sign_in(visitor, person)
    confirmed(visitor, "/account/2fa/totp/activate/")
    visitor.heading("Set up an authenticator app")
    square = page.get_by_alt_text("A square code for your authenticator app.")
    assert square.evaluate("(image) => image.naturalWidth > 50")
    page.get_by_text("I cannot use the camera").click()
    secret = re.search(r"[A-Z2-7]{32}", page.inner_text("details"))[0]
    page.get_by_label("Code from the app").fill("000000")
    visitor.press("Turn it on")
    assert page.title().startswith("Error: ")
    page.get_by_label("Code from the app").fill(code_for(secret))
    visitor.press("Turn it on")
    visitor.heading("Recovery codes")
    recovery = page.locator(".app-codes li").first.inner_text()
    page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    sign_in(visitor, person)
    visitor.heading("Enter your code")
    visitor.look()
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Sign in", exact=True).click()
    visitor.goto("/account/settings/")
    visitor.heading("Your account")


def test_a_security_key_is_added_and_signs_in(window):
    person = User.objects.create_user("sam@example.org", PASSWORD, name="Sam Alder")
    visitor = window()
    visitor.base_url = visitor.base_url.replace("127.0.0.1", "localhost")  # keys want a name, not a number
    page = visitor.page
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": key | {"automaticPresenceSimulation": True}})
    sign_in(visitor, person)
    confirmed(visitor, "/account/2fa/webauthn/add/")
    page.get_by_role("button", name="Add the key").click()
    page.wait_for_url("**/recovery-codes/**")
    page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    sign_in(visitor, person)
    visitor.heading("Enter your code")
    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_url(lambda url: "/2fa/" not in url)
    visitor.goto("/account/settings/")
    visitor.heading("Your account")
