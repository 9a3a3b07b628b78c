"""How this room writes to people although the outbox lies in a later room: that room registers itself here.

`documents` registers `queue_message` in its AppConfig.ready(); `deadlines` registers what somebody still has to do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

Sender = Callable[..., object]
Duties = Callable[..., list[str]]
_senders: list[Sender] = []
_duties: list[Duties] = []


class Handover(NamedTuple):
    """What a room knows that one person holds, and how it goes to another.

    `held(membership)` says it in sentences; `move(membership, to, actor, at)` gives it on, in the caller's
    transaction, and says what it gave.
    """

    held: Callable[..., list[str]]
    move: Callable[..., list[str]]


_handovers: list[Handover] = []


def register_handover(handover: Handover) -> None:
    if handover not in _handovers:
        _handovers.append(handover)


def held_elsewhere(membership) -> list[str]:
    """What a person holds besides roles, in every room's sentences."""
    return [sentence for room in _handovers for sentence in room.held(membership)]


def hand_on(membership, to, *, actor, at) -> list[str]:
    """Gives all of it to another person; what was given, in sentences."""
    return [sentence for room in _handovers for sentence in room.move(membership, to, actor=actor, at=at)]


def register_sender(sender: Sender) -> None:
    """`sender(key, kind, to_email, to_name, to_user, subject, body, at)` writes into the outbox."""
    _senders[:] = [sender]


def send(**message) -> None:
    """Queues a message in the caller's transaction. LookupError when nobody can send: the house is not whole."""
    if not _senders:
        raise LookupError("no room sends messages")
    _senders[0](**message)


def register_duties(duties: Duties) -> None:
    """`duties(membership, procedure, on)` gives sentences on what a person still has to do, for who lets them go."""
    if duties not in _duties:
        _duties.append(duties)


def duties_of(membership, *, procedure, on) -> list[str]:
    """What every room knows of a person's open work."""
    return [sentence for duties in _duties for sentence in duties(membership, procedure=procedure, on=on)]
