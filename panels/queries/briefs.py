"""One page about one case: what a chair reads in three minutes, on a phone or in the pack."""

from __future__ import annotations

import datetime as dt
import re

from cases.discussed import to_discuss
from cases.earlier import seen_before
from cases.models import Case
from cases.queries import links_of, people_of, procedure_of, subjects_of, why_referred
from config.filters import date_long, plural
from deadlines.queries import shown_of_case
from documents import papers
from information.papers import return_lines
from partnerships.actors import Actor
from procedures.saying import office

from ..models import AgendaItem, Meeting, Question, Recommendation
from .papers import age_of, tests_of

SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"(0-9])")
UNANSWERED = "Not yet answered"
DISCUSS = "What do you say of this draft? It is among the papers, to be discussed; there is no vote on it."
# A reader of the pack is anybody: of other cases of the same people it says only that there are some.
ANYBODY = Actor(label="A reader of the papers", roles=frozenset(), kinds=frozenset({"panel-chair"}))
MOST_DEADLINES = 5


def opening_words(text: str, *, sentences: int, longest: int) -> str:
    """The first sentences of what somebody wrote, shortened at a word where they are very long."""
    flat = " ".join(text.split())
    said = " ".join(SENTENCE.split(flat)[:sentences])
    if len(said) <= longest:
        return said
    return said[:longest].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def brief_of(
    case: Case, *, meeting: Meeting | None = None, at: dt.datetime, reader: Actor = ANYBODY, **common
) -> papers.CaseBrief:
    """The case in short. `reader`: whose sight of other cases counts; without one only that there are some."""
    values = {
        "partnership": procedure_of(case).partnership_title, "demo": case.partnership.is_demo, "number": "",
        "reference": case.reference, **common,
    }  # fmt: skip
    returns, tests, why = return_lines(case), tests_of(case), why_referred(case)
    discussed = [words for _file, words in to_discuss(case)]
    if discussed:  # the case was decided long ago: what nobody answered then is not missing now
        tests = tuple(test for test in tests if test.finding != UNANSWERED)
    return papers.CaseBrief(
        **values,
        title=", ".join(person.full_name for person in subjects_of(case)) or f"Case {case.reference}",
        made_on=date_long(at),
        people=tuple(_person(person, case) for person in people_of(case)),
        happened=opening_words(why, sentences=4, longest=700),
        agencies=tuple(papers.Pair(label=line.agency, value=_said(line)) for line in returns),
        tests=tuple(papers.Pair(label=test.title, value=test.finding) for test in tests),
        asked=(DISCUSS, *(f"{words}." for words in discussed)) if discussed else tuple(_asked(case, meeting)),
        deadlines=tuple(_deadlines(case, at)),
        before=tuple(_before(case, reader)),
        missing=() if discussed else tuple(_missing(returns, tests, why)),
    )


def _person(person, case: Case) -> str:
    age, died = age_of(person, case), f"died {date_long(person.died_on)}" if person.died_on else ""
    part = person.relationship or person.get_kind_display()
    part = part if part.isupper() else f"{part[:1].lower()}{part[1:]}"
    return ", ".join(each for each in (person.full_name, age, part, died) if each)


def _said(line: papers.ReturnLine) -> str:
    if line.state == "Outstanding":
        return "Has not answered yet."
    account = next((pair.value for part in line.parts for group in part.groups for pair in group.answers), "")
    return opening_words(account, sentences=1, longest=220) if account else line.state


def _asked(case: Case, meeting: Meeting | None) -> list[str]:
    """What the meeting is asked: the question as the chair worded it, else between what it decides."""
    open_advice = Recommendation.objects.filter(
        partnership=case.partnership_id,
        case=case,
        state__in=[Recommendation.State.OPEN, Recommendation.State.ESCALATED],
    ).first()
    if open_advice is not None:
        return [f"Nothing more: {open_advice.review_type_title} is recommended and waits for its answer."]
    question = (
        Question.objects.filter(partnership=case.partnership_id, case=case, state=Question.State.OPEN)
        .order_by("-put_at")
        .first()
    )
    if question is not None:
        return [question.wording]
    if meeting is None:
        listed = AgendaItem.objects.filter(partnership=case.partnership_id, case=case, state=AgendaItem.State.LISTED)
        if not listed.exists():
            return ["Nothing yet: it is on no agenda."]
    kinds = [t.title for t in procedure_of(case).review_types if not t.pathways or case.pathway in t.pathways]
    return ["Which review follows, if any, and why?", f"Between: {'; '.join(kinds)}."] if kinds else []


def _deadlines(case: Case, at: dt.datetime) -> list[papers.Pair]:
    """Those that run, the nearest first; the same one for several agencies is one line."""
    grouped: dict[tuple[dt.date, str], list[str]] = {}
    for row in shown_of_case(case, today=at, procedure=procedure_of(case)):
        if row.state == "open":
            grouped.setdefault((row.due_on, row.title), []).append(row.who)
    rows = list(grouped.items())[:MOST_DEADLINES]
    return [papers.Pair(label=date_long(day), value=f"{title} ({_whose(whose)})") for (day, title), whose in rows]


def _whose(names: list[str]) -> str:
    return names[0] or "anybody" if len(names) == 1 else f"{len(names)} agencies"


def _before(case: Case, reader: Actor) -> list[str]:
    found = seen_before(case, reader)
    lines = [f"{row.name} is in {row.case.reference} too ({row.by}): {row.case.stage_title}." for row in found.rows]
    lines += [f"Linked: {other.reference}. {why}".strip() for other, why in links_of(case, reader)]
    if found.hidden:
        whom = "the administrator" if reader is not ANYBODY else f"the {office(procedure_of(case))}"
        lines.append(f"Somebody of this case is in another case too. Ask {whom}.")
    return lines


def _missing(returns: tuple[papers.ReturnLine, ...], tests: tuple[papers.Test, ...], why: str) -> list[str]:
    waiting = [line.agency for line in returns if line.state == "Outstanding"]
    unanswered = [test.title for test in tests if test.finding == UNANSWERED]
    lines = []
    if waiting:
        names = "; ".join(waiting)
        lines.append(f"{plural(len(waiting), 'agency has', 'agencies have')} not answered: {names}.")
    if not returns:
        lines.append("No agency was asked for information.")
    if unanswered:
        lines.append(f"Not answered yet: {'; '.join(unanswered)}.")
    if not why:
        lines.append("The referral does not say why it was made.")
    return lines
