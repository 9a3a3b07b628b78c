"""Papers of this room: an action plan or an exception report as PDF, made by a worker."""

from __future__ import annotations

import datetime as dt

from documents.acts import ask_for_print
from documents.models import PrintJob
from partnerships.actors import Actor


def print_plan(*, payload: dict, actor: Actor, at: dt.datetime) -> PrintJob:
    """What this person sees now, on paper. Only they can open it: somebody else may see less of it."""
    return ask_for_print(kind="action-plan", about=f"plan:{actor.membership.pk}", payload=payload, actor=actor, at=at)
