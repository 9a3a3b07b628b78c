"""What nobody should send and somebody will: never a 500, never somebody else's data."""

from __future__ import annotations

import uuid

import pytest

from cases.models import Case
from referrals.models import Referral
from tests.factories import a_member
from tests.referrals import steps

NASTY = [
    "\x00",
    "a\x00b",
    "\u202egnp.exe",
    "🕊️" * 50,
    "٣٣٣٣٣٣٣٣٣٣",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "' OR 1=1 --",
    "x" * 200_000,
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "-1",
    "1e309",
    "NaN",
    "../../etc/passwd",
    "\r\nBcc: everybody@example.org",
]


@pytest.mark.parametrize("nasty", range(len(NASTY)))
def test_no_box_breaks_a_page(client, redbridge, nasty):
    token = steps.begin(client)
    for page, boxes in steps.PAGES.items():
        bad = {key: NASTY[nasty] for key in boxes}
        saved = steps.save(client, token, page, {**bad, "rows": [NASTY[nasty], "1"], "q-1-relevant-name": NASTY[nasty]})
        assert (page, saved.status_code in (200, 302)) == (page, True)
        assert "<script>alert(1)" not in saved.content.decode()
        assert client.get(steps.at("refer_section", token=token, page=page)).status_code == 200
        if page == "subject-2":
            steps.save(client, token, page)
    for name in ("refer_tasks", "refer_check", "refer_saved"):
        assert client.get(steps.at(name, token=token)).status_code == 200


@pytest.mark.parametrize("nasty", range(len(NASTY)))
def test_no_box_of_the_first_page_breaks_it(client, redbridge, nasty):
    for boxes in (
        {"form_token": NASTY[nasty], "pathway": "adult", "email": steps.EMAIL},
        {"form_token": str(uuid.uuid4()), "pathway": NASTY[nasty], "email": steps.EMAIL},
        {"form_token": str(uuid.uuid4()), "pathway": "adult", "email": NASTY[nasty]},
    ):
        answer = client.post(steps.at("refer_begin"), boxes)
        assert answer.status_code == 200
    assert Referral.objects.count() == 0


@pytest.mark.parametrize("path", ["form/%00/", "form/decision/", "form/../check/", "form/subject-99/", "nothing/"])
def test_pages_that_are_not_there(client, redbridge, path):
    token = steps.begin(client)
    assert client.get(f"/redbridge/refer/{token}/{path}").status_code in (302, 404)


@pytest.mark.parametrize("token", ["%00", "a%00b", "x" * 5000, "%F0%9F%95%8A", "..%2f..", "٣"])
def test_secrets_that_open_nothing(client, redbridge, token):
    assert client.get(f"/redbridge/refer/{token}/").status_code == 404


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "1.5", "abc", "%00", "٣"])
def test_numbers_that_are_no_draft(client, redbridge, number):
    client.force_login(a_member("Sam Secretary", "secretariat").user)
    assert client.get(f"/redbridge/referrals/{number}/").status_code == 404


def test_a_document_number_of_another_referral_removes_nothing(client, redbridge):
    from documents.models import StoredFile
    from tests.factories import NOW

    token = steps.begin(client)
    other = StoredFile.objects.create(name="x.pdf", content_type="application/pdf", size=1, sha256="0", content=b"x",
                                      kind="referral-document", about="referral:999999", made_at=NOW)  # fmt: skip
    page = steps.at("refer_section", token=token, page="context")
    for number in (str(other.pk), "9" * 15):
        assert client.post(page, {"remove-document": number}).status_code == 302
    assert StoredFile.objects.count() == 1


def test_answers_that_name_agencies_and_people_of_elsewhere_are_refused(client, redbridge):
    token = steps.begin(client)
    saved = steps.save(client, token, "referrer", {**steps.PAGES["referrer"], "q-referrer-agency": "bexley-police"})
    assert len(steps.messages(saved)) == 1
    assert "referrer-agency" not in Referral.objects.get().answers.get("referrer", {})


def test_a_pathway_may_be_changed_but_not_invented(client, redbridge):
    token = steps.begin(client)
    steps.save(client, token, "context", {**steps.PAGES["context"], "q-pathway": "child"})
    assert Referral.objects.get().pathway == "child"
    steps.save(client, token, "context", {**steps.PAGES["context"], "q-pathway": "invented"})
    assert (Referral.objects.get().pathway, Case.objects.count()) == ("child", 0)


def test_the_other_partnerships_secretary_sees_nothing(client, redbridge):
    from partnerships.scope import tenant
    from tests.factories import a_partnership
    from tests.referrals.test_acts import a_submitted

    case = a_submitted()
    elsewhere = a_partnership("bexley", "2019.toml")
    with tenant(elsewhere):
        client.force_login(a_member("Bex Secretary", "secretariat").user)
    for name in ("referral", "acknowledge_referral", "send_back_referral", "check_referral"):
        assert client.get(steps.at(name, reference=case.reference)).status_code == 404
        assert client.get(f"/bexley/cases/{case.reference}/referral/").status_code == 404
    token = steps.begin(client)
    assert client.get(f"/{elsewhere.slug}/refer/{token}/").status_code == 404
