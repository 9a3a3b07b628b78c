"""Whether an act can have happened when somebody says it did (C-51)."""

from __future__ import annotations

import datetime as dt

from config.filters import date_long, datetime_long
from deadlines.calendar import london_date
from procedures.model import Procedure, Step
from procedures.saying import condition_in_words
from procedures.vocabulary import FACTS

from .rules import not_yet
from .sheets.answers import NOT_AFTER
from .state import CaseState

# The authority tells the national panel when it learns of the incident, whether or not it has referred the case.
OLDER_THAN_THE_CASE = frozenset({"record_notification", "prepare_notification"})


def out_of_order(name: str, on: dt.date, state: CaseState) -> str:
    """Why a fact (its slug) cannot have been on that day, by what else is stated of the case; empty when it can."""
    words = next((fact.words for fact in FACTS.values() if fact.slug == name), "")
    for first, second in NOT_AFTER:
        if words not in (first, second):
            continue
        other = FACTS[second if words == first else first]
        stated = state.facts.get(other.slug, ())
        if not stated or (on <= london_date(stated[-1].at) if words == first else on >= london_date(stated[-1].at)):
            continue
        order = "after" if words == first else "before"
        return f"This cannot be {order} “{other.words}”, which was on {date_long(stated[-1].at)}. Put that right first."
    return ""


def too_early(step: Step | None, procedure: Procedure, state: CaseState, at: dt.datetime) -> str:
    """Why a step cannot have happened at that time (aware), empty when it can: it was not this step's turn yet (C-51).

    Times are typed to the minute. What people do outside before they turn to the partnership may be older than the
    case; nothing is older than the incident.
    """
    if step is None:
        return ""
    incident = min(
        (london_date(h.at) for h in state.facts.get("incident") or state.facts.get("death", ())), default=None
    )
    if incident is not None and london_date(at) < incident:
        return f"The incident was on {date_long(incident)}. This cannot have happened before then."
    if step.act in OLDER_THAN_THE_CASE:
        return ""
    known_then = not_yet(step, state.as_of(at))
    if missing := [words for words in known_then if words not in not_yet(step, state)]:
        first = condition_in_words(missing[0], procedure)
        return f"Needed first: {first}. On {datetime_long(at)} that was still to come."
    turns = [(h.at, h.to_stage) for group in state.done.values() for h in group if h.track == step.track]
    first = procedure.find("tracks", step.track).stages[0].name if step.track in state.opened else ""
    if first:
        turns.append((state.opened[step.track], first))
    since, stage = min(((when, name) for when, name in turns if name in step.from_stages), default=(at, ""))
    if at >= since.replace(second=0, microsecond=0):
        return ""
    return (
        f"The case came to “{procedure.stage(step.track, stage).title}” on {datetime_long(since)}. This cannot have "
        "happened before then. If that time is wrong, put it right first."
    )
