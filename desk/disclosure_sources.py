"""What later rooms have of a case that may be asked for: the referral, returns, minutes (C-33).

Reading only: `cases.disclosure.SOURCES` is filled from here, because the desk may look into every room.
"""

from __future__ import annotations

from cases.disclosure import Passages, Source
from cases.models import Case
from cases.queries import procedure_of
from cases.sheets.summary import Names
from information.papers import agency_return
from information.queries import returns_of
from panels.models import AgendaItem
from panels.queries.minutes import minutes_of, minutes_paper
from referrals import queries as referrals
from referrals.paper import referral_paper


def of_sections(sections) -> Passages:
    """The sections of a paper as passages."""
    found = []
    for section in sections:
        for group in section.groups:
            rows = [[pair.label, pair.value] for pair in group.answers if pair.value]
            if rows:
                found.append([group.title or section.title, rows])
    return found


def referral(case: Case) -> list[Source]:
    row = referrals.referral_of(case)
    if row is None:
        return []
    around = referrals.around(row, case.received_at)
    names = Names(dict(around.agencies), dict(around.people), around.today)
    paper = referral_paper(row, case, names)
    details = [["", [[pair.label, pair.value] for pair in paper.details]]]
    return [Source("referral", "The referral", "Referral", details + of_sections(paper.sections))]


def returns(case: Case) -> list[Source]:
    procedure = procedure_of(case)
    return [_return(row, procedure) for row in returns_of(case) if row.is_sent]


def _return(row, procedure) -> Source:
    paper = agency_return(row, procedure)
    lines = [[line.when, "\n".join([line.event, *_more(line)])] for line in paper.rows]
    content = [["", [[pair.label, pair.value] for pair in paper.details]], *of_sections(paper.sections)]
    content += [["Chronology", lines]] if lines else []
    return Source(f"return:{row.pk}", f"{row.agency.title}: {paper.title}", "Agencies", content)


def _more(line) -> list[str]:
    """What an entry of a chronology says besides, each with its heading: run together nobody can tell them apart."""
    more = (("Involved", line.who), ("Outcome", line.outcome), ("Seen and heard", line.seen), ("Comment", line.comment),
            ("Record", line.source))  # fmt: skip
    return [f"{label}: {text}" for label, text in more if text]


def minutes(case: Case) -> list[Source]:
    """Of each meeting's minutes only what is about this case."""
    found = []
    rows = AgendaItem.objects.filter(partnership=case.partnership_id, case=case).select_related("meeting__procedure")
    for meeting in dict.fromkeys(row.meeting for row in rows.order_by("meeting__starts_at")):
        written = minutes_of(meeting)
        if written is None:
            continue
        paper = minutes_paper(meeting, opening="", state="")
        for item in paper.items:
            if item.reference == case.reference:
                found.append(Source(f"minutes:{meeting.pk}:{item.number}", paper.title, "Minutes", _item(item)))
    return found


def _item(item) -> Passages:
    rows = [["Discussion", text] for text in item.discussion]
    rows += [["Quorum", item.quorum]] if item.quorum else []
    made = item.recommendation
    rows += [["Recommendation", "\n".join(str(value) for value in vars(made).values() if isinstance(value, str))]] if (
        made
    ) else []  # fmt: skip
    rows += [["Disagreement", text] for text in item.dissents]
    return [[item.title, rows]]


EVERY = (referral, returns, minutes)
