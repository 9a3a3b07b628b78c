"""A reviewer is checked, appointed, and no longer appointed (C-22, C-34)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from cases.asking import outside_copies
from config.filters import date_long, day_of
from partnerships.actors import Actor
from partnerships.refusals import ActRefused

from .. import letters, rules
from ..models import Appointment, Review, Reviewer, SuitabilityCheck
from ..named import settle_sight
from ..spine import reviewing


def check_reviewer(
    *, review: Review, reviewer: Reviewer, answers: Mapping[str, str], remarks: Mapping[str, str], actor: Actor,
    at: dt.datetime,
) -> SuitabilityCheck:  # fmt: skip
    """The checks of the text on somebody of the approved list, each answered; conflict of interest among them.

    `answers`: check -> yes or no; `remarks`: check -> words, needed where the answer is not the good one. Who has an
    answer that is not good may still be appointed, with a reason. Raises ActRefused about the check.
    """
    with reviewing("check_reviewer", review=review, actor=actor, at=at) as (doing, row):
        _on_the_list(reviewer)
        kept, wrong = rules.judged(rules.checks_for(doing.procedure, doing.case.pathway), answers, remarks)
        for name, sentence in wrong.items():
            raise ActRefused(sentence, about=f"{name}-remark" if answers.get(name) else name)
        suitable = all(each["good"] for each in kept)
        verdict = "Every check is met" if suitable else "Not every check is met"
        event = doing.record(
            summary=f"The checks on {reviewer.name} were made. {verdict}.",
            data={"reviewer": reviewer.pk, "checks": kept, "review": row.pk},
        )
        return SuitabilityCheck.objects.create(
            partnership_id=row.partnership_id, review=row, reviewer=reviewer, answers=kept, suitable=suitable,
            made_at=at, made_by=actor.label, event=event,
        )  # fmt: skip


def appoint_reviewer(
    *, review: Review, reviewer: Reviewer, contract_from: dt.date, contract_to: dt.date, told: Sequence[str] = (),
    in_spite: str = "", actor: Actor, at: dt.datetime,
) -> Appointment:  # fmt: skip
    """Appoints somebody of the list whose checks were made for this review; the review is under way.

    `told`: outside bodies of the step's copies that know the name (C-34); `in_spite`: why, although a check is not
    met. Their sign-in opens this review and nothing else, from the first to the last day of the contract. Raises
    ActRefused.
    """
    with reviewing("appoint_reviewer", review=review, actor=actor, at=at) as (doing, row):
        _on_the_list(reviewer)
        kind = doing.procedure.find("review_types", row.review_type)
        check = newest_check(row, reviewer)
        _may_be_appointed(rules.fits(kind, reviewer.independent), check, in_spite)
        if contract_to < contract_from:
            raise ActRefused("The contract cannot end before it begins.", about="contract_to")
        if contract_to < day_of(at):
            raise ActRefused("This contract is over already. Enter one that has days left.", about="contract_to")
        if Appointment.objects.filter(partnership=row.partnership_id, review=row, reviewer=reviewer).standing():
            raise ActRefused(f"{reviewer.name} is appointed already.", about="reviewer")
        possible = {body.name: body.title for body in outside_copies(doing.step, doing.procedure)}
        if not set(told) <= set(possible):
            raise ActRefused("Choose among the bodies shown.", about="told")
        event = doing.record(
            summary=f"{reviewer.name} was appointed as reviewer, from {date_long(contract_from)} to "
            f"{date_long(contract_to)}.",
            reason=in_spite,
            data={"reviewer": reviewer.pk, "told": sorted(told), "review": row.pk},
        )
        made = Appointment.objects.create(
            partnership_id=row.partnership_id, review=row, reviewer=reviewer, check_made=check,
            contract_from=contract_from, contract_to=contract_to, in_spite=in_spite.strip(), told=sorted(told),
            appointed_at=at, appointed_by=actor.label, event=event,
        )  # fmt: skip
        settle_sight(row, at=at)
        letters.tell_reviewer("reviewer-appointed", row, reviewer, event=event, procedure=doing.procedure)
        return made


def end_appointment(*, appointment: Appointment, reason: str, actor: Actor, at: dt.datetime) -> Appointment:
    """A reviewer no longer carries out the review: their sign-in no longer opens it."""
    if not reason.strip():
        raise ActRefused("Say why the appointment ends.", about="reason")
    with reviewing("end_appointment", review=appointment.review, actor=actor, at=at, standing=True, ended=True) as (
        doing,
        row,
    ):
        made = Appointment.objects.select_for_update(of=("self",)).get(
            partnership=row.partnership_id, pk=appointment.pk
        )
        if made.ended_at is not None:
            raise ActRefused("This appointment has ended already.")
        made.ended_at, made.ended_why = at, reason.strip()
        made.save()
        settle_sight(row, at=at)
        doing.record(
            summary=f"The appointment of {made.reviewer.name} ended.", reason=reason, data={"appointment": made.pk}
        )
        return made


def newest_check(review: Review, reviewer: Reviewer) -> SuitabilityCheck | None:
    """The last checks on this person for this review that nobody struck out."""
    rows = SuitabilityCheck.objects.filter(partnership=review.partnership_id, review=review, reviewer=reviewer)
    return rows.filter(event__annulled_by=None).first()


def _on_the_list(reviewer: Reviewer) -> None:
    if reviewer.removed_at is not None:
        raise ActRefused(f"{reviewer.name} is no longer on the approved list.", about="reviewer")


def _may_be_appointed(unfit: str, check: SuitabilityCheck | None, in_spite: str) -> None:
    if unfit:
        raise ActRefused(unfit, about="reviewer")
    if check is None:
        raise ActRefused("The checks on this reviewer have not been made for this review.", about="reviewer")
    if not check.suitable and not in_spite.strip():
        missed = "; ".join(each["title"] for each in check.answers if not each["good"])
        raise ActRefused(f"Not every check is met: {missed} Give a reason for appointing them.", about="in_spite")
