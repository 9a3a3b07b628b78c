"""What came as an e-mail or a filled Word form: the original is kept, what can be read is filled in for checking."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.validators import validate_email
from django.db import transaction

from documents import reading
from documents.files import CheckedFile, check_upload, keep_file
from documents.models import StoredFile
from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from procedures.model import Procedure

from .. import arrived, queries
from ..models import Referral
from .rows import locked, touch
from .writing import start_referral

MAILS = (".eml", ".msg")
MOST_KEPT = 10


@dataclass(frozen=True)
class _Paper:
    """One file taken apart: its mail if it is one, the lines of it and of Word forms attached, what to keep."""

    mail: reading.Mail | None
    lines: tuple[reading.Line, ...]
    attached: tuple[CheckedFile, ...] = ()
    refused: tuple[str, ...] = ()


def receive_paper(
    *, procedure: Procedure, pathway: str, checked: CheckedFile, borough=None, key: uuid.UUID | None = None,
    actor: Actor, at: dt.datetime,
) -> Referral:  # fmt: skip
    """A draft begun from a file: sender and date of an e-mail say who refers and since when it is here (C-51).

    Nothing is submitted, and no page counts as finished: a person checks what was read. Raises ActRefused when the
    file cannot be read. Sent twice with one `key` it begins one draft.
    """
    paper = _taken_apart(checked)
    name, address, sent_at = _sender(paper.mail, at)
    with transaction.atomic():
        referral, made = start_referral(
            procedure=procedure, pathway=pathway, borough=borough, key=key, referrer_name=name, referrer_email=address,
            received_at=sent_at or at, received_how=Referral.How.EMAIL, actor=actor, at=at,
        )  # fmt: skip
        if made:
            _fill(referral, checked, paper, actor, at)
    referral.refresh_from_db()
    return referral


def _taken_apart(checked: CheckedFile) -> _Paper:
    try:
        if not checked.name.lower().endswith(MAILS):
            return _Paper(None, tuple(reading.read_word(checked.name, checked.content)))
        mail = reading.read_mail(checked.name, checked.content)
    except reading.NotReadable as wrong:
        raise ActRefused(str(wrong), about="file") from wrong
    lines, kept, refused = [], [], []
    for each in mail.attached:
        try:
            good = check_upload(SimpleUploadedFile(each.name, each.content))
            if good.name.lower().endswith(".docx"):
                lines += reading.read_word(good.name, good.content)
        except ValidationError as wrong:
            refused += wrong.messages
            continue
        except reading.NotReadable as wrong:
            refused.append(str(wrong))
        kept.append(good)
    lines += reading.lines_of_text(mail.text)
    return _Paper(mail, tuple(lines), tuple(kept[:MOST_KEPT]), tuple(refused))


def _sender(mail: reading.Mail | None, at: dt.datetime) -> tuple[str, str, dt.datetime | None]:
    """(name, address, when it was sent); a time still to come is a wrong clock and counts as now."""
    if mail is None:
        return "", "", None
    try:
        validate_email(mail.from_email)
        address = mail.from_email
    except ValidationError:
        address = ""
    return mail.from_name[:160], address, min(mail.sent_at, at) if mail.sent_at else None


def _fill(referral: Referral, checked: CheckedFile, paper: _Paper, actor: Actor, at: dt.datetime) -> None:
    row = locked(referral)
    form = queries.form_of(row)
    read = arrived.match(form, paper.lines, queries.around(row, at, form=form))
    row.answers = _together(row.answers, read.answers)
    about = f"referral:{row.pk}"
    files = [
        keep_file(each, kind="referral-document", at=at, actor=actor, about=about)
        for each in (checked, *paper.attached)
    ]  # fmt: skip
    mail = paper.mail
    row.arrived = {
        "file": _shown(files[0]),
        "attached": [_shown(each) for each in files[1:]],
        "refused": list(paper.refused),
        "from": f"{mail.from_name} <{mail.from_email}>".strip() if mail else "",
        "sent_at": mail.sent_at.isoformat() if mail and mail.sent_at else "",
        "subject": mail.subject if mail else "",
        "text": mail.text[:20_000] if mail else "",
        "filled": read.filled,
        "left": read.left,
    }
    touch(row, actor, at)


def _shown(file: StoredFile) -> dict:
    return {"id": file.pk, "name": file.name, "size": file.size}


def _together(known: Mapping, read: Mapping) -> dict:
    """What was read of the paper, and beside it what the beginning of the draft says already."""
    found = dict(known)
    for section, values in read.items():
        before = found.get(section)
        both = isinstance(before, Mapping) and isinstance(values, Mapping)
        found[section] = {**before, **values} if both else values
    return {name: values for name, values in found.items() if values}
