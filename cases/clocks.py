"""From a case's events and facts to its deadlines: the spine asks, the deadlines room computes and keeps the rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q

from deadlines.acts import Occurrence
from deadlines.acts import recompute as recompute_rows
from deadlines.calendar import CalendarError
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership
from procedures import library
from procedures.model import Clock, Procedure
from procedures.models import ProcedureVersion
from procedures.sentences import bodies_of, normal_name
from procedures.vocabulary import FINAL_DECISIONS

from .conditions import holds
from .models import Case
from .queries.steps import who_did
from .rules import STANDING
from .state import CaseState, Happened, state_of


def applies(clock: Clock, state: CaseState) -> bool:
    """Whether a clock of the text is for this case as it stands."""
    if "withdraw_referral" in state.done and not state.stages:
        return False  # taken back before anything else began
    if clock.pathways and state.pathway not in clock.pathways:
        return False
    return all(holds(state, words) for words in clock.when)


# Tracks whose agencies are waited for no longer once they end, whatever agencies are asked on other tracks: added to by
# the room that carries them on.
ENDS_WITH_TRACK: set[str] = set()


def over(clock: Clock, state: CaseState, procedure: Procedure) -> bool:
    """Whether its track has ended and nothing that would meet the clock can be done any more: a review that is not
    published waits for no publication, and an agency's report for it is not waited for either."""
    if clock.notice or clock.permanence or clock.for_each == "action" or clock.track not in state.closed_tracks:
        return False
    steps = [step for act in clock.stops for step in procedure.steps_for(act, state.pathway)]
    if clock.for_each == "agency" and clock.track in ENDS_WITH_TRACK:
        steps = [step for step in steps if step.track == clock.track]
    standing = any(act in STANDING for act in clock.stops)
    return bool(steps) and not standing and all(step.track in state.closed_tracks for step in steps)


NOT_PUBLISHED = "not published"  # the outcome of a decision on publication that finishes a review without a report


def _names(happened: Happened, taken_up: int) -> tuple[str, ...]:
    """Each act that settles a recommendation also brings the fact “final decision” about, whichever of them it is.

    What waits for publication is over when it is decided, with a reason, that nothing is published (C-21), unless that
    is decided anew. `taken_up`: the event by which it last was.
    """
    if happened.name in FINAL_DECISIONS:
        return (happened.name, "final_decision")
    out = happened.data.get("outcome")
    if happened.name == "decide_publication" and out == NOT_PUBLISHED and happened.event_id > taken_up:
        return (happened.name, "publish_report")
    return (happened.name,)


def recompute(case: Case, procedure: Procedure, *, at: dt.datetime) -> None:
    """Brings the case's deadline rows in step with what is recorded now. `at`: the moment of computing."""
    state = state_of(case, version=procedure.version)
    taken_up = max((each.event_id for each in state.done.get("reconsider_publication", ())), default=0)
    occurrences = [
        Occurrence(
            name=name,
            at=h.at,
            about=h.about,
            event_id=h.event_id,
            agency_id=h.agency_id,
            track=h.track,
            label=h.data.get("label", ""),
            owner_id=h.data.get("owner"),
        )
        for h in state.occurrences()
        for name in _names(h, taken_up)
    ]
    try:
        recompute_rows(
            case=case,
            procedure=procedure,
            occurrences=occurrences,
            applies=lambda clock: applies(clock, state),
            over=lambda clock: over(clock, state, procedure),
            done_by=lambda clock: who_did(case, clock.each_does) if clock.each_does else [],
            at=at,
        )
    except CalendarError as error:
        raise ActRefused(f"A deadline cannot be worked out from this date. {error}") from None


def recompute_open(case_ids: Sequence[int], *, at: dt.datetime, body: str = "") -> None:
    """The same for cases whose days changed under them (C-16), in the caller's transaction; closed ones stay as they
    are. Each case is locked as an act locks it, in the order of their numbers. `body`: and for those on a pathway
    with a clock that runs to its next meeting."""
    rows = Case.objects.select_for_update(of=("self",)).filter(partnership=current_partnership())
    rows = rows.filter(Q(pk__in=case_ids) | waiting_for(body))
    procedures = {}
    for case in rows.open().select_related("procedure").order_by("pk"):
        if case.procedure_id not in procedures:
            procedures[case.procedure_id] = library.of_version(case.procedure)
        recompute(case, procedures[case.procedure_id], at=at)


def waiting_for(body: str) -> Q:
    """The cases that a meeting of this body can give a deadline: by the text that each of them is pinned to."""
    found = Q(pk__in=())
    if not body:
        return found
    for row in ProcedureVersion.objects.filter(partnership=current_partnership()).exclude(state="draft"):
        procedure = library.of_version(row)
        clocks = [clock for clock in procedure.clocks if _runs_to(clock, body, procedure)]
        if any(not clock.pathways for clock in clocks):
            found |= Q(procedure=row)
        elif clocks:
            found |= Q(procedure=row, pathway__in={name for clock in clocks for name in clock.pathways})
    return found


def _runs_to(clock: Clock, body: str, procedure: Procedure) -> bool:
    spellings = {normal_name(word) for b in procedure.bodies if b.name == body for word in (b.name, b.title)}
    sentences = [sentence for sentence in (clock.limit, clock.target) if sentence is not None]
    return any(word in spellings for sentence in sentences for word in bodies_of(sentence))
