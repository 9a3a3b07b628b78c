"""Into which groups people fall for a look at fairness: few and broad, so that the numbers can say something. Pure."""

from __future__ import annotations

import datetime as dt
import re
from math import comb

UNKNOWN, OTHERS = "Not known", "All others"
BANDS = ((0, "Under 1"), (1, "1 to 4"), (5, "5 to 10"), (11, "11 to 15"), (16, "16 and 17"), (18, "18 to 24"),
         (25, "25 to 44"), (45, "45 to 64"), (65, "65 to 84"), (85, "85 and over"))  # fmt: skip
GROWN, FROM_GROWN = 25, "25 and over"
CHILDREN = "Under 18"
# The bands that a look has, whoever was referred: a row that comes and goes would tell of somebody.
CHILD_AGES = (*(words for first, words in BANDS if first < GROWN), FROM_GROWN)
ADULT_AGES = (CHILDREN, *(words for first, words in BANDS if first >= 18))
ETHNIC = (
    ("Mixed or multiple ethnic groups", ("mixed", "multiple", "dual")),
    ("White", ("white", "irish", "traveller", "gypsy", "roma", "english", "welsh", "scottish")),
    ("Asian or Asian British", ("asian", "indian", "pakistani", "bangladeshi", "chinese")),
    ("Black, Black British, Caribbean or African", ("black", "african", "caribbean")),
    ("Another ethnic group", ("arab", "other", "any")),
)  # fmt: skip
NOT_SAID = re.compile(
    r"^(not (known|stated|recorded|given|asked|disclosed)|unknown|don.?t know|prefer not to say|refused|n/?k|n/?a|"
    r"none recorded|[-–.?\s]*)$",
    re.IGNORECASE,
)  # fmt: skip
POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?) ?[0-9][A-Z]{2}\b", re.IGNORECASE)
SEXES = ("Female", "Male", "Another answer")
DISABILITIES = ("Disability recorded", "No disability recorded")
FEWEST = 10  # people in a group, and as many outside it, before anything is said about a difference
CHANCE = 0.05


def in_cases_of_children(band: str) -> str:
    """A band as a look at cases of children shows it: all from 25 are one."""
    return band if band == UNKNOWN or band in CHILD_AGES else FROM_GROWN


def in_cases_of_adults(band: str) -> str:
    """A band as a look at cases of adults shows it: all children are one."""
    return band if band == UNKNOWN or band in ADULT_AGES else CHILDREN


def age_band(born_on: dt.date | None, on: dt.date) -> str:
    """The age on a day, in broad bands."""
    if born_on is None or born_on > on:
        return UNKNOWN
    years = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
    return [words for first, words in BANDS if years >= first][-1]


def sex_of(text: str) -> str:
    said = text.strip().casefold()
    if not said or NOT_SAID.match(said):
        return UNKNOWN
    if said in {"f", "female", "woman", "girl"}:
        return "Female"
    if said in {"m", "male", "man", "boy"}:
        return "Male"
    return "Another answer"


def ethnic_group(text: str) -> str:
    """The broad group of the census that a description belongs to."""
    if NOT_SAID.match(text.strip()):
        return UNKNOWN
    said = set(re.findall(r"[a-z]+", text.casefold()))
    return next((group for group, named in ETHNIC if not said.isdisjoint(named)), "Another ethnic group")


def disability_of(text: str) -> str:
    said = text.strip().casefold()
    if not said or NOT_SAID.match(said):
        return UNKNOWN
    return "No disability recorded" if said in {"no", "n", "none", "false"} else "Disability recorded"


def area_of(borough: str, area: str, address: str) -> str:
    """The borough; without boroughs what the record calls the area, else the first half of the postcode."""
    found = POSTCODE.search(address)
    return borough or area.strip()[:60] or (found[1].upper() if found else UNKNOWN)


def chance_of(inside: int, of: int, outside: int, of_outside: int) -> float:
    """How likely a difference at least as great as this would be by chance alone (Fisher's exact test, two-sided)."""
    whole, hits = of + of_outside, inside + outside
    first, last = max(0, hits - of_outside), min(hits, of)
    ways = [comb(of, k) * comb(of_outside, hits - k) for k in range(first, last + 1)]
    seen = ways[inside - first]
    return sum(way for way in ways if way <= seen) / comb(whole, hits)


def said_of(group: str, ended: int, total: int, all_ended: int, whole: int) -> str:
    """What may be said of those of a group who went no further than a first look, in a sentence.

    `ended` of `total` in the group, `all_ended` of `whole` altogether. Caution first: too few is said as that.
    """
    others, others_ended = whole - total, all_ended - ended
    if total < FEWEST or others < FEWEST:
        return f"{group}: too few to tell."
    shares = f"{round(100 * ended / total)} of 100 ended before a panel, of all others {_share(others_ended, others)}"
    if chance_of(ended, total, others_ended, others) >= CHANCE:
        return f"{group}: {shares}. Chance alone may explain a difference of this size."
    return (
        f"{group}: {shares}. Chance alone would seldom explain this. It is no proof of bias: look at the cases "
        f"themselves."
    )


def _share(some: int, whole: int) -> int:
    return round(100 * some / whole)
