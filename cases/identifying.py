"""What in a text could say who a case is about: looked for in whatever goes to the public or into a report. Pure.

Whole names, NHS numbers and addresses are never let through. A surname, an unusual first name, a date of birth, a
school may stand there for other reasons: somebody reads those places and says so (C-21, C-30).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from config.filters import listing

MOST_SHOWN = 12
SHORTEST = 3
# First names that are everyday words, or so common that they point to nobody.
COMMON = frozenset(
    "ada adam alex ali amber amy ann anna anne april art august ben bill bob carol charlie chris christian dan daniel "
    "david dawn dean david drew ella emma eve faith frank george grace grant guy hope hunter iris ivy jack jade james "
    "jane jean john joy june kay lee lily louis mark mary matthew max may melody mercy michael neil nick noah olive "
    "olivia oscar pat paul peace pearl penny peter poppy ray rich rob robin rose ruby sam sarah sky sophie storm sue "
    "summer thomas tom tony violet will".split()
)
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}\b")


@dataclass(frozen=True)
class Known:
    """What is known of one person of a case."""

    first_name: str = ""
    last_name: str = ""
    other_names: str = ""
    born_on: dt.date | None = None
    nhs_number: str = ""
    address: str = ""
    school: str = ""


@dataclass(frozen=True)
class Found:
    """What was found and where; `sure`: it is never let through. `said`: in other words than a quotation."""

    what: str
    where: str
    sure: bool
    said: str = ""

    def __str__(self) -> str:
        return self.said or f"“{self.what}” {self.where}"


def look(texts: Iterable[tuple[str, str]], people: Sequence[Known]) -> list[Found]:
    """Everything found in texts of (where, words); what is sure first, each thing once in each place."""
    wanted = [each for person in people for each in _wanted(person)]
    found: dict[tuple[str, str], Found] = {}
    for where, text in texts:
        plain, closed = _plain(text), _closed(text)
        for what, pattern, sure in wanted:
            # Letters set apart, or a line broken within a name, hide it from nobody who reads.
            apart = sure and len(_closed(what)) > 7 and _closed(what).isalpha() and _closed(what) in closed
            if apart or pattern.search(plain):
                known = found.get((what, where))
                found[what, where] = Found(what, where, sure or (known is not None and known.sure))
    whole = [each for each in found.values() if each.sure]
    return whole + [each for each in found.values() if not each.sure and not _said_by(each, whole)]


def _said_by(one: Found, whole: Sequence[Found]) -> bool:
    """A part of a name that stands in a whole name found in the same place says nothing more."""
    return any(each.where == one.where and _plain(one.what) in _plain(each.what) for each in whole)


def mark(found: Sequence[Found]) -> str:
    """Stands for exactly these places, so that what was read is what goes out."""
    said = "\n".join(sorted(f"{each} {each.what if each.said else ''}".strip() for each in found))
    return hashlib.sha256(said.encode()).hexdigest()[:20]


def in_words(found: Sequence[Found]) -> str:
    more = len(found) - MOST_SHOWN
    shown = [str(each) for each in found[:MOST_SHOWN]]
    return listing([*shown, f"{more} more" if more == 1 else f"{more} others"] if more > 0 else shown)


def _wanted(person: Known) -> list[tuple[str, re.Pattern, bool]]:
    first, last = person.first_name.strip(), person.last_name.strip()
    calling = first.split()[0] if first else ""
    found = [(name, _words(name), True) for name in _whole_names(first, calling, last, person.other_names)]
    if person.nhs_number.isdigit():
        found.append((person.nhs_number, re.compile(rf"(?<!\d){'[ -]?'.join(person.nhs_number)}(?!\d)"), True))
    found += _of_address(person.address)
    found += [(last, _words(last), False)] if len(last) >= SHORTEST else []
    unusual = len(calling) >= SHORTEST and calling.casefold() not in COMMON
    found += [(calling, _words(calling), False)] if unusual else []
    found += [(day, _words(day), False) for day in _spellings(person.born_on)]
    school = person.school.split("\n")[0].split(",")[0].strip()
    return found + ([(school, _words(school), False)] if len(school) > 4 else [])


def _whole_names(first: str, calling: str, last: str, others: str) -> list[str]:
    names = []
    if first and last:
        names = [f"{first} {last}", f"{calling} {last}", f"{last}, {first}", f"{last} {calling}"]
    names += [name.strip() for name in re.split(r"[,;\n]", others) if len(name.split()) > 1]
    return list(dict.fromkeys(names))


def _of_address(address: str) -> list[tuple[str, re.Pattern, bool]]:
    """The house with its street and the postcode are an address; another line of several words may point to one."""
    lines = [line.strip() for line in re.split(r"[\n,]", address) if line.strip()]
    found = []
    for whole in lines:
        line = whole
        if code := POSTCODE.search(line.casefold()):
            spelled = code.group().replace(" ", "")
            pattern = re.compile(rf"\b{spelled[:-3]}\s?{spelled[-3:]}\b")
            found.append((spelled.upper()[:-3] + " " + spelled.upper()[-3:], pattern, True))
            line = re.sub(re.escape(code.group()), "", line, flags=re.IGNORECASE).strip()
        if len(line.split()) > 1:
            found.append((line, _words(line), any(letter.isdigit() for letter in line)))
    return found


def _spellings(day: dt.date | None) -> list[str]:
    """The ways in which people write a day."""
    if day is None:
        return []
    month, two = MONTHS[day.month - 1], f"{day.year % 100:02d}"
    numbers = {(f"{day.day:02d}", f"{day.month:02d}"), (str(day.day), str(day.month))}
    return [
        *(f"{each} {name} {day.year}" for each in (str(day.day), f"{day.day:02d}", _ordinal(day.day))
          for name in (month, month[:3])),
        f"{_ordinal(day.day)} of {month} {day.year}", f"{month} {day.day}, {day.year}", f"{month} {day.day} {day.year}",
        *(f"{a}{sign}{b}{sign}{year}" for a, b in sorted(numbers) for sign in "/.-" for year in (day.year, two)),
        day.isoformat(),
    ]  # fmt: skip


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _plain(text: str) -> str:
    """Small letters without accents, every gap one space."""
    said = unicodedata.normalize("NFKD", text).replace("\u00ad", "").replace("’", "'")
    return " ".join("".join(letter for letter in said if not unicodedata.combining(letter)).casefold().split())


def _closed(text: str) -> str:
    """Letters and numbers alone."""
    return "".join(letter for letter in _plain(text) if letter.isalnum())


def _words(text: str) -> re.Pattern:
    """Finds it as whole words: “Li” is not found in “Libby”."""
    return re.compile(rf"(?<!\w){re.escape(_plain(text))}(?!\w)")
