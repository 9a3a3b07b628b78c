"""Who sees which case (C-52): conflicts of interest (C-26), restricted cases, agencies not asked, the referrer's link.

Each is walked through every page: what is about the case is 404 in the words of what is missing, and no list, search,
export, paper, message or feed names it.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from cases.models import Case
from cases.queries import find_case, visible_cases
from documents.acts import queue_message
from documents.models import StoredFile
from panels import acts as panels
from panels.models import Meeting, PackCopy
from partnerships.models import Borough
from partnerships.scope import tenant

from .pages import CASE_FOR, Page, address, behind_sign_in, body_of, case_for, text_of

# What is about a case though its address does not say so.
OF_A_CASE = {"message", "send_again", "deal_with_bounce", "withdraw_message", "download_file"}
ITEMS = {"agenda_item", "record_discussion", "move_item", "take_item", "recall_criteria"}


def about_the_case(page: Page) -> bool:
    return "reference" in page.keys or page.name in OF_A_CASE | ITEMS


def open_to(page: Page, side, who: str) -> bool:
    roles = {role.name: role.kind for role in side.procedure.roles}
    held = [holding.role for holding in side.people[who].roles.all()]
    return page.open_to(frozenset(roles[name] for name in held)) or not side.procedure.roles_for(page.name).isdisjoint(
        held
    )


def missing_like(page: Page, side, who: str) -> bytes:
    """What the person reads at an address of the same kind where there is nothing."""
    key = page.ids[-1] if "reference" not in page.keys else "reference"
    nowhere = address(page, side, **{key: "RED-2000-9999" if key == "reference" else 2_000_000_000})
    return body_of(side.clients[who].get(nowhere, follow=True))


def seen_by(side, who: str, hidden: list) -> list[tuple]:
    """Every trace of the hidden cases on the pages somebody opens: where, and what."""
    client, found = side.clients[who], []
    names = [case.reference for case in hidden] + [person.first_name for case in hidden for person in case.people.all()]
    for page in behind_sign_in():
        if not page.inside or not open_to(page, side, who):
            continue
        response = client.get(address(page, side), follow=True)  # a button's address leads to its page, which tells why
        text = text_of(response)
        found += [(page.name, name) for name in names if name in text]
        if about_the_case(page) and response.status_code not in {404, 405}:
            found.append((page.name, response.status_code))
        if about_the_case(page) and response.status_code == 404 and body_of(response) != missing_like(page, side, who):
            found.append((page.name, "another 404"))
    return found


@pytest.fixture
def everything(ours):
    """Ours, open: what is asked of the database is asked as somebody inside would."""
    with tenant(ours.partnership):
        yield ours


def hidden_from(side, *seen: str) -> list:
    return [case for name, case in side.cases.items() if name not in seen]


def test_the_secretariat_sees_what_is_hidden_below(everything):
    """So the walks look for traces that exist."""
    pages = {page for page, _ in seen_by(everything, "secretariat", hidden_from(everything, "restricted"))}
    assert pages >= {"log", "log_csv", "log_xlsx", "home", "waiting_cases", "meeting", "agenda_item", "messages"}
    assert pages >= {"case", "case_record", "case_panel", "download_file", "message", "merged_chronology"}


# C-26
def test_a_conflict_of_interest_closes_every_way_to_the_case(everything):
    """A second secretary, with the role for everything and a conflict in all cases but one."""
    hidden = hidden_from(everything, "received", "restricted")
    walked = [page for page in behind_sign_in() if CASE_FOR.get(page.name) != "received"]
    traces = seen_by(everything, "second secretary", hidden)
    assert [trace for trace in traces if trace[0] in {page.name for page in walked}] == []
    assert "RED-" in text_of(everything.clients["second secretary"].get("/redbridge/log/"))


def not_listed(side) -> list:
    return [case for case in side.cases.values() if not case.agenda_items.exists()]


@pytest.mark.parametrize("who", ["second secretary", "member not asked"])
def test_nothing_is_found_by_searching_either(everything, who):
    hidden = not_listed(everything) if who == "member not asked" else hidden_from(everything, "received")
    for case in hidden[:4]:
        for words in (case.reference, case.people.first().first_name):
            for path in ("log/", "log/export.csv", "cases/"):
                response = everything.clients[who].get(f"/redbridge/{path}", {"q": words})
                text = text_of(response).replace(f'value="{words}"', "").replace(f": {words}", "")
                assert response.status_code == 403 or text.count(f">{case.reference}<") == 0, (path, words)


def test_acts_are_refused_to_the_conflicted(everything):
    """Posted by somebody who knows the address: 404 and nothing recorded."""
    client, before = everything.clients["second secretary"], everything.cases["scoping"].events.count()
    for page in behind_sign_in():
        if "reference" in page.keys and CASE_FOR.get(page.name) != "received":
            if open_to(page, everything, "second secretary"):
                assert client.post(address(page, everything), {"reason": "Words"}).status_code in {404, 405}, page.name
    assert everything.cases["scoping"].events.count() == before


def test_the_papers_of_the_conflicted_leave_the_case_out(everything):
    """A copy made before the conflict is no longer theirs to download, and nobody else's is; the feed names no case."""
    meeting, listed = Meeting.objects.get(pk=everything.things.planned.pk), everything.cases["listed"]
    status, content, both = {}, {}, ("secretariat", "second secretary")
    for who in both:
        job = panels.read_papers(pack=everything.things.pack, actor=everything.actor(who), at=everything.now)
        content[who] = str(job.payload)
        if who == "second secretary":  # as if it had been made while the case was still open to them
            PackCopy.objects.filter(job=job).update(without="")
        job.file = StoredFile.objects.create(
            partnership=everything.partnership, name="pack.pdf", content_type="application/pdf", size=4,
            sha256="0" * 64, content=b"%PDF", kind="agenda-pack", about=job.about, made_at=everything.now,
        )  # fmt: skip
        job.state = "done"
        job.save()
        address_of = reverse("download_file", kwargs={"partnership": everything.slug, "file": job.file_id})
        status |= {(who, reader): everything.clients[reader].get(address_of).status_code for reader in both}
    assert status == {
        ("secretariat", "secretariat"): 200, ("secretariat", "second secretary"): 404,
        ("second secretary", "secretariat"): 404, ("second secretary", "second secretary"): 404,
    }  # fmt: skip
    assert [listed.reference in content[who] for who in both] == [True, False]
    feed = everything.clients["nobody"].get(f"/calendar/{everything.things.token_of_calendar}/meetings.ics")
    said = feed.content.decode()
    assert (f"meeting-{meeting.pk}@" in said, listed.reference in said, everything.surname() in said) == (
        True, False, False,
    )  # fmt: skip


# C-52
def test_a_restricted_case_is_for_those_named(everything):
    restricted = everything.cases["restricted"]
    path = f"/redbridge/cases/{restricted.reference}/"
    status = {
        who: everything.clients[who].get(path).status_code
        for who in ("rscp-manager", "panel-chair", "agency-representative", "administrator", "named secretary")
    }
    assert status == {**dict.fromkeys(status, 404), "named secretary": 200}
    for who in ("rscp-manager", "panel-chair"):
        for path in ("", "log/", "log/export.csv", "log/export.xlsx", "messages/", "meetings/waiting/"):
            assert restricted.reference not in text_of(everything.clients[who].get(f"/redbridge/{path}")), path
    assert restricted.reference in text_of(everything.clients["named secretary"].get("/redbridge/log/"))


def test_an_agency_that_was_not_asked_sees_nothing(everything):
    unlisted = not_listed(everything)
    assert len(unlisted) > 5
    traces = seen_by(everything, "member not asked", unlisted)
    listed = {page.name for page in behind_sign_in() if case_for(page, everything) not in unlisted} | ITEMS
    assert [trace for trace in traces if trace[0] not in listed] == []


def test_somebody_without_a_role_sees_no_case_at_all(everything):
    assert seen_by(everything, "nobody", hidden_from(everything)) == []


def test_an_agency_does_not_see_another_agencys_return_before_the_meeting(everything):
    """While it writes, nobody but the office reads over its shoulder."""
    case, returned = everything.cases["scoping"], everything.things.returned
    police = everything.clients["agency-representative"]
    path = f"/redbridge/cases/{case.reference}/returns/{returned.pk}/"
    assert (police.get(path).status_code, everything.clients["secretariat"].get(path).status_code) == (404, 200)


# C-52
def test_the_referrer_reads_reference_stage_and_outcome_and_nothing_else(everything):
    """Of a case that is over: no note, no name of a subject, no person of the office or the panel."""
    case, token = everything.cases["closed"], everything.things.tokens["closed"]
    text = text_of(Client().get(f"/redbridge/refer/{token}/"))
    assert case.reference in text and "Only one service was involved." in text
    inside = [everything.surname(), "inner note", *(person.user.name for person in everything.people.values())]
    inside += [person.first_name for person in case.people.all()]
    assert [words for words in inside if words in text] == []


@pytest.mark.parametrize("name", ["received", "acknowledged", "closed"])
def test_behind_a_link_of_something_sent_no_page_shows_the_form_again(everything, name):
    token, client, shown = everything.things.tokens[name], Client(), []
    for page in ("", "link/", "check/", "sent/", f"form/{everything.things.form_page}/", "questions/", "withdraw/"):
        response = client.get(f"/redbridge/refer/{token}/{page}", follow=True)
        if everything.surname() in text_of(response):
            shown.append(page)
    assert shown == []


def test_a_message_about_a_case_is_read_by_those_who_see_the_case(everything):
    message = queue_message(
        key="about restricted", kind="note", to_email="a@b.example", to_name="A", subject="Restricted matter",
        case=everything.cases["restricted"], body="Words.", at=everything.now,
    )  # fmt: skip
    path = f"/redbridge/messages/{message.pk}/"
    status = {who: everything.clients[who].get(path).status_code for who in ("rscp-manager", "named secretary")}
    assert status == {"rscp-manager": 404, "named secretary": 200}
    assert "Restricted matter" not in text_of(everything.clients["rscp-manager"].get("/redbridge/messages/"))


# C-52
def test_one_case_is_found_by_exactly_those_whose_list_has_it(everything):
    """Asked for one by one or as a list, in one borough or in two, by whoever: the same cases."""
    areas = [
        Borough.objects.create(partnership=everything.partnership, slug=name, title=name.title())
        for name in ("north", "south", "east")
    ]
    for area, name in zip(areas, ("scoping", "received", "listed"), strict=True):
        Case.objects.filter(pk=everything.cases[name].pk).update(borough=area)
    limits = [
        None,
        frozenset(),
        frozenset({areas[0].pk}),
        frozenset({areas[1].pk}),
        frozenset({a.pk for a in areas[1:]}),
    ]
    references, seen = {case.reference for case in everything.cases.values()}, set()
    for who in everything.people:
        for limit in limits:
            actor = replace(everything.actor(who), borough_ids=limit)
            listed = set(visible_cases(actor).values_list("reference", flat=True))
            assert {reference for reference in references if _found(reference, actor)} == listed, (who, limit)
            seen.add(frozenset(listed))
    assert len(seen) > 8


def _found(reference: str, actor) -> bool:
    try:
        return find_case(reference, actor).reference == reference
    except Http404:
        return False
