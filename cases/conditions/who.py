"""Conditions on whom and where a case is about, and what its form says."""

from __future__ import annotations

import datetime as dt

from ..state import CaseState
from .base import test


def _ages(state: CaseState) -> list[int]:
    on = state.incident_on() or state.received_at.date()
    return [_age(subject.born_on, on) for subject in state.subjects if subject.born_on]


def _age(born_on: dt.date, on: dt.date) -> int:
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


@test
def subject_child(state):
    return any(age < 18 for age in _ages(state))


@test
def subject_adult(state):
    return any(age >= 18 for age in _ages(state))


@test
def subject_looked_after(state):
    return any("looked after" in subject.legal_status.lower() for subject in state.subjects)


@test
def subject_care_leaver(state):
    return any("care leaver" in subject.legal_status.lower() for subject in state.subjects)


@test
def subject_died(state):
    return bool(state.facts.get("death")) or any(subject.died_on for subject in state.subjects)


@test
def subject_harmed(state):
    return not subject_died(state)


@test
def outside_area(state):
    return state.values.get("outside_area") is True


@test
def outside_england(state):
    return state.values.get("outside_england") is True


@test
def age_under(state, number):
    return any(age < int(number) for age in _ages(state))


@test
def age_between(state, low, high):
    return any(int(low) <= age <= int(high) for age in _ages(state))


def _answers(state: CaseState) -> dict:
    found = state.values.get("answers")
    return found if isinstance(found, dict) else {}


@test
def answer_known(state, field):
    return _answers(state).get(field) not in (None, "", [])


@test
def answer_is(state, field, value):
    found = _answers(state).get(field)
    return value in found if isinstance(found, list) else found == value


@test
def borough_is(state, borough):
    return state.borough == borough


@test
def pathway_is(state, pathway):
    return state.pathway == pathway


@test
def version_is(state, version):
    return state.version == version


@test
def received_before(state, date):
    return state.received_at.date() < dt.date.fromisoformat(date)


@test
def received_after(state, date):
    return state.received_at.date() > dt.date.fromisoformat(date)


@test
def parallel_process(state):
    return state.values.get("parallel_process") is True
