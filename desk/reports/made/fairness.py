"""The yearly look for bias among the cases referred: who went on and who did not (RED-11, C-42).

Of whole years only: two periods that overlap could be subtracted from one another. Nobody is named, small numbers are
hidden with whatever would give them away, and where numbers are too few to tell, that is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from config.filters import plural

from ..asked import Asked
from ..queries.cases import facts_of
from ..queries.people import Subject, subjects_of
from ..queries.themes import themes_of
from ..rules import groups
from ..rules.ends import ENDED, FAR, CaseFacts, how_far
from ..rules.suppression import Shown, suppressed
from ..shape import HIDDEN, Cell, Part, Report, Table, columns

CAUTION = (
    "These are small numbers. A difference may come from chance, from how people are described in referrals, or from "
    "who refers. It is a reason to look at the cases, never an answer by itself."
)
TOO_FEW = "The numbers are too few to tell anything."
Grouping = Callable[[CaseFacts, Subject], str]
NOBODY = Subject(0, None, "", "", "", "", "")
LOOKS: tuple[tuple[str, str, Grouping], ...] = (
    ("Age", "Age when referred", lambda facts, who: groups.age_band(who.born_on, facts.received_on)),
    ("Sex", "Sex", lambda facts, who: groups.sex_of(who.sex)),
    ("Ethnicity", "Ethnic group", lambda facts, who: groups.ethnic_group(who.ethnicity)),
    ("Disability", "Disability", lambda facts, who: groups.disability_of(who.disability)),
    ("Area", "Area", lambda facts, who: groups.area_of(facts.borough, who.area, who.address)),
    ("Referring agency", "Referred by", lambda facts, who: facts.referred_by),
)  # fmt: skip


def make(asked: Asked) -> Report:
    """Three queries: the cases, whom they are about, the themes."""
    found = facts_of(asked.actor, asked.period, today=asked.today, borough=asked.place)
    found = [each for each in found if not each.merged_into]
    people = subjects_of([each.id for each in found])
    below = asked.procedure.reporting.hide_below
    looks = [_look(title, first, of, found, people, asked) for title, first, of in LOOKS]
    return Report(
        name="fairness",
        title="A look for bias",
        about=asked.about,
        lead="Of those referred in the year, who went on to a panel and to a review, and who did not.",
        parts=(_whole(asked, found, below), *looks, _themes(asked)),
        notes=(
            f"{hidden_words(below)} Each case counts once, by the first person it is about.",
            "Cases that were merged into another are left out: the other one counts.",
            "Areas are boroughs; where there are none, the first half of the postcode.",
        ),
    )


def hidden_words(below: int) -> str:
    return f"{HIDDEN} stands for a number from 1 to {below - 1}, or for one that would give such a number away."


def _whole(asked: Asked, found: list[CaseFacts], below: int) -> Part:
    far = Counter(how_far(each, asked.reviews) for each in found)
    return Part(
        title="All referrals of the year",
        warning=CAUTION,
        paragraphs=(hidden_words(below),),
        tables=(
            Table(
                caption="All referrals of the year", columns=columns("So far", "#Referrals"), total=True, sheet="All",
                rows=(*((title, far[name]) for name, title in FAR.items()), ("All", len(found))),
            ),
        ),
    )  # fmt: skip


def _look(title: str, first: str, of: Grouping, found: list[CaseFacts], people: dict, asked: Asked) -> Part:
    counts: dict[str, Counter] = {}
    for each in found:
        group = of(each, people.get(each.id, NOBODY))
        counts.setdefault(group, Counter())[how_far(each, asked.reviews)] += 1
    order = sorted(counts, key=_in_order)
    shown = suppressed(
        [[counts[group][far] for far in FAR] for group in order], below=asked.procedure.reporting.hide_below
    )
    rows = tuple(
        (group, *map(_number, row), _number(total))
        for group, row, total in zip(order, shown.rows, shown.totals, strict=True)
    )
    table = Table(
        caption=f"What became of referrals, by {title.lower()}", sheet=title, total=bool(rows),
        columns=columns(first, *(f"#{words}" for words in FAR.values()), "#Referred"),
        rows=(*rows, ("All", *shown.columns, sum(shown.columns))) if rows else (),
        empty="Nobody was referred in this year.",
    )  # fmt: skip
    return Part(title=title, tables=(table,), paragraphs=_said(order, shown))


def _in_order(group: str) -> tuple:
    """Ages by age, all else by name, what is not known last."""
    ages = [words for _, words in groups.BANDS]
    return group == groups.UNKNOWN, ages.index(group) if group in ages else 0, group


def _number(value: int | None) -> Cell:
    return HIDDEN if value is None else value


def _said(order: list[str], shown: Shown) -> tuple[str, ...]:
    """What may be said from the numbers that are shown, and from no others."""
    if not order:
        return ()
    ended = list(FAR).index(ENDED)
    whole, all_ended = sum(shown.columns), shown.columns[ended]
    said = []
    for group, row, total in zip(order, shown.rows, shown.totals, strict=True):
        if row[ended] is not None and total is not None and group != groups.UNKNOWN:
            said.append(groups.said_of(group, row[ended], total, all_ended, whole))
    few = [sentence.partition(":")[0] for sentence in said if sentence.endswith("too few to tell.")]
    told = [sentence for sentence in said if not sentence.endswith("too few to tell.")]
    if shown.withheld or not told:
        return (TOO_FEW,)
    return (*told, *((f"Too few to tell: {'; '.join(few)}.",) if few else ()))


def _themes(asked: Asked) -> Part:
    """Themes of the year's cases, and how often earlier cases had them (RED-11, C-28)."""
    found = themes_of(asked.actor, asked.period, borough=asked.place)
    again = [each for each in found if each.now + each.before > 1]
    return Part(
        title="Themes that come back",
        paragraphs=(f"{plural(len(found), 'theme')} noted for the year’s cases, {len(again)} of them more than once or "
                    "in earlier years too.",) if found else (),
        tables=(
            Table(
                caption="Themes of the year’s cases", sheet="Themes",
                columns=columns("Theme", "#Cases of this year", "#Cases of earlier years"),
                rows=tuple((each.theme, each.now, each.before) for each in found),
                empty="No theme was noted for a case of this year. Themes are filled in for the review tracker.",
            ),
        ),
    )  # fmt: skip
