"""Every page, everybody: the access table and the text are what the service does (C-1…C-8; DESIGN.md §4).

The pages come from the resolver and the expectation from the table, so a new page is tested before anybody thinks
of it. Allowed: the page answers, perhaps that there is no such case for this person. Never an error.
"""

from __future__ import annotations

from django.test import Client

from config.access import MEMBERS, MEMBERS_AND_REVIEWERS, PUBLIC
from procedures.vocabulary import ROLE_KINDS

from .pages import address, behind_sign_in, body_of, leaks, pages

ANSWERS = {200, 302, 404, 405}
# Open to members, because who may depends on the body; the page says itself who may.
ASKS_ITSELF = {"convene_meeting", "offer_dates", "prepare_papers", "circulate_papers", "papers_opened"}
# C-1 has no account; C-2…C-5 and C-8 act in this text; the others of C-6, C-7 see what is theirs.
NOBODY = "nobody"
# On pages open to every member the others see what one of these sees: all cases, their agency's, those recommended,
# or none.
DIFFERENT = ("secretariat", "panel-chair", "agency-representative", "rsab-chair", "reviewer", NOBODY)


def people(side) -> dict[str, frozenset[str]]:
    """One person for each kind of role that the text has, and one who holds none: who -> kinds."""
    found = {role.kind: role.name for role in reversed(side.procedure.roles)}
    return {**{name: frozenset({kind}) for kind, name in found.items()}, NOBODY: frozenset()}


def may_open(page, who: str, kinds, side) -> bool:
    """By the table, or because the text gives this role the act that the page is for."""
    return page.open_to(kinds) or who in side.procedure.roles_for(page.name)


def right(page, opens: bool, status: int) -> bool:
    if not opens:
        return status == 403
    return status in ANSWERS or (status == 403 and page.name in ASKS_ITSELF)


def test_every_kind_of_role_is_walked(ours):
    kinds = frozenset().union(*people(ours).values())
    assert set(ROLE_KINDS) - kinds == {"referrer"}


def test_a_page_is_opened_by_those_of_the_table_and_refused_to_others(ours, theirs):
    """And every page is opened by somebody: a 404 for everybody would tell of a world that lacks the thing.

    No page says anything of the other partnership, which has all the same things.
    """
    wrong, opened = [], set()
    for who, kinds in people(ours).items():
        for page in behind_sign_in():
            if page.who in (MEMBERS, MEMBERS_AND_REVIEWERS) and who not in DIFFERENT:
                continue
            response = ours.clients[who].get(address(page, ours))
            status = response.status_code
            if not right(page, may_open(page, who, kinds, ours), status) or leaks(response, theirs):
                wrong.append((page.name, who, status, leaks(response, theirs)))
            if status in {200, 302, 405}:
                opened.add(page.name)
    assert wrong == []
    assert {page.name for page in behind_sign_in()} - opened == set()


def test_posting_to_a_page_that_one_may_not_open_is_refused(ours):
    wrong = []
    for who, kinds in people(ours).items():
        for page in behind_sign_in():
            if not may_open(page, who, kinds, ours):
                status = ours.clients[who].post(address(page, ours)).status_code
                if status != 403:
                    wrong.append((page.name, who, status))
    assert wrong == []


def test_a_visitor_is_sent_to_sign_in(ours):
    wrong = []
    for page in behind_sign_in():
        where = address(page, ours)
        for response in (Client().get(where), Client().post(where)):
            if response.status_code != 302 or not response["Location"].startswith("/account/login/?next="):
                wrong.append((page.name, response.status_code))
    assert wrong == []


def test_what_is_public_answers_a_visitor(ours):
    wrong = []
    for page in pages():
        if page.who is PUBLIC:
            status = Client().get(address(page, ours)).status_code
            if status not in ANSWERS:
                wrong.append((page.name, status))
    assert wrong == []


def test_no_act_is_done_without_the_forms_token(ours):
    """Another site's page cannot post in somebody's name."""
    wrong, client = [], Client(enforce_csrf_checks=True)
    client.cookies = ours.clients["secretariat"].cookies
    for page in behind_sign_in():
        status = client.post(address(page, ours)).status_code
        if status != 403:
            wrong.append((page.name, status))
    assert wrong == []


def test_a_member_of_another_partnership_cannot_tell_what_is_here(ours, theirs):
    """Not 403, which would say that it exists: the very same words as for an address that leads nowhere."""
    client = theirs.clients["secretariat"]
    missing = body_of(client.get(f"/{ours.slug}/no-such-page/"))
    wrong = []
    for page in behind_sign_in():
        where = address(page, ours)
        for response in (client.get(where), client.post(where)):
            if (response.status_code, body_of(response)) != (404, missing):
                wrong.append((page.name, response.status_code))
    assert wrong == []
