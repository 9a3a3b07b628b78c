"""A meeting's rows as the plain values of its papers: the agenda pack and the minutes (documents.papers)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.utils import timezone

from cases.models import Case, Conflict, CriteriaAnswers
from cases.queries import people_of, procedure_of, why_referred
from cases.telling import REFERRAL_SAYS
from config.filters import date_long, date_weekday, time_short
from documents import papers
from information.models import ScopingReturn
from information.papers import chronology_lines, return_lines
from partnerships.queries import holders

from ..models import AgendaItem, Meeting
from .lists import quorum_words
from .room import body_at, members_of, procedure_at, without_texts

IN_FULL = 400  # chronology rows of one case in a pack; longer ones are read on the case's own page


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """The items in order, those taken off left out."""
    rows = AgendaItem.objects.filter(partnership=meeting.partnership_id, meeting=meeting)
    rows = (
        rows.exclude(state=AgendaItem.State.REMOVED)
        .select_related("case__procedure", "meeting__procedure")
        .defer(*without_texts("case__procedure", "meeting__procedure"))
    )
    return list(rows.order_by("position", "id"))


def paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("\n") if part.strip())


def head(meeting: Meeting) -> dict:
    """What pack and minutes share at the top."""
    procedure, body = procedure_at(meeting), body_at(meeting)
    return {
        "partnership": procedure.partnership_title,
        "demo": meeting.partnership.is_demo,
        "body": body.title,
        "date": date_weekday(meeting.starts_at),
        "time": time_short(meeting.starts_at),
        "place": meeting.place,
    }


def agenda_pack(meeting: Meeting, *, at: dt.datetime) -> papers.AgendaPack:
    """The whole pack. `without_items` makes of it what one reader may have."""
    procedure, body = procedure_at(meeting), body_at(meeting)
    return papers.AgendaPack(
        **head(meeting),
        title=f"{body.title}: papers for {date_long(meeting.starts_at)}",
        chair=chair_words(meeting),
        secretariat=procedure.words.get("secretariat", ""),
        contact_email=procedure.contact_email,
        prepared_on=date_long(at),
        members=tuple(member.title for member in members_of(procedure, body)),
        quorum=quorum_words(meeting),
        notice=(
            "These papers hold personal details. Read them only where nobody else can, and do not forward them.",
            "If you know any of the people, or have another conflict of interest, say so before the meeting.",
        ),
        items=tuple(pack_item(item, number) for number, item in enumerate(items_of(meeting), start=1)),
    )


def chair_words(meeting: Meeting) -> str:
    """ "Chris Chair, Panel Chair": whoever holds the chair on the day, by name; the title alone when nobody does."""
    procedure, body = procedure_at(meeting), body_at(meeting)
    if not body.chair:
        return ""
    title = procedure.find("roles", body.chair).title
    on = timezone.localdate(meeting.starts_at)
    held = holders(body.chair, procedure=procedure, on=on, borough=meeting.borough)
    names = ", ".join(dict.fromkeys(member.user.name for member in held))
    return f"{names}, {title}" if names else title


def pack_item(item: AgendaItem, number: int) -> papers.PackItem:
    common = {
        "number": str(number),
        "presenter": item.presenter,
        "time": f"{item.minutes_planned} minutes" if item.minutes_planned else "",
    }
    if item.case is None:
        return papers.PackItem(**common, title=item.title, purpose="For information")
    case = item.case
    return papers.PackItem(
        **common,
        title=case_title(case),
        purpose="For decision",
        reference=case.reference,
        details=case_details(case),
        text=paragraphs(why_referred(case)),
        referral=tuple(section for say in REFERRAL_SAYS for section in say(case)),
        people=tuple(_person(person, case) for person in people_of(case)),
        tests=tests_of(case),
        returns=return_lines(case),
        chronology=chronology_lines(case)[:IN_FULL],
        conflicts=tuple(f"{name} has a conflict of interest and takes no part." for name in conflicted_names(case)),
    )


def case_title(case: Case) -> str:
    """What an item about a case is called beside its reference; no personal details."""
    pathway = procedure_of(case).find("pathways", case.pathway).title
    return f"{pathway}, referral of {date_long(case.received_at)}"


def case_details(case: Case) -> tuple[papers.Pair, ...]:
    procedure = procedure_of(case)
    rows = [
        ("Referred on", date_long(case.received_at)),
        ("Referred by", case.referring_agency.title if case.referring_agency else case.referrer_name),
        ("Pathway", procedure.find("pathways", case.pathway).title),
        ("Borough", case.borough.title if case.borough else ""),
        ("Stage", case.stage_title),
        ("Procedure", procedure.version_title),
    ]
    return tuple(papers.Pair(label=label, value=value) for label, value in rows if value)


def _person(person, case: Case) -> papers.PersonLine:
    on = timezone.localdate(case.received_at)
    age = ""
    if person.born_on:
        end = person.died_on or on
        age = str(end.year - person.born_on.year - ((end.month, end.day) < (person.born_on.month, person.born_on.day)))
    died = f"Died {date_long(person.died_on)}" if person.died_on else ""
    return papers.PersonLine(
        name=person.full_name,
        relationship=person.relationship or person.get_kind_display(),
        born=date_long(person.born_on),
        age=age,
        other=died,
    )


def tests_of(case: Case) -> tuple[papers.Test, ...]:
    """The statutory tests: as answered, or still to be answered (C-10)."""
    procedure = procedure_of(case)
    rows = CriteriaAnswers.objects.filter(partnership=case.partnership_id, case=case)
    rows = rows.filter(event__annulled_by=None).order_by("id")
    newest = {row.aid: row for row in rows}
    found = []
    for aid in procedure.aids:
        row = newest.get(aid.name)
        if row is None:
            found.append(papers.Test(title=aid.title, law=aid.law, finding="Not yet answered"))
            continue
        # In the order of the aid: what is stored as JSON has none.
        answers = tuple(
            papers.Answer(question=question.text, answer=str(given.get("answer", "")), remark=given.get("remark", ""))
            for question in aid.questions
            if (given := row.answers.get(question.name)) is not None
        )
        found.append(
            papers.Test(title=aid.title, law=aid.law, finding=row.result_title, reasons=row.reasons, answers=answers)
        )
    return tuple(found)


def returns_of(case: Case) -> list[ScopingReturn]:
    rows = ScopingReturn.objects.standing().filter(partnership=case.partnership_id, case=case)
    return list(
        rows.exclude(state=ScopingReturn.State.WITHDRAWN).select_related("agency").order_by("agency__title", "id")
    )


def conflicted_names(case: Case) -> list[str]:
    rows = Conflict.objects.filter(partnership=case.partnership_id, case=case, withdrawn_at=None)
    return sorted(row.membership.user.name for row in rows.select_related("membership__user"))


def without_items(pack: papers.AgendaPack, references: set[str]) -> papers.AgendaPack:
    """The pack as somebody gets it who may not see some of its cases: the numbers stay, the items go."""
    return replace(pack, items=tuple(item for item in pack.items if item.reference not in references))
