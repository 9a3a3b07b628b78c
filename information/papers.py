"""From returns to the plain values of papers: the agenda pack of a meeting and the chronology on its own."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from cases.models import Case
from cases.queries import people_of
from cases.sheets.summary import Part
from config.filters import date_long, part_date, plural, time_short
from documents import papers
from procedures.model import Procedure

from . import queries, returns, rules
from .models import ScopingReturn

State = ScopingReturn.State


def when_text(entry: rules.Entry) -> str:
    """12 March 2024, 2:30pm; March 2024; 2024."""
    day = part_date(entry.date_text)
    return f"{day}, {time_short(entry.time)}" if entry.time else day


def chronology_lines(case: Case, *, part: str = queries.CASE_ITSELF) -> tuple[papers.ChronologyLine, ...]:
    """The merged chronology for a paper, of one part of the case (`queries.asked_in`)."""
    return tuple(line_of(entry) for entry in queries.merged_chronology(case, part=part))


def line_of(entry: rules.Entry) -> papers.ChronologyLine:
    return papers.ChronologyLine(
        when=when_text(entry),
        agency=entry.agency,
        event=entry.event,
        source=entry.source,
        who=entry.who,
        outcome=entry.outcome,
        seen=entry.seen,
        comment=entry.comment,
    )


def _state(row: ScopingReturn) -> str:
    """What was answered; where nobody is known, the records that were searched."""
    searched = row.records_searched if row.state == State.NOT_KNOWN else ""
    return row.get_state_display() + (f". Searched: {searched}" if searched else "")


def return_lines(case: Case, *, part: str = queries.CASE_ITSELF) -> tuple[papers.ReturnLine, ...]:
    """What each agency answered to what it was asked for one part of the case (`queries.asked_in`), those that have
    not answered named as such (RED-7, C-14). Drafts stay unread. An agency that was asked several times is told apart
    by the day on which it was.
    """
    found = []
    rows = [row for row in queries.returns_of(case, part) if row.state != State.WITHDRAWN]
    said = returns.said_in(case, rows)
    often = Counter(row.agency_id for row in rows if not row.request.supplement)
    for row in rows:
        sent = row.state in (State.RETURNED, State.NOT_KNOWN)
        found.append(
            papers.ReturnLine(
                agency=_asked_as(row, often),
                state=_state(row) if sent else "Outstanding",
                on=date_long(row.returned_at) if sent else "",
                parts=sections_of(said.get(row.pk, ())),
                files=tuple(each["name"] for each in row.own_files) if sent else (),
            )
        )
    return tuple(found)


def _asked_as(row: ScopingReturn, often: Counter) -> str:
    """The agency, and what it answers where that is not plain: more that was asked, or one request of several."""
    if row.request.supplement:
        return f"{row.agency.title} (asked for more)"
    return (
        f"{row.agency.title} (asked on {date_long(row.request.asked_at)})"
        if often[row.agency_id] > 1
        else row.agency.title
    )


def sections_of(parts: Iterable[Part]) -> tuple[papers.FormSection, ...]:
    """The answers to the partnership's own form, section by section."""
    return tuple(
        papers.FormSection(
            title=part.title,
            groups=tuple(
                papers.FormGroup(
                    title=block.title,
                    answers=tuple(papers.Pair(label=line.label, value=line.text) for line in block.rows),
                )
                for block in part.blocks
            ),
        )
        for part in parts
    )


def agency_return(row: ScopingReturn, procedure: Procedure) -> papers.AgencyReturn:
    """One agency's answer as a paper of its own; what is not sent yet says so."""
    form = returns.form_of(row.request, procedure)
    more = "; more was asked" if row.request.supplement else ""
    details = [
        ("Agency", row.agency.title),
        ("Asked on", f"{date_long(row.request.asked_at)}{more}"),
        ("Answer", row.get_state_display()),
        ("Answered", f"{date_long(row.returned_at)}, {row.returned_by_label}" if row.is_sent else ""),
        ("Signed off", f"{date_long(row.signed_off_at)}, {row.signed_off_by_label}" if row.signed_off_at else ""),
        ("Records searched", row.records_searched),
    ]
    return papers.AgencyReturn(
        partnership=procedure.partnership_title,
        title=form.title,
        demo=row.case.partnership.is_demo,
        reference=row.case.reference,
        agency=row.agency.title,
        details=tuple(papers.Pair(label=label, value=value) for label, value in details if value),
        sections=sections_of(returns.in_plain_words(row)),
        rows=tuple(line_of(entry) for entry in queries.chronology_of(row)),
        files=tuple(each["name"] for each in row.own_files),
        notes=() if row.is_sent else ("A draft: it has not been sent yet.",),
        reconstructed=form.reconstructed,
    )


def people_lines(case: Case) -> tuple[papers.PersonLine, ...]:
    return tuple(
        papers.PersonLine(
            name=person.full_name,
            relationship=person.relationship or person.get_kind_display(),
            born=date_long(person.born_on),
            other=f"Died {date_long(person.died_on)}" if person.died_on else "",
        )
        for person in people_of(case)
    )


def window_text(begins: dt.date | None, ends: dt.date | None) -> str:
    if begins and ends:
        return f"{date_long(begins)} to {date_long(ends)}"
    if begins:
        return f"from {date_long(begins)}"
    return f"up to {date_long(ends)}" if ends else ""


def chronology(
    case: Case, procedure: Procedure, *, part: str = queries.CASE_ITSELF, at: dt.datetime
) -> papers.Chronology:
    """The chronology of one part of the case as a paper of its own, with who has not answered."""
    rows = queries.returns_of(case, part)
    asked = sorted({row.request for row in rows if not row.request.supplement}, key=lambda request: -request.pk)
    windows = [window_text(request.window_from, request.window_to) for request in asked]
    waiting = len({row.agency_id for row in rows if row.is_open})
    track = next((track.title for track in procedure.tracks if track.name == part), "")
    lines = chronology_lines(case, part=part)
    apart = len(queries.merged_chronology(case)) - len(lines) if track else 0
    missing = f"{plural(waiting, 'agency has', 'agencies have')} not answered yet; this chronology is not complete."
    return papers.Chronology(
        partnership=procedure.partnership_title,
        title=f"Merged chronology: {track.lower()}" if track else "Merged chronology",
        demo=case.partnership.is_demo,
        reference=case.reference,
        made_on=date_long(at),
        window=next((text for text in windows if text), ""),
        people=people_lines(case),
        returns=return_lines(case, part=part),
        rows=lines,
        notes=tuple(filter(None, (missing if waiting else "", left_out(apart, track)))),
    )


def left_out(number: int, track: str) -> str:
    """What is said where a paper of one track is without what agencies sent on the case for something else."""
    if not number:
        return ""
    return (
        f"This holds only what agencies sent for the {track.lower()}. Left out: {plural(number, 'entry', 'entries')} "
        "that they sent on the case for something else, which can be read in the chronology on screen."
    )
