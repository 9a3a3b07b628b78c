"""What the tests of the texts share: a text read from its file, a clock asked, a room full of people."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

from cases.aids import walk
from deadlines.calendar import england
from deadlines.rules import Due, evaluate
from panels.rules import Member, Presence, quorum
from procedures import reader
from procedures.model import Procedure

TEXTS = Path(reader.__file__).parent / "texts"


@cache
def procedure(name: str) -> Procedure:
    return reader.read_file(TEXTS / name)


def day(text: str) -> dt.date:
    """A date as the tests write it: “22 Dec 2026”."""
    return dt.datetime.strptime(text, "%d %b %Y").date()


def asked(text: Procedure, clock: str, which: str = "limit", *, meetings=None, **starts) -> Due:
    """One sentence of a clock, asked with the days its starts happened (names with underscores)."""
    sentence = getattr(text.find("clocks", clock), which)
    days = {name.replace("_", " "): day(when) if isinstance(when, str) else when for name, when in starts.items()}
    return evaluate(sentence, days, england(), meetings=meetings or {})


def due(text: Procedure, clock: str, which: str = "limit", **starts) -> dt.date | None:
    return asked(text, clock, which, **starts).due_on


def room(text: Procedure, body: str, *agencies: str, conflicted: tuple[str, ...] = ()) -> bool:
    """Whether the body is quorate with one person of each of these agencies in the room."""
    titles = {agency.name: agency for agency in text.agencies}
    named = text.find("bodies", body).members
    members = [
        Member(slug=agency.name, title=agency.title, sector=agency.sector)
        for agency in text.agencies
        if "*" in named or agency.name in named
    ]
    people = [
        Presence(
            person=number, name=f"Person {number}", agency=agency, agency_title=titles[agency].title,
            sector=titles[agency].sector, conflicted=agency in conflicted,
        )
        for number, agency in enumerate(agencies, 1)
    ]  # fmt: skip
    return quorum(text.find("bodies", body).quorum, people, members).met


def result_of(text: Procedure, aid: str, **answers: str) -> str:
    """Where these answers to a decision aid lead, "" while a question is open."""
    walked = walk(text.find("aids", aid), {name.replace("_", "-"): answer for name, answer in answers.items()})
    return walked.result.name if walked.result else ""


def step(text: Procedure, act: str, track: str):
    """The step of one act on one track."""
    (found,) = [each for each in text.steps if each.act == act and each.track == track]
    return found


def clock_ids(text: Procedure) -> set[str]:
    return {each for clock in text.clocks for each in clock.ids}
