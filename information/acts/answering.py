"""What agencies answer: their chronology and analysis, or "not known to us", and their lead's word for it."""

from __future__ import annotations

import datetime as dt

from cases.models import Event
from cases.queries import procedure_of
from cases.spine import acting
from partnerships.actors import Actor
from partnerships.refusals import ActRefused

from ..models import ChronologyRow, ScopingReturn
from ..state import about_of, answering_for, fingerprint, lock_return, note_all_in, refuse_closed

State = ScopingReturn.State


def _has_rows(row: ScopingReturn) -> bool:
    return ChronologyRow.objects.filter(partnership=row.partnership_id, scoping_return=row).exists()


def missing_in(row: ScopingReturn) -> list[str]:
    """What a return still lacks before it can be sent (RED-7); of a supplement nothing but an answer is asked."""
    has_rows = _has_rows(row)
    if row.request.supplement:
        return [] if has_rows or row.involvement or row.analysis else ["your answer"]
    found = [] if has_rows or row.involvement else ["a chronology or an account of your involvement"]
    return found if row.analysis else [*found, "your analysis of what happened and why"]


def submit_return(*, scoping_return: ScopingReturn, seen: str = "", actor: Actor, at: dt.datetime) -> Event:
    """Sends what is written in the return (RED-7); the agency's clock is met at `at`, however late it is typed (C-51).

    For the actor's own agency, or entered by the secretariat on an agency's behalf. `seen`: the fingerprint of what
    was looked at. When the last answer is in, that is stated as a fact. Raises ActRefused when something is missing,
    somebody else sent it first, or it changed since it was looked at.
    """

    def check(row: ScopingReturn) -> None:
        if missing := missing_in(row):
            raise ActRefused(f"Before this can be sent, give {' and '.join(missing)}.")
        if seen and seen != fingerprint(row):
            raise ActRefused(f"{row.changed_by_label} has changed this return since you looked. Look at it again.")

    return _answer(
        "submit_return", scoping_return, State.RETURNED, "{agency} sent its information.", check, actor=actor, at=at
    )


def return_not_known(
    *, scoping_return: ScopingReturn, records_searched: str = "", actor: Actor, at: dt.datetime
) -> Event:
    """The agency knows none of the people: a full answer in one click (RED-7). Refused once something is written."""

    def check(row: ScopingReturn) -> None:
        if _has_rows(row) or row.involvement or row.analysis:
            raise ActRefused("Something is written in this return. Send it, or remove what is written first.")
        row.records_searched = records_searched.strip()

    return _answer(
        "return_not_known", scoping_return, State.NOT_KNOWN, "The people are not known to {agency}.", check,
        actor=actor, at=at,
    )  # fmt: skip


def _answer(act: str, scoping_return, to: str, summary: str, check, *, actor: Actor, at: dt.datetime) -> Event:
    case, agency = scoping_return.case, scoping_return.agency
    doer, on_behalf_of = answering_for(actor, agency, case, procedure_of(case), act)
    with acting(
        act, case=case, actor=doer, at=at, about=about_of(agency), agency=agency, on_behalf_of=on_behalf_of
    ) as doing:
        row = lock_return(scoping_return)
        refuse_closed(row)
        if at < row.request.asked_at:
            raise ActRefused("The answer cannot have come before the request.")
        check(row)
        before, row.state = row.state, to
        row.returned_at, row.returned_by_label = at, actor.label
        row.returned_by_id = actor.user_id
        row.version += 1
        row.save()
        doing.letter_values = {"agency": agency.title}
        event = doing.record(
            summary=summary.format(agency=agency.title),
            data={"return": row.pk, "before": before, "after": to},
        )
        note_all_in(doing)
    return event


def sign_off_return(*, scoping_return: ScopingReturn, actor: Actor, at: dt.datetime) -> Event:
    """The agency's lead stands behind what the agency sent. Only their own agency's, and once."""
    case, agency = scoping_return.case, scoping_return.agency
    if actor.agency_id != agency.pk:
        raise ActRefused("You can sign off only your own agency’s return.")
    with acting("sign_off_return", case=case, actor=actor, at=at, about=about_of(agency), agency=agency) as doing:
        row = lock_return(scoping_return)
        if row.state not in (State.RETURNED, State.NOT_KNOWN):
            raise ActRefused("Only a return that was sent can be signed off.")
        if row.signed_off_at is not None:
            raise ActRefused(f"{row.signed_off_by_label} has signed this return off already.")
        row.signed_off_at, row.signed_off_by_label = at, actor.label
        row.save()
        return doing.record(summary=f"The return of {agency.title} was signed off.", data={"return": row.pk})
