"""When an entry about an action is struck out of the case's record, the action stands as it did without it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from cases.models import Case, Event
from partnerships.refusals import ActRefused

from .models import Action, ActionEntry, ReviewRecommendation


def _action(case: Case, event: Event) -> Action | None:
    entry = ActionEntry.objects.filter(partnership=case.partnership_id, event=event).select_related("action").first()
    return entry.action if entry is not None else None


def _later(action: Action, event: Event, acts: tuple[str, ...]) -> bool:
    rows = ActionEntry.objects.filter(partnership=action.partnership_id, action=action, event__annulled_by=None)
    return rows.filter(act__in=acts, event__pk__gt=event.pk).exists()


def not_created(case: Case, event: Event, at: dt.datetime) -> None:
    raise ActRefused("An action is not struck out: give it up, with the reason.")


def not_ended(case: Case, event: Event, at: dt.datetime) -> None:
    action = _action(case, event)
    if action is None:
        return
    if _later(action, event, ("reopen_action",)):
        raise ActRefused("This action was opened again since.")
    action.state, action.outcome, action.ended_at = Action.State.OPEN, "", None
    action.save()


def not_extended(case: Case, event: Event, at: dt.datetime) -> None:
    """Its day is again the last one that stands."""
    action = _action(case, event)
    if action is None:
        return
    rows = ActionEntry.objects.filter(partnership=case.partnership_id, action=action, event__annulled_by=None)
    dated = rows.filter(act__in=("create_action", "extend_action", "reopen_action")).exclude(event=event)
    action.due_on = dt.date.fromisoformat(dated.order_by("-id").first().data["due_on"])
    action.save()


def not_recommended(case: Case, event: Event, at: dt.datetime) -> None:
    """What hangs on a recommendation is ended first."""
    if Action.objects.filter(partnership=case.partnership_id, recommendation__event=event).exists():
        raise ActRefused("Actions hang on this recommendation. Put it right instead.")


def not_answered(case: Case, event: Event, at: dt.datetime) -> None:
    rows = ReviewRecommendation.objects.filter(partnership=case.partnership_id, case=case, pk=event.data["row"])
    for row in rows:
        row.answer, row.why, row.answered_at, row.answered_by = "", "", None, ""
        row.save()


def by_its_own_act(case: Case, event: Event, at: dt.datetime) -> None:
    raise ActRefused("This is put right by doing it once more, with the reason.")


UNDO: dict[str, Callable[[Case, Event, dt.datetime], None]] = {
    "create_action": not_created,
    "complete_action": not_ended,
    "drop_action": not_ended,
    "extend_action": not_extended,
    "reopen_action": by_its_own_act,
    "change_owner": by_its_own_act,
    "record_recommendation": not_recommended,
    "answer_recommendation": not_answered,
    "correct_recommendation": by_its_own_act,
}
