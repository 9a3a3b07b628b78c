"""A body whose members answer each for itself: who they are, what they have said, what follows (BEX-4, C-13, C-14)."""

from __future__ import annotations

from dataclasses import dataclass

from cases.models import Case
from cases.queries import body_of, procedure_of
from cases.rules import may_be_done
from cases.state import state_of
from partnerships.models import Agency
from procedures.model import Body, Procedure
from procedures.model import Ratification as Rule

from .. import rules
from ..models import BodyAnswer, Recommendation
from .room import members_of, titles

TOGETHER = "statutory-partner"  # the kind of role whose holders each speak for their own agency


def rule_for(procedure: Procedure, body: str, pathway: str) -> Rule | None:
    """The text's block that says whose answer a recommendation of this body needs on this pathway."""
    for rule in procedure.ratifications:
        if rule.recommended_by == body and (not rule.pathways or pathway in rule.pathways):
            return rule
    return None


def deciding_body(procedure: Procedure, rule: Rule | None) -> Body | None:
    """The body on whose behalf a recommendation is answered and that decides by a rule of its own; else None."""
    body = procedure.find("bodies", rule.on_behalf_of) if rule is not None and rule.on_behalf_of else None
    return body if body is not None and body.decides != "does not vote" else None


def counted_body(procedure: Procedure, rule: Rule | None, role: str) -> Body | None:
    """The body whose members answer each for itself through this role; None where one person answers for it.

    A role of one of the statutory partners is held by somebody of each; any other role speaks for the whole body.
    """
    body = deciding_body(procedure, rule)
    return body if body is not None and procedure.find("roles", role).kind == TOGETHER else None


def body_of_one_voice(procedure: Procedure, rule: Rule | None) -> Body | None:
    """The body for which somebody writes down what it decided together; None where its members are counted."""
    body = deciding_body(procedure, rule)
    if body is None or rule is None or any(counted_body(procedure, rule, role) for role in rule.by):
        return None
    return body


def body_above(case: Case) -> Body | None:
    """The body that decides finally what goes up from the one that considers the case, where it decides by a rule."""
    procedure = procedure_of(case)
    made = Recommendation.objects.filter(partnership=case.partnership_id, case=case).order_by("-id").first()
    below = made.body if made is not None else body_of(case)
    if not below:
        return None
    up = procedure.find("bodies", below).goes_up_to
    body = procedure.find("bodies", up) if up else None
    if body is None or body.decides == "does not vote":
        return None
    # A disagreement may go to others than a tie does, who say together what they decided (RED-5).
    steps, state = procedure.steps_for("decide_escalation", case.pathway), state_of(case, version=procedure.version)
    now = [step for step in steps if may_be_done(step, procedure, state)] or steps
    kinds = {procedure.find("roles", name).kind for step in now for name in step.by}
    return body if kinds == {TOGETHER} else None


def answers_of(case: Case) -> list[BodyAnswer]:
    """The answers given so far to what is asked now, in the order they came."""
    rows = BodyAnswer.objects.filter(partnership=case.partnership_id, case=case, settled_at=None)
    return list(rows.select_related("agency").order_by("at", "pk"))


def option_of(row: BodyAnswer) -> str:
    """Answers with the same value are counted together: the same kind, of a decision the same type and methodology."""
    if row.choice is None:
        return row.answer
    return f"{row.answer}:{row.choice['review_type']}:{row.choice['methodology']}"


def label_of(row: BodyAnswer) -> str:
    return row.get_answer_display() if row.choice is None else row.choice["title"]


@dataclass(frozen=True, kw_only=True)
class BodyNow:
    """How a body stands that answers one by one. `mine`: the reader's agency is a member; None: it is not."""

    body: Body
    members: tuple[rules.Member, ...]
    answers: list[BodyAnswer]
    now: rules.Together
    mine: rules.Member | None
    my_answer: BodyAnswer | None

    @property
    def rows(self) -> list[tuple[rules.Member, BodyAnswer | None]]:
        """Each member with its answer, None while there is none."""
        given = {row.agency.slug: row for row in self.answers}
        return [(one, given.get(one.slug)) for one in self.members]

    @property
    def tied(self) -> bool:
        """All have answered and nothing is decided: each of them is asked again."""
        return not self.now.carried and not self.now.waiting

    @property
    def others(self) -> list[rules.Member]:
        """The members, but the reader's own, that have not answered for themselves."""
        own = {row.agency.slug for row in self.answers if not row.entered_by}
        return [one for one in self.members if one.slug not in own and one != self.mine]


def body_now(case: Case, body: Body, agency_id: int | None) -> BodyNow:
    procedure = procedure_of(case)
    local = rules.of_borough(body, procedure.agencies, case.borough.slug if case.borough else "")
    members, answers = members_of(procedure, local), answers_of(case)
    options = {option_of(row): label_of(row) for row in answers if row.answer != rules.NO_PART}
    own = Agency.objects.filter(partnership=case.partnership_id, pk=agency_id).first() if agency_id else None
    mine = next((one for one in members if own is not None and one.slug == own.slug), None)
    return BodyNow(
        body=local,
        members=members,
        answers=answers,
        now=rules.together(
            local, members, {row.agency.slug: option_of(row) for row in answers}, options, titles(procedure)
        ),
        mine=mine,
        my_answer=next((row for row in answers if mine is not None and row.agency.slug == mine.slug), None),
    )


def with_answer(now: BodyNow, procedure: Procedure, answer: str) -> rules.Together | None:
    """How the body would stand if the reader's agency gave this answer too; None where it is no member.

    Answers of one kind are taken as one option here: which review is put in the place of another is not known before.
    """
    if now.mine is None:
        return None
    given = {row.agency.slug: row.answer for row in now.answers} | {now.mine.slug: answer}
    options = dict(BodyAnswer.Answer.choices)
    return rules.together(now.body, now.members, given, options, titles(procedure))


def said_by_all(now: BodyNow) -> str:
    """ "Council: Ratify (Ann Lead). ICB: Ratify (Bo Lead, told Ann Lead). Police: …": who took part and how (C-14)."""
    lines = [_line(one, row) for one, row in now.rows]
    return " ".join([*lines, now.now.why])


def _line(member: rules.Member, row: BodyAnswer | None) -> str:
    if row is None:
        return f"{member.title}: had not answered."
    if row.answer == BodyAnswer.Answer.NO_PART:
        return f"{member.title}: took no part. {row.reasons.rstrip('.')}."
    told = f", entered by {row.entered_by}" if row.entered_by else ""
    return f"{member.title}: {label_of(row)} ({row.given_by}{told})."
