"""Which runs a clock has had on a case: when each began, how it ended. Pure.

A clock may run more than once (a referral sent back twice) and once for each agency. A start that is a fact counts
by its newest statement (C-51: a corrected date moves the deadline); a start that is an act counts by its first
occurrence since the clock last stopped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from procedures.model import Clock
from procedures.sentences import LastOf, Sentence, starts_of, walk
from procedures.vocabulary import ACTS, FACTS, start_slug

# Clocks that run for each thing of a kind on a case: how what the thing is about begins.
OWN_THINGS = {"safety action": "safety:", "action": "action:"}

ANEW = frozenset(fact.slug for fact in FACTS.values() if fact.anew)


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """Something that happened on a case (an act or a stated fact, by slug), in the order it was recorded."""

    name: str
    at: dt.datetime
    about: str = ""
    event_id: int = 0
    agency_id: int | None = None
    track: str = ""
    label: str = ""  # what the thing it is about is called: "action 3"
    owner_id: int | None = None  # the membership that must act on it


@dataclass(frozen=True, kw_only=True)
class Round:
    """One run: when each start of the sentences happened, by its words, and what ended it (None: still running)."""

    number: int
    about: str
    agency_id: int | None
    started_at: dt.datetime
    starts: dict[str, object]
    stop: Occurrence | None = None
    withdrawn: Occurrence | None = None
    missed: Occurrence | None = None  # it can be met no more: what it was for has happened without it
    label: str = ""
    owner_id: int | None = None

    @property
    def ended(self) -> bool:
        return self.end is not None

    @property
    def end(self) -> Occurrence | None:
        return self.stop or self.withdrawn or self.missed


def sentences_of(clock: Clock) -> list[Sentence]:
    return [sentence for sentence in (clock.limit, clock.target) if sentence is not None]


def start_words(clock: Clock) -> list[str]:
    """The words of every start in limit and target, the limit's first one first."""
    return list(dict.fromkeys(words for sentence in sentences_of(clock) for words in starts_of(sentence)))


def of_its_track(clock: Clock, occurrences: Sequence[Occurrence], asking: Collection[str]) -> Sequence[Occurrence]:
    """What counts for a clock of agencies where they are asked on several tracks: asking on one starts no clock of
    another. Answers need no such care, because an agency owes one at a time. `asking`: the tracks on which agencies
    are asked."""
    if clock.for_each != "agency" or clock.track not in asking:
        return occurrences
    others, starts = set(asking) - {clock.track}, {start_slug(words) for words in start_words(clock)}
    return [each for each in occurrences if each.track not in others or each.name not in starts]


def rounds_of(clock: Clock, occurrences: Sequence[Occurrence], abouts: Sequence[str] = ()) -> list[Round]:
    """Every run of the clock so far, for each agency where the clock says so, oldest first.

    `abouts`: of a clock of a notice, what it is about for each body that the notice goes to.
    """
    if abouts:
        return [
            replace(found, about=about)
            for about in abouts
            for found in _rounds(clock, [o for o in occurrences if _of_notice(o, about)], "", None, occurrences)
        ]
    if clock.for_each == "agency":
        # A start may be stated by one act for several agencies, so the agency is read from what it is about.
        abouts = {o.about: int(o.about[7:]) for o in occurrences if o.about.startswith("agency:")}
        return [
            found
            for about, agency_id in abouts.items()
            for found in _rounds(clock, [o for o in occurrences if _concerns(o, about)], about, agency_id, occurrences)
        ]
    if clock.for_each in OWN_THINGS:
        return [
            found
            for about in dict.fromkeys(o.about for o in occurrences if o.about.startswith(OWN_THINGS[clock.for_each]))
            for found in _of_thing(clock, [o for o in occurrences if o.about == about], about, occurrences)
        ]
    if clock.for_each:
        return []  # reviews, meetings: their rooms make these
    return _rounds(clock, list(occurrences), "", None, occurrences)


def _of_thing(clock: Clock, mine: list[Occurrence], about: str, everything: Sequence[Occurrence]) -> list[Round]:
    """Of one thing of a case: its newest name, agency and owner, which every entry about it carries, hold for all."""
    last = next((o for o in reversed(mine) if o.label), None)
    found = _rounds(clock, mine, about, None, everything)
    if last is None:
        return found
    return [replace(run, label=last.label, agency_id=last.agency_id, owner_id=last.owner_id) for run in found]


def _of_notice(occurrence: Occurrence, about: str) -> bool:
    """What is done about another notice, or the same to another body, does not count."""
    return not occurrence.about.startswith("notice:") or occurrence.about == about


def _concerns(occurrence: Occurrence, about: str) -> bool:
    return about in {occurrence.about, f"agency:{occurrence.agency_id}"}


def _rounds(clock, mine, about, agency_id, everything) -> list[Round]:
    slugs = {start_slug(each) for each in start_words(clock)}
    ends = {*clock.stops, *clock.withdrawn_by, *clock.missed_by}
    per_agency = bool(about)
    found: list[Round] = []
    begun: Occurrence | None = None
    for occurrence in mine:
        if occurrence.name in slugs and begun is None and (not per_agency or occurrence.about == about):
            # An action that gets another day, or is open again, runs once more; and so does what has to last when it
            # is there again (a report taken down and put back, C-21).
            if not found or _each_time(occurrence.name) or clock.for_each == "action" or clock.permanence:
                begun = occurrence
        elif begun is not None and occurrence.name in ends:
            found.append(_round(clock, found, begun, occurrence, mine, everything, about, agency_id))
            begun = None
    if begun is not None:
        early = _stop_before(clock, mine, begun) if not _each_time(begun.name) and not found else None
        found.append(_round(clock, found, begun, early, mine, everything, about, agency_id))
    return found


def _each_time(name: str) -> bool:
    """What happens anew each time it is recorded, unlike a date that is only put right."""
    return name in ACTS or name in ANEW


def _stop_before(clock: Clock, mine: Sequence[Occurrence], begun: Occurrence) -> Occurrence | None:
    """A date stated after the act that meets it (typed late) does not leave a deadline open for ever."""
    return next((o for o in mine if o.name in clock.stops and o.event_id <= begun.event_id), None)


def _round(clock, found, begun, ended, mine, everything, about, agency_id) -> Round:
    stops = ended is not None and ended.name in clock.stops
    missed = ended is not None and not stops and ended.name in clock.missed_by
    since = found[-1].end if found else None
    starts = {words: _when(words, mine, everything, since, sentences_of(clock)) for words in start_words(clock)}
    first = starts.get(_words_of(clock, begun.name))
    return Round(
        number=len(found) + 1,
        about=about,
        agency_id=agency_id,
        started_at=first if isinstance(first, dt.datetime) else begun.at,
        starts={words: when for words, when in starts.items() if when is not None},
        stop=ended if stops else None,
        withdrawn=ended if ended is not None and not stops and not missed else None,
        missed=ended if missed else None,
    )


def _words_of(clock: Clock, slug: str) -> str:
    return next(words for words in start_words(clock) if start_slug(words) == slug)


def _when(words: str, mine, everything, since: Occurrence | None, sentences) -> object:
    slug = start_slug(words)
    if any(isinstance(part, LastOf) and part.name == words for s in sentences for part in walk(s)):
        return _each(slug, everything)
    rows = [o for o in mine if o.name == slug]
    if not rows:
        return None
    if not _each_time(slug):
        return rows[-1].at
    later = [o for o in rows if since is None or o.event_id > since.event_id]
    return (later or rows[-1:])[0].at


def _each(slug: str, everything: Sequence[Occurrence]) -> list[dt.datetime | None]:
    """For "the last of …": one entry for each agency asked, None while outstanding."""
    answers = {"submit_return", "return_not_known"} if slug in {"submit_return", "return_not_known"} else {slug}
    asked = list(
        dict.fromkeys(o.about for o in everything if o.about.startswith("agency:") and o.name == "request_information")
    )
    if not asked:
        return [o.at for o in everything if o.name in answers]
    return [
        next((o.at for o in reversed(everything) if o.name in answers and _concerns(o, about)), None) for about in asked
    ]
