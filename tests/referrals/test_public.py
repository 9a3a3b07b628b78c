"""A referrer without an account, from the start page to the outcome, through the web."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import Case, Fact, Person
from documents.models import OutboxMessage, StoredFile
from procedures.vocabulary import WHO_REFERS
from referrals.models import Referral
from tests import factories as make
from tests.referrals import steps


def test_a_referral_from_start_to_reference(client, redbridge):
    assert client.get(steps.at("start_referral")).status_code == 200
    token = steps.begin(client)
    assert client.get(steps.at("refer_saved", token=token)).status_code == 200
    assert client.get(steps.at("refer_tasks", token=token)).status_code == 200
    steps.fill_in(client, token)
    check = client.get(steps.at("refer_check", token=token))
    assert (check.status_code, steps.messages(check)) == (200, [])
    sent = steps.submit(client, token)
    assert sent["Location"] == steps.at("refer_sent", token=token)
    page = client.get(sent["Location"]).content.decode()
    case = Case.objects.get()
    assert case.reference == "RED-2026-0001"
    assert case.reference in page
    people = [(p.kind, p.full_name, p.relationship, str(p.born_on)) for p in Person.objects.order_by("pk")]
    assert people == [
        ("subject", "Ada Grey", "", "1950-03-02"),
        ("relevant", "Bea Grey", "Sister", "None"),
        ("relevant", "Cyd Grey", "Relevant person", "None"),
    ]
    facts = {f.name: f.happened_at.date().isoformat() for f in Fact.objects.exclude(happened_at=None)}
    assert (facts["incident"], facts["death"]) == ("2026-08-19", "2026-08-19")
    assert (case.referrer_name, case.referrer_email, case.referring_agency.slug) == (
        "Rosa Referrer",
        steps.EMAIL,
        "bhrut",
    )


@pytest.mark.parametrize(
    ("folder", "file", "who", "before"),
    [
        (
            "bexley",
            "2019.toml",
            ["agencies", "public"],
            "If you are a parent or another member of the",
        ),
        ("bhr", "2020.toml", ["agencies"], "the chair of the Joint Agency Response refers."),
    ],
)
def test_bex_1_who_may_refer_is_what_the_text_says(client, db, folder, file, who, before):
    partnership = make.a_partnership(folder, file)
    page = client.get(f"/{partnership.slug}/refer/").content.decode()
    assert [name for name, words in WHO_REFERS.items() if f"<li>{words}</li>" in page] == who
    assert before in page


def test_private_pages_are_kept_by_nobody_and_the_secret_is_not_stored(client, redbridge):
    token = steps.begin(client)
    for name in ("refer_tasks", "refer_saved", "refer_check"):
        answer = client.get(steps.at(name, token=token))
        assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store, private", "noindex, nofollow")
        assert answer["Referrer-Policy"] == "same-origin"
    from partnerships.models import PrivateLink

    link = PrivateLink.objects.get()
    assert (link.token_hash, token in link.token_hash) == (PrivateLink.hash_of(token), False)


def test_the_link_comes_by_email_too(client, redbridge):
    token = steps.begin(client)
    message = OutboxMessage.objects.get()
    assert (message.kind, message.to_email) == ("private-link", steps.EMAIL)
    assert steps.at("refer_tasks", token=token) in message.body


def test_a_wrong_link_and_another_partnerships_link_are_the_same_404(client, redbridge):
    from tests.factories import a_partnership

    token = steps.begin(client)
    a_partnership("redbridge", "1.5.toml")
    assert client.get(steps.at("refer_tasks", token="nobody")).status_code == 404
    assert client.get(f"/elsewhere/refer/{token}/").status_code == 404


def test_half_done_and_back_again(client, redbridge):
    token = steps.begin(client)
    answer = steps.save(client, token, "subject", {"q-first-name": "Ada"}, later="1")
    assert answer["Location"] == steps.at("refer_saved", token=token)
    again = client.get(steps.at("refer_section", token=token, page="subject")).content.decode()
    assert 'value="Ada"' in again
    tasks = client.get(steps.at("refer_tasks", token=token)).content.decode()
    assert "In progress" in tasks
    check = client.get(steps.at("refer_check", token=token))
    assert "Enter last name" in steps.messages(check)


def test_bad_input_is_said_and_nothing_typed_is_lost(client, redbridge):
    token = steps.begin(client)
    boxes = {**steps.PAGES["subject"], "q-first-name": "Zoë 🕊️", "q-born-on-day": "31", "q-born-on-month": "2"}
    answer = steps.save(client, token, "subject", boxes)
    assert steps.messages(answer) == ["Date of birth must be a real date"]
    for page in (answer, client.get(steps.at("refer_section", token=token, page="subject"))):
        html = page.content.decode()
        assert [typed for typed in ("Zoë 🕊️", 'value="31"', 'value="1950"') if typed not in html] == []
    assert steps.the_referral().answers["subject"] == {"first-name": "Zoë 🕊️", "last-name": "Grey"}
    put_right = steps.save(client, token, "subject")
    assert (put_right.status_code, steps.the_referral().typed) == (302, {})
    answer = steps.save(client, token, "subject-2", {"q-died": "yes", "q-nhs-number": "943 476 5918"})
    assert steps.messages(answer) == ["NHS number: check each digit, one of them is wrong"]
    assert "943 476 5918" in answer.content.decode()


def test_a_hundred_kilobytes_are_refused_and_kept_as_typed(client, redbridge):
    token = steps.begin(client)
    long = "Neglect was seen. " * 6000
    answer = steps.save(client, token, "context", {**steps.PAGES["context"], "q-reason": long})
    assert len(steps.messages(answer)) == 1
    assert "20,000 characters or fewer" in steps.messages(answer)[0]
    for page in (answer, client.get(steps.at("refer_section", token=token, page="context"))):
        assert long.strip() in page.content.decode()


def test_death_before_birth_is_said_on_the_page_and_at_the_end(client, redbridge):
    token = steps.begin(client)
    steps.fill_in(client, token, without=("subject-3",))
    early = {"q-died-on-day": "1", "q-died-on-month": "3", "q-died-on-year": "1950"}
    answer = steps.save(client, token, "subject-3", early)
    said = ["Date of death must be the same as or after date of birth, 2 March 1950"]
    assert steps.messages(answer) == said
    assert steps.messages(client.get(steps.at("refer_check", token=token)))[-1:] != []
    assert steps.submit(client, token).status_code == 200
    assert Case.objects.count() == 0


def test_a_document_survives_an_error_elsewhere_and_must_be_what_it_says(client, redbridge, monkeypatch):
    from dataclasses import replace

    from procedures import library
    from procedures.model import Field

    real = library.of_version

    def with_documents(row):
        procedure = real(row)
        form = procedure.find("forms", "one-panel-referral")
        context = form.sections[0]
        file = Field(name="documents", label="Documents", kind="file")
        context = replace(context, fields=(file, *(f for f in context.fields if f.name in ("reason", "incident-on"))))
        return replace(procedure, forms=(replace(form, sections=(context, *form.sections[1:])),))

    monkeypatch.setattr("referrals.queries.library.of_version", with_documents)
    token = steps.begin(client)
    page = steps.at("refer_section", token=token, page="context")
    liar = SimpleUploadedFile("report.pdf", b"MZ not a pdf")
    answer = client.post(page, {"q-reason": "why", "q-documents": [liar], "seen": steps.seen(client, page)})
    assert steps.messages(answer)[0] == (
        "“report.pdf” is not a PDF, although its name says so. Save it again and choose it once more."
    )
    good = SimpleUploadedFile("letter.pdf", b"%PDF-1.7 a letter")
    more = {"q-incident-on-day": "99", "q-incident-on-month": "1", "q-incident-on-year": "2026"}
    answer = client.post(page, {"q-reason": "why", "q-documents": [good], **more, "seen": steps.seen(client, page)})
    assert steps.messages(answer) == ["Date of the incident or death must be a real date"]
    stored = StoredFile.objects.get()
    assert (stored.name, stored.case) == ("letter.pdf", None)
    assert "letter.pdf" in client.get(page).content.decode()
    client.post(page, {"remove-document": str(stored.pk)})
    assert StoredFile.objects.count() == 0
    assert client.post(page, {"remove-document": "1 or 1=1"}).status_code == 400


def test_people_can_be_added_and_taken_off_without_scripts(client, redbridge):
    token = steps.begin(client)
    page = steps.at("refer_section", token=token, page="relevant-people")
    more = client.post(page, {"rows": ["1"], "q-1-relevant-name": "Bea Grey", "add": "1", "seen": "x"})
    assert more.status_code == 200
    html = more.content.decode()
    assert ('name="q-2-relevant-name"' in html, 'value="Bea Grey"' in html) == (True, True)
    fewer = client.post(
        page, {"rows": ["1", "2"], "q-1-relevant-name": "Bea", "q-2-relevant-name": "Cyd", "remove": "1", "seen": "x"}
    ).content.decode()
    assert ("Bea" in fewer, 'value="Cyd"' in fewer) == (False, True)


def test_submitting_twice_leaves_one_referral_and_shows_the_same_reference(client, redbridge):
    token = steps.begin(client)
    steps.fill_in(client, token)
    first, second = steps.submit(client, token), steps.submit(client, token)
    assert first["Location"] == second["Location"]
    assert [case.reference for case in Case.objects.all()] == ["RED-2026-0001"]
    back = client.get(steps.at("refer_check", token=token))
    assert (back.status_code, back["Location"]) == (302, steps.at("refer_sent", token=token))


def test_after_submission_the_link_shows_only_where_it_stands(client, redbridge):
    token = steps.begin(client)
    steps.fill_in(client, token)
    steps.submit(client, token)
    html = client.get(steps.at("refer_tasks", token=token)).content.decode()
    assert "RED-2026-0001" in html
    assert [word for word in ("Ada", "Grey", "neglect", "Bea") if word in html] == []
    closed = client.get(steps.at("refer_section", token=token, page="subject"))
    assert (closed.status_code, closed["Location"]) == (302, steps.at("refer_tasks", token=token))


def test_the_second_of_two_writers_is_told_and_loses_nothing(client, redbridge):
    token = steps.begin(client)
    page = steps.at("refer_section", token=token, page="subject")
    old = steps.seen(client, page)
    steps.save(client, token, "subject", {**steps.PAGES["subject"], "q-gender": "Female"})
    answer = client.post(page, {**steps.PAGES["subject"], "q-gender": "Woman", "q-ethnicity": "Irish", "seen": old})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert ('value="Woman"' in html, 'value="Irish"' in html, "Female" in html) == (True, True, True)
    assert steps.the_referral().answers["subject"]["gender"] == "Female"
    import re

    new = re.search(r'name="seen" value="([^"]*)"', html)[1]
    client.post(page, {**steps.PAGES["subject"], "q-gender": "Woman", "seen": new})
    assert steps.the_referral().answers["subject"]["gender"] == "Woman"


def test_saving_the_same_twice_is_no_conflict(client, redbridge):
    token = steps.begin(client)
    page = steps.at("refer_section", token=token, page="subject")
    old = steps.seen(client, page)
    for _ in range(2):
        answer = client.post(page, {**steps.PAGES["subject"], "seen": old})
        assert answer.status_code == 302


def test_links_cannot_be_asked_for_without_end(client, redbridge):
    for _ in range(5):
        steps.begin(client)
    page = client.get(steps.at("refer_begin")).content.decode()
    import re

    key = re.search(r'name="form_token"[^>]* value="([^"]+)"', page)[1]
    answer = client.post(steps.at("refer_begin"), {"form_token": key, "pathway": "adult", "email": steps.EMAIL})
    assert steps.messages(answer) == [
        "You have asked for many links in a short time. Wait an hour, or use the link you were sent."
    ]
    assert Referral.objects.count() == 5


def test_a_begin_page_sent_twice_begins_one_referral(client, redbridge):
    import re
    import uuid

    key = str(uuid.uuid4())
    boxes = {"form_token": key, "pathway": "adult", "email": steps.EMAIL}
    tokens = []
    for _ in range(2):
        answer = client.post(steps.at("refer_begin"), boxes)
        tokens.append(re.search(r"/refer/([^/]+)/link/", answer["Location"])[1])
    assert Referral.objects.count() == 1
    stranger = client.post(steps.at("refer_begin"), {**boxes, "email": "other@example.org"})
    assert steps.messages(stranger) == ["This page was used before. Open it again to begin a new referral."]


def test_a_lost_link_is_sent_again_and_nobody_learns_whether_there_was_one(client, redbridge):
    steps.begin(client)
    known = client.post(steps.at("refer_lost_link"), {"email": steps.EMAIL})
    unknown = client.post(steps.at("refer_lost_link"), {"email": "nobody@example.org"})
    assert known.content.replace(steps.EMAIL.encode(), b"X") == unknown.content.replace(b"nobody@example.org", b"X")
    assert steps.mail() == ["private-link", "private-link"]


def test_a_draft_can_be_given_up(client, redbridge):
    token = steps.begin(client)
    client.post(steps.at("refer_withdraw", token=token), {"sure": "1"})
    assert steps.the_referral().state == "withdrawn"
    assert client.get(steps.at("refer_tasks", token=token)).status_code == 200
    assert steps.submit(client, token).status_code == 302
    assert Case.objects.count() == 0
