"""Members of a body answer each for itself; when the body's rule is met, the decision is made with it (BEX-4, C-13)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cases.models import Case
from cases.spine import Doing
from config.filters import series
from partnerships.actors import Actor
from partnerships.models import Agency
from partnerships.refusals import ActRefused
from procedures.model import Body

from ..models import BodyAnswer, Recommendation
from ..queries.together import BodyNow, body_now, option_of

Answer = BodyAnswer.Answer


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody enters of another member: that it gave the same answer, or that it takes no part.

    `words`: who spoke for it, or why it takes no part.
    """

    agency: str
    same: bool
    words: str


def record_answers(
    doing: Doing, body: Body, *, answer: str, choice: Mapping | None, reasons: str, others: Iterable[Said],
    recommendation: Recommendation | None,
) -> BodyNow:  # fmt: skip
    """Keeps the actor's answer for their own agency, and what they enter of others; how the body stands then.

    Records the act's event; it is not yet the decision, so nobody is told and nothing moves. Raises ActRefused for
    somebody whose agency is no member, without anything to enter; without words for another; and for a member that
    has answered for itself.
    """
    before = body_now(doing.case, body, doing.actor.agency_id)
    others = list(others)
    if before.mine is None and not others:
        raise ActRefused(f"Your agency is no member of the {body.title}. Say which of its members gave this answer.")
    _require_words(before, others)
    names = [before.mine.title] if before.mine is not None else []
    titles = {one.slug: one.title for one in before.members}
    names += [titles[one.agency] for one in others]
    row = BodyAnswer(answer=answer, choice=dict(choice) if choice else None)
    label = row.get_answer_display() if choice is None else f"{row.get_answer_display()}: {choice['title']}"
    who = doing.actor.membership.user.name if doing.actor.membership is not None else doing.actor.label
    event = doing.record(
        summary=f"{who} gave the answer of {series(names)} for the {body.title}: {label}.{_instead_of(before, who)}",
        reason=reasons,
        data={"body": body.name, "answer": answer, "choice": row.choice},
        partly=True,
    )
    doing.tell = False
    common = {"body": body.name, "recommendation": recommendation, "event": event, "at": doing.at}
    if before.mine is not None:
        _keep(doing, before.mine.slug, answer=answer, choice=row.choice, reasons=reasons, given_by=who,
              entered_by="", user_id=doing.actor.user_id, **common)  # fmt: skip
    for one in others:
        values = {"answer": answer, "choice": row.choice, "reasons": reasons} if one.same else {
            "answer": Answer.NO_PART, "choice": None, "reasons": one.words,
        }  # fmt: skip
        _keep(doing, one.agency, **values, given_by=one.words[:160] if one.same else who, entered_by=who,
              user_id=None, **common)  # fmt: skip
    return body_now(doing.case, body, doing.actor.agency_id)


def _instead_of(before: BodyNow, who: str) -> str:
    """That an agency had answered already, by whom: the new answer counts."""
    old = before.my_answer
    if old is None:
        return ""
    return f" It counts instead of the one {'given before' if old.given_by == who else f'that {old.given_by} gave'}."


def completed_by(stands: BodyNow, actor: Actor) -> str:
    """Whose answer made the decision, for the record of it."""
    who = actor.membership.user.name if actor.membership is not None else actor.label
    return f" The answer that {who} gave for {stands.mine.title} completed it." if stands.mine is not None else (
        f" The answers that {who} entered completed it."
    )  # fmt: skip


def _require_words(before: BodyNow, others: list[Said]) -> None:
    open_to_enter = {one.slug for one in before.others}
    titles = {one.slug: one.title for one in before.members}
    for one in others:
        if one.agency not in titles:
            raise ActRefused(f"There is no such member of the {before.body.title}.")
        if one.agency not in open_to_enter:
            raise ActRefused(f"{titles[one.agency]} has answered for itself.", about=f"words-{one.agency}")
        if not one.words.strip():
            what = "Say who spoke for" if one.same else "Say why nobody takes part for"
            raise ActRefused(f"{what} {titles[one.agency]}.", about=f"words-{one.agency}")


def _keep(doing: Doing, slug: str, **values) -> None:
    """One answer for each member: another one of the same member takes its place, and the history keeps both."""
    agency = Agency.objects.get(partnership=doing.case.partnership_id, slug=slug)
    row = BodyAnswer.objects.filter(
        partnership=doing.case.partnership_id, case=doing.case, agency=agency, settled_at=None
    ).first() or BodyAnswer(partnership_id=doing.case.partnership_id, case=doing.case, agency=agency)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def carried_of(now: BodyNow) -> list[BodyAnswer]:
    """The answers that carried it, in the order they came; empty while nothing is decided."""
    return [row for row in now.answers if now.now.carried and option_of(row) == now.now.carried]


def reasons_of(rows: list[BodyAnswer]) -> str:
    """The reasons of those who carried it, each once, under the names of its members."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.reasons.strip(), []).append(row.agency.title)
    if len(found) == 1:
        return next(iter(found))
    return "\n".join(f"{series(names)}: {words}" for words, names in found.items())


def settle(case: Case, *, at: dt.datetime) -> None:
    """What was answered so far belongs to the past: the body has decided, or the question was taken from it."""
    for row in BodyAnswer.objects.select_for_update(of=("self",)).filter(
        partnership=case.partnership_id, case=case, settled_at=None
    ):
        row.settled_at = at
        row.save()


__all__ = ["Said", "carried_of", "completed_by", "reasons_of", "record_answers", "settle"]
