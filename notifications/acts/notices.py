"""A notice to a body outside: prepared, recorded as sent, acknowledged, taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from cases.asking import SECTION
from cases.given import Given, take
from cases.models import Case
from cases.spine import Doing, acting
from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from procedures.model import Notice as NoticeRule

from .. import asking, queries
from ..drafts import refuse_stale
from ..models import Notice

Uploads = Sequence[tuple[str, str, str, list]]


def prepare_notification(
    *, case: Case, notice: str, body: str, answers: Mapping, version: int, actor: Actor, at: dt.datetime
) -> Notice:
    """Keeps the sheet of what is to be copied into the national system; required answers may still be missing.

    `version`: of the sheet that the page was made from, 0 for none; raises ActRefused when it was saved since.
    """
    with acting(
        "prepare_notification", case=case, actor=actor, at=at, about=f"notice:{notice}.{body}", notice=notice
    ) as doing:
        rule, title = _rule_of(doing, notice, body)
        form = asking.form_named(doing.procedure, rule.form)
        if form is None:
            raise ActRefused("There is no sheet for this notice. Record it when it is sent.")
        row = queries.standing_notice(doing.case, notice, body)
        if row is not None and row.sent_at is not None:
            raise ActRefused("This notice was sent already. Its sheet stays as it was.")
        refuse_stale(row, version, row.sheet_saved_by if row else "")
        row = row or _new(doing, rule, body, title, version=0)
        asked = asking.filling("prepare_notification", form, doing.case, doing.procedure, answers, insist=False, at=at)
        given = take(doing, asked, answers)
        row.sheet, row.sheet_saved_at, row.sheet_saved_by = given.answers, at, actor.label
        row.version += 1
        row.save()
        doing.record(
            summary=f"{title}: the sheet “{rule.title}” was prepared.", data={**_named(rule, body), "row": row.pk}
        )
        return row


def record_notification(
    *, case: Case, notice: str, body: str, answers: Mapping, uploads: Uploads = (), actor: Actor, at: dt.datetime
) -> Notice:
    """A notice was sent at `at`, by whom and on whose behalf, with its reference and paper (C-17, C-53).

    A notice that opens a rapid review states the fact that its clocks run from. Raises ActRefused when it was sent
    already, or is not due and nobody says why it was sent.
    """
    with acting(
        "record_notification", case=case, actor=actor, at=at, about=f"notice:{notice}.{body}", notice=notice
    ) as doing:
        rule, title = _rule_of(doing, notice, body)
        row = queries.standing_notice(doing.case, notice, body) or _new(doing, rule, body, title)
        if row.sent_at is not None:
            raise ActRefused(f"{title} has this notice already. If it was sent again, withdraw the first one.")
        due = queries.is_due(rule, doing.state)
        asked = asking.recording(doing.case, doing.procedure, rule, sender="", due=due, at=at)
        given = take(doing, asked, answers, uploads)
        doing.on_behalf_of = _said(given, "authority")[:160]
        row.sent_at, row.sent_by = at, _said(given, "sent-by")
        row.authority, row.reference = _said(given, "authority"), _said(given, "reference")
        row.save()
        doing.record(
            summary=f"{title} was notified: {rule.title}.", reason=_said(given, "why"),
            data={**given.data, **_named(rule, body), "row": row.pk},
        )  # fmt: skip
        if rule.kind == queries.INCIDENT:
            doing.state_fact("notification_sent", happened_at=at, about=row.about)
        return row


def withdraw_notification(
    *, row: Notice, answers: Mapping, uploads: Uploads = (), actor: Actor, at: dt.datetime
) -> Notice:
    """A notice is taken back, with the reason and the proof of it; it stays on record (C-40)."""
    with acting(
        "withdraw_notification", case=row.case, actor=actor, at=at, about=row.about, notice=row.notice
    ) as doing:
        row = _locked(row)
        if not row.is_sent:
            raise ActRefused("Only a notice that was sent and stands can be withdrawn.")
        if at < row.sent_at:
            raise ActRefused("It cannot have been withdrawn before it was sent.", about="happened_at")
        given = take(doing, asking.withdrawing(doing.case, at), answers, uploads)
        row.withdrawn_at, row.withdrawn_why = at, _said(given, "why")
        row.save()
        doing.record(
            summary=f"The notice to {row.body_title} was withdrawn: {row.title}.", reason=row.withdrawn_why,
            data={**given.data, **_of(row)},
        )  # fmt: skip
        return row


def record_acknowledgement(
    *, row: Notice, answers: Mapping, uploads: Uploads = (), actor: Actor, at: dt.datetime
) -> Notice:
    """The body outside said at `at` that it has the notice; where the text counts from this, clocks start (DAR-26)."""
    with acting(
        "record_acknowledgement", case=row.case, actor=actor, at=at, about=row.about, notice=row.notice
    ) as doing:
        row = _locked(row)
        if not row.is_sent:
            raise ActRefused("Only a notice that was sent and stands can be acknowledged.")
        if row.acknowledged_at is not None:
            raise ActRefused("This notice has been acknowledged already.")
        if at < row.sent_at:
            raise ActRefused("It cannot have been acknowledged before it was sent.", about="happened_at")
        given = take(doing, asking.acknowledging(doing.case, row, at), answers, uploads)
        doing.on_behalf_of = row.body_title[:160]
        row.acknowledged_at, row.reference = at, _said(given, "reference") or row.reference
        row.save()
        doing.record(summary=f"{row.body_title} acknowledged: {row.title}.", data={**given.data, **_of(row)})
        if row.kind == queries.INCIDENT:
            doing.state_fact("national_panel_acknowledged", happened_at=at, about=row.about)
        return row


def _rule_of(doing: Doing, notice: str, body: str) -> tuple[NoticeRule, str]:
    """The rule of the text and the body's title; a body that the notice does not go to is refused."""
    rule = next((each for each in queries.rules_for(doing.procedure, doing.case.pathway) if each.name == notice), None)
    if rule is None or body not in rule.to:
        raise ActRefused("The procedure of this partnership knows no such notice on this kind of case.")
    return rule, doing.procedure.find("outside_bodies", body).title


def _new(doing: Doing, rule: NoticeRule, body: str, title: str, version: int = 1) -> Notice:
    return Notice(
        partnership_id=doing.case.partnership_id, case=doing.case, notice=rule.name, body=body, kind=rule.kind,
        title=rule.title, body_title=title, version=version,
    )  # fmt: skip


def _locked(row: Notice) -> Notice:
    """The row as it is now; the case's lock keeps everybody else away."""
    return Notice.objects.select_related("case").get(partnership=row.partnership_id, pk=row.pk)


def _said(given: Given, name: str) -> str:
    return str(given.answers.get(SECTION, {}).get(f"act-{name}", ""))


def _named(rule: NoticeRule, body: str) -> dict:
    return {"notice": rule.name, "kind": rule.kind, "body": body}


def _of(row: Notice) -> dict:
    return {"notice": row.notice, "kind": row.kind, "body": row.body, "row": row.pk}
