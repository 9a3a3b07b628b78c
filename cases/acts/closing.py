"""The end of a case, and its reopening."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from partnerships.actors import Actor
from partnerships.refusals import ActRefused

from ..models import Case, Event, Track
from ..spine import acting

# What a later room ends, or takes up again, with the case: function(case, at), in the act's transaction.
ENDS_WITH_CASE: list[Callable[[Case, dt.datetime], None]] = []
BEGINS_AGAIN: list[Callable[[Case, dt.datetime], None]] = []


def tell_outcome(
    *, case: Case, how: str, to_whom: str, actor: Actor, at: dt.datetime, letter_file: int | None = None
) -> Event:
    """The referrer hears the outcome and its reasons (C-15). `how`: by the private page and a letter, by telephone …

    The e-mail carries only the reference and a link; the letter with the reasons is behind it.
    """
    with acting("tell_outcome", case=case, actor=actor, at=at) as doing:
        event = doing.record(
            summary=f"The outcome was told to {to_whom} ({how}).",
            data={"how": how, "to": to_whom, "letter": letter_file},
        )
        return event


def close_case(*, case: Case, reasons: str, actor: Actor, at: dt.datetime) -> Event:
    """No closing without reasons; open tracks end and open deadlines are withdrawn.

    Actions that somebody still has to do go on with their deadlines, and so does what has to last (C-21, C-37).
    """
    if not reasons.strip():
        raise ActRefused("Give the reasons for closing the case.")
    with acting("close_case", case=case, actor=actor, at=at) as doing:
        event = doing.record(summary="The case was closed.", reason=reasons)
        Track.objects.filter(partnership=case.partnership_id, case=doing.case, closed_at=None).update(closed_at=at)
        for end in ENDS_WITH_CASE:
            end(doing.case, at)
        doing.case.closed_at = at
        return event


def reopen_case(*, case: Case, reasons: str, actor: Actor, at: dt.datetime) -> Event:
    """New information brings a closed case back to where it was (C-39)."""
    if case.closed_at is None:
        raise ActRefused("The case is not closed.")
    if case.merged_into_id is not None:
        raise ActRefused(f"The case was merged into {case.merged_into.reference}: go on there.")
    if not reasons.strip():
        raise ActRefused("Say what is new.")
    with acting("reopen_case", case=case, actor=actor, at=at) as doing:
        event = doing.record(summary="The case was reopened.", reason=reasons)
        doing.case.closed_at = None
        Track.objects.filter(partnership=case.partnership_id, case=doing.case, name=doing.case.stage_track).update(
            closed_at=None
        )
        for begin in BEGINS_AGAIN:
            begin(doing.case, at)
        return event
