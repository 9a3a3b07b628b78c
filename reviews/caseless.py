"""Deadlines and letters of an action that belongs to no case: learning from elsewhere leads to actions too (C-32)."""

from __future__ import annotations

import datetime as dt

from config.filters import date_long
from deadlines.acts import Occurrence, recompute_thing
from deadlines.calendar import LONDON
from documents.acts import queue_message
from documents.letters import fill
from partnerships.queries import holders
from procedures.model import Procedure

from .models import Action, ActionEntry

DATED = ("create_action", "extend_action", "reopen_action")


def occurrences_of(action: Action) -> list[Occurrence]:
    """What happened to it, as a case's events and facts would say it."""
    found = []
    common = {"about": action.about, "agency_id": action.agency_id, "label": action.label, "owner_id": action.owner_id}
    for entry in ActionEntry.objects.filter(partnership=action.partnership_id, action=action).order_by("id"):
        found.append(Occurrence(name=entry.act, at=entry.at, event_id=entry.pk, **common))
        if entry.act in DATED:
            due = dt.date.fromisoformat(entry.data["due_on"])
            found.append(Occurrence(name="deadline", at=_midnight(due), event_id=entry.pk, **common))
        if entry.act in DATED and entry.act != "extend_action":
            first = _midnight(action.original_due_on)
            found.append(Occurrence(name="original_deadline", at=first, event_id=entry.pk, **common))
    return found


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(0), tzinfo=LONDON)


def recompute(action: Action, procedure: Procedure, *, at: dt.datetime) -> None:
    """Brings its deadline rows in step with what is recorded. Twice changes nothing."""
    recompute_thing(about=action.about, procedure=procedure, occurrences=occurrences_of(action))


def tell(held, values: dict, people: dict) -> None:
    """The letters that the text has for the act, to the people it means; nothing of the wording goes by e-mail."""
    procedure, action = held.procedure, held.action
    entry = ActionEntry.objects.filter(partnership=action.partnership_id, action=action).order_by("-id").first()
    for told in procedure.told:
        if told.act != held.act or not told.letter or told.pathways:
            continue
        letter = procedure.find("letters", told.letter)
        for word in told.who:
            for one in people.get(word, _holders(word, procedure, held.at)):
                filled = fill(letter, {**_common(procedure, held.at), **values, "recipient": _name(one)}, missing="")
                queue_message(
                    key=f"{letter.name}:entry-{entry.pk}:{_email(one).lower()}"[:160], kind=letter.name,
                    to_email=_email(one), to_name=_name(one), to_user=one.user, subject=filled.subject,
                    body=filled.body, at=held.at,
                )  # fmt: skip


def _holders(word: str, procedure: Procedure, at: dt.datetime) -> list:
    if word not in {role.name for role in procedure.roles}:
        return []
    return holders(word, procedure=procedure, on=at.astimezone(LONDON).date())


def _name(one) -> str:
    return one.name if hasattr(one, "email") else one.user.name


def _email(one) -> str:
    return one.email if hasattr(one, "email") else one.user.email


def _common(procedure: Procedure, at: dt.datetime) -> dict:
    from django.conf import settings

    return {
        "partnership": procedure.partnership_title,
        "service": settings.SERVICE_NAME,
        "secretariat": procedure.words.get("secretariat", "secretariat"),
        "contact_email": procedure.contact_email,
        "sent_on": date_long(at.astimezone(LONDON).date()),
    }
