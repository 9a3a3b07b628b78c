"""The outcome of a rapid review goes to the body outside that was notified (C-18, BEX-7, DAR-27)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict

from cases.given import take
from cases.models import Case
from cases.spine import acting
from config.filters import datetime_long
from documents.acts import ask_for_print
from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from procedures.model import Form

from .. import asking, known, papers, queries
from ..drafts import refuse_stale
from ..models import Notice, Outcome


def send_outcome(
    *, case: Case, answers: Mapping, version: int, reason: str = "", actor: Actor, at: dt.datetime
) -> Outcome:
    """Keeps the outcome record as it was sent, with its checks, and asks for the paper of it.

    Nothing that is required may be missing; never before the notification (C-40). `version`: of the draft that the
    page was made from, 0 for none. Raises ActRefused.
    """
    notice = queries.incident_notice(case)
    name = notice.notice if notice is not None else queries.incident_rule(case)
    about = notice.about if notice is not None else ""
    with acting("send_outcome", case=case, actor=actor, at=at, about=about, notice=name, reason=reason) as doing:
        _require_notified(notice, at)
        row = queries.outcome_draft(doing.case)
        refuse_stale(row, version, row.saved_by if row else "")
        form = asking.form_named(doing.procedure, doing.step.form if doing.step else "")
        if form is None:
            raise ActRefused("The procedure of this partnership has no outcome record.")
        asked = asking.filling("send_outcome", form, doing.case, doing.procedure, answers, insist=True, at=at)
        given = take(doing, asked, answers)
        _as_decided(form, known.starting(form, doing.case, doing.procedure), given.answers)
        checks = queries.checks_of(form, doing.state, sent_at=at)
        event = doing.record(
            summary=f"The outcome was sent to {notice.body_title}.", reason=reason,
            data={"notice": notice.notice, "kind": notice.kind, "body": notice.body, "row": notice.pk},
        )  # fmt: skip
        row = row or Outcome(partnership_id=case.partnership_id, case=doing.case, version=0)
        row.notice, row.form, row.answers = notice, form.name, given.answers
        row.checks = [asdict(check) for check in checks]
        row.saved_at = row.sent_at = at
        row.saved_by = row.sent_by = actor.label
        row.version, row.event = row.version + 1, event
        row.save()
        paper = papers.outcome_paper(row, doing.case, doing.procedure, asked.names)
        ask_for_print(kind="outcome-record", about=f"outcome:{row.pk}", payload=paper, case=doing.case, actor=actor,
                      at=at)  # fmt: skip
        return row


def _require_notified(notice: Notice | None, at: dt.datetime) -> None:
    if notice is None or not notice.is_sent:
        raise ActRefused("No outcome can be sent before the notification.")
    if at < notice.sent_at.replace(second=0, microsecond=0):
        said = f"The notification was sent on {datetime_long(notice.sent_at)}. No outcome was sent before it."
        raise ActRefused(said, about="happened_at")


def _as_decided(form: Form, recorded: Mapping, given: Mapping) -> None:
    """The record may not say yes where the decision said no, or no where it said yes (BEX-7, DAR-27)."""
    for section in form.sections:
        for field in section.fields:
            decided = recorded.get(section.name, {}).get(field.name) if field.from_case in known.DECIDED else None
            if decided and given.get(section.name, {}).get(field.name) != decided:
                raise ActRefused(
                    f"By the decision on record the answer is {decided}. If it has changed, record that first.",
                    about=f"q-{field.name}",
                )
