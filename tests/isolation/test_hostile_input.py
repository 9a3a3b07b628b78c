"""What no browser sends: it never becomes an error, and never shows or orders by what is not ours (RELIABILITY B.5)."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client

from documents.models import OutboxMessage
from partnerships.scope import tenant

from .pages import Page, address, behind_sign_in, leaks, pages, text_of, tour
from .sent_forms import forms_of

NUL, LONG_NUMBER, ARABIC = "a\x00b", "9" * 30, "٣"
SECRET = "tenant__membership__user__password"
HEADER = "x\r\nBcc: everybody@example.org\r\n\r\n"
# Each is put into every box and every parameter at once, and then the next.
NONSENSE = {
    "nul": NUL,
    "thirty digits": LONG_NUMBER,
    "nothing": "",
    "another alphabet's digit": ARABIC,
    "a very long text": "q " * 20_000,
    "a column": SECRET,
    "a header": HEADER,
    "an impossible day": "2026-02-31",
    "minus one": "-1",
    "an operator": "((&|!:*' OR 1=1 --",
}
PARAMETERS = ("page", "q", "sort", "order", "show", "return", "agency", "year", "next", "from", "version", "gap")
# What reaches a view through an address; a number that is too long, and what no text can hold.
IN_AN_ADDRESS = ("nul", "thirty digits", "another alphabet's digit")
IN_A_FORM = ("nul", "thirty digits", "nothing", "a very long text")


def broken(response) -> bool:
    return response.status_code >= 500


@pytest.mark.parametrize("kind", list(NONSENSE))
def test_a_query_string_of_nonsense_is_answered(ours, theirs, kind):
    wrong = []
    for stop in tour(ours):
        if not stop.reads_the_query:
            continue
        asked = dict.fromkeys([*PARAMETERS, *stop.filters], NONSENSE[kind])
        response = ours.clients[stop.who].get(address(stop.page, ours), asked)
        if broken(response) or leaks(response, theirs) or "md5$" in text_of(response):
            wrong.append((stop.page.name, response.status_code))
    assert wrong == []


def test_the_query_string_is_read_by_more_than_one_page(ours):
    """Else the test above would walk past what it is about."""
    assert {stop.page.name for stop in tour(ours) if stop.reads_the_query} >= {"log", "log_csv", "messages", "people"}


def test_a_list_is_never_ordered_by_what_somebody_types(ours):
    """RELIABILITY B.5: `?sort=…password` once ordered a list by a secret, and nobody saw an error."""
    client = ours.clients["secretariat"]
    plain = text_of(client.get("/redbridge/log/"))
    for name in ("sort", "order", "ordering", "o"):
        assert text_of(client.get("/redbridge/log/", {name: SECRET})).count("RED-20") >= plain.count("RED-20")
    for page in ("abc", "0", "99999999"):
        assert text_of(client.get("/redbridge/log/", {"page": page})).count("<tr") == plain.count("<tr")


def in_path(page: Page) -> list[str]:
    return [key for key in page.keys if key != "partnership"]


@pytest.mark.parametrize("kind", IN_AN_ADDRESS)
def test_an_address_of_nonsense_leads_nowhere(ours, kind):
    """Numbers that no number holds, other digits, NUL: 404 and no error, signed in or not."""
    wrong, sentinel = [], {str: "sentinel-1", int: 1_234_567_890}
    for page in pages():
        client = ours.clients["secretariat"] if page in behind_sign_in() else Client()
        for key in in_path(page):
            for value in sentinel.values():
                try:
                    where = address(page, ours, **{key: value})
                except Exception:
                    continue
                where = where.replace(str(value), quote(NONSENSE[kind], safe=""))
                response = client.get(where)
                if response.status_code not in {404, 405, 302, 403}:
                    wrong.append((page.name, key, response.status_code))
                break
    assert wrong == []


@pytest.mark.parametrize("kind", IN_A_FORM)
def test_a_form_of_nonsense_comes_back(ours, theirs, kind):
    """Every box of every form at once: said beside the boxes or in words, and nothing of it in a header."""
    wrong = []
    for stop in tour(ours):
        client = ours.clients[stop.who]
        for form in stop.forms:
            data = {name: NONSENSE[kind] for name in form.boxes}
            response = client.post(form.action or address(stop.page, ours), data)
            if broken(response) or leaks(response, theirs) or "Bcc" in response.headers:
                wrong.append((stop.page.name, response.status_code))
        if connection.needs_rollback:
            wrong.append((stop.page.name, "left the transaction broken"))
            break
    assert wrong == []


@pytest.mark.parametrize("kind", list(NONSENSE))
def test_the_public_forms_take_anything(ours, kind):
    """The pages of a referrer, whose form is drawn from the text: whatever is typed is kept or comes back."""
    wrong, filled = [], 0
    for page in pages():
        if not page.inside or page in behind_sign_in():
            continue
        where, client = address(page, ours), Client()
        response = client.get(where)
        boxes = {name for form in forms_of(response) for name in form.boxes} if response.status_code == 200 else set()
        filled += len(boxes)
        for send in (client.post, client.get):
            response = send(where, dict.fromkeys([*boxes, "from"], NONSENSE[kind]))
            if broken(response):
                wrong.append((page.name, response.status_code))
    assert filled > 8
    assert wrong == []


@pytest.mark.parametrize("where", ["/a%00b/", "/%00/log/", "/redbridge/%00/", "/redbridge/cases/%00/", "/%ff/log/"])
def test_an_address_that_no_text_can_hold_leads_nowhere(ours, where):
    for client in (Client(), ours.clients["secretariat"]):
        assert client.get(where).status_code in {404, 302}


def test_what_is_typed_as_a_subject_cannot_add_a_recipient(ours):
    """A line break in a name or an address is one line in the message, or no message."""
    client = ours.clients["administrator"]
    client.post(
        "/redbridge/people/invite-person/", {"email": f"a@b.example{HEADER}", "name": HEADER, "roles": "secretariat"}
    )
    client.post("/redbridge/people/invite-person/", {"email": "new@b.example", "name": HEADER, "roles": "secretariat"})
    with tenant(ours.partnership):
        written = OutboxMessage.objects.values_list("to_email", "to_name", "subject")
        assert [row for row in written if any("\n" in text or "\r" in text for text in row)] == []


def test_a_body_that_is_no_form_is_refused(ours):
    client = ours.clients["secretariat"]
    for stop in tour(ours)[::5]:
        response = client.post(address(stop.page, ours), b"{\x00", content_type="application/json")
        assert not broken(response), stop.page.name
        response = client.post(address(stop.page, ours), b"--x\r\n", content_type="multipart/form-data; boundary=x")
        assert not broken(response), stop.page.name
