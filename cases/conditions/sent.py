"""Conditions on notices to outside bodies and what came back."""

from __future__ import annotations

from ..state import CaseState
from .base import latest, test


def _standing(state: CaseState, notice: str = "") -> bool:
    """Whether a notice went to some body and was not taken back; without a name, one that opens a rapid review."""
    latest: dict[str, tuple[int, str]] = {}
    for act in ("record_notification", "withdraw_notification"):
        for happened in state.done.get(act, ()):
            name, kind = happened.data.get("notice", ""), happened.data.get("kind", "incident")
            if (notice and name == notice) or (not notice and kind == "incident"):
                latest[happened.about] = max(latest.get(happened.about, (0, "")), (happened.event_id, act))
    return any(act == "record_notification" for _, act in latest.values())


def _of_incident(happened) -> bool:
    return happened.data.get("kind", "incident") == "incident"


@test
def notified(state):
    return _standing(state)


@test
def notice_sent(state, notice):
    return _standing(state, notice)


@test
def any_notice_sent(state):
    names = {each.data.get("notice", "") for each in state.done.get("record_notification", ())}
    return any(_standing(state, name) for name in names)


@test
def acknowledged(state):
    """The body said that it has the notice that stands now: one taken back is no longer acknowledged."""
    said = [each.event_id for each in state.done.get("record_acknowledgement", ()) if _of_incident(each)]
    back = [each.event_id for each in state.done.get("withdraw_notification", ()) if _of_incident(each)]
    return max(said, default=0) > max(back, default=0)


@test
def not_notified(state):
    return not notified(state)


@test
def notification_withdrawn(state):
    return not _standing(state) and any(_of_incident(each) for each in state.done.get("withdraw_notification", ()))


@test
def reply_is(state, reply):
    last = latest(state, "record_reply")
    return last is not None and last.data.get("reply") == reply
