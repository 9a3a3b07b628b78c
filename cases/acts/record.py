"""Keeping the record true: notes, facts, corrections, links and merges."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.db.models import Max

from deadlines.calendar import london_date
from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from procedures.vocabulary import start_phrase

from ..in_order import out_of_order
from ..models import Case, CaseLink, Conflict, Event, Fact, Note, Track
from ..spine import acting, lock_case, move_track
from .closing import ENDS_WITH_CASE

# Entries that other people have answered or that moved money, votes or law: they are put right by their own acts.
NOT_ANNULLED = frozenset({
    "submit_referral", "annul_event", "merge_case",
    "add_agenda_item", "remove_agenda_item", "defer_item", "put_question", "cast_vote", "close_question",
    "need_information", "decide_by_correspondence", "recommend", "record_dissent", "pass_on_dissent", "reconvene",
    "escalate", "decide_escalation", "ratify_recommendation", "return_recommendation", "replace_recommendation",
    "object_to_recommendation",
    # rows of their own say how these stand; what left cannot be called back
    "prepare_bundle", "redact_item", "make_bundle", "give_bundle", "hold_case", "release_hold", "propose_disposal",
    "withdraw_disposal", "dispose_case", "export_person", "enter_closing_day",
})  # fmt: skip

# How a room that comes later takes back the rows that stand by a struck-out entry: act -> function(case, event, at).
TAKE_BACK: dict[str, Callable[[Case, Event, dt.datetime], None]] = {}


def add_note(*, case: Case, kind: str, text: str, with_whom: str = "", actor: Actor, at: dt.datetime) -> Note:
    """A call, advice or file note at the time it happened (`at`, C-51)."""
    with acting("add_note", case=case, actor=actor, at=at) as doing:
        label = Note.Kind(kind).label
        event = doing.record(summary=f"{label} recorded." if not with_whom else f"{label} with {with_whom} recorded.")
        return Note.objects.create(
            partnership_id=case.partnership_id,
            case=doing.case,
            kind=kind,
            text=text,
            with_whom=with_whom,
            happened_at=at,
            event=event,
        )


def state_fact(
    *,
    case: Case,
    name: str,
    happened_at: dt.datetime,
    reason: str,
    about: str = "",
    actor: Actor,
    at: dt.datetime,
) -> Event:
    """States or corrects a date that clocks run from; open deadlines follow, the old date stays on record (C-51).

    `name` is a fact's slug; a correction needs a reason.
    """
    words = start_phrase(name)
    old = (
        Fact.objects.filter(partnership=case.partnership_id, case=case, name=name, about=about).order_by("-id").first()
    )
    if old is not None and not reason.strip():
        raise ActRefused("Say why the date is put right.")
    if happened_at > at:
        if name not in {"planned_publication", "deadline", "meeting"}:
            raise ActRefused("This date cannot be in the future.")
    with acting("state_fact", case=case, actor=actor, at=at, about=about) as doing:
        wrong = "" if about else out_of_order(name, london_date(happened_at), doing.state)
        if wrong:
            raise ActRefused(wrong, about="happened_at")
        was = {"was": old.happened_at.isoformat()} if old is not None and old.happened_at else {}
        event = doing.record(
            summary=f"Date of “{words}” put right." if old else f"Date of “{words}” stated.",
            reason=reason,
            data={"fact": name, "now": happened_at.isoformat(), **was},
        )
        doing.state_fact(name, happened_at=happened_at, about=about)
        if name == "referral_received":
            doing.case.received_at = happened_at
        return event


def annul_event(*, case: Case, event_id: int, reason: str, actor: Actor, at: dt.datetime) -> Event:
    """Strikes out a wrong entry by another one with a reason; nothing is deleted.

    What the entry stated (facts) no longer counts and deadlines follow. If it moved a track and nothing moved that
    track since, the track goes back to where it was; otherwise the later steps must be put right first.
    """
    if not reason.strip():
        raise ActRefused("Say why the entry is wrong.")
    with acting("annul_event", case=case, actor=actor, at=at) as doing:
        wrong = Event.objects.filter(partnership=case.partnership_id, case=doing.case, pk=event_id).first()
        if wrong is None or wrong.act in NOT_ANNULLED:
            raise ActRefused("This entry cannot be struck out.")
        if Event.objects.filter(partnership=case.partnership_id, annuls=wrong).exists():
            raise ActRefused("This entry has been struck out already.")
        _move_back(doing, wrong)
        event = doing.record(
            summary=f"Struck out: {wrong.summary}",
            reason=reason,
            annuls=wrong,
            data={"act": wrong.act, "at": wrong.at.isoformat()},
        )
        _undo_rows(doing.case, wrong, at=at)
        return event


def _move_back(doing, wrong: Event) -> None:
    if not wrong.track or not wrong.to_stage or wrong.to_stage == wrong.from_stage:
        return
    track = Track.objects.filter(partnership=doing.case.partnership_id, case=doing.case, name=wrong.track).first()
    moves = (
        Event.objects.filter(partnership=doing.case.partnership_id, case=doing.case, track=wrong.track)
        .exclude(to_stage="")
        .exclude(
            pk__in=Event.objects.filter(partnership=doing.case.partnership_id, case=doing.case)
            .exclude(annuls=None)
            .values("annuls")
        )
    )
    newest = moves.aggregate(newest=Max("pk"))["newest"]
    if track is None or newest != wrong.pk:
        raise ActRefused("The case has moved on since. Strike out the later steps first, the newest one first.")
    track.stage, track.closed_at, track.moved_at = wrong.from_stage or track.stage, None, wrong.at
    track.save()
    for name in doing.procedure.steps_for(wrong.act, doing.case.pathway):
        for opened in (
            *name.opens,
            *(t for answer, t in name.opens_on if answer == wrong.data.get("outcome")),
        ):
            Track.objects.filter(
                partnership=doing.case.partnership_id, case=doing.case, name=opened, closed_at=None
            ).update(closed_at=wrong.at)


def _undo_rows(case: Case, wrong: Event, *, at: dt.datetime) -> None:
    """Rows that stand only by the wrong entry no longer count (they stay)."""
    from ..models import Conflict

    if wrong.act == "declare_conflict":
        Conflict.objects.filter(
            partnership=case.partnership_id, case=case, pk=wrong.data.get("conflict"), withdrawn_at=None
        ).update(withdrawn_at=at)
    if wrong.act in TAKE_BACK:
        TAKE_BACK[wrong.act](case, wrong, at)


def link_case(*, case: Case, other: Case, why: str, actor: Actor, at: dt.datetime) -> CaseLink:
    """Shows two cases on one another (C-27)."""
    if other.pk == case.pk:
        raise ActRefused("A case cannot be linked to itself.")
    if not why.strip():
        raise ActRefused("Say why the cases belong together.")
    with acting("link_case", case=case, actor=actor, at=at) as doing:
        here = {"partnership": case.partnership_id}
        if (
            CaseLink.objects.filter(**here, case=case, other=other).exists()
            or CaseLink.objects.filter(**here, case=other, other=case).exists()
        ):
            raise ActRefused("These cases are linked already.")
        event = doing.record(summary=f"Linked to {other.reference}.", reason=why, data={"other": other.reference})
        return CaseLink.objects.create(
            partnership_id=case.partnership_id, case=doing.case, other=other, why=why, event=event
        )


def merge_case(*, case: Case, into: Case, reason: str, actor: Actor, at: dt.datetime) -> Event:
    """Two referrals of one event become one: `case` is closed and points to `into`, which goes on.

    Both references stay found; each referrer hears the outcome of the one that goes on. Open deadlines of the merged
    case end as withdrawn. A conflict of interest in the merged case is one in the other too. Raises ActRefused when
    either is closed or merged already.
    """
    if into.pk == case.pk:
        raise ActRefused("A case cannot be merged into itself.")
    if into.closed_at is not None or into.merged_into_id is not None:
        raise ActRefused(f"{into.reference} is closed, so nothing can be merged into it.")
    if not reason.strip():
        raise ActRefused("Say why these are the same event.")
    # Both rows are locked in one order: of two people who merge A into B and B into A one waits, neither is cut off.
    with transaction.atomic():
        for each in sorted((case, into), key=lambda one: one.pk):
            lock_case(each)
        with acting("merge_case", case=case, actor=actor, at=at, standing=True) as doing:
            if doing.case.closed_at is not None or doing.case.merged_into_id is not None:
                raise ActRefused(f"{case.reference} is closed, so it cannot be merged.")
            event = doing.record(summary=f"Merged into {into.reference}.", reason=reason, data={"into": into.reference})
            for step in doing.procedure.steps_for("merge_case", case.pathway):
                if step.track in doing.state.stages and step.to_stage:
                    move_track(doing.case, doing.procedure, step.track, step.to_stage, at=at)
            Track.objects.filter(partnership=case.partnership_id, case=doing.case, closed_at=None).update(closed_at=at)
            for end in ENDS_WITH_CASE:
                end(doing.case, at)
            doing.case.merged_into = into
            doing.case.closed_at = at
            _bring_in(doing.case, into, reason=reason, actor=actor, at=at)
        return event


def _bring_in(case: Case, into: Case, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """The other half of a merge: the entry on the case that goes on, which nobody conflicted out of either may see."""
    with acting("merge_case", case=into, actor=actor, at=at, standing=True) as doing:
        # Only now is its row locked: somebody else may have closed or merged it since it was read.
        if doing.case.closed_at is not None or doing.case.merged_into_id is not None:
            raise ActRefused(f"{into.reference} is closed, so nothing can be merged into it.")
        doing.record(summary=f"{case.reference} merged into this case.", reason=reason, data={"from": case.reference})
        declared = Conflict.objects.filter(partnership=case.partnership_id, withdrawn_at=None)
        known = set(declared.filter(case=into).values_list("membership_id", flat=True))
        for conflict in declared.filter(case=case).exclude(membership__in=known):
            Conflict.objects.create(
                partnership_id=case.partnership_id,
                case=into,
                membership_id=conflict.membership_id,
                reason=conflict.reason,
                declared_at=conflict.declared_at,
            )
