"""The one way an act changes a case: lock, ask, write, record exactly one event, and what follows from it.

    with acting("acknowledge_referral", case=case, actor=actor, at=at) as doing:
        doing.record(summary="Acknowledged the referral.")

On leaving, deadlines are recomputed and the messages of the text's `told` rows are queued, all in the one
transaction; messages leave after it (an outbox), so nothing is sent that did not happen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction

from config.filters import one_stop
from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from procedures.model import Procedure, Step, Told

from . import clocks, rules, telling
from .in_order import too_early
from .models import WITHDRAWN, Case, Conflict, Event, Fact, Track
from .queries import procedure_of
from .state import CaseState, state_of


@dataclass
class Doing:
    """An act while it is done. `record` must be called once; facts may be stated after it."""

    act: str
    case: Case
    procedure: Procedure
    step: Step | None
    state: CaseState
    actor: Actor
    at: dt.datetime
    about: str = ""
    agency: object = None
    on_behalf_of: str = ""
    event: Event | None = None
    letter_values: dict = field(default_factory=dict)
    # Recipient words that mean particular people here ("action owner", the head of the owner's own agency).
    people: dict[str, list] = field(default_factory=dict)
    tell: bool = True
    # Told in place of the text's rows: who hears when only a part of what is asked has been done.
    rows: tuple[Told, ...] | None = None

    def record(
        self, *, summary: str, reason: str = "", data: Mapping | None = None, answer: str = "", annuls=None,
        partly: bool = False,
    ) -> Event:  # fmt: skip
        """Creates the event and moves the tracks. `answer` picks among a step's outcomes. Raises if called twice.

        `partly`: somebody else has to do the same before it counts, so no stage, clock or condition follows yet.
        """
        if self.event is not None:
            raise RuntimeError("an act records exactly one event")
        moved = ("", "") if partly else self._move(answer)
        data = {**(data or {}), **({"partly": True} if partly else {})}
        self.event = Event.objects.create(
            partnership_id=self.case.partnership_id,
            case=self.case,
            act=self.act,
            track=self.step.track if self.step else "",
            from_stage=moved[0],
            to_stage=moved[1],
            about=self.about,
            agency=self.agency,
            summary=one_stop(summary),
            reason=reason,
            data={**data, **({"outcome": answer} if answer else {})},
            actor_id=self.actor.user_id,
            actor_label=self.actor.label,
            on_behalf_of=self.on_behalf_of,
            at=self.at,
            annuls=annuls,
        )
        return self.event

    def state_fact(self, name: str, *, happened_at: dt.datetime | None = None, value=None, about: str = "") -> Fact:
        """A date or value that clocks and conditions read, stated by this act."""
        return Fact.objects.create(
            partnership_id=self.case.partnership_id,
            case=self.case,
            name=name,
            happened_at=happened_at,
            value=value,
            about=about,
            event=self.event,
        )

    def withdraw_fact(self, name: str) -> None:
        """A date stated before holds no more and no other has taken its place: its clocks end."""
        if self.state.facts.get(name):
            self.state_fact(name, value=WITHDRAWN)

    def _move(self, answer: str) -> tuple[str, str]:
        step = self.step
        if step is None:
            return "", ""
        before = self.state.stages.get(step.track, "")
        to = rules.next_stage(step, answer)
        opened = [*step.opens, *(track for when, track in step.opens_on if when == answer)]
        for name in opened:
            open_track(self.case, self.procedure, name, at=self.at)
        if step.track and to:
            move_track(self.case, self.procedure, step.track, to, at=self.at)
        for name in step.closes:
            Track.objects.filter(
                partnership=self.case.partnership_id, case=self.case, name=name, closed_at=None
            ).update(closed_at=self.at)
        return before, to

    def finish(self) -> None:
        if self.event is None:
            raise RuntimeError(f"{self.act} recorded no event")
        settle_stage(self.case, self.procedure)
        self.case.version += 1
        self.case.save()
        clocks.recompute(self.case, self.procedure, at=self.event.recorded_at)
        if self.tell:
            telling.tell(self)


def open_track(case: Case, procedure: Procedure, name: str, *, at: dt.datetime) -> None:
    """Opens a track at its first stage; an open one stays where it is, a closed one begins again."""
    first = procedure.find("tracks", name).stages[0].name
    track = Track.objects.filter(partnership=case.partnership_id, case=case, name=name).first()
    if track is None:
        Track.objects.create(
            partnership_id=case.partnership_id, case=case, name=name, stage=first, opened_at=at, moved_at=at
        )
    elif track.closed_at is not None:
        track.stage, track.moved_at, track.closed_at = first, at, None
        track.save()


def move_track(case: Case, procedure: Procedure, name: str, stage: str, *, at: dt.datetime) -> None:
    """To another stage; a final stage closes the track."""
    final = procedure.stage(name, stage).final
    open_track(case, procedure, name, at=at)
    Track.objects.filter(partnership=case.partnership_id, case=case, name=name).update(
        stage=stage, moved_at=at, closed_at=at if final else None
    )


def settle_stage(case: Case, procedure: Procedure) -> None:
    """The case's one coarse stage, computed from its tracks. Where it stays, its title does: a past case taken over
    from an old log keeps the words it came with."""
    tracks = [
        (t.name, t.stage, t.closed_at is None, t.moved_at)
        for t in Track.objects.filter(partnership=case.partnership_id, case=case)
    ]
    if tracks:
        place = rules.leading_track(procedure, tracks)
        if place != (case.stage_track, case.stage) or not case.stage_title:
            case.stage_track, case.stage = place
            case.stage_title = procedure.stage(*place).title


def lock_case(case: Case) -> Case:
    """The case row, locked until the transaction ends: acts on one case happen one after the other.

    The procedure's edition is taken over from the caller's row: it never changes (C-29) and is long to read.
    """
    row = Case.objects.select_for_update(of=("self",)).get(partnership=case.partnership_id, pk=case.pk)
    if row.procedure_id == case.procedure_id and Case.procedure.is_cached(case):
        row.procedure = case.procedure
    return row


def _check(act, case, procedure, state, actor, track, standing=False, notice="") -> rules.Allowed | rules.Refused:
    if actor.membership is not None and act not in {"declare_conflict"}:
        if Conflict.objects.filter(
            partnership=case.partnership_id, case=case, membership=actor.membership, withdrawn_at=None
        ).exists():
            return rules.Refused("You have a conflict of interest in this case.", role=True)
    if actor.borough_ids is not None and case.borough_id is not None and case.borough_id not in actor.borough_ids:
        return rules.Refused("Your role is for another borough.", role=True)
    if standing:
        return rules.standing(act, actor.kinds)
    return rules.may(
        act=act, procedure=procedure, state=state, roles=actor.roles, kinds=actor.kinds, track=track, notice=notice
    )


def may(
    act: str, *, case: Case, actor: Actor, track: str = "", notice: str = "", truths: Mapping[str, bool] | None = None
):
    """The test behind every button: rules.Allowed, or raises ActRefused. Writes nothing, locks nothing."""
    procedure = procedure_of(case)
    state = state_of(case, version=procedure.version, truths=truths)
    verdict = _check(act, case, procedure, state, actor, track, notice=notice)
    if isinstance(verdict, rules.Refused):
        raise ActRefused(verdict.sentence)
    return verdict


# What an act changes on the row; the caller's own object is kept in step with it.
_MOVED_BY_ACTS = ("stage", "stage_track", "stage_title", "version", "closed_at", "lead_process", "restricted")


@contextmanager
def acting(
    act: str, *, case: Case, actor: Actor, at: dt.datetime, track: str = "", about: str = "", agency=None,
    on_behalf_of: str = "", truths: Mapping[str, bool] | None = None, reason: str = "", standing: bool = False,
    notice: str = "",
) -> Iterator[Doing]:  # fmt: skip
    """Opens the transaction, locks the case, refuses or yields a Doing, and on leaving does what follows.

    `at`: when it happened (aware). `truths`: conditions only the calling room knows. `reason` lets a guided step
    ("should") go ahead although a condition does not hold. `standing`: asked as an act that may be done at any time,
    whatever steps the text has for it. `notice`: the notice that it is about, where steps name some. Raises ActRefused.
    """
    with transaction.atomic():
        locked = lock_case(case)
        procedure = procedure_of(locked)
        state = state_of(locked, version=procedure.version, truths=truths)
        verdict = _check(act, locked, procedure, state, actor, track, standing, notice)
        if isinstance(verdict, rules.Refused):
            raise ActRefused(verdict.sentence)
        if early := too_early(verdict.step, procedure, state, at):
            raise ActRefused(early, about="happened_at")
        if verdict.remarks and not reason.strip():
            sentence = f"Normally first: {verdict.remarks[0]}. Give a reason for going on without it."
            raise ActRefused(sentence, about="reason")
        doing = Doing(act, locked, procedure, verdict.step, state, actor, at, about, agency, on_behalf_of)
        yield doing
        doing.finish()
        for name in _MOVED_BY_ACTS:
            setattr(case, name, getattr(doing.case, name))
