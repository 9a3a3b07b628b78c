"""The way around: few pages stand side by side, many are folded into sections."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from cases.web import case_navigation
from config.context import SIDE_BY_SIDE, folded, navigation
from partnerships.scope import tenant
from tests.factories import a_case, a_partnership, an_actor


@pytest.fixture
def redbridge(db):
    partnership = a_partnership("redbridge")
    with tenant(partnership):
        yield partnership


def around(actor, path, partnership) -> dict:
    request = RequestFactory().get(path)
    request.actor = actor
    found = navigation(request, partnership)
    marked = lambda page: page.get("current") or page.get("active")  # noqa: E731
    return {place: [(page["text"], bool(marked(page))) for page in pages] for place, pages in found.items()}


def test_the_office_sees_sections_and_beside_an_open_page_the_pages_of_its_section(redbridge):
    office = an_actor("Olga Office", "secretariat")
    assert around(office, "/redbridge/actions/", redbridge) == {
        "main": [
            ("What is due", False), ("Cases", False), ("Meetings", False), ("Reviews", True), ("Reports", False),
            ("Letters", False), ("How we work", False),
        ],
        "beside": [("Reviews", False), ("Actions", True), ("Learning", False)],
    }  # fmt: skip


def test_on_a_page_further_in_the_section_is_marked_and_its_pages_make_room(redbridge):
    office = an_actor("Olga Office", "secretariat")
    for path, section in (
        ("/redbridge/cases/RED-2026-0001/", "Cases"),
        ("/redbridge/retention/closed/", "How we work"),
    ):
        found = around(office, path, redbridge)
        assert ([words for words, open in found["main"] if open], found["beside"]) == ([section], [])


def test_whoever_has_few_pages_sees_them_by_their_own_names(redbridge):
    member = an_actor("Mo Member", "agency-representative", agency="nel-icb")
    found = around(member, "/redbridge/cases/RED-2026-0001/", redbridge)
    assert found == {
        "main": [
            ("What is due", False), ("Requests", False), ("Cases", True), ("Meetings", False), ("My actions", False),
            ("Our procedure", False),
        ],
        "beside": [],
    }  # fmt: skip
    assert len(found["main"]) <= SIDE_BY_SIDE


def test_the_tabs_of_a_case_fold_into_sections_where_they_would_not_stand_in_one_line(redbridge):
    case = a_case(an_actor("Olga Office", "secretariat"))
    assert tabs(case, "secretariat", "case_letters") == {
        "main": [
            ("Overview", False), ("Referral", False), ("People", False), ("Information", False), ("Criteria", False),
            ("Safety and family", False), ("Panel and decision", False), ("Letters and notices", True),
            ("Reviews", False), ("Deadlines", False), ("Record", False),
        ],
        "beside": [("Notifications", False), ("Letters", True)],
    }  # fmt: skip
    assert tabs(case, "secretariat", "case")["beside"] == []
    assert folded([("Reviews", [ONE, ANOTHER])], 2) == {"main": [ONE, ANOTHER], "beside": []}


ONE, ANOTHER = ({"text": words, "href": f"/{words}/", "current": words == "One"} for words in ("One", "Another"))


def tabs(case, role: str, current: str) -> dict:
    request = RequestFactory().get("/")
    request.actor, request.partnership = an_actor("Una Reader", role), case.partnership
    return {place: [(p["text"], bool(p.get("current") or p.get("active"))) for p in pages]
            for place, pages in case_navigation(case, request, current).items()}  # fmt: skip
