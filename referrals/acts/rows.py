"""What every act on a referral's row shares: its lock, its mark of who saved it last, its private address."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from cases.models import Case
from cases.sheets import answers as meaning
from config.filters import date_long
from documents.acts import queue_message
from documents.letters import fill_email
from documents.wordings import worded
from partnerships.actors import Actor
from partnerships.links import make_link
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership

from .. import queries
from ..models import Referral

LINK = "referral"
LINK_DAYS = 2 * 365  # until the outcome of even a slow case is read


def locked(referral: Referral) -> Referral:
    """The referral's row, locked until the transaction ends.

    Nothing is joined: whoever waited for the lock would get the new row beside the old state of what is joined.
    Only the procedure's edition, which never changes and is long to read, is taken over from the caller's row.
    """
    here = Referral.objects.filter(partnership=current_partnership())
    row = here.select_for_update().get(pk=referral.pk)
    if row.procedure_id == referral.procedure_id and Referral.procedure.is_cached(referral):
        row.procedure = referral.procedure
    return row


def follow_answers(row: Referral) -> None:
    """What the answers say of the referral itself: who refers, where to write, which pathway."""
    sets = meaning.sets(queries.form_of(row), row.answers)
    row.referrer_name = str(sets.get("referrer name") or row.referrer_name)[:160]
    row.referrer_email = str(sets.get("referrer e-mail") or row.referrer_email)
    offered = {p.name for p in queries.procedure_of(row).pathways if p.form == row.form}
    if row.case_id is None and sets.get("pathway") in offered:
        row.pathway = str(sets["pathway"])


def touch(row: Referral, actor: Actor, at: dt.datetime) -> None:
    """Saves the row with a new version, who saved it and when."""
    follow_answers(row)
    row.version += 1
    row.saved_at, row.saved_by = at, actor.label
    row.save()


def address_of(referral: Referral, *, at: dt.datetime) -> str:
    """A new private address for the referrer. Only a hash of its secret is kept, so each letter makes its own."""
    partnership = current_partnership()
    return make_link(LINK, referral.pk, partnership=partnership, at=at, days=LINK_DAYS)


def full_address(token: str) -> str:
    path = reverse("refer_tasks", kwargs={"partnership": current_partnership().slug, "token": token})
    return f"{settings.BASE_URL}{path}"


def send_link(*, referral: Referral, actor: Actor, at: dt.datetime) -> str:
    """E-mails the referrer a private link to the draft and returns its secret."""
    with transaction.atomic():
        token = address_of(referral, at=at)
        procedure = queries.procedure_of(referral)
        link = full_address(token)
        filled = fill_email(
            worded(procedure.find("letters", "private-link")),
            {
                "link": link,
                "partnership": procedure.partnership_title,
                "service": settings.SERVICE_NAME,
                "contact_email": procedure.contact_email,
                "secretariat": procedure.words.get("secretariat", "secretariat"),
                "recipient": referral.referrer_name,
                "referrer_name": referral.referrer_name,
                "sent_on": date_long(at),
            },
        )
        queue_message(
            key=f"private-link:{referral.pk}:{at.isoformat()}",
            kind="private-link",
            to_email=referral.referrer_email,
            to_name=referral.referrer_name,
            subject=filled.subject,
            body=filled.body,
            at=at,
        )
    return token


def referral_row(case: Case) -> Referral:
    found = queries.referral_of(case)
    if found is None:
        raise ActRefused("This case did not start from a referral form.")
    return locked(found)
