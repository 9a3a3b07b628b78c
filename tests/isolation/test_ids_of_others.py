"""Another partnership's numbers, put wherever a number is read: path, query string, form (DESIGN.md §4; ASVS 8.4.1).

Nothing of theirs is shown and nothing of theirs changes. What could leak exists: see world.py.
"""

from __future__ import annotations

from django.db import connection

from partnerships.scope import tenant
from partnerships.walls import tenant_models

from .pages import address, arguments, body_of, case_for, leaks, marks_of, pages, text_of, tour

# Taking out what is no longer there is said in words, not as a 404.
AGAIN_IS_NO_ERROR = {"remove_entry"}


def led_up(response, where: str) -> bool:
    """The address of a button, opened without pressing it: it leads to the page above, whatever number it holds."""
    return response.status_code == 302 and where.startswith(response["Location"])


def state_of(side) -> dict[str, tuple]:
    """Every row of a partnership in short: two equal states are the same rows with the same values."""
    found = {}
    with tenant(side.partnership), connection.cursor() as cursor:
        for model in tenant_models():
            table = model._meta.db_table
            cursor.execute(f'SELECT count(*), sum(hashtextextended(t::text, 0)) FROM "{table}" t')
            found[table] = cursor.fetchone()
    return found


def rows_of(side) -> dict[str, tuple]:
    """The same without who looked at what: looking is allowed."""
    return {table: found for table, found in state_of(side).items() if table != "cases_caseopened"}


def test_the_marks_are_there_to_be_found(ours, theirs):
    """Their own secretariat reads every one of them: the tests below look for something that exists."""
    pages_of_theirs = "".join(
        text_of(theirs.clients["secretariat"].get(f"/{theirs.slug}/{path}"))
        for path in (
            "log/",
            f"messages/{theirs.things.message.pk}/",
            "log/export.xlsx",
            f"cases/{theirs.cases['scoping'].reference}/record/",
        )
    )
    assert [mark for mark in marks_of(theirs) if mark not in pages_of_theirs] == []


def test_their_numbers_in_our_addresses_are_as_if_they_did_not_exist(ours, theirs):
    """Each number of the address in turn, the others being ours and right; read and posted."""
    before, wrong, tried = state_of(theirs), [], 0
    for stop in tour(ours):
        page, client, other = stop.page, ours.clients[stop.who], arguments(stop.page, theirs)
        for key in page.ids:
            nowhere = address(page, ours, **{key: "OTH-2000-9999" if isinstance(other[key], str) else 2_000_000_000})
            where = address(page, ours, **{key: other[key]})
            for send in (client.get, client.post):
                tried += 1
                response, missing = send(where), send(nowhere)
                if page.name in AGAIN_IS_NO_ERROR and response.status_code == missing.status_code == 302:
                    client.get("/help/")  # whose page shows what was said
                elif leaks(response, theirs) or not (response.status_code in {404, 405} or led_up(response, where)):
                    wrong.append((page.name, key, response.status_code, leaks(response, theirs)))
                elif response.status_code != missing.status_code or body_of(response) != body_of(missing):
                    wrong.append((page.name, key, "not in the same words"))
    assert tried > 150
    assert wrong == []
    assert state_of(theirs) == before


def test_a_private_link_of_theirs_opens_nothing_here(ours, theirs):
    wrong = []
    for page in pages():
        if "token" in page.keys:
            things = theirs.things
            theirs_all = (
                things.token_of_return, things.token_of_draft, things.token_of_invitation, *things.tokens.values(),
            )  # fmt: skip
            for token in theirs_all:
                response = ours.clients["secretariat"].get(address(page, ours, token=token))
                if response.status_code != 404 or leaks(response, theirs):
                    wrong.append((page.name, response.status_code))
    assert wrong == []


def theirs_for(name: str, theirs) -> str | None:
    """Their number for a box of a form, by the box's name."""
    things, case = theirs.things, theirs.cases["scoping"]
    known = {
        "owner": theirs.people["agency-representative"].pk, "actions": things.plan_action.pk,
        "carries_out": things.advice.pk,
        "membership": theirs.people["panel-chair"].pk, "stands_in_for": theirs.people["panel-chair"].pk,
        "deputy": theirs.people["secretariat"].pk, "agency": case.scoping_returns.first().agency_id,
        "agencies": case.scoping_returns.first().agency_id, "meeting": things.planned.pk,
        "returns": things.scoping_return.pk, "scoping_return": things.scoping_return.pk,
        "attendance": things.attendance.pk, "person": things.attendance.pk, "item": things.planned_item.pk,
        "other": case.reference, "into": case.reference,
        "question": things.question.pk, "recommendation": things.recommendation.pk,
        "by": theirs.people["secretariat"].pk, "successor": theirs.people["secretariat"].pk,
        "people": case.people.first().pk,
        "reviewer": things.reviewer.pk,
        "came": things.learning_event.invitations.get().pk,
        "deadlines": case.deadlines.filter(state="open").first().pk,
    }  # fmt: skip
    return str(known[name]) if name in known else None


def test_their_numbers_in_our_forms_are_no_choice(ours, theirs):
    """Every box of every form that offers rows by number, or takes a reference."""
    before, wrong, tried, unknown = state_of(theirs), [], set(), []
    for stop, form, name, box in boxes(ours):
        with tenant(theirs.partnership):
            number = theirs_for(name, theirs)
        if number is None:
            offered = [value for value in box.offered if value]
            if offered and all(value.isdigit() for value in offered):
                unknown.append((stop.page.name, name, offered[:3]))
            continue
        tried.add(name)
        data = {**form.filled(), name: [number] if box.kind == "checkbox" else number}
        mine = rows_of(ours) if form.action else {}
        response = ours.clients[stop.who].post(form.action or address(stop.page, ours), data)
        found = [mark for mark in leaks(response, theirs) if mark not in number]
        # A button without a page of its own leads back, and nothing has happened.
        nothing = response.status_code == 302 and form.action and rows_of(ours) == mine
        if not (response.status_code == 200 or nothing) or found:
            wrong.append((stop.page.name, name, response.status_code, found))
    assert unknown == []
    assert wrong == []
    assert tried >= {
        "membership",
        "agency",
        "agencies",
        "meeting",
        "deadlines",
        "by",
        "successor",
        "scoping_return",
        "other",
        "into",
    }
    assert state_of(theirs) == before


def boxes(ours):
    for stop in tour(ours):
        for form in stop.forms:
            for name, box in form.boxes.items():
                yield stop, form, name, box


def test_their_numbers_in_our_filters_find_nothing(ours, theirs):
    wrong = []
    with tenant(theirs.partnership):
        numbers = {
            "agency": theirs.cases["scoping"].scoping_returns.first().agency_id,
            "return": theirs.things.scoping_return.pk, "meeting": theirs.things.planned.pk, "page": 1,
            "q": theirs.surname(),
        }  # fmt: skip
    for stop in tour(ours):
        if stop.reads_the_query:
            asked = {**dict.fromkeys(stop.filters, ""), **numbers}
            response = ours.clients[stop.who].get(address(stop.page, ours), asked)
            # What was searched for is said again, and only that.
            found = [mark for mark in leaks(response, theirs) if mark not in theirs.surname()]
            if response.status_code not in {200, 302} or found:
                wrong.append((stop.page.name, response.status_code, found))
            if "0 results" not in text_of(response) and "q" in stop.filters:
                assert theirs.cases["scoping"].reference not in text_of(response)
    assert wrong == []


def test_the_walk_opens_each_act_on_the_case_where_it_can_be_done(ours):
    """Else another partnership's number would be refused for another reason."""
    walked = {case_for(page, ours).reference for page in pages()}
    assert {name for name, case in ours.cases.items() if case.reference not in walked} == {"restricted"}
