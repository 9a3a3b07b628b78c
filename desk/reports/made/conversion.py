"""From referral to review, and from rapid review to review (C-48), with the checks of each rapid review (DAR-12)."""

from __future__ import annotations

from collections import Counter

from config.filters import plural
from notifications.rules import NO, YES

from ..asked import Asked
from ..queries.cases import facts_of
from ..queries.rapid import incidents_notified, outcomes_of
from ..rules.ends import REVIEW, CaseFacts, how_far, is_review, type_of
from ..shape import Bar, Cell, Chart, Column, Figure, Part, Report, Table, columns


def make(asked: Asked) -> Report:
    """Three queries: the cases, the rapid reviews concluded, the incidents notified."""
    found = facts_of(asked.actor, asked.period, today=asked.today, borough=asked.place, reaching=True)
    received = [each for each in found if asked.period.since <= each.received_on <= asked.period.until]
    outcomes, notified = outcomes_of(asked.period), incidents_notified(asked.period)
    concluded = [each for each in found if each.id in outcomes]
    known = sum(each.id in notified for each in found)
    return Report(
        name="conversion",
        title="From referral to review",
        about=asked.about,
        lead="How many went on, and how far.",
        parts=(
            _referrals(asked, received),
            _rapid(asked, concluded, known),
            *_checks([outcomes[each.id] for each in concluded]),
        ),
        notes=(
            "A rapid review belongs to the period in which its outcome was sent; it became a review if the last "
            "decision on the case is one.",
        ),
    )


def _referrals(asked: Asked, received: list[CaseFacts]) -> Part:
    rows: list[tuple[Cell, ...]] = []
    for name, title in asked.kinds.items():
        some = [each for each in received if each.pathway == name]
        rows.append((title, *_went(asked, some)))
    went = _went(asked, received)
    types = Counter(type_of(each) for each in received
                    if how_far(each, asked.reviews) == REVIEW)  # fmt: skip
    return Part(
        title="Referrals of the period",
        tables=(
            Table(
                caption="Referrals, by kind of case", sheet="Referrals", total=True,
                columns=columns("Kind of case", "#Received", "#Became a review", "#Of 100"),
                rows=(*rows, ("All", *went)),
            ),
            Table(
                caption="Reviews decided on, by type", columns=columns("Type of review", "#Cases"), sheet="Types",
                rows=tuple(types.most_common()), empty="No review was decided on for these referrals.",
            ),
        ),
    )  # fmt: skip


def _went(asked: Asked, some: list[CaseFacts]) -> tuple[Cell, ...]:
    reviews = sum(is_review(each, asked.reviews) for each in some)
    return len(some), reviews, round(100 * reviews / len(some)) if some else None


def _rapid(asked: Asked, concluded: list[CaseFacts], notified: int) -> Part:
    became = sum(is_review(each, asked.reviews) for each in concluded)
    not_review = sum(bool(each.review_type) and not is_review(each, asked.reviews) for each in concluded)
    open_still = len(concluded) - became - not_review
    bars = (Bar(label="Became a review", value=became), Bar(label="No review", value=not_review),
            Bar(label="Not decided yet", value=open_still))  # fmt: skip
    return Part(
        title="Rapid reviews",
        figures=(
            Figure(number=str(notified), text="serious incidents notified"),
            Figure(number=str(len(concluded)), text="rapid reviews concluded"),
            Figure(number=f"{round(100 * became / len(concluded))}%" if concluded else "–", text="became a review"),
        ),
        chart=Chart(
            title="What followed rapid reviews",
            description="; ".join(f"{bar.label}: {bar.value}" for bar in bars) + ".",
            bars=bars,
        ) if concluded else None,
        tables=(
            Table(
                caption="What followed the rapid reviews", columns=columns("", "#Rapid reviews"), total=True,
                rows=(*((bar.label, bar.value) for bar in bars), ("All", len(concluded))), sheet="Rapid reviews",
            ),
        ),
    )  # fmt: skip


def _checks(answered: list[list]) -> list[Part]:
    """How many rapid reviews passed each of their own checks; none where the text asks for none."""
    counts: dict[str, Counter] = {}
    for checks in answered:
        for check in checks:
            counts.setdefault(check["text"], Counter())[check["answer"]] += 1
    if not counts:
        return []
    rows = tuple(
        (question, found[YES], found[NO], found.total() - found[YES] - found[NO]) for question, found in counts.items()
    )
    return [Part(
        title="Quality of the rapid reviews",
        paragraphs=(f"{plural(len(answered), 'rapid review')} checked against the dates on record.",),
        tables=(
            Table(
                caption="Checks of rapid reviews", sheet="Checks",
                columns=(Column(title="Check"), *columns("#Yes", "#No", "#Not known")), rows=rows,
            ),
        ),
    )]  # fmt: skip
