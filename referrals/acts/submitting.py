"""A draft becomes a case, and what the referrer changes afterwards reaches it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from cases import acts as spine_acts
from cases.acts.opening import create_person, search_words
from cases.models import Case, Person
from cases.sheets import answers as meaning
from cases.spine import acting
from documents.models import StoredFile
from partnerships.actors import Actor
from partnerships.models import Agency
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership
from procedures import library

from .. import people, queries
from ..models import Referral
from .rows import follow_answers, locked, referral_row, touch


def submit_referral(*, referral: Referral, actor: Actor, at: dt.datetime) -> Case:
    """The draft becomes a case with a reference. Sent again, by anybody, it gives back the same case.

    The case counts as received at `received_at` of the draft if the office received it earlier (C-51) and is
    governed by the procedure in force then (C-29). Raises ActRefused while something is missing or contradictory.
    """
    with transaction.atomic():
        row = locked(referral)
        if row.case_id is not None:
            return row.case
        if row.state != Referral.State.DRAFT:
            raise ActRefused("This referral was given up and cannot be submitted.")
        if queries.progress(row, at).problems:
            raise ActRefused("Some answers are missing or need correcting before the referral can be submitted.")
        follow_answers(row)
        received_at = row.received_at or at

        def joined(case: Case) -> None:
            row.case, row.state, row.submitted_at = case, Referral.State.SUBMITTED, at
            touch(row, actor, at)
            StoredFile.objects.filter(partnership=row.partnership_id, about=f"referral:{row.pk}").update(case=case)

        values = case_values(row, received_at)
        return spine_acts.open_case(received_at=received_at, actor=actor, at=at, joined=joined, **values)


def case_values(row: Referral, received_at: dt.datetime) -> dict:
    """What the answers give `open_case`."""
    form = queries.form_of(row)
    sets = meaning.sets(form, row.answers)
    agency = Agency.objects.filter(partnership=row.partnership_id, slug=str(sets.get("referrer agency", ""))).first()
    day = received_at.astimezone(people.LONDON).date()
    procedure = library.in_force(current_partnership().slug, on=day)
    if row.pathway not in {pathway.name for pathway in procedure.pathways}:
        procedure = queries.procedure_of(row)
    return {
        "procedure_version": queries.version_row(procedure),
        "pathway": row.pathway,
        "borough": row.borough,
        "referring_agency": agency,
        "referrer_name": row.referrer_name,
        "referrer_email": row.referrer_email,
        "people": people.people_of(form, row.answers),
        "facts": people.facts_of(form, row.answers),
        "answers": people.choices_of(form, row.answers),
        "why": queries.reason_of(row),
        "summary": f"The referral was received ({row.get_received_how_display().lower()}).",
    }


def resubmit_referral(*, case: Case, replies: Mapping[int, str], actor: Actor, at: dt.datetime) -> Referral:
    """The questions are answered and what the referrer changed on the form reaches the case's people and dates.

    `replies`: question id -> answer. Sending the same twice leaves one: the second finds nothing open and returns.
    """
    row = queries.referral_of(case)
    if row is not None and row.state == Referral.State.SUBMITTED:
        return row
    with acting("resubmit_referral", case=case, actor=actor, at=at) as doing:
        row = referral_row(case)
        waiting = queries.open_questions(row)
        if any(not replies.get(question.pk, "").strip() for question in waiting):
            raise ActRefused("Answer every question. If you do not know, say so.")
        if queries.progress(row, at).problems:
            raise ActRefused("Some answers on the form are missing or need correcting.")
        answered = {"answered": len(waiting), "why": queries.reason_of(row)}
        doing.record(summary="The referrer answered the questions.", data=answered)
        for question in waiting:
            question.answer, question.answered_at = replies[question.pk].strip(), at
            question.save()
        row.state = Referral.State.SUBMITTED
        touch(row, actor, at)
        bring_into_case(doing, row)
        return row


def bring_into_case(doing, row: Referral) -> None:
    """What changed on the form: the subject's details, people not known before, dates that clocks run from."""
    form = queries.form_of(row)
    known = list(Person.objects.filter(partnership=row.partnership_id, case=doing.case, removed=False).order_by("id"))
    subjects = [person for person in known if person.kind == Person.Kind.SUBJECT]
    known_by = {_known_by(person) for person in known}
    for values in people.people_of(form, row.answers):
        same = subjects.pop(0) if values.kind == "subject" and subjects else None
        if same is not None:
            _update(same, values)
        elif _known_by(values) not in known_by:
            create_person(doing.case, values)
    for name, when in people.facts_of(form, row.answers).items():
        before = doing.state.facts.get(name)
        if not before or before[-1].at != when:
            doing.state_fact(name, happened_at=when)
    doing.state_fact("answers", value=people.choices_of(form, row.answers))
    now = Person.objects.filter(partnership=row.partnership_id, case=doing.case, removed=False)
    doing.case.search_text = search_words(doing.case.reference, list(now))


def _update(person: Person, values) -> None:
    """Only what the form now says; what the secretariat added since stays."""
    for name in (*people.COLUMNS, *people.DATES):
        if getattr(values, name):
            setattr(person, name, getattr(values, name))
    person.details = {**person.details, **values.details}
    person.save()


def _known_by(person) -> tuple:
    """What tells people of one form apart: their name; without one, how they belong and when they were born."""
    name = f"{person.first_name} {person.last_name}".strip().casefold()
    return (name,) if name else ("", person.relationship.strip().casefold(), person.born_on)
