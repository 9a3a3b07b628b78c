"""Signing in as people do it: a second step when the partnership asks for one, a lock, a forgotten password."""

from __future__ import annotations

import re

from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time

from desk.demo.people import PASSWORD

from .people import address, choose, give_password, letter, sign_in

NEW_PASSWORD = "nine slow green trams"


def test_a_second_step_that_is_asked_for_is_set_up_before_any_page_opens(visitor):
    administrator = sign_in(visitor, address("administrator", partnership="bhr"))
    who_needs_it(administrator, "Everybody", "A password alone can be stolen.")
    someone = address("secretariat", partnership="bhr")
    secretary = sign_in(visitor, someone)
    give_own_password(secretary)
    recovery = set_up(secretary)
    secretary.goto("/bhr/log/")
    secretary.heading("Referrals")
    again = sign_in(visitor, someone)
    again.heading("Enter your code")
    again.page.get_by_label("Code").fill("00000000")
    again.press("Sign in")
    again.heading("Enter your code")
    again.page.get_by_label("Code").fill(recovery)
    again.press("Sign in")
    again.goto("/bhr/")
    again.heading("What is due")
    give_own_password(administrator)
    set_up(administrator)
    who_needs_it(administrator, "Whoever wants one", "It was a try.")


def who_needs_it(administrator, answer: str, why: str) -> None:
    administrator.goto("/bhr/signing-in/")
    choose(administrator, answer)
    administrator.page.get_by_label("Why?").fill(why)
    administrator.press("Save")


def give_own_password(person) -> None:
    """The page that asks again for the password before a second step is set up."""
    person.goto("/bhr/log/")
    person.heading("Confirm that it is you")
    person.page.get_by_label("Password", exact=True).fill(PASSWORD)
    person.press("Go on")
    person.heading("Set up an authenticator app")


def set_up(person) -> str:
    """Returns a recovery code."""
    person.page.get_by_text("I cannot use the camera").click()
    secret = re.search(r"[A-Z2-7]{32}", person.page.inner_text("details"))[0]
    code = f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06}"
    person.page.get_by_label("Code from the app").fill(code)
    person.press("Turn it on")
    person.heading("Recovery codes")
    return person.page.locator(".app-codes li").first.inner_text()


def test_eight_wrong_passwords_lock_one_account_and_no_other(visitor):
    guesser, email = visitor(), address("agency-lead", "legal-services")
    guesser.goto("/account/login/")
    for attempt in range(8):
        give_password(guesser, email, f"wrong guess {attempt}")
        if attempt < 7:
            guesser.reads("There is a problem")
    guesser.heading("Too many attempts")
    owner = visitor()
    owner.goto("/account/login/")
    give_password(owner, email)
    owner.heading("Too many attempts")
    other = sign_in(visitor, address("agency-lead", "housing-service"))
    other.heading("What is due")


def test_a_forgotten_password_is_replaced_by_e_mail(visitor, stack):
    person, email = visitor(), address("agency-lead", "public-health")
    person.goto("/account/login/")
    person.follow("I have forgotten my password")
    person.page.get_by_label("E-mail address").fill(email)
    person.press("Send the link")
    link = re.search(r"http://\S+/account/password/reset/key/\S+", letter(stack, email, "assword"))[0]
    person.goto(link)
    for label in ("New password", "New password again"):
        person.page.get_by_label(label, exact=True).fill(NEW_PASSWORD)
    person.press("Save the new password")
    sign_in(visitor, email, password=NEW_PASSWORD).heading("What is due")
    old = visitor()
    old.goto("/account/login/")
    give_password(old, email)
    old.reads("There is a problem")
