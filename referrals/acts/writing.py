"""A draft: begun, saved page by page, put aside, given up."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction

from cases.sheets import answers as meaning
from cases.sheets.answers import ROW
from cases.sheets.pages import Page
from documents.files import keep_file
from documents.models import StoredFile
from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership
from procedures.model import Form, Procedure

from .. import people, queries
from ..models import Referral
from .rows import locked, touch

SAME_PAGE = dt.timedelta(minutes=10)
MOST_DOCUMENTS = 50  # of one referral: whoever has a private link could otherwise fill the database
LONGEST_TYPED = 400_000  # characters kept of one page that could not be kept as answers


class Overtaken(ActRefused):
    """Somebody saved the same page in between; nothing was written."""

    def __init__(self, referral: Referral):
        super().__init__("Somebody else changed this page while you were writing.")
        self.referral = referral


def start_referral(
    *, procedure: Procedure, pathway: str, actor: Actor, at: dt.datetime, key: uuid.UUID | None = None,
    referrer_email: str = "", referrer_name: str = "", borough=None, received_at: dt.datetime | None = None,
    received_how: str = Referral.How.FORM,
) -> tuple[Referral, bool]:  # fmt: skip
    """A new draft for one pathway, with what is known already filled in, and whether it is new.

    `key`: the page's own token; the same page sent twice begins one draft. Raises ActRefused for an unknown pathway.
    """
    offered = queries.pathways(procedure, public=actor.membership is None)
    found = next((p for p in offered if p.name == pathway), None)
    if found is None:
        raise ActRefused("Choose what kind of case this is.")
    form = procedure.find("forms", found.form)
    known = {
        "referrer name": referrer_name,
        "referrer e-mail": referrer_email,
        "pathway": pathway,
        "borough": borough.slug if borough else "",
        "received on": str((received_at or at).astimezone(people.LONDON).date()),
    }
    row, made = Referral.objects.get_or_create(
        partnership=current_partnership(),
        submission_key=key or uuid.uuid4(),
        defaults={
            "procedure": queries.version_row(procedure), "form": form.name, "pathway": pathway, "borough": borough,
            "answers": prefilled(form, known), "entered_by": actor.membership, "referrer_name": referrer_name,
            "referrer_email": referrer_email, "received_at": received_at, "received_how": received_how,
            "started_at": at, "saved_at": at, "saved_by": actor.label,
        },
    )  # fmt: skip
    # The token of another person's page must never open their draft.
    if not made and (row.referrer_email != referrer_email or at - row.started_at > SAME_PAGE):
        raise ActRefused("This page was used before. Open it again to begin a new referral.")
    return row, made


def prefilled(form: Form, known: Mapping[str, str]) -> dict:
    """The answers that follow from how the referral was begun."""
    out: dict[str, dict] = {}
    for section in form.sections:
        for question in section.fields:
            if known.get(question.sets) and not section.repeats:
                out.setdefault(section.name, {})[question.name] = known[question.sets]
    return out


def save_page(
    *, referral: Referral, page: Page, values, typed: Mapping[str, list[str]] | None, finished: bool,
    seen: str, actor: Actor, at: dt.datetime, uploads: Sequence[tuple[str, str, list]] = (),
) -> Referral:  # fmt: skip
    """Keeps one page: usable answers, documents, and where something cannot be kept the boxes as typed.

    `seen`: the mark of what the writer saw (queries.seen_of). Raises Overtaken when somebody else has changed the
    page since and it does not already say the same; ActRefused when the referral can no longer be changed.
    """
    with transaction.atomic():
        row = locked(referral)
        if row.state not in queries.EDITABLE:
            raise ActRefused("The referral has been submitted, so it can no longer be changed here.")
        merged = meaning.merged(row.answers, page.section.name, values, replacing=[q.name for q in page.fields])
        changed_by_others = queries.seen_of(page, row.answers, row.typed) != seen
        if changed_by_others and merged != row.answers:
            raise Overtaken(row)
        for key, question, checked in uploads:
            documents = _kept(row, checked, actor=actor, at=at)
            values_there = _group_values(merged, page, key)
            values_there[question] = [*values_there.get(question, []), *documents]
        row.answers = merged
        row.typed = {name: boxes for name, boxes in row.typed.items() if name != page.name}
        if typed and sum(len(text) for texts in typed.values() for text in texts) <= LONGEST_TYPED:
            row.typed[page.name] = dict(typed)
        if finished and page.name not in row.finished_sections:
            row.finished_sections = [*row.finished_sections, page.name]
        touch(row, actor, at)
    return row


def _kept(row: Referral, checked: list, *, actor: Actor, at: dt.datetime) -> list[dict]:
    """Stores documents that passed the check; what the answers say of them."""
    about = f"referral:{row.pk}"
    there = StoredFile.objects.filter(partnership=row.partnership_id, kind="referral-document", about=about).count()
    if there + len(checked) > MOST_DOCUMENTS:
        raise ActRefused(f"A referral can have {MOST_DOCUMENTS} documents. Send the others to the office another way.")
    stored = [
        keep_file(each, kind="referral-document", at=at, actor=actor, case=row.case, about=about) for each in checked
    ]
    return [{"id": each.pk, "name": each.name, "size": each.size} for each in stored]


def _group_values(answers: dict, page: Page, key: str) -> dict:
    """The values of one group of a page, made if there are none yet."""
    section = page.section
    if section.repeats == "group":
        rows = answers.setdefault(section.name, [])
        found = next((entry for entry in rows if str(entry[ROW]) == key), None)
        if found is None:
            found = {ROW: key}
            rows.append(found)
        return found
    kept = answers.setdefault(section.name, {})
    return kept.setdefault(key, {}) if section.repeats else kept


def remove_document(*, referral: Referral, document: int, actor: Actor, at: dt.datetime) -> Referral:
    """Takes an attached document off a referral that is still being written; the bytes go with it."""
    with transaction.atomic():
        row = locked(referral)
        if row.state not in queries.EDITABLE:
            raise ActRefused("The referral has been submitted, so documents can no longer be removed.")
        row.answers = _without(row.answers, document)
        StoredFile.objects.filter(
            partnership=row.partnership_id, pk=document, about=f"referral:{row.pk}", case=None
        ).delete()
        touch(row, actor, at)
    return row


def _without(value, document: int):
    """The answers without one document, wherever it is mentioned."""
    if isinstance(value, dict):
        return {key: _without(each, document) for key, each in value.items()}
    if isinstance(value, list):
        return [
            _without(each, document) for each in value if not (isinstance(each, dict) and each.get("id") == document)
        ]
    return value


def discard_draft(*, referral: Referral, actor: Actor, at: dt.datetime) -> Referral:
    """Gives up a draft that was never submitted; it leaves the lists."""
    with transaction.atomic():
        row = locked(referral)
        if row.state != Referral.State.DRAFT:
            raise ActRefused("The referral has been submitted. It can be withdrawn, with a reason.")
        row.state = Referral.State.WITHDRAWN
        touch(row, actor, at)
    return row


def set_receipt(
    *, referral: Referral, received_at: dt.datetime | None, received_how: str, referrer_name: str, referrer_email: str,
    actor: Actor, at: dt.datetime,
) -> Referral:  # fmt: skip
    """Corrects when and how the office received a referral that it is entering (C-51)."""
    with transaction.atomic():
        row = locked(referral)
        if row.state != Referral.State.DRAFT:
            raise ActRefused("The referral has been submitted. Put the date right on the case’s deadlines page.")
        row.received_at, row.received_how = received_at, received_how
        row.referrer_name, row.referrer_email = referrer_name, referrer_email
        known = {"referrer name": referrer_name, "referrer e-mail": referrer_email}
        for section, values in prefilled(queries.form_of(row), known).items():
            row.answers = {**row.answers, section: {**(row.answers.get(section) or {}), **values}}
        touch(row, actor, at)
    return row
