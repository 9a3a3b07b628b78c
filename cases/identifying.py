"""What in a text could say who a case is about: looked for in whatever goes to the public or into a report. Pure.

Whole names, NHS numbers and addresses are never let through. A surname, an unusual first name, a date of birth, a
school, a street, somebody who worked on it may stand there for other reasons: somebody reads those places and says so
(C-21, C-30).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from config.filters import listing

SURE, SIGN, NAME, MONTH = "sure", "sign", "name", "month"  # whole, or a sign; a name or a month of birth by itself
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
HOUSE = re.compile(r"^.*\d[a-z]?\b\W*", re.IGNORECASE)  # what comes before the name of a street
TITLES = "mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|pc|dc|ds|di|dci|sgt|sergeant|sister|nurse"
# The name of a month after a day is that day, not a month of birth.
NO_DAY = r"(?<!\d)(?<!\d )(?<!\dst )(?<!\dnd )(?<!\drd )(?<!\dth )(?<!\dst of )(?<!\dnd of )(?<!\drd of )(?<!\dth of )"
BORN = re.compile(r"\b(?:born|birth|birthday)\b[^.;]{0,40}$")


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


class _Wanted(NamedTuple):
    """One thing to be found. `key`: its letters and numbers, without which it cannot stand in a text; `source`: how it
    is spelled, compiled only where the key stands."""

    what: str
    sign: str
    key: str
    source: str


def look(
    texts: Iterable[tuple[str, str]], people: Sequence[Known], *, workers: Sequence[str] = (), many: bool = False,
    places: Collection[str] = (),
) -> list[Found]:  # fmt: skip
    """Everything found in texts of (where, words); what is sure first, each thing once in each place.

    `workers`: names of whoever worked on the case. `many`: the people are those of many cases, of whom a name by
    itself counts with a capital letter only, and a month after “born” only: else every text would be asked about.
    `places`: names, in small letters, that stand in every text of this partnership and point to nobody.
    """
    wanted = [each for person in people for each in (*_whole(person), *_signs(person))]
    wanted = [each for each in wanted if each.what.casefold() not in places]
    return _find(texts, [*wanted, *(each for name in workers for each in _of(name))], many)


def look_whole(texts: Iterable[tuple[str, str]], people: Iterable[Known]) -> list[Found]:
    """Of very many people the whole names, numbers and addresses alone: those of whom nothing stands in the texts are
    passed over before anything is spelled out."""
    texts = list(texts)
    closed = _closed(" ".join(text for _, text in texts))
    words = _tokens(" ".join(text for _, text in texts))
    there: dict[str, bool] = {"": False}

    def stands(part: str) -> bool:
        if part not in there:
            there[part] = _closed(part) in closed
        return there[part]

    def lives(address: str) -> bool:
        """A house number and another word of it, or its postcode."""
        common = _tokens(address) & words if address else set()
        numbered = [each for each in common if any(letter.isdigit() for letter in each)]
        return (len(common) > 1 and bool(numbered)) or any(len(each) > 4 for each in numbered)

    near = [
        person for person in people
        if stands(person.last_name) or (person.nhs_number in closed and person.nhs_number) or lives(person.address)
        or any(stands(name) for name in re.split(r"[,;\n]", person.other_names))
    ]  # fmt: skip
    return [each for each in _find(texts, [each for person in near for each in _whole(person)], False) if each.sure]


def _tokens(text: str) -> set[str]:
    """Its words, and each two of them as one: a postcode is written either way."""
    words = re.findall(r"\w+", text.casefold())
    return {*words, *(one + two for one, two in pairwise(words))}


def _find(texts: Iterable[tuple[str, str]], wanted: Sequence[_Wanted], many: bool) -> list[Found]:
    found: dict[tuple[str, str], Found] = {}
    for where, text in texts:
        plain, closed, level = _plain(text), _closed(text), _level(text)
        for each in wanted:
            if each.key not in closed:
                continue
            # Letters set apart, or a line broken within a name, hide it from nobody who reads.
            sure = each.sign == SURE
            if (sure and len(each.key) > 7 and each.key.isalpha()) or _stands(each, plain, level if many else ""):
                known = found.get((each.what, where))
                found[each.what, where] = Found(each.what, where, sure or (known is not None and known.sure))
    whole = [each for each in found.values() if each.sure]
    return whole + [each for each in found.values() if not each.sure and not _said_by(each, whole)]


def _stands(one: _Wanted, plain: str, level: str) -> bool:
    if level and one.sign == NAME:
        return any(each[0][0].isupper() for each in re.finditer(one.source, level, re.IGNORECASE))
    if level and one.sign == MONTH:
        return any(BORN.search(plain[: each.start()]) for each in re.finditer(one.source, plain))
    return re.search(one.source, plain) is not None


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


def _whole(person: Known) -> list[_Wanted]:
    """What is never let through, and what else an address says."""
    first, last = person.first_name.strip(), person.last_name.strip()
    calling = first.split()[0] if first else ""
    found = [_said(name, SURE) for name in _whole_names(first, calling, last, person.other_names)]
    number = person.nhs_number
    if number.isdigit():
        found.append(_Wanted(number, SURE, number, rf"(?<!\d){'[ -]?'.join(number)}(?!\d)"))
    return found + _of_address(person.address)


def _signs(person: Known) -> list[_Wanted]:
    """What may point to somebody."""
    last, calling = person.last_name.strip(), (person.first_name.split() or [""])[0]
    unusual = len(calling) >= SHORTEST and calling.casefold() not in COMMON
    names = [*([_family(last)] if len(last) >= SHORTEST else []), *([_said(calling, NAME)] if unusual else [])]
    school = person.school.split("\n")[0].split(",")[0].strip()
    others = [*_spellings(person.born_on), *([school] if len(school) > 4 else [])]
    return [*names, *(_said(each, SIGN) for each in others), *_month(person.born_on)]


def _family(last: str) -> _Wanted:
    """A last name, also of them all: “the Greys”."""
    return _Wanted(last, NAME, _closed(last), rf"(?<!\w){re.escape(_plain(last))}(?:e?s)?(?!\w)")


def _of(worker: str) -> list[_Wanted]:
    """Somebody who worked on the case: by the whole name, or the last one after Dr, Mrs, PC and the like."""
    name = re.sub(rf"^(?:{TITLES})\.?\s+", "", worker.strip(), flags=re.IGNORECASE)
    last = name.split()[-1] if name else ""
    if len(name.split()) < 2 or len(last) < SHORTEST:
        return []
    titled = rf"(?<!\w)(?:{TITLES})\.? (?:\w\.? )?{re.escape(_plain(last))}(?!\w)"
    return [_said(name, SIGN), _Wanted(last, SIGN, _closed(last), titled)]


def _whole_names(first: str, calling: str, last: str, others: str) -> list[str]:
    names = []
    if first and last:
        names = [f"{first} {last}", f"{calling} {last}", f"{last}, {first}", f"{last} {calling}"]
    names += [name.strip() for name in re.split(r"[,;\n]", others) if len(name.split()) > 1]
    return list(dict.fromkeys(names))


def _of_address(address: str) -> list[_Wanted]:
    """The house with its street and the postcode are an address; the street by itself, or another line of several
    words, may point to one."""
    found = []
    for line in _lines(address):
        if POSTCODE.fullmatch(line.casefold()):
            one, two = line.replace(" ", "")[:-3], line[-3:]
            source = rf"\b{one}\s?{two}\b".casefold()
            found.append(_Wanted(f"{one} {two}".upper(), SURE, (one + two).casefold(), source))
        elif len(line.split()) > 1:
            found.append(_said(line, SURE if any(letter.isdigit() for letter in line) else SIGN))
            street = HOUSE.sub("", line).strip()
            found += [_said(street, SIGN)] if street != line and len(street.split()) > 1 else []
    return found


def _lines(address: str) -> list[str]:
    """Its lines, a postcode as one of its own."""
    lines = []
    for line in re.split(r"[\n,]", address):
        code = POSTCODE.search(line.casefold())
        rest = line[: code.start()] + line[code.end() :] if code and len(line) == len(line.casefold()) else line
        lines += [rest.strip(), code.group() if code else ""]
    return [line for line in lines if line]


def _month(day: dt.date | None) -> list[_Wanted]:
    """The month of a birth with its year, however written."""
    if day is None:
        return []
    month = MONTHS[day.month - 1]
    source = rf"{NO_DAY}(?<!\w){month[:3]}(?:{month[3:]})?(?: of|,)? {day.year}(?!\d)".replace(month, month.casefold())
    return [_Wanted(f"{month} {day.year}", MONTH, str(day.year), source.replace(month[:3], month[:3].casefold()))]


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


def _level(text: str) -> str:
    """Without accents, every gap one space."""
    said = unicodedata.normalize("NFKD", text).replace("\u00ad", "").replace("’", "'")
    return " ".join("".join(letter for letter in said if not unicodedata.combining(letter)).split())


def _plain(text: str) -> str:
    """The same in small letters."""
    return _level(text).casefold()


def _closed(text: str) -> str:
    """Letters and numbers alone."""
    return "".join(letter for letter in _plain(text) if letter.isalnum())


def _said(text: str, sign: str) -> _Wanted:
    """Something found as whole words: “Li” is not found in “Libby”."""
    return _Wanted(text, sign, _closed(text), rf"(?<!\w){re.escape(_plain(text))}(?!\w)")
