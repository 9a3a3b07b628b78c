"""Any referral form of any text filled in through the web, every question answered, as a person would page by page."""

from __future__ import annotations

import datetime as dt
import re

from django.urls import reverse
from django.utils import timezone

from cases.sheets.engine import Sheet
from cases.sheets.fields import OTHER, typed
from cases.sheets.pages import pages_of
from procedures.model import Field, Form
from referrals import queries
from referrals.models import Referral
from tests.referrals.steps import messages

WORDS = {
    "e-mail": "rosa@hospital.example",
    "NHS number": "9434765919",
    "Ofsted URN": "SC123456",
    "telephone": "01632 960 001",
    "time": "14:30",
    "number": "3",
    "part-known date": "2025-05",
    "yes/no": "yes",
    "yes/no/don't know": "yes",
    "declaration": True,
}


def day(ago: int) -> str:
    return (timezone.localdate() - dt.timedelta(days=ago)).isoformat()


def sample(question: Field, pathway: str, sheet: Sheet):
    """A usable answer to any question; None for those that are worked out or need a document."""
    if question.sets == "pathway":
        return pathway
    if question.kind in ("file", "age"):
        return None
    if question.person == "born_on":
        return "2012-05-04"
    if question.kind == "date":
        return day(8 if question.fact in ("incident", "death") or question.person == "died_on" else 3)
    if question.kind == "several of":
        return [choice.value for choice in question.choices]
    if question.kind == "agency":
        return f"{OTHER}: Another agency"
    if question.kind == "person":
        return sheet.around.people[0][0]
    if question.choices:
        return question.choices[0].value
    return WORDS.get(question.kind, f"{question.label.rstrip('?')[:60]}: said"[:120])


def boxes_of(sheet: Sheet, pathway: str) -> dict[str, list[str]]:
    boxes: dict[str, list[str]] = {}
    for group in sheet.groups:
        if group.row:
            boxes.setdefault("rows", []).append(group.row)
        for question in group.form.questions:
            value = sample(question, pathway, sheet)
            boxes |= typed(question, group.form.add_prefix(question.name), value)
    return boxes


def begun(client, partnership, pathway: str, borough: str = "") -> str:
    """Begins a referral by private link; the secret of the link."""
    address = reverse("refer_begin", kwargs={"partnership": partnership.slug})
    token = re.search(r'name="form_token"[^>]* value="([^"]+)"', client.get(address).content.decode())[1]
    boxes = {"form_token": token, "pathway": pathway, "email": WORDS["e-mail"]} | (
        {"borough": borough} if borough else {}
    )
    answer = client.post(address, boxes)
    assert answer.status_code == 302, messages(answer)
    return re.search(r"/refer/([^/]+)/link/", answer["Location"])[1]


def filled(client, partnership, token: str, pathway: str, form: Form) -> list[str]:
    """Every page that is asked, in order, each answered whole; the names of the pages."""
    asked = []
    for page in pages_of(form):
        row = Referral.objects.get()
        sheet = Sheet(page, form=form, answers=row.answers, around=queries.around(row, timezone.now(), form=form))
        if not any(group.form.questions for group in sheet.groups):
            continue
        address = reverse("refer_section", kwargs={"partnership": partnership.slug, "token": token, "page": page.name})
        shown = client.get(address)
        assert shown.status_code == 200, page.name
        seen = re.search(r'name="seen" value="([^"]*)"', shown.content.decode())[1]
        answer = client.post(address, {**boxes_of(sheet, pathway), "seen": seen})
        assert answer.status_code == 302, (page.name, messages(answer))
        asked.append(page.name)
    return asked


def submitted(client, partnership, token: str) -> str:
    """Checks and submits; the address of the confirmation."""
    address = reverse("refer_check", kwargs={"partnership": partnership.slug, "token": token})
    check = client.get(address)
    assert (check.status_code, messages(check)) == (200, [])
    sent = client.post(address, {"confirm": "on"})
    assert sent.status_code == 302, messages(sent)
    return sent["Location"]
