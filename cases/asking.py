"""What the page of an act asks on a case: our questions, the step's outcomes, bodies and seats, and its form.

The page and the act build the same `Asked`, so what is shown is what is judged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils import timezone

from documents.files import check_upload
from partnerships.queries import holders
from procedures.model import Field, Form, Procedure, Section, Step

from .beside import recommendation_text, threshold_text
from .models import Case
from .queries import agencies_about, people_of
from .recorded import OTHER_BODY, PAPERS, RECORDED, Recorded, question
from .sheets.fields import Around
from .sheets.summary import Names

SECTION = "recorded"
DECIDING_KINDS = ("statutory-partner",)


@dataclass(frozen=True)
class Seat:
    """Somebody who should take part in a decision: an agency's holder of a role."""

    key: str
    title: str
    people: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"{self.title} ({', '.join(self.people)})" if self.people else f"{self.title} (nobody holds this now)"


@dataclass(frozen=True)
class Asked:
    """The whole of what is asked, and what is known already."""

    act: str
    form: Form
    starting: Mapping
    seats: tuple[Seat, ...]
    around: Around

    @property
    def names(self) -> Names:
        return Names(dict(self.around.agencies), dict(self.around.people), self.around.today)


def asked_of(act: str, step: Step | None, case: Case, procedure: Procedure, *, at: dt.datetime) -> Asked:
    """What an act asks of a case today. An act that is not in the table of recorded acts asks only its step's form."""
    recorded = RECORDED.get(act)
    seats = seats_of(step, case, procedure, at=at) if act == "decide_threshold" and step else ()
    sections = []
    if recorded is not None:
        fields = _fields(recorded, step, procedure, seats)
        sections.append(Section(name=SECTION, title="", fields=fields))
    own = form_of_step(step, procedure)
    sections += list(own.sections) if own else []
    if recorded is not None and recorded.papers:
        sections.append(Section(name="papers", title="", fields=(PAPERS,)))
    return Asked(
        act=act,
        form=Form(name=own.name if own else act, title=own.title if own else "", use="step", sections=tuple(sections)),
        starting=_starting(recorded, case) if recorded else {},
        seats=seats,
        around=around_case(case, at),
    )


def form_of_step(step: Step | None, procedure: Procedure) -> Form | None:
    """The form that the text gives a step, if any."""
    return procedure.find("forms", step.form) if step is not None and step.form else None


def around_case(case: Case, at: dt.datetime) -> Around:
    """What questions about a case need to know of the world: its people and the agencies to pick from."""
    people = tuple((f"person-{person.pk}", person.full_name) for person in people_of(case))
    known = tuple((agency.slug, agency.title) for agency in agencies_about(case))
    return Around(timezone.localdate(at), known, people, check_upload)


def _fields(recorded: Recorded, step: Step | None, procedure: Procedure, seats: tuple[Seat, ...]) -> tuple[Field, ...]:
    fields: list[Field] = []
    outcomes = list(dict.fromkeys(answer for answer, _ in step.outcomes)) if step else []
    outside = outside_copies(step, procedure)
    if outcomes:
        choices = [(name, outcome_words(step, name, procedure)) for name in outcomes]
        fields.append(question("outcome", recorded.outcome, "one of", required=True, choices=choices))
    if recorded.chooses_body and not outside:
        fields += _which_body(procedure)
    if recorded.with_bodies:
        fields.append(replace(_bodies("bodies", "Which bodies?", procedure), required=True))
    if outside:
        choices = [(body.name, body.title) for body in outside]
        # One choice needs no list: a question of one choice would only be a box to tick.
        label = "Who outside has been told?" if len(outside) > 1 else f"{outside[0].title} has been told"
        kind = "several of" if len(outside) > 1 else "declaration"
        fields.append(question("sent-to", label, kind, required=True, choices=choices if len(outside) > 1 else ()))
    fields += recorded.fields
    if seats:
        fields += _seat_questions(seats)
    return tuple(fields)


def outcome_words(step: Step, outcome: str, procedure: Procedure) -> str:
    """An outcome as people read it: the stage it leads to, where each leads to another, else the text's own word."""
    stages = dict(step.outcomes)
    if step.track and len(set(stages.values())) == len(stages) > 1:
        return procedure.stage(step.track, stages[outcome]).title
    return f"{outcome[:1].upper()}{outcome[1:]}"


def _which_body(procedure: Procedure) -> list[Field]:
    return [
        replace(_bodies("body", "Which board or body?", procedure), kind="one of", required=True),
        question("other-body", "Its name, if it is another one", "line", required_when=(f"act-body is {OTHER_BODY}",)),
    ]


def _bodies(name: str, label: str, procedure: Procedure) -> Field:
    boards = [body for body in procedure.bodies if body.kind == "board"]
    known = [(body.name, body.title) for body in (*procedure.outside_bodies, *boards)]
    return question(name, label, "several of", choices=[*known, (OTHER_BODY, "Another one")])


def outside_copies(step: Step | None, procedure: Procedure) -> list:
    """The outside bodies that a step's copies go to: this service sends them nothing, somebody has to."""
    names = step.copies_to if step else ()
    return [body for body in procedure.outside_bodies if body.name in names]


def inside_copies(step: Step | None, procedure: Procedure) -> list:
    """The roles and bodies of the partnership that a step's copies go to."""
    names = step.copies_to if step else ()
    return [block for block in (*procedure.roles, *procedure.bodies) if block.name in names]


# Who should take part in a decision (C-14)


def _seat_questions(seats: tuple[Seat, ...]) -> list[Field]:
    absent = question("absent-why", "If somebody did not take part: who, and why?")
    if len(seats) == 1:
        return [question("took-part", f"{seats[0].label} took part", "declaration"), absent]
    choices = [(seat.key, seat.label) for seat in seats]
    hint = "Everybody listed should take part, themselves or by a deputy."
    return [question("took-part", "Who took part?", "several of", required=True, choices=choices, hint=hint), absent]


def seats_of(step: Step, case: Case, procedure: Procedure, *, at: dt.datetime) -> tuple[Seat, ...]:
    """Who should take part: each statutory agency where its partners decide, and everybody named to decide jointly."""
    named = [procedure.find("roles", name) for name in step.by if name not in {"referrer", "system"}]
    deciding = [role for role in named if role.kind in DECIDING_KINDS]
    jointly = [procedure.find("roles", name) for name in step.jointly_with]
    return tuple(seat for role in dict.fromkeys([*deciding, *jointly]) for seat in _of_role(role, case, procedure, at))


def _of_role(role, case: Case, procedure: Procedure, at: dt.datetime) -> list[Seat]:
    on = timezone.localdate(at)
    found = holders(role.name, procedure=procedure, on=on, borough=case.borough)
    by_agency: dict[str, list[str]] = {}
    for each in found:
        by_agency.setdefault(each.agency.slug if each.agency else "", []).append(each.user.name)
    if role.kind not in DECIDING_KINDS:
        return [Seat(role.name, role.title, tuple(name for names in by_agency.values() for name in names))]
    borough = case.borough.slug if case.borough else ""
    statutory = [a for a in procedure.agencies if a.statutory and (not a.boroughs or borough in a.boroughs)]
    seats = [Seat(f"{role.name}.{a.name}", a.title, tuple(by_agency.get(a.name, ()))) for a in statutory]
    if by_agency.get(""):  # they hold the role, but for no agency that anybody has entered
        seats.append(Seat(role.name, role.title, tuple(by_agency[""])))
    return seats


# What is known already


def _starting(recorded: Recorded, case: Case) -> dict:
    known = {"decision": threshold_text, "recommendation": recommendation_text}.get(recorded.starts_with)
    text = known(case) if known else ""
    return {SECTION: {recorded.fields[0].name: text}} if text else {}
