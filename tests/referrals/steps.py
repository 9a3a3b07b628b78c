"""What a referrer does, by the Django client: begin, fill in each page, submit."""

from __future__ import annotations

import re

from django.urls import reverse

from documents.models import OutboxMessage
from referrals.models import Referral

SLUG = "redbridge"
EMAIL = "rosa@hospital.example"

PAGES: dict[str, dict] = {
    "context": {
        "q-referred-on-day": "1", "q-referred-on-month": "9", "q-referred-on-year": "2026",
        "q-pathway": "adult", "q-reason": "A neighbour found her. Several agencies knew of the neglect.",
        "q-incident-on-day": "20", "q-incident-on-month": "8", "q-incident-on-year": "2026",
    },
    "subject": {"q-first-name": "Ada", "q-last-name": "Grey",
                "q-born-on-day": "2", "q-born-on-month": "3", "q-born-on-year": "1950"},
    "subject-2": {"q-died": "yes", "q-nhs-number": "943 476 5919"},
    "subject-3": {"q-died-on-day": "20", "q-died-on-month": "8", "q-died-on-year": "2026"},
    "relevant-people": {"rows": ["1", "2"], "q-1-relevant-name": "Bea Grey", "q-1-relevant-relationship": "Sister",
                        "q-2-relevant-name": "Cyd Grey", "q-2-relevant-born-on-year": "1948"},
    "involvement": {"q-subject-status": "Adult at risk", "q-subject-summary-analysis": "Visits stopped in May."},
    "referrer": {"q-referrer-name": "Rosa Referrer", "q-referrer-agency": "bhrut", "q-referrer-email": EMAIL,
                 "q-considerations": ["media", "criminal"]},
}  # fmt: skip


def at(name: str, **more) -> str:
    return reverse(name, kwargs={"partnership": SLUG, **more})


def begin(client, **more) -> str:
    """Begins a referral and returns the secret of its link."""
    page = client.get(at("refer_begin"))
    token = re.search(r'name="form_token"[^>]* value="([^"]+)"', page.content.decode())[1]
    answer = client.post(at("refer_begin"), {"form_token": token, "pathway": "adult", "email": EMAIL, **more})
    assert answer.status_code == 302, answer.content.decode()
    return re.search(r"/refer/([^/]+)/link/", answer["Location"])[1]


def seen(client, address: str) -> str:
    return re.search(r'name="seen" value="([^"]*)"', client.get(address).content.decode())[1]


def save(client, token: str, page: str, boxes: dict | None = None, **more):
    address = at("refer_section", token=token, page=page)
    return client.post(address, {**(PAGES[page] if boxes is None else boxes), "seen": seen(client, address), **more})


def fill_in(client, token: str, *, without: tuple[str, ...] = ()) -> None:
    for page in PAGES:
        if page not in without:
            answer = save(client, token, page)
            assert answer.status_code == 302, (page, messages(answer))


def submit(client, token: str):
    return client.post(at("refer_check", token=token), {"confirm": "on"})


def messages(response) -> list[str]:
    """The lines of the error summary."""
    html = response.content.decode()
    found = re.search(r'<div class="govuk-error-summary".*?</ul>', html, re.S)
    return (
        [re.sub(r"<[^>]+>", "", line).strip() for line in re.findall(r"<li>(.*?)</li>", found[0], re.S)]
        if found
        else []
    )


def the_referral() -> Referral:
    return Referral.objects.get()


def mail() -> list[str]:
    return list(OutboxMessage.objects.order_by("pk").values_list("kind", flat=True))
