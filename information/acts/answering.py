"""What agencies answer: their chronology and analysis, or "not known to us", and their lead's word for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from cases.models import Event
from cases.queries import procedure_of
from cases.spine import acting
from config.filters import listing
from partnerships.actors import Actor
from partnerships.refusals import ActRefused

from .. import letters, queries, returns
from ..models import ScopingReturn
from ..state import (
    about_of,
    answering_for,
    fingerprint,
    is_own,
    lock_return,
    note_all_in,
    refuse_closed,
    refuse_others_draft,
)

State = ScopingReturn.State


def submit_return(
    *, scoping_return: ScopingReturn, seen: str = "", records_searched: str | None = None, actor: Actor, at: dt.datetime
) -> Event:
    """Sends what is written in the return (RED-7); the agency's clock is met at `at`, however late it is typed (C-51).

    For the actor's own agency, or entered by the secretariat on an agency's behalf. `seen`: the fingerprint of what
    was looked at; `records_searched` is said with it. When the last answer is in, that is stated as a fact. Raises
    ActRefused when something is missing, somebody else sent it first, or it changed since it was looked at.
    """

    def check(row: ScopingReturn) -> None:
        if missing := returns.missing_in(row, at=at):
            raise ActRefused(f"Before this can be sent, give {listing(missing)}.")
        if seen and seen != fingerprint(row):
            raise ActRefused(f"{row.changed_by_label} has changed this return since you looked. Look at it again.")
        if records_searched is not None:
            row.records_searched = records_searched.strip()

    return _answer(
        "submit_return", scoping_return, State.RETURNED, "{agency} sent its information.", check, actor=actor, at=at
    )


def return_not_known(
    *, scoping_return: ScopingReturn, records_searched: str = "", actor: Actor, at: dt.datetime
) -> Event:
    """The agency knows none of the people: a full answer in one click (RED-7). Refused once something is written."""

    def check(row: ScopingReturn) -> None:
        if not returns.is_empty(row):
            raise ActRefused("Something is written in this return. Send it, or remove what is written first.")
        row.records_searched = records_searched.strip()

    return _answer(
        "return_not_known", scoping_return, State.NOT_KNOWN, "The people are not known to {agency}.", check,
        actor=actor, at=at,
    )  # fmt: skip


def _answer(
    act: str, scoping_return, to: str, summary: str, check, *, actor: Actor, at: dt.datetime, signed: bool = False
) -> Event:
    """`signed`: the lead sends what the agency's people have put before them."""
    case, agency = scoping_return.case, scoping_return.agency
    procedure = procedure_of(case)
    doer, on_behalf_of = answering_for(actor, agency, case, procedure, act)
    with acting(
        act, case=case, actor=doer, at=at, about=about_of(agency), agency=agency, on_behalf_of=on_behalf_of,
        track=queries.track_of(scoping_return.request, act, procedure),
    ) as doing:  # fmt: skip
        row = lock_return(scoping_return)
        if not signed:
            refuse_closed(row)
            refuse_others_draft(row, actor)
            _refuse_unsigned(row, actor, procedure, at)
        if at < row.request.asked_at:
            raise ActRefused("The answer cannot have come before the request.")
        check(row)
        before, row.state = row.state, to
        row.returned_at, row.returned_by_label = at, row.changed_by_label if signed else actor.label
        row.returned_by_id = None if signed else actor.user_id
        row.version += 1
        row.save()
        doing.letter_values = {"agency": agency.title}
        event = doing.record(
            summary=summary.format(agency=agency.title),
            data={"return": row.pk, "before": before, "after": to},
        )
        if note_all_in(doing):
            letters.tell_all_in(doing)
    return event


def _refuse_unsigned(row: ScopingReturn, actor: Actor, procedure, at: dt.datetime) -> None:
    if is_own(row, actor) and (leads := queries.signers(row, procedure, on=timezone.localdate(at))):
        names = listing((lead.user.name for lead in leads), "or")
        raise ActRefused(f"{names} signs this off before it is sent. Put it before them.")


def sign_off_return(*, scoping_return: ScopingReturn, actor: Actor, at: dt.datetime) -> Event:
    """The agency's lead stands behind what the agency sends. Only their own agency's, and once.

    Where the text makes it a must, the return counts as sent only now, and the agency's clock is met (RED-7).
    """
    case, agency = scoping_return.case, scoping_return.agency
    if actor.agency_id != agency.pk:
        raise ActRefused("You can sign off only your own agency’s return.")
    with transaction.atomic():
        if lock_return(scoping_return).state == State.AWAITING:
            _send_signed(scoping_return, actor, at)
        track = queries.track_of(scoping_return.request, "sign_off_return", procedure_of(case))
        with acting(
            "sign_off_return", case=case, actor=actor, at=at, about=about_of(agency), agency=agency, track=track
        ) as doing:
            row = lock_return(scoping_return)
            if not row.is_sent:
                raise ActRefused("Only a return that was sent can be signed off.")
            if row.signed_off_at is not None:
                raise ActRefused(f"{row.signed_off_by_label} has signed this return off already.")
            row.signed_off_at, row.signed_off_by_label = at, actor.label
            row.save()
            return doing.record(summary=f"The return of {agency.title} was signed off.", data={"return": row.pk})


def _send_signed(scoping_return: ScopingReturn, actor: Actor, at: dt.datetime) -> None:
    """The lead's signature lets it go: recorded as sent, whoever the text names for sending."""
    known = lock_return(scoping_return).proposed != State.NOT_KNOWN
    act, to, summary = (
        ("submit_return", State.RETURNED, "{agency} sent its information.")
        if known
        else ("return_not_known", State.NOT_KNOWN, "The people are not known to {agency}.")
    )
    steps = procedure_of(scoping_return.case).steps_for(act, scoping_return.case.pathway)
    lead = replace(actor, roles=actor.roles | {name for step in steps for name in step.by})
    _answer(act, scoping_return, to, summary, lambda row: None, actor=lead, at=at, signed=True)
