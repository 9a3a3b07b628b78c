"""A referral becomes a case: reference, people, tracks, the first event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership
from procedures import library

from .. import rules
from ..models import Case, CaseCounter, Person
from ..spine import Doing, open_track
from ..state import state_of


@dataclass(frozen=True, kw_only=True)
class PersonValues:
    """A person as a form gives them; `details` are further answers, label -> value."""

    kind: str
    first_name: str = ""
    last_name: str = ""
    other_names: str = ""
    relationship: str = ""
    born_on: dt.date | None = None
    died_on: dt.date | None = None
    gender: str = ""
    ethnicity: str = ""
    nhs_number: str = ""
    details: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self):
        if self.born_on and self.died_on and self.died_on < self.born_on:
            raise ActRefused("The date of death is before the date of birth.")


def next_number(partnership, year: int) -> int:
    """The next number of a year. The counter row stays locked until the case is stored, so no number is lost."""
    CaseCounter.objects.bulk_create([CaseCounter(partnership=partnership, year=year)], ignore_conflicts=True)
    counter = CaseCounter.objects.select_for_update().get(partnership=partnership, year=year)
    counter.last += 1
    counter.save()
    return counter.last


def search_words(reference: str, people: Sequence) -> str:
    names = [f"{p.first_name} {p.last_name} {p.other_names}".strip() for p in people if p.kind == "subject"]
    return " ".join([reference, reference.replace("-", " "), *names])


def open_case(
    *, procedure_version, pathway: str, received_at: dt.datetime, actor: Actor, at: dt.datetime, borough=None,
    referring_agency=None, referrer_name: str = "", referrer_email: str = "", people: Sequence[PersonValues] = (),
    facts: Mapping[str, dt.datetime] | None = None, answers: Mapping[str, object] | None = None,
    summary: str = "The referral was submitted.", why: str = "", act: str = "submit_referral",
    joined: Callable[[Case], None] | None = None,
) -> Case:  # fmt: skip
    """A new case with a reference without gaps, under the version in force when it was received (C-29).

    `received_at` may be earlier than `at` (C-51: yesterday's telephone call): clocks run from it. `why` is the
    referrer's summary, for the case's pages and papers; `joined` is called with the case before anybody is told of
    it, so that letters can name the private address of its form. Everything is one transaction; raises ActRefused
    when the text gives this actor no such step. Returns the case.
    """
    procedure = library.of_version(procedure_version)
    step = _first_step(procedure, pathway, act, actor)
    with transaction.atomic():
        referrer = {"referring_agency": referring_agency, "referrer_name": referrer_name[:160]}
        case = _numbered(
            procedure, people, procedure=procedure_version, pathway=pathway, borough=borough, received_at=received_at,
            referrer_email=referrer_email, **referrer,
        )  # fmt: skip
        for track in procedure.find("pathways", pathway).tracks:
            open_track(case, procedure, track, at=received_at)
        for person in people:
            create_person(case, person)
        state = state_of(case, version=procedure.version)
        doing = Doing(act, case, procedure, step, state, actor, received_at)
        doing.record(summary=summary, data={"typed_at": at.isoformat(), "why": why})
        doing.state_fact("referral_received", happened_at=received_at)
        for name, when in (facts or {}).items():
            doing.state_fact(name, happened_at=when)
        if answers:
            doing.state_fact("answers", value=dict(answers))
        if joined is not None:
            joined(case)
        doing.finish()
    return case


def _numbered(text, people: Sequence[PersonValues], **values) -> Case:
    """The row of a new case at the first stage of its pathway, with the next reference of the year."""
    partnership, year = current_partnership(), timezone.localdate(values["received_at"]).year
    number = next_number(partnership, year)
    reference = f"{partnership.code}-{year}-{number:04d}"
    first = text.find("pathways", values["pathway"]).tracks[0]
    return Case.objects.create(
        partnership=partnership, reference=reference, year=year, number=number, stage_track=first,
        stage=text.find("tracks", first).stages[0].name, search_text=search_words(reference, people), **values,
    )  # fmt: skip


def _first_step(procedure, pathway: str, act: str, actor: Actor):
    steps = procedure.steps_for(act, pathway)
    if not steps:
        raise ActRefused("The procedure of this partnership has no such step.")
    for step in steps:
        if any(not procedure.who_may_act_as(name).isdisjoint(actor.roles) for name in step.by):
            return step
    raise ActRefused(f"Only {rules.who_does(steps[0], procedure)} can do this.")


def create_person(case: Case, values: PersonValues) -> Person:
    return Person.objects.create(
        partnership_id=case.partnership_id,
        case=case,
        **{
            **{name: getattr(values, name) for name in values.__dataclass_fields__},
            "details": dict(values.details),
        },
    )
