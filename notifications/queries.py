"""What acts and pages ask about notices: which are due for a case, which were sent, what was answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from cases.conditions import holds
from cases.models import Case, Event
from cases.queries import procedure_of, visible_cases
from cases.state import CaseState, state_of
from config.filters import date_long
from deadlines.queries import Shown, calendar_of, shown_of_case
from documents.models import OutboxMessage, StoredFile
from partnerships.actors import Actor
from partnerships.scope import current_partnership
from procedures.model import Form, Procedure, Step
from procedures.model import Notice as NoticeRule
from procedures.notices import INCIDENT
from procedures.vocabulary import start_slug

from . import rules
from .models import Notice, Outcome, Reply, Tracker

# Who reads notices and outcome records: those who send them and those who get a copy (BEX-8).
READERS = ("secretariat", "panel-chair", "statutory-partner", "local-authority", "ratifier")


def rules_for(procedure: Procedure, pathway: str) -> list[NoticeRule]:
    """The notices of the text for a kind of case."""
    return [rule for rule in procedure.notices if not rule.pathways or pathway in rule.pathways]


def is_due(rule: NoticeRule, state: CaseState) -> bool:
    return all(holds(state, words) for words in rule.when)


def incident_rule(case: Case) -> str:
    """The name of the notice that opens a rapid review on this kind of case."""
    found = [rule.name for rule in rules_for(procedure_of(case), case.pathway) if rule.kind == INCIDENT]
    return found[0] if found else ""


def notices_of(case: Case) -> list[Notice]:
    """Every notice that was prepared or sent, those taken back included, oldest first."""
    rows = list(Notice.objects.filter(partnership=case.partnership_id, case=case).order_by("id"))
    for row in rows:
        row.case = case
    return rows


def standing_notice(case: Case, notice: str, body: str) -> Notice | None:
    rows = Notice.objects.filter(partnership=case.partnership_id, case=case, notice=notice, body=body)
    return rows.standing().first()


def incident_notice(case: Case) -> Notice | None:
    """The notice that opened the rapid review, if it was sent and stands."""
    rows = Notice.objects.filter(partnership=case.partnership_id, case=case, kind=INCIDENT)
    return rows.standing().sent().order_by("-sent_at").first()


def find_notice(case: Case, pk: int) -> Notice:
    """A notice of this case, or 404."""
    row = Notice.objects.filter(partnership=case.partnership_id, case=case, pk=pk).first()
    if row is None:
        raise Http404
    row.case = case
    return row


def outcome_draft(case: Case) -> Outcome | None:
    return Outcome.objects.filter(partnership=case.partnership_id, case=case, sent_at=None).first()


def outcomes_of(case: Case) -> list[Outcome]:
    """Outcome records that left, the newest first."""
    return list(Outcome.objects.filter(partnership=case.partnership_id, case=case).sent().select_related("notice"))


def find_outcome(case: Case, pk: int) -> Outcome:
    found = next((row for row in outcomes_of(case) if row.pk == pk), None)
    if found is None:
        raise Http404
    return found


def replies_of(case: Case) -> list[Reply]:
    """What bodies outside answered, the newest first; struck-out ones left out."""
    rows = Reply.objects.filter(partnership=case.partnership_id, case=case, event__annulled_by=None)
    return list(rows.select_related("notice"))


def find_reply(case: Case, pk: int) -> Reply:
    found = next((row for row in replies_of(case) if row.pk == pk), None)
    if found is None:
        raise Http404
    found.case = case
    return found


def tracker_of(case: Case) -> Tracker | None:
    return Tracker.objects.filter(partnership=case.partnership_id, case=case).first()


def replies_to(row: Notice, step: Step | None, procedure: Procedure) -> tuple[str, ...]:
    """What the body may answer: the outcomes of the step, else those that the notice names."""
    if step is not None and step.outcomes:
        return tuple(dict.fromkeys(answer for answer, _ in step.outcomes))
    return procedure.find("notices", row.notice).replies


def checks_of(form: Form, state: CaseState, *, sent_at: dt.datetime | None = None) -> list[rules.Checked]:
    """The checks of a form by the dates on record. `sent_at`: when the outcome is sent, if that is just happening."""
    dates: dict[str, dt.datetime] = {}
    for words in rules.starts_named(form.checks):
        slug = start_slug(words)
        last = state.last(slug)
        if slug == "send_outcome" and sent_at is not None:
            dates[words] = sent_at
        elif last is not None:
            dates[words] = last.at
    return rules.checked(form.checks, dates, calendar_of(current_partnership()), date_long)


# The page of a case's notices


@dataclass(frozen=True)
class StillToNotify:
    """A body that is to be told by what is on record, and has not been: with whose duty it is and by when."""

    notice: str
    title: str
    body: str
    body_title: str
    how: str
    see: str
    prepared: Notice | None
    deadline: Shown | None


@dataclass(frozen=True)
class Sent:
    """A notice that left: its row, its state in words, the paper trail and the answers."""

    row: Notice
    state: str
    colour: str
    papers: tuple[dict, ...]
    copies: tuple[str, ...]
    replies: tuple[Reply, ...]
    waits: bool


def still_to_notify(case: Case, procedure: Procedure, state: CaseState, *, at: dt.datetime) -> list[StillToNotify]:
    """Which bodies are due for this case and not yet told (C-17)."""
    rows = {(row.notice, row.body): row for row in notices_of(case) if row.withdrawn_at is None}
    back = {(row.notice, row.body) for row in notices_of(case) if row.withdrawn_at is not None}
    titles = {body.name: body.title for body in procedure.outside_bodies}
    clocks = _deadlines(case, procedure, at)
    found = []
    for rule in rules_for(procedure, case.pathway):
        due = is_due(rule, state)
        for body in rule.to:
            row = rows.get((rule.name, body))
            if (row is not None and row.sent_at is not None) or ((rule.name, body) in back and row is None):
                continue
            if due or row is not None:
                about = f"notice:{rule.name}.{body}"
                found.append(
                    StillToNotify(rule.name, rule.title, body, titles[body], rule.how, rule.see, row, clocks.get(about))
                )
    return found


def _deadlines(case: Case, procedure: Procedure, at: dt.datetime) -> dict[str, Shown]:
    """What a clock of a notice is about -> its row that runs."""
    from deadlines.models import Deadline

    running = {row.id: row for row in shown_of_case(case, today=at, procedure=procedure) if row.state == "open"}
    stops = {clock.name for clock in procedure.clocks if clock.notice and "record_notification" in clock.stops}
    rows = Deadline.objects.filter(partnership=case.partnership_id, case=case, clock__in=stops, pk__in=list(running))
    return {about: running[pk] for pk, about in rows.values_list("pk", "about")}


def sent_notices(case: Case, procedure: Procedure) -> list[Sent]:
    """Every notice that left, the newest first, with its state."""
    replies, events = replies_of(case), _events_of(case)
    copies = _copies(case, [event.pk for event in events])
    outcomes = outcomes_of(case)
    found = []
    for row in notices_of(case):
        if row.sent_at is None:
            continue
        mine = tuple(each for each in replies if each.notice_id == row.pk)
        of_row = [event for event in events if event.data.get("row") == row.pk and event.data.get("body") == row.body]
        state, colour, waits = _state(row, mine, outcomes, procedure)
        found.append(Sent(
            row=row, state=state, colour=colour, waits=waits, replies=mine,
            papers=tuple(paper for event in of_row for paper in event.data.get("papers", [])),
            copies=tuple(dict.fromkeys(name for event in of_row for name in copies.get(event.pk, ()))),
        ))  # fmt: skip
    return sorted(found, key=lambda each: (each.row.sent_at, each.row.pk), reverse=True)


def _state(row: Notice, replies, outcomes, procedure: Procedure) -> tuple[str, str, bool]:
    """(words, colour, whether an answer is waited for). The first notice of a rapid review is answered after its
    outcome; a decision at once."""
    rule = next((each for each in procedure.notices if each.name == row.notice), None)
    asked_at = max((o.sent_at for o in outcomes if o.notice_id == row.pk), default=None)
    since = asked_at if row.kind == INCIDENT else row.sent_at
    waits = bool(rule and rule.replies and since and not any(reply.received_at >= since for reply in replies))
    if row.withdrawn_at is not None:
        return "Withdrawn", "grey", False
    if replies and not waits:
        return f"Answered: {replies[0].answer}", "blue" if replies[0].answered_at is None else "green", False
    if waits:
        return "Waiting for an answer", "yellow", True
    return ("Acknowledged", "green", False) if row.acknowledged_at else ("Sent", "blue", False)


def _events_of(case: Case) -> list[Event]:
    acts = ("record_notification", "withdraw_notification", "record_acknowledgement", "record_reply", "send_outcome")
    rows = Event.objects.filter(partnership=case.partnership_id, case=case, act__in=acts, annulled_by=None)
    return list(rows.order_by("id"))


def _copies(case: Case, event_ids: list[int]) -> dict[int, list[str]]:
    """event -> who was told that a copy is here (BEX-8): by the key of the message."""
    found: dict[int, list[str]] = {}
    rows = OutboxMessage.objects.filter(partnership=case.partnership_id, case=case).order_by("id")
    for key, name in rows.values_list("key", "to_name"):
        parts = key.split(":")
        if len(parts) > 2 and parts[1].isdigit() and int(parts[1]) in event_ids:
            found.setdefault(int(parts[1]), []).append(name)
    return found


def copies_of_outcome(case: Case, row: Outcome) -> list[str]:
    return _copies(case, [row.event_id]).get(row.event_id, [])


def paper_of(case: Case, about: str) -> StoredFile | None:
    """The newest PDF that a worker made of a sheet or record."""
    rows = StoredFile.objects.filter(partnership=case.partnership_id, case=case, about=about)
    return rows.defer("content").order_by("-id").first()


def may_read_paper(file: StoredFile, actor: Actor) -> bool:
    """Sheets and outcome records: whoever sees the case and is among those who send them or get a copy (BEX-8)."""
    return actor.holds(*READERS) and file.case_id is not None and visible_cases(actor).filter(pk=file.case_id).exists()


def state_of_case(case: Case, procedure: Procedure) -> CaseState:
    return state_of(case, version=procedure.version)


def became_review(case: Case) -> str:
    """Whether a rapid review became a review, as far as the case's decisions say (C-48)."""
    state = state_of_case(case, procedure_of(case))
    if holds(state, "review decided on"):
        return Tracker.Became.YES
    return Tracker.Became.NO if holds(state, "no review decided on") else ""


def report_ended(case: Case) -> tuple[str, dt.date | None]:
    """How the record says that a review's report ended for the tracker, and since when (C-48): published, else under
    embargo by the newest decision, else signed off by everybody; nothing while it is none of these."""
    acts = ("publish_report", "decide_publication", "sign_off_report")
    rows = Event.objects.filter(partnership=case.partnership_id, case=case, act__in=acts, annulled_by=None)
    newest = {row.act: row for row in rows.order_by("id") if not row.data.get("partly")}
    found = [
        (Tracker.Ended.PUBLISHED, newest.get("publish_report")),
        (Tracker.Ended.EMBARGOED, _embargo(newest.get("decide_publication"))),
        (Tracker.Ended.SIGNED_OFF, newest.get("sign_off_report")),
    ]
    how, row = next(((how, row) for how, row in found if row is not None), ("", None))
    return str(how), timezone.localdate(row.at) if row is not None else None


def _embargo(decision: Event | None) -> Event | None:
    return decision if decision is not None and decision.data.get("embargo_why") else None
