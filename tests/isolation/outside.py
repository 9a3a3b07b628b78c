"""What one partnership has told bodies outside, and what they answered: a notice, its sheet, records, a reply."""

from __future__ import annotations

import datetime as dt

from cases.acts import PersonValues, open_case
from cases.models import Event
from notifications import acts
from notifications.models import Outcome

HOME_OFFICE = {"notice": "domestic-homicide-decision", "body": "home-office"}


def tell_outside(side) -> None:
    """A case whose decision went to the Home Office, which answered; an outcome record sent, and one being written."""
    things, office, at = side.things, side.actor("secretariat"), side.start + dt.timedelta(days=1)
    case = side.cases["told outside"] = open_case(
        procedure_version=side.version, pathway="domestic-homicide", received_at=side.start, actor=office,
        at=side.start, people=(PersonValues(kind="subject", first_name="Zelda", last_name=side.surname()),),
    )  # fmt: skip
    about = f"About {side.surname()}."
    acts.prepare_notification(
        case=case, **HOME_OFFICE, answers={"decision": {"why": about}}, version=0, actor=office, at=at
    )
    said = {"act-sent-by": side.surname(), "act-authority": side.slug.title(), "act-why": about}
    things.notice = acts.record_notification(case=case, **HOME_OFFICE, answers={"recorded": said}, actor=office, at=at)
    answer = {"recorded": {"act-outcome": "wants more information", "act-words": about}}
    things.reply = acts.record_reply(row=things.notice, answers=answer, actor=office, at=at)
    record = {"case": case, "form": "rapid-review-outcome", "answers": {"facts": {"facts": about}}, "saved_at": at}
    Outcome.objects.create(partnership=side.partnership, saved_by=office.label, **record)
    things.outcome = Outcome.objects.create(
        partnership=side.partnership, saved_by=office.label, sent_by=office.label, sent_at=at, notice=things.notice,
        event=Event.objects.get(case=case, act="record_notification"), **record,
    )  # fmt: skip
    values = {"theme_1": side.surname(), "good_practice": about}
    acts.record_tracker(case=case, values=values, version=0, actor=office, at=at)
