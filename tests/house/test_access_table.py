"""The one access table lists every address, and only those (DESIGN.md §4)."""

from __future__ import annotations

from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from config.access import (
    ACCESS,
    MEMBERS,
    MEMBERS_AND_REVIEWERS,
    PUBLIC,
    SIGNED_IN,
    THIRD_PARTY_PREFIXES,
    may_open,
)
from config.context import NAVIGATION
from procedures.vocabulary import ROLE_KINDS

# Only with DEBUG=1: the design system's own page.
ONLY_FOR_DEVELOPERS = {"style_guide", "style_guide_live"}
# Anybody may open these, signed in or not: each is a decision.
PUBLIC_PAGES = {
    "start", "help", "accessibility", "privacy", "cookies", "healthz", "readyz",
    # the demo's mailbox is not there outside a demo
    "demo_mail", "demo_mail_message",
    # the referrer has no account: what is behind the private link, and asking for one
    "start_referral", "refer_begin", "refer_lost_link", "refer_tasks", "refer_saved", "refer_section", "refer_check",
    "refer_sent", "refer_questions", "refer_withdraw", "refer_letter", "refer_dispute",
    # an agency without an account answers one request: behind a private link that ends
    "answer_return", "answer_part", "answer_chronology", "answer_add_entry", "answer_change_entry",
    "answer_remove_entry", "answer_paste", "answer_template", "answer_upload", "answer_own", "answer_remove_own",
    "answer_submit", "answer_not_known",
    # a calendar program does not sign in: the address is the secret of whoever made it
    "calendar_file",
    # who is invited to a learning event answers behind a private link of their own
    "learning_invitation",
    # what a partnership has published (C-21)
    "published", "published_report", "published_file", "published_everywhere",
    # an invited person has no password yet: behind the private link
    "accept_invitation",
}  # fmt: skip


def patterns(found=None) -> list[URLPattern]:
    found = get_resolver().url_patterns if found is None else found
    return [
        pattern for one in found for pattern in ([one] if isinstance(one, URLPattern) else patterns(one.url_patterns))
    ]


def names() -> set[str]:
    return {pattern.name for pattern in patterns() if pattern.name}


def our_names() -> set[str]:
    return {name for name in names() if not name.startswith(THIRD_PARTY_PREFIXES)}


def test_every_address_says_who_may_open_it():
    assert our_names() - set(ACCESS) == set()


def test_nothing_is_listed_that_is_no_address():
    assert set(ACCESS) - our_names() - ONLY_FOR_DEVELOPERS == set()


def test_an_address_without_a_name_leads_to_one_that_has():
    """Nameless ones pass the table by: only the redirects away from the library's e-mail pages may be so."""
    assert [str(pattern.pattern) for pattern in patterns() if not pattern.name] == [
        "account/email/", "account/confirm-email/", "^account/confirm-email/[^/]+/$",
    ]  # fmt: skip


def test_public_pages_are_a_short_list():
    public = {name for name, who in ACCESS.items() if who is PUBLIC} - ONLY_FOR_DEVELOPERS
    assert public - PUBLIC_PAGES == set()


def test_who_is_one_of_the_words_the_table_knows():
    wrong = {
        name: who
        for name, who in ACCESS.items()
        if who not in (PUBLIC, SIGNED_IN, MEMBERS, MEMBERS_AND_REVIEWERS)
        and not (isinstance(who, frozenset) and who and who <= set(ROLE_KINDS))
    }
    assert wrong == {}


def test_nobody_is_shown_a_page_in_the_navigation_that_they_may_not_open():
    wrong = [
        (name, kind)
        for section in NAVIGATION
        for name, _, kinds in section.pages
        for kind in kinds
        if name in ACCESS and not may_open(ACCESS[name], frozenset({kind}))
    ]
    assert wrong == []


def test_the_pages_of_the_navigation_exist():
    assert {name for section in NAVIGATION for name, _, _ in section.pages} - our_names() == set()
