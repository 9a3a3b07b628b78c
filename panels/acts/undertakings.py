"""Agreeing to the confidentiality agreement of the text, before papers where it says so (C-25)."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership
from procedures.model import Procedure

from ..models import Meeting, Undertaking
from ..queries.room import procedure_at
from ..queries.undertakings import has_undertaken, papers_wait_for


def sign_confidentiality(*, procedure: Procedure, agreed: bool, actor: Actor, at: dt.datetime) -> Undertaking:
    """Somebody agrees to the words as they are in the text now; kept with the words, their version and the time.

    Once a version: again it is the first time that counts. Raises ActRefused without a clear yes, and where the text
    has no agreement.
    """
    agreement = procedure.agreement
    if not agreement.paragraphs:
        raise ActRefused("This partnership asks for no confidentiality agreement.")
    if actor.membership is None:
        raise ActRefused("Only members of the partnership agree to it here.")
    if not agreed:
        raise ActRefused("Tick the box if you agree.", about="agreed")
    here = Undertaking.objects.filter(partnership=current_partnership(), membership=actor.membership)
    try:
        with transaction.atomic():
            return Undertaking.objects.create(
                partnership=current_partnership(), membership=actor.membership, version=agreement.version,
                words="\n\n".join((agreement.title, *agreement.paragraphs)), name=actor.membership.user.name, at=at,
            )  # fmt: skip
    except IntegrityError as again:
        if "undertaken_once_a_version" not in str(again):
            raise
        return here.get(version=agreement.version)


def require_undertaking(meeting: Meeting, actor: Actor) -> None:
    """Papers are closed until then where the text says so; the office that makes them has them before."""
    if papers_wait_for(meeting, actor):
        title = procedure_at(meeting).agreement.title
        raise ActRefused(f"Read and agree to the “{title}” first. The papers are open to you from then on.")


__all__ = ["has_undertaken", "require_undertaking", "sign_confidentiality"]
