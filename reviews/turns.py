"""Whose turn it becomes by an act about the report: each is written, once, that it waits for them (DAR-17, DAR-9).

Nothing personal is in it: the reference and a link behind sign-in (C-30).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.urls import reverse

from cases.spine import Doing
from cases.state import state_of
from cases.telling import Preview, Recipient, previewed, values_for
from documents.acts import queue_message
from documents.letters import Filled, fill
from documents.wordings import worded
from partnerships.actors import Actor
from partnerships.models import Membership
from procedures.model import Procedure

from . import rules
from .letters import letter_called
from .models import Review
from .queries.publication import decided, proposed
from .queries.report import my_places, places_of
from .queries.sight import as_reviewer
from .queries.turns import Turn, done_by, holders_of, ready, step_of, turns_of

SIGN, DECIDE = "sign_off_report", "decide_publication"
LETTERS = {SIGN: "signature-waits", DECIDE: "publication-waits"}


@contextmanager
def telling_whose_turn(doing: Doing, review: Review) -> Iterator[None]:
    """Around an act, inside its transaction: writes to those whose turn it was not before and is now.

    Whoever does the act themselves is not written to.
    """
    before = {(turn.act, turn.place.key) for turn in turns_of(review, doing.procedure, doing.state, at=doing.at)}
    yield
    state = state_of(doing.case, version=doing.procedure.version)
    for turn in turns_of(review, doing.procedure, state, at=doing.at):
        if (turn.act, turn.place.key) not in before:
            _write(doing, review, turn)


def _write(doing: Doing, review: Review, turn: Turn) -> None:
    for member in holders_of(turn, review, doing.procedure, at=doing.at):
        filled = _filled(turn.act, review, doing.procedure, member, at=doing.at)
        if filled is None or member.user_id == doing.actor.user_id:
            continue
        queue_message(
            key=f"{LETTERS[turn.act]}:{doing.event.pk}:{member.pk}", kind=LETTERS[turn.act],
            to_email=member.user.email, to_name=member.user.name, to_user=member.user, case=doing.case,
            subject=filled.subject, body=filled.body, at=doing.event.recorded_at,
        )  # fmt: skip


def _filled(act: str, review: Review, procedure: Procedure, member: Membership, *, at: dt.datetime) -> Filled | None:
    """The letter of the text; None where it has none."""
    letter = letter_called(LETTERS[act], procedure)
    if letter is None:
        return None
    path = reverse("report_of_review", kwargs={"partnership": procedure.slug, "review": review.key})
    to = Recipient(member.user.name, member.user.email, member.user, agency=member.agency)
    extra = {"reference": review.reference}
    values = values_for(review.case, procedure, to, at=at, link=f"{settings.BASE_URL}{path}", extra=extra)
    return fill(worded(letter), values, missing="")


def preview_of_turns(review: Review, act: str, procedure: Procedure, actor: Actor, *, at: dt.datetime) -> list[Preview]:
    """What `telling_whose_turn` would send if this person did the act now.

    Of a decision on publication: those who decided on what is proposed, should it be decided otherwise.
    """
    found = []
    for turn in _next(review, act, procedure, actor, at=at):
        for member in holders_of(turn, review, procedure, at=at):
            filled = _filled(turn.act, review, procedure, member, at=at)
            if filled is not None and member.user_id != actor.user_id:
                only = ", if you decide otherwise than proposed" if act == DECIDE else ""
                found.append(previewed(f"{member.user.name} <{member.user.email}>{only}", filled))
    return found


def _next(review: Review, act: str, procedure: Procedure, actor: Actor, *, at: dt.datetime) -> list[Turn]:
    sign, decide = step_of(SIGN, review, procedure), step_of(DECIDE, review, procedure)
    state = state_of(review.case, version=procedure.version)
    mine = as_reviewer(review, actor, procedure)

    def places(step):
        return places_of(step, review.case, procedure, at=at)

    if act == "submit_draft" and sign is not None and not sign.needs:
        now = {(turn.act, turn.place.key) for turn in turns_of(review, procedure, state, at=at)}
        return [Turn(SIGN, p, sign) for p in ready(SIGN, places(sign), []) if (SIGN, p.key) not in now]
    if act == SIGN and sign is not None:
        here, done = places(sign), done_by(SIGN, review)
        before = ready(SIGN, here, done)
        after = [*done, *(place.key for place in my_places(before, mine))]
        if rules.still(here, after):
            known = {place.key for place in before}
            return [Turn(SIGN, place, sign) for place in ready(SIGN, here, after) if place.key not in known]
        waits = decide is not None and not decide.needs and sign.to_stage in decide.from_stages
        if waits and (decided(review) is None or proposed(review) is not None):
            return [Turn(DECIDE, place, decide) for place in ready(DECIDE, places(decide), done_by(DECIDE, review))]
    if act == DECIDE and decide is not None and proposed(review) is not None:
        agreed = set(done_by(DECIDE, review))
        own = {place.key for place in my_places(places(decide), mine)}
        return [Turn(DECIDE, p, decide) for p in places(decide) if p.key in agreed - own]
    return []
