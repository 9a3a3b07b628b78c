"""The yearly look for bias among the cases referred: who went on and who did not (RED-11, C-42).

Of whole years only: two periods that overlap could be subtracted from one another. Nobody is named, small numbers of
groups are hidden with whatever would give them away, and where numbers are too few to tell, that is said.

What became of all referrals together, and of each kind of case, is said by other reports and by other parts of the
annual one: it is no trait of anybody. Whoever reads a look is taken to know it. Only age follows from the kind of case,
so where there are cases of children and others, each has a look at ages of its own, with its own known totals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

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
TOO_FEW_TO_SHOW = "Too few were referred in this year to show them in groups."
TOO_FEW = "The numbers are too few to say whether anybody went on more or less often than others."
Grouping = Callable[[CaseFacts, Subject], str]
NOBODY = Subject(0, None, "", "", "", "", "")


class Look(NamedTuple):
    """`groups`: all there are, shown whether anybody is in them or not, so that no row tells that somebody is; empty:
    any words, of which those of few people are folded into one row. `insiders`: the people of a group know their own
    row. `about`: the cases that it looks at."""

    title: str
    first: str  # heading of its first column
    of: Grouping
    groups: tuple[str, ...] = ()
    insiders: bool = False
    about: Callable[[CaseFacts], bool] = lambda facts: True


def looks_of(asked: Asked) -> tuple[Look, ...]:
    """By what a partnership looks at its referrals."""
    return (
        *_ages(asked),
        Look("Sex", "Sex", lambda facts, who: groups.sex_of(who.sex), groups.SEXES),
        Look("Ethnicity", "Ethnic group", lambda facts, who: groups.ethnic_group(who.ethnicity),
             tuple(name for name, _ in groups.ETHNIC)),
        Look("Disability", "Disability", lambda facts, who: groups.disability_of(who.disability), groups.DISABILITIES),
        Look("Area", "Area", lambda facts, who: groups.area_of(facts.borough, who.area, who.address), insiders=True),
        Look("Referring agency", "Referred by", lambda facts, who: facts.referred_by, insiders=True),
    )  # fmt: skip


def _ages(asked: Asked) -> tuple[Look, ...]:
    """One look, or one at the cases of children and one at all others: how many there are of each is known."""
    children = {pathway.name for pathway in asked.procedure.pathways if pathway.test == "child"}
    adults = len(children) < len(asked.procedure.pathways)

    def of_adults(facts: CaseFacts, who: Subject) -> str:
        return groups.in_cases_of_adults(groups.age_band(who.born_on, facts.received_on))

    def of_children(facts: CaseFacts, who: Subject) -> str:
        return groups.in_cases_of_children(groups.age_band(who.born_on, facts.received_on))

    if not children:
        return (Look("Age", "Age when referred", of_adults, groups.ADULT_AGES),)
    one = Look("Age", "Age when referred", of_children, groups.CHILD_AGES)
    if not adults:
        return (one,)
    return (
        one._replace(title="Age, cases of children", about=lambda facts: facts.pathway in children),
        one._replace(
            title="Age, other cases", about=lambda facts: facts.pathway not in children, of=of_adults,
            groups=groups.ADULT_AGES,
        ),
    )  # fmt: skip


def make(asked: Asked) -> Report:
    """Three queries: the cases, whom they are about, the themes. Of the whole partnership, whoever reads it: a part of
    it could be subtracted from the whole."""
    asked = replace(asked, actor=replace(asked.actor, borough_ids=None), borough=None)
    found = facts_of(asked.actor, asked.period, today=asked.today, borough=asked.place)
    found = [each for each in found if not each.merged_into]
    people = subjects_of([each.id for each in found])
    below = asked.procedure.reporting.hide_below
    looks = [_look(look, found, people, asked) for look in looks_of(asked)]
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
    return (
        f"{HIDDEN} stands for a number from 0 to {below - 1}, or for one that would give such a number away. The totals"
        f" of all referrals are not hidden. Groups in which nobody was referred have a row as well, and so do all "
        f"others together."
    )


def _whole(asked: Asked, found: list[CaseFacts], below: int) -> Part:
    far = Counter(how_far(each, asked.reviews) for each in found)
    if len(found) < 2 * below:
        return Part(
            title="All referrals of the year",
            warning=f"Fewer than {2 * below} cases were referred in the year. A look at groups of so few people would "
            f"tell of single ones, so there is none.",
        )
    return Part(
        title="All referrals of the year",
        warning=CAUTION,
        paragraphs=(hidden_words(below),),
        tables=(
            Table(
                caption="All referrals of the year", columns=columns("So far", "#Referrals"), total=True,
                sheet="All referrals",
                rows=(*((words, far[name]) for name, words in FAR.items()), ("All", len(found))),
            ),
        ),
    )  # fmt: skip


def _look(look: Look, found: list[CaseFacts], people: dict, asked: Asked) -> Part:
    below, found = asked.procedure.reporting.hide_below, [each for each in found if look.about(each)]
    counts: dict[str, Counter] = {group: Counter() for group in (*look.groups, groups.UNKNOWN)}
    for each in found:
        group = look.of(each, people.get(each.id, NOBODY))
        counts.setdefault(group, Counter())[how_far(each, asked.reviews)] += 1
    order = list(counts) if look.groups else _folded(counts, below)
    order.sort(key=lambda group: (group == groups.UNKNOWN, group == groups.OTHERS))
    numbers = [[counts[group][far] for far in FAR] for group in order]
    shown = suppressed(numbers, below=below, insiders=look.insiders)
    if not _tells(shown):
        return Part(title=look.title, paragraphs=(TOO_FEW_TO_SHOW if found else "Nobody was referred in this year.",))
    rows = tuple(
        (group, *map(_number, row), _number(total))
        for group, row, total in zip(order, shown.rows, shown.totals, strict=True)
    )
    table = Table(
        caption=f"What became of referrals, by {look.title.lower()}", sheet=look.title, total=True,
        columns=columns(look.first, *(f"#{words}" for words in FAR.values()), "#Referred"),
        rows=(*rows, ("All", *shown.columns, shown.whole)),
    )  # fmt: skip
    return Part(title=look.title, tables=(table,), paragraphs=_said(order, shown))


def _tells(shown: Shown) -> bool:
    """Whether anything is left to read: a table of which every number is hidden is left away, in the words of one that
    may not be shown at all, so that which of the two it was is not told either."""
    return not shown.withheld and any(number for row in (*shown.rows, shown.totals) for number in row)


def _folded(counts: dict[str, Counter], below: int) -> list[str]:
    """The groups of at least so many people by name; the others become one, in `counts` too."""
    few = [group for group in counts if group != groups.UNKNOWN and counts[group].total() < below]
    others = sum((counts.pop(group) for group in few), Counter())
    named = sorted(group for group in counts if group != groups.UNKNOWN)
    counts[groups.OTHERS] = others
    return [*named, groups.OTHERS, groups.UNKNOWN]


def _number(value: int | None) -> Cell:
    return HIDDEN if value is None else value


def _said(order: list[str], shown: Shown) -> tuple[str, ...]:
    """What may be said from the numbers that are shown, and from no others."""
    ended = list(FAR).index(ENDED)
    whole, all_ended, said = shown.whole, shown.columns[ended], []
    for group, row, total in zip(order, shown.rows, shown.totals, strict=True):
        if row[ended] is not None and total is not None and group not in (groups.UNKNOWN, groups.OTHERS):
            said.append(groups.said_of(group, row[ended], total, all_ended, whole))
    few = [sentence.partition(":")[0] for sentence in said if sentence.endswith("too few to tell.")]
    told = [sentence for sentence in said if not sentence.endswith("too few to tell.")]
    if not told:
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
