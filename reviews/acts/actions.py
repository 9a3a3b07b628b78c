"""An action comes into being, is agreed by a body, goes to another owner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from cases.models import Case, Event
from cases.rules import Refused
from cases.spine import acting
from config.filters import date_long, plural
from deadlines.calendar import LONDON
from partnerships.actors import Actor
from partnerships.models import Agency, Membership
from partnerships.refusals import ActRefused

from ..caseless import recompute, tell
from ..holding import Held, holding, letter_values, may, need, people_meant, procedure_of
from ..models import Action, ActionEntry, LearningEntry, Review, ReviewRecommendation
from ..queries.sight import latest_review


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be done, by whom, by when, and what would show that it worked."""

    what: str
    agency: Agency
    due_on: dt.date
    measure: str
    owner: Membership | None = None
    owner_name: str = ""
    origin: str = Action.Origin.ITSELF
    origin_words: str = ""
    recommendation: ReviewRecommendation | None = None


def create_action(
    *, case: Case | None = None, learning: LearningEntry | None = None, wanted: Wanted, actor: Actor, at: dt.datetime
) -> Action:
    """Somebody is to do something by a day: of a case, or of an entry of the learning log (C-7, C-32, C-37, BEX-10).

    No report is needed for it. The owner is a person with an account in the agency, else a name; the owner hears of it.
    Raises ActRefused.
    """
    _check(wanted, at)
    made = Action(
        partnership_id=(case or learning).partnership_id, case=case, learning=learning,
        recommendation=wanted.recommendation, what=wanted.what.strip(), agency=wanted.agency, owner=wanted.owner,
        review=_review(case, wanted), owner_name=wanted.owner_name.strip(), due_on=wanted.due_on,
        original_due_on=wanted.due_on,
        measure=wanted.measure.strip(), origin=wanted.origin, origin_words=wanted.origin_words.strip(), created_at=at,
    )  # fmt: skip
    with _new(made, actor, at) as held:
        held.say(
            f"to be done by {date_long(made.due_on)} by {made.owner_words}.",
            text=made.what, data={"due_on": made.due_on.isoformat(), "measure": made.measure}, dates=True,
        )  # fmt: skip
    return made


def _review(case: Case | None, wanted: Wanted) -> Review | None:
    """The review that led to it: its recommendation's, else the one that runs or ran last."""
    if wanted.recommendation is not None:
        return wanted.recommendation.review
    return latest_review(case) if case is not None and wanted.origin == Action.Origin.REVIEW else None


def _check(wanted: Wanted, at: dt.datetime) -> None:
    need(wanted.what, "Say what is to be done.", "what")
    need(wanted.measure, "Say what would show that it worked.", "measure")
    if wanted.due_on < at.astimezone(LONDON).date():
        raise ActRefused("The day must not be before the day it was decided.", about="due_on")
    _check_owner(wanted.agency, wanted.owner)


def _check_owner(agency: Agency, owner: Membership | None) -> None:
    if owner is not None and (owner.agency_id != agency.pk or not owner.active):
        raise ActRefused(f"{owner.user.name} does not belong to {agency.title}.", about="owner")


@contextmanager
def _new(made: Action, actor: Actor, at: dt.datetime):
    """As `holding`, for one that does not exist yet: the case, or the entry of the log, is locked for its
    number."""
    procedure = procedure_of(made, at)
    step = may("create_action", made, actor, procedure)
    if isinstance(step, Refused):
        raise ActRefused(step.sentence)
    with transaction.atomic():
        if made.case_id is None:
            parent = LearningEntry.objects.select_for_update().get(partnership=made.partnership_id, pk=made.learning_id)
            made.number = _next_number(learning=parent)
            made.save()
            yield Held("create_action", made, actor, at, procedure, step)
            recompute(made, procedure, at=at)
            held = Held("create_action", made, actor, at, procedure, step)
            tell(held, letter_values(made, procedure), people_meant(made, procedure, at))
            return
        with acting("create_action", case=made.case, actor=actor, at=at, agency=made.agency) as doing:
            made.number = _next_number(case=doing.case)
            made.save()
            yield Held("create_action", made, actor, at, procedure, step, doing)


def _next_number(**of) -> int:
    parent = next(iter(of.values()))
    last = Action.objects.filter(partnership=parent.partnership_id, **of).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def agree_actions(
    *, case: Case, actions: Sequence[Action], body: str, sharing: str = "", actor: Actor, at: dt.datetime
) -> Event:
    """A body agrees who does what, and how the learning is shared (RED-20 to RED-23, DAR-10, DAR-17).

    `body`: who agreed, as it reads on the plan. Raises ActRefused without an action to agree or the body.
    """
    body = need(body, "Say who agreed.", "body")
    with acting("agree_actions", case=case, actor=actor, at=at) as doing:
        rows = Action.objects.select_for_update().filter(
            partnership=case.partnership_id, case=doing.case, pk__in=[one.pk for one in actions]
        )
        found = list(rows.exclude(state=Action.State.DROPPED).order_by("number"))
        if not found:
            raise ActRefused(
                "Choose the actions that were agreed. Create them first, if there are none.", about="actions"
            )
        numbers = ", ".join(str(one.number) for one in found)
        summary = f"{body} agreed {plural(len(found), 'action')} (number {numbers})."
        event = doing.record(summary=summary, reason=sharing.strip(), data={"actions": [one.pk for one in found]})
        for one in found:
            one.agreed_by, one.agreed_at, one.version = body[:200], at, one.version + 1
            one.save()
            ActionEntry.objects.create(
                partnership_id=case.partnership_id, action=one, act="agree_actions", summary=f"agreed by {body}.",
                text=sharing.strip(), data={"of": event.pk}, by=actor.label, at=at,
            )  # fmt: skip
        return event


def change_owner(
    *, action: Action, agency: Agency, owner: Membership | None = None, owner_name: str = "", reason: str,
    actor: Actor, at: dt.datetime,
) -> ActionEntry:  # fmt: skip
    """The action goes to another person or agency, with a reason; its days stay, and the new owner hears of it."""
    reason = need(reason, "Say why it changes hands.", "reason")
    _check_owner(agency, owner)
    with holding("change_owner", action=action, actor=actor, at=at) as held:
        before = held.action.owner_words
        held.action.agency, held.action.owner, held.action.owner_name = agency, owner, owner_name.strip()
        if held.action.owner_words == before:
            raise ActRefused("This is the owner it has already.", about="owner")
        return held.say(f"from {before} to {held.action.owner_words}.", text=reason)
