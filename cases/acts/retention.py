"""Keeping and destroying: a legal hold, and disposal by two different people at the end of a case's time."""

from __future__ import annotations

import datetime as dt

from config.filters import date_long
from deadlines.calendar import LONDON
from partnerships.actors import Actor
from partnerships.acts import record_administration
from partnerships.acts.guard import london_day
from partnerships.refusals import ActRefused
from procedures.model import Procedure

from ..models import Case, Disposal, Event, LegalHold
from ..nudges import nudge_disposal
from ..retention import CLOSING, ENTER, UNKNOWN, closing_known, entered_by_hand, imported_as, kept_one
from ..spine import acting


def hold_case(*, case: Case, reason: str, actor: Actor, at: dt.datetime) -> LegalHold:
    """The case is kept whatever its age: an inquiry, a claim, a request. A proposal to dispose of it falls."""
    _need(reason, "Say why the case must be kept.")
    with acting("hold_case", case=case, actor=actor, at=at, standing=True) as doing:
        if _open_hold(doing.case) is not None:
            raise ActRefused("The case is on hold already.")
        _refuse_once_confirmed(doing.case)
        Disposal.objects.filter(partnership=case.partnership_id, case=doing.case).delete()
        doing.record(summary="The case was put on legal hold.", reason=reason.strip())
        return LegalHold.objects.create(
            partnership_id=case.partnership_id, case=doing.case, reason=reason.strip(), put_at=at, put_by=actor.label
        )


def release_hold(*, case: Case, reason: str, actor: Actor, at: dt.datetime) -> LegalHold:
    """The hold ends; from then on the case's time counts again."""
    _need(reason, "Say why the hold ends.")
    with acting("release_hold", case=case, actor=actor, at=at, standing=True) as doing:
        hold = _open_hold(doing.case)
        if hold is None:
            raise ActRefused("The case is not on hold.")
        hold.lifted_at, hold.lifted_by, hold.lifted_why = at, actor.label, reason.strip()
        hold.save()
        doing.record(summary="The legal hold ended.", reason=reason.strip())
        return hold


def propose_disposal(
    *, case: Case, procedure: Procedure, reason: str, actor: Actor, at: dt.datetime
) -> Disposal:  # fmt: skip
    """Somebody has looked: nothing speaks for keeping the case. `procedure`: the one in force, whose times count."""
    _need(reason, "Say what you looked at before proposing this.")
    with acting("propose_disposal", case=case, actor=actor, at=at, standing=True) as doing:
        kept = kept_one(doing.case, procedure, at=at)
        if kept is not None and kept.known == UNKNOWN:
            raise ActRefused("Nobody has entered when this case was closed, so its time cannot be counted.")
        if kept is None or not kept.is_due:
            raise ActRefused("The time for keeping this case is not over.")
        if Disposal.objects.filter(partnership=case.partnership_id, case=doing.case).exists():
            raise ActRefused("This has been proposed already, and waits for somebody else.")
        _refuse_held(doing.case)
        rule = f"{kept.rule.title}: {kept.rule.years} years after closing"
        doing.record(summary="It was proposed to dispose of the case.", reason=reason.strip(), data={"rule": rule})
        return Disposal.objects.create(
            partnership_id=case.partnership_id, case=doing.case, rule=rule[:160], due_on=kept.due_on,
            reason=reason.strip(), proposed_at=at, proposed_by_id=actor.user_id, proposed_label=actor.label,
        )  # fmt: skip


def enter_closing_day(*, case: Case, closed_on: dt.date, reason: str, actor: Actor, at: dt.datetime) -> Event:
    """The day on which a past case was closed, where the log it came from did not say: its time counts from then.

    A day that was entered so may be put right in the same way. A proposal to dispose of the case falls. Raises
    ActRefused for a case whose day of closing is known otherwise, for a day before the referral or still to come.
    """
    _need(reason, "Say how you know the day.")
    with acting(ENTER, case=case, actor=actor, at=at, standing=True) as doing:
        row = doing.case
        imported = imported_as(row)
        received = london_day(row.received_at)
        known = row.closed_at is None or closing_known(imported, london_day(row.closed_at), received) == CLOSING
        if known and not (row.closed_at is not None and entered_by_hand(row)):
            raise ActRefused("The day on which this case was closed is on record.")
        if closed_on < received:
            raise ActRefused("The case cannot have been closed before it was received.", about="closed_on")
        if closed_on > london_day(at):
            raise ActRefused("The day must not be in the future.", about="closed_on")
        _refuse_once_confirmed(row)
        Disposal.objects.filter(partnership=case.partnership_id, case=row).delete()
        row.closed_at = min(dt.datetime.combine(closed_on, dt.time(23, 59), tzinfo=LONDON), at)
        return doing.record(
            summary=f"The day on which the case was closed was entered: {date_long(closed_on)}.",
            reason=reason.strip(), data={"closed_on": closed_on.isoformat()},
        )  # fmt: skip


def withdraw_disposal(*, case: Case, reason: str, actor: Actor, at: dt.datetime) -> Event:
    """The proposal falls; the case stays."""
    _need(reason, "Say why the case stays.")
    with acting("withdraw_disposal", case=case, actor=actor, at=at, standing=True) as doing:
        _refuse_once_confirmed(doing.case)
        gone, _ = Disposal.objects.filter(partnership=case.partnership_id, case=doing.case).delete()
        if not gone:
            raise ActRefused("Nobody has proposed to dispose of this case.")
        return doing.record(summary="The proposal to dispose of the case was withdrawn.", reason=reason.strip())


def dispose_case(*, case: Case, reference: str, actor: Actor, at: dt.datetime) -> Disposal:
    """A second person says yes, by typing the reference; a worker then removes everything of the case, at once and for
    good. What stays is an anonymous row for counting and an entry in the administration record.
    """
    with acting("dispose_case", case=case, actor=actor, at=at, standing=True) as doing:
        disposal = Disposal.objects.filter(partnership=case.partnership_id, case=doing.case).first()
        if disposal is None:
            raise ActRefused("Nobody has proposed to dispose of this case.")
        _refuse_once_confirmed(doing.case)
        _refuse_held(doing.case)
        if disposal.proposed_by_id == actor.user_id:
            raise ActRefused("You proposed this yourself. Somebody else has to confirm it.")
        if reference.strip().upper() != case.reference:
            raise ActRefused(f"Type the reference of the case, {case.reference}, to confirm.", about="reference")
        disposal.confirmed_at, disposal.confirmed_by_id, disposal.confirmed_label = at, actor.user_id, actor.label
        disposal.save()
        doing.record(summary="The disposal of the case was confirmed.")
        summary = (
            f"Case {case.reference} is disposed of. {disposal.rule}; due on {disposal.due_on:%d/%m/%Y}. Proposed by"
            f" {disposal.proposed_label} on {london_day(disposal.proposed_at):%d/%m/%Y}."
        )
        record_administration(act="dispose_case", actor=actor, at=at, summary=summary)
        nudge_disposal(disposal)
        return disposal


def _need(reason: str, sentence: str) -> None:
    if not reason.strip():
        raise ActRefused(sentence, about="reason")


def _open_hold(case: Case) -> LegalHold | None:
    return LegalHold.objects.filter(partnership=case.partnership_id, case=case, lifted_at=None).first()


def _refuse_held(case: Case) -> None:
    """A hold on the case, or on one that was merged into it and would go with it."""
    merged = Case.objects.filter(partnership=case.partnership_id, merged_into=case)
    together = [case.pk, *merged.values_list("pk", flat=True)]
    if LegalHold.objects.filter(partnership=case.partnership_id, case__in=together, lifted_at=None).exists():
        raise ActRefused("The case is on legal hold, so it is kept.")


def _refuse_once_confirmed(case: Case) -> None:
    if Disposal.objects.filter(partnership=case.partnership_id, case=case).exclude(confirmed_at=None).exists():
        raise ActRefused("The disposal has been confirmed and is being carried out.")
