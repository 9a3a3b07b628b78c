"""What the office and the chair do with a referral once it is a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from cases.models import Case, Decision
from cases.spine import acting
from config.filters import date_long
from partnerships.actors import Actor
from partnerships.refusals import ActRefused

from ..models import Referral, ReferralQuestion
from .rows import referral_row, touch


def acknowledge_referral(*, case: Case, actor: Actor, at: dt.datetime):
    """The referrer is told that the referral has arrived; the text says by which letter."""
    with acting("acknowledge_referral", case=case, actor=actor, at=at) as doing:
        return doing.record(summary="The referral was acknowledged.")


def send_back_referral(
    *, case: Case, questions: Sequence[str], answer_by: dt.date, actor: Actor, at: dt.datetime
) -> list[ReferralQuestion]:
    """Asks the referrer for what is missing: the questions wait behind the private link, the e-mail only says so."""
    asked = [text.strip() for text in questions if text.strip()]
    if not asked:
        raise ActRefused("Write at least one question.")
    with acting("send_back_referral", case=case, actor=actor, at=at) as doing:
        row = referral_row(case)
        doing.letter_values = {"due_on": date_long(answer_by)}
        event = doing.record(
            summary=f"Sent back to the referrer with {len(asked)} question{'s' if len(asked) > 1 else ''}.",
            data={"answer_by": answer_by.isoformat()},
        )
        row.state = Referral.State.SENT_BACK
        touch(row, actor, at)
        return [
            ReferralQuestion.objects.create(
                partnership_id=case.partnership_id, referral=row, text=text, asked_at=at, event=event
            )
            for text in asked
        ]


def withdraw_referral(*, case: Case, reason: str, actor: Actor, at: dt.datetime):
    """The referral is taken back, with a reason; the case stays in the log."""
    if not reason.strip():
        raise ActRefused("Say why the referral is withdrawn.")
    with acting("withdraw_referral", case=case, actor=actor, at=at) as doing:
        event = doing.record(summary="The referral was withdrawn.", reason=reason.strip())
        row = referral_row(case)
        row.state = Referral.State.WITHDRAWN
        touch(row, actor, at)
        return event


def check_referral(*, case: Case, outcome: str, reasons: str, actor: Actor, at: dt.datetime) -> Decision:
    """The chair's first look: is it fit for the panel (RED-6)? Either answer stands with its reasons (C-14)."""
    if not reasons.strip():
        raise ActRefused("Give the reasons: they stay with the decision.")
    with acting("check_referral", case=case, actor=actor, at=at) as doing:
        if outcome not in dict(doing.step.outcomes):
            raise ActRefused("Choose an answer.")
        event = doing.record(summary=f"First look: {outcome}.", reason=reasons.strip(), answer=outcome)
        return Decision.objects.create(
            partnership_id=case.partnership_id,
            case=doing.case,
            kind="check_referral",
            outcome=outcome[:1].upper() + outcome[1:],
            reasons=reasons.strip(),
            decided_by=actor.label,
            decided_at=at,
            event=event,
        )


def redirect_referral(*, case: Case, to_body: str, reason: str, actor: Actor, at: dt.datetime):
    """The referral is passed to the body that it should have gone to, with a reason."""
    if not to_body.strip() or not reason.strip():
        raise ActRefused("Say where the referral goes and why.")
    with acting("redirect_referral", case=case, actor=actor, at=at) as doing:
        return doing.record(
            summary=f"The referral was passed to {to_body.strip()}.",
            reason=reason.strip(),
            data={"to": to_body.strip()},
        )
