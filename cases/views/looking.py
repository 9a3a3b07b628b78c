"""Looking at a case: overview, people, record, deadlines, criteria."""

from __future__ import annotations

from functools import partial

from deadlines.queries import shown_of_case

from .. import aids, queries
from ..earlier import NOTHING, has_seldom, seen_before
from ..entries import readable
from ..not_begun import not_begun
from ..noted import notes_on
from ..rights import called
from ..state import state_of
from ..web import case_page, open_page, page_words


def case(request, reference):
    """Where the case is, what comes next, what is due, what you can do."""
    found = open_page(request, reference, "case")
    procedure = queries.procedure_of(found)
    state = state_of(found, version=procedure.version)
    seldom = has_seldom(found)
    shown = shown_of_case(found, today=request.at, procedure=procedure)
    due = [d for d in shown if d.state == "open"]
    return case_page(
        request,
        found,
        "cases/case.html",
        name="case",
        subjects=[subject.name for subject in state.subjects],
        facts=overview(found, procedure),
        why=queries.why_in(state),
        acts=queries.possible_acts(found, request.actor, state),
        upcoming=queries.next_steps(found, state),
        deadlines=due,
        not_begun=not_begun(state, procedure, {row.clock for row in shown}),
        may_state=request.actor.holds("secretariat"),
        deadline_notes=notes_on(found, due, at=request.at),
        tracks=track_rows(found, procedure, state),
        links=queries.links_of(found, request.actor) if seldom else [],
        latest=readable(queries.record_rows(found, 5), request.actor),
        conflicted=queries.open_conflicts(found) if seldom else [],
        before=seen_before(found, request.actor) if seldom else NOTHING,
    )


def overview(found, procedure) -> list[tuple[str, object]]:
    """The few facts at the head of a case, label and value."""
    from config.filters import datetime_long

    rows = [
        ("Received", datetime_long(found.received_at)),
        ("Kind of case", procedure.find("pathways", found.pathway).title),
        ("Referred by", queries.referred_by(found)),
        ("Procedure", procedure.version_title),
    ]
    if found.borough:
        rows.append(("Borough", found.borough.title))
    if found.lead_process:
        rows.append(("Leading process", found.lead_process.capitalize()))
    if found.merged_into_id:
        rows.append(("Merged into", found.merged_into.reference))
    return rows


def track_rows(found, procedure, state) -> list[dict]:
    """Each track with its stages: done, where it is now, to come."""
    rows = []
    for track in sorted(procedure.tracks, key=lambda t: t.order):
        here = state.stages.get(track.name) or state.closed_tracks.get(track.name)
        if here is not None:
            leads = (track.name, here) == (found.stage_track, found.stage)
            title = found.stage_title if leads else procedure.stage(track.name, here).title
            rows.append({"title": track.title, "stage": title, "open": track.name in state.stages})
    return rows


def people(request, reference):
    found = open_page(request, reference, "case_people")
    return case_page(
        request,
        found,
        "cases/people.html",
        name="case_people",
        people=queries.people_of(found),
        called=called,
        before=seen_before(found, request.actor),
        may_change=request.actor.holds("secretariat"),
    )


def record(request, reference):
    """The legal record: every event, struck-out ones shown as such, and who has opened the case."""
    found = open_page(request, reference, "case_record")
    return case_page(
        request,
        found,
        "cases/record.html",
        name="case_record",
        rows=readable(queries.record_rows(found), request.actor),
        openings=queries.openings_of(found)
        if request.actor.holds("secretariat", "panel-chair", "administrator")
        else [],
        page_words=partial(page_words, procedure=queries.procedure_of(found), pathway=found.pathway),
        may_annul=request.actor.holds("secretariat", "panel-chair"),
    )


def deadlines(request, reference):
    """Every deadline of the case with the reason for its date."""
    found = open_page(request, reference, "case_deadlines")
    procedure = queries.procedure_of(found)
    rows = shown_of_case(found, today=request.at, procedure=procedure)
    return case_page(
        request,
        found,
        "cases/deadlines.html",
        name="case_deadlines",
        deadlines=rows,
        notes=notes_on(found, rows, at=request.at),
        starts=queries.dates_that_count(found, procedure),
        may_state=request.actor.holds("secretariat", "panel-chair"),
    )


def criteria(request, reference):
    """All the statutory tests of the partnership for this case, answered or not (C-10)."""
    found = open_page(request, reference, "case_criteria")
    procedure = queries.procedure_of(found)
    state = state_of(found, version=procedure.version)
    answers = queries.criteria_of(found)
    may = "answer_criteria" in {possible.act for possible in queries.possible_acts(found, request.actor, state)}
    return case_page(
        request,
        found,
        "cases/criteria.html",
        name="case_criteria",
        aids=[(aid, answers.get(aid.name), aids.considered(aid)) for aid in procedure.aids],
        several=sum(state.statutory.values()) > 1,
        may_answer=may,
    )
