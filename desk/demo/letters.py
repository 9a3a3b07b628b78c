"""A letter to a family, a request by a coroner with its bundle, a legal hold: on cases that are told already."""

from __future__ import annotations

import datetime as dt

from cases import acts
from cases.disclosure import sources_of
from cases.models import Case
from cases.writing import addressees, draft, letters_to_write
from documents.wordings import missing_words
from partnerships.actors import Actor
from partnerships.scope import current_partnership
from procedures.model import Procedure


def papers_of(procedure: Procedure, *, office: Actor, now: dt.datetime) -> None:
    """On the newest case whose referrer was told its outcome, or else the oldest one."""
    cases = Case.objects.filter(partnership=current_partnership(), restricted=False).select_related("procedure")
    running = cases.filter(closed_at=None)
    told = running.filter(events__act="tell_outcome").order_by("-pk").first()
    case = told or running.order_by("pk").first()
    if case is None:
        return
    at = now - dt.timedelta(hours=5)
    family = {
        "act-part": "family", "act-who": "Her sister", "act-agrees": "yes", "act-how": "Letters, and a meeting",
        "act-by-whom": "The partnership office",
    }  # fmt: skip
    entered = acts.record_involvement(case=case, answers={"recorded": family}, actor=office, at=at)
    _letter(case, procedure, f"involved-{entered.pk}", office, at)
    asked = {"act-who": "HM Coroner", "act-what": "The record of what was decided and when, for the inquest"}
    request = acts.log_disclosure(case=case, answers={"recorded": asked}, actor=office, at=at)
    keys = [source.key for source in sources_of(case) if source.file is None][:6]
    acts.prepare_bundle(
        case=case, entry=request.pk, title="Papers for the inquest", made_for="HM Coroner", keys=keys,
        reason="Not needed for the question that is asked.", actor=office, at=at,
    )  # fmt: skip
    closed = cases.filter(closed_at__isnull=False).order_by("pk").first()
    if closed is not None:
        acts.hold_case(case=closed, reason="An inquest is expected.", actor=office, at=at)


def _letter(case: Case, procedure: Procedure, key: str, office: Actor, at: dt.datetime) -> None:
    """The family letter with what the case knows; what it does not know is put in plain words."""
    letter = next((each for each in letters_to_write(procedure) if each.name == "family-letter"), None)
    if letter is None:
        return
    to = next(each for each in addressees(case, at=at) if each.key == key)
    words = draft(case, letter, to, writer=office, at=at)
    body = words.body
    for mark in missing_words().values():
        body = body.replace(mark, "how services worked together")
    acts.write_letter(
        case=case, letter=letter.name, to=key, recipient=words.recipient, address="", salutation=words.salutation,
        subject=words.subject, body=body, signed_by=office.label, how="post", actor=office, at=at,
    )  # fmt: skip
