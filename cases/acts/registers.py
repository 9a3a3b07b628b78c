"""What is kept beside a case from its first day (`cases.registers`): entered, and ended where something has to end.

`answers` and `uploads` are as for recorded acts. All raise ActRefused. An entry that was wrong is struck out like any
other (`annul_event`), and then no longer counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from config.filters import date_long
from deadlines.calendar import LONDON
from partnerships.actors import Actor
from partnerships.models import Agency
from partnerships.refusals import ActRefused
from procedures.model import Form, Section

from ..asking import SECTION, Asked, around_case
from ..entries import entry_of, running
from ..given import Given, take
from ..models import Case, Event
from ..registers import BY_ACT, CONTACTS, PROCESSES, SAFETY, fields_of
from ..spine import Doing, acting
from .recorded import Uploads


def asked_for(act: str, case: Case, *, at: dt.datetime) -> Asked:
    """What the act asks, for its page and for itself."""
    form = Form(name=act, title="", use="step", sections=(Section(name=SECTION, title="", fields=fields_of(act)),))
    return Asked(act=act, form=form, starting={}, seats=(), around=around_case(case, at))


def _enter(act: str, *, case: Case, answers: Mapping, uploads: Uploads, actor: Actor, at: dt.datetime) -> Event:
    register = BY_ACT[act]
    with acting(act, case=case, actor=actor, at=at, standing=True) as doing:
        given = take(doing, asked_for(act, doing.case, at=at), answers, uploads)
        _refuse_a_past_promise(act, given, at)
        number = Event.objects.filter(partnership=case.partnership_id, case=doing.case, act=act).count() + 1
        doing.about, doing.agency = f"{register.name}:{number}", _agency(doing, given)
        event = doing.record(summary=_sentence(register.summary, given), data=given.data)
        _facts(doing, given)
        return event


def _refuse_a_past_promise(act: str, given: Given, at: dt.datetime) -> None:
    """When somebody hears from us next lies ahead of the contact itself, which may be entered later (C-51)."""
    next_on = given.flat.get("act-next") if act == CONTACTS.act else None
    if next_on and dt.date.fromisoformat(next_on) < at.astimezone(LONDON).date():
        raise ActRefused("The day on which they hear from us next is before this contact.", about="act-next")


def _end(
    act: str, *, case: Case, entry: int, answers: Mapping, uploads: Uploads, actor: Actor, at: dt.datetime
) -> Event:
    register = BY_ACT[act]
    with acting(act, case=case, actor=actor, at=at, standing=True) as doing:
        begun = entry_of(doing.case, register.act, entry)
        if begun is None or begun.about not in {each.about for each in running(doing.case, register)}:
            raise ActRefused("This has been recorded as ended already, or was struck out.")
        given = take(doing, asked_for(act, doing.case, at=at), answers, uploads)
        doing.about, doing.agency = begun.about, begun.agency
        event = doing.record(summary=_sentence(register.ended, given), data=given.data)
        if register is PROCESSES:
            doing.state_fact("parallel_process", value=bool(running(doing.case, register)))
        return event


def _agency(doing: Doing, given: Given) -> Agency | None:
    slug = given.flat.get("act-agency")
    return Agency.objects.filter(partnership=doing.case.partnership_id, slug=slug).first() if slug else None


def _facts(doing: Doing, given: Given) -> None:
    """What clocks and conditions read of an entry: the day something is needed by, that another process runs."""
    register = BY_ACT[doing.act]
    if register is SAFETY:
        day = dt.date.fromisoformat(given.flat["act-by-when"])
        due = dt.datetime.combine(day, dt.time(0), tzinfo=LONDON)
        doing.state_fact("safety_action_due", happened_at=due, about=doing.about)
    elif register is PROCESSES:
        doing.state_fact("parallel_process", value=True)


def _sentence(template: str, given: Given) -> str:
    said = {name.removeprefix("act-"): value for name, value in given.flat.items() if name.startswith("act-")}
    if "by-when" in said:
        said["by-when"] = date_long(dt.date.fromisoformat(said["by-when"]))
    sentence = " ".join(template.format_map(said).split())
    return sentence if sentence.endswith(".") else f"{sentence}."


def log_safety_action(*, case: Case, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = ()) -> Event:
    """Something needed at once, put right or taught already: what, which agency, who, by when (C-36, C-37)."""
    return _enter("log_safety_action", case=case, answers=answers, uploads=uploads, actor=actor, at=at)


def complete_safety_action(
    *, case: Case, entry: int, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = ()
) -> Event:
    """How it ended. `entry`: the number of the event that entered it."""
    return _end("complete_safety_action", case=case, entry=entry, answers=answers, uploads=uploads, actor=actor, at=at)


def record_involvement(*, case: Case, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = ()) -> Event:
    """Who of the family or the practitioners is involved, how, by whom, with consent or the reason why not (C-23)."""
    return _enter("record_involvement", case=case, answers=answers, uploads=uploads, actor=actor, at=at)


def record_contact(*, case: Case, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = ()) -> Event:
    """One contact with family or practitioners: who, how, what was told and said, and what is promised next (C-23)."""
    return _enter("record_contact", case=case, answers=answers, uploads=uploads, actor=actor, at=at)


def record_process(*, case: Case, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = ()) -> Event:
    """Another investigation or review of the same events, its contact, what it means for the dates (C-24, DAR-8)."""
    return _enter("record_process", case=case, answers=answers, uploads=uploads, actor=actor, at=at)


def end_process(
    *, case: Case, entry: int, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = ()
) -> Event:
    """It has ended. `entry`: the number of the event that entered it."""
    return _end("end_process", case=case, entry=entry, answers=answers, uploads=uploads, actor=actor, at=at)


def log_disclosure(*, case: Case, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = ()) -> Event:
    """A coroner, the police, a court or a family asks for papers (C-33)."""
    return _enter("log_disclosure", case=case, answers=answers, uploads=uploads, actor=actor, at=at)


def answer_disclosure(
    *, case: Case, entry: int, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = ()
) -> Event:
    """Legal advice, the decision, and what was given (C-33). `entry`: the number of the event of the request."""
    return _end("answer_disclosure", case=case, entry=entry, answers=answers, uploads=uploads, actor=actor, at=at)


def name_authorities(*, case: Case, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = ()) -> Event:
    """Which authority leads, because it happened there, and which is home (C-41). The newest entry counts."""
    return _enter("name_authorities", case=case, answers=answers, uploads=uploads, actor=actor, at=at)
