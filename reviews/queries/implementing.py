"""What became of findings: implemented, not implemented and why, under way (C-46, DAR-11, Care Act Schedule 2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from partnerships.models import Partnership

from ..models import Action, ReviewRecommendation

IMPLEMENTED, PARTLY, NOT_IMPLEMENTED, UNDER_WAY = "implemented", "partly", "not implemented", "under way"
NO_ACTION, UNANSWERED = "no action yet", "not answered"
WORDS = {
    IMPLEMENTED: "Implemented", PARTLY: "Implemented in part", NOT_IMPLEMENTED: "Not implemented",
    UNDER_WAY: "Under way", NO_ACTION: "Accepted, no action yet", UNANSWERED: "Not answered yet",
}  # fmt: skip


OPEN = frozenset({UNDER_WAY, NO_ACTION, UNANSWERED})


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A review recommendation, or an action without one, with what became of it and the reasons where nothing did."""

    reference: str
    words: str  # "Recommendation 2", "Action 5"
    text: str
    agency: str
    state: str
    reasons: tuple[str, ...]
    themes: tuple[str, ...]
    done: int
    actions: int
    late: int

    @property
    def state_words(self) -> str:
        return WORDS[self.state]


@dataclass(frozen=True, kw_only=True)
class Implementation:
    """Of a period: what ended in it or was still under way at its end."""

    since: dt.date
    until: dt.date
    findings: tuple[Finding, ...]
    good_practice: tuple[tuple[str, str], ...]  # (reference, wording) recorded in the period

    def of(self, state: str) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.state == state)


def state_of(answer: str, ended: list[str], running: int) -> str:
    """What became of a finding, from how it was answered and how its actions ended. Pure."""
    if answer == "not-accepted":
        return NOT_IMPLEMENTED
    if not running and not ended:
        return NO_ACTION if answer else UNANSWERED
    if running:
        return UNDER_WAY
    done = ended.count(Action.State.DONE)
    return IMPLEMENTED if done == len(ended) else PARTLY if done else NOT_IMPLEMENTED


def implementation(partnership: Partnership, since: dt.date, until: dt.date) -> Implementation:
    """Every finding of the partnership that was settled between two days (both included, London) or was not yet
    settled at the end of the second, with its reasons. The partnership must be open. Four queries."""
    here = {"partnership": partnership}
    known = list(
        ReviewRecommendation.objects.filter(**here, written_at__date__lte=until, event__annulled_by=None)
        .select_related("case", "agency").order_by("case__received_at", "kind", "number")
    )  # fmt: skip
    rows = Action.objects.filter(**here, created_at__date__lte=until).select_related("case", "learning", "agency")
    by: dict[int | None, list[Action]] = {}
    for action in rows.order_by("id"):
        by.setdefault(action.recommendation_id, []).append(action)
    asked = [one for one in known if one.kind == ReviewRecommendation.Kind.RECOMMENDATION]
    found = [_of_recommendation(one, by.get(one.pk, []), until) for one in asked]
    found += [_of_action(one, until) for one in by.get(None, [])]
    shown = tuple(one for one, settled in found if settled is None or settled >= since)
    good = [one for one in known if one.kind == ReviewRecommendation.Kind.GOOD_PRACTICE]
    recent = tuple(
        (one.case.reference, one.wording) for one in good if since <= timezone.localdate(one.written_at) <= until
    )
    return Implementation(since=since, until=until, findings=shown, good_practice=recent)


def _split(actions: list[Action], until: dt.date) -> tuple[list[Action], list[Action]]:
    """(ended by then, running then)."""
    ended = [one for one in actions if one.ended_at and timezone.localdate(one.ended_at) <= until]
    return ended, [one for one in actions if one not in ended]


def _of_recommendation(one: ReviewRecommendation, actions: list[Action], until: dt.date):
    ended, running = _split(actions, until)
    state = state_of(one.answer, [each.state for each in ended], len(running))
    why = [one.why] if one.answer in ("partly", "not-accepted") else []
    days = [timezone.localdate(each.ended_at) for each in ended]
    if one.answer == "not-accepted":
        days = [timezone.localdate(one.answered_at)]
    settled = max(days) if days and state not in OPEN else None
    finding = Finding(
        reference=one.case.reference, words=one.words, text=one.wording, agency=one.agency.title, state=state,
        reasons=(*why, *_dropped(ended)), themes=tuple(one.themes), done=_done(ended), actions=len(actions),
        late=_late(running, until),
    )  # fmt: skip
    return finding, settled


def _of_action(action: Action, until: dt.date):
    ended, running = _split([action], until)
    settled = timezone.localdate(action.ended_at) if ended else None
    themes = tuple(action.learning.themes) if action.learning_id else ()
    finding = Finding(
        reference=action.reference, words=action.label.capitalize(), text=action.what, agency=action.agency.title,
        state=state_of("", [one.state for one in ended], len(running)), reasons=_dropped(ended), themes=themes,
        done=_done(ended), actions=1, late=_late(running, until),
    )  # fmt: skip
    return finding, settled


def _dropped(ended: list[Action]) -> tuple[str, ...]:
    return tuple(one.outcome for one in ended if one.state == Action.State.DROPPED)


def _done(ended: list[Action]) -> int:
    return sum(one.state == Action.State.DONE for one in ended)


def _late(running: list[Action], until: dt.date) -> int:
    return sum(one.due_on < until for one in running)
