"""Exporting what is held on one person: recorded on each case and in the administration record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from partnerships.actors import Actor
from partnerships.acts import record_administration
from partnerships.refusals import ActRefused

from .. import rights
from ..spine import acting


@transaction.atomic
def export_person(*, people: Sequence[int], reason: str, actor: Actor, at: dt.datetime) -> bytes:
    """Everything held on one person as a ZIP. `people`: numbers of the entries chosen. Raises ActRefused.

    Each case says that it was done, by whom and why; the administration record says so without any name.
    """
    if not reason.strip():
        raise ActRefused("Say who asked and how you know that it is them.", about="reason")
    found = rights.people_by(actor, people)
    if not found:
        raise ActRefused("Choose at least one entry.", about="people")
    cases = {person.case_id: person.case for person in found}
    for case in sorted(cases.values(), key=lambda each: each.pk):
        with acting("export_person", case=case, actor=actor, at=at, standing=True) as doing:
            doing.record(summary="What is held on one person was exported.", reason=reason.strip())
    number = f"{len(cases)} case{'s' if len(cases) > 1 else ''}"
    summary = f"What is held on one person in {number} was exported."
    record_administration(act="export_person", actor=actor, at=at, summary=summary, reason=reason.strip())
    return rights.export(found, reason=reason.strip(), actor=actor, at=at)
