"""A meeting's rows as the plain values of its papers: the agenda pack and the minutes (documents.papers)."""

from __future__ import annotations

from django.utils import timezone

from cases.models import Case, Conflict, CriteriaAnswers
from cases.queries import procedure_of
from config.filters import date_long, date_weekday, time_short
from documents import papers
from information.models import ScopingReturn
from partnerships.queries import holders

from ..models import AgendaItem, Meeting
from .room import body_at, procedure_at, without_texts


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


def person_line(person, case: Case) -> papers.PersonLine:
    died = f"Died {date_long(person.died_on)}" if person.died_on else ""
    return papers.PersonLine(
        name=person.full_name,
        relationship=person.relationship or person.get_kind_display(),
        born=date_long(person.born_on),
        age=age_of(person, case),
        other=died,
    )


def age_of(person, case: Case) -> str:
    """In whole years, at death or when the referral came; empty where no birthday is known."""
    if not person.born_on:
        return ""
    end = person.died_on or timezone.localdate(case.received_at)
    return str(end.year - person.born_on.year - ((end.month, end.day) < (person.born_on.month, person.born_on.day)))


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
        rows.exclude(state=ScopingReturn.State.WITHDRAWN)
        .select_related("agency", "request")
        .order_by("agency__title", "id")
    )


def conflicted_names(case: Case) -> list[str]:
    rows = Conflict.objects.filter(partnership=case.partnership_id, case=case, withdrawn_at=None)
    return sorted(row.membership.user.name for row in rows.select_related("membership__user"))
