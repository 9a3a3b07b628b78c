"""A referrer without an account, from the start page to the outcome, through the web."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import Case, Fact, Person
from documents.models import OutboxMessage, StoredFile
from referrals.models import Referral
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
        ("relevant", "Cyd Grey", "", "None"),
    ]
    facts = {f.name: f.happened_at.date().isoformat() for f in Fact.objects.exclude(happened_at=None)}
    assert (facts["incident"], facts["death"]) == ("2026-08-19", "2026-08-19")
    assert (case.referrer_name, case.referrer_email, case.referring_agency.slug) == (
        "Rosa Referrer",
        steps.EMAIL,
        "bhrut",
    )
