"""The way of one review from its order to its last action: what is done, what comes next and who does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cases import rules as case_rules
from cases.queries.shut_out import NOBODY, nobody_inside, roles_inside
from cases.state import CaseState, Happened
from config.filters import date_long, plural
from deadlines.queries import Shown
from procedures.model import Procedure, ReviewType, Step

from .. import rules
from ..models import Action, Review, ReviewRecommendation
from ..spine import TRACK
from .down import Down
from .held import PUBLISH, HeldBack
from .publication import decided
from .running import reviewers_of

DONE, NOW, LATER = "done", "now", "later"
# In the order in which a review passes them, whatever the order of the text.
ORDER = (
    "set_terms", "check_reviewer", "appoint_reviewer", "submit_draft", "comment_on_draft", "agree_actions",
    "sign_off_report", "decide_publication", "send_to_quality_assurance", "record_quality_assurance", "send_report",
    "publish_report",
)  # fmt: skip
# Done anew once quality assurance has asked for changes.
ONCE_MORE = {"submit_draft", "comment_on_draft", "sign_off_report", *ORDER[8:10]}
OUTWARDS = set(ORDER[8:])
LEARNING = "review_actions"  # the page of what comes of it
FROM_DRAFT = ("draft", "signed-off")


@dataclass(frozen=True)
class Station:
    """One thing on the way. `url`: where the reader does it now, or reads about it; `mine`: they may do it now."""

    title: str
    status: str
    remark: str = ""
    due: Shown | None = None
    url: str = ""
    mine: bool = False


def way_of(
    review: Review, kind: ReviewType, procedure: Procedure, state: CaseState, *, due: Sequence[Shown],
    urls: Mapping[str, str], held: HeldBack | None = None, down: Down | None = None,
) -> list[Station]:  # fmt: skip
    """Every step of the text that a review of this type passes, then what comes of it.

    `due`: the deadlines of the review; `urls`: the acts that the reader may do now, with their pages, and the page of
    what comes of the review under LEARNING, if they may open it; `held`: that publication is held back; `down`: that
    what was published is down.
    """
    found = []
    steps = {act: _step(act, review, procedure) for act in ORDER}
    for act in ORDER:
        if steps[act] is not None and not (act in OUTWARDS and _stays_inside(review, kind)):
            station = _station(steps[act], review, procedure, state, due, urls)
            if held is not None and act == PUBLISH and station.status != DONE:
                station = replace(station, status=LATER, remark=held.short, url="", mine=False)
            if station.status == DONE or review.ended_at is None:
                found += _since_taken_down(station, down) if act == PUBLISH and down is not None else [station]
    return [*found, *_what_comes_of_it(review, state, urls.get(LEARNING, ""))]


def _since_taken_down(published: Station, down: Down) -> list[Station]:
    """What was published is so no longer: the corrected report comes next, unless its time is over (C-21)."""
    if published.status != DONE:
        return [published]
    published = replace(published, remark=f"{published.remark}, {down.words}")
    if down.over:
        return [published]
    return [published, Station(down.title, NOW, _capital(down.who), None, down.url, bool(down.url))]


def _step(act: str, review: Review, procedure: Procedure) -> Step | None:
    found = procedure.steps_for(act, review.case.pathway)
    return next((step for step in found if step.track == TRACK and not step.optional), None)


def _stays_inside(review: Review, kind: ReviewType) -> bool:
    """Nothing goes out: so it was decided, or the type publishes nothing and nobody decided otherwise."""
    decision = decided(review)
    return decision.outcome == rules.NOT_PUBLISHED if decision is not None else not kind.published


def _station(step: Step, review: Review, procedure: Procedure, state: CaseState, due, urls) -> Station:
    entries = _entries(step.act, review, state)
    if step.act == "appoint_reviewer" and review.ended_at is None and entries and not reviewers_of(review):
        entries = []  # whoever was appointed carries it out no longer: somebody else has to be found
    leads_on = step.to_stage and step.to_stage not in step.from_stages
    here = state.stages.get(TRACK, "")
    title = step.title or case_rules.act_title(step.act, procedure, review.case.pathway)
    if entries and not (review.ended_at is None and leads_on and here in step.from_stages):
        return Station(title, DONE, date_long(entries[-1].at))
    clocks = {clock.name for clock in procedure.clocks if step.act in clock.stops}
    running = next((row for row in due if row.clock in clocks and row.state == "open"), None)
    who = _capital(case_rules.who_does(step, procedure))
    if not case_rules.may_be_done(step, procedure, state):
        return Station(title, LATER, who, running)
    url = urls.get(step.act, "")
    if nobody_inside(step, procedure, roles_inside(review.case, procedure)) and not url:
        who = f"{who} ({NOBODY})"
    return Station(title, NOW, who, running, url, bool(url))


def _capital(words: str) -> str:
    return words.removeprefix("the ")[:1].upper() + words.removeprefix("the ")[1:]


def _entries(act: str, review: Review, state: CaseState) -> list[Happened]:
    """What counts of this act for this review: since its order, and since the report last had to be changed."""
    back = [each.event_id for each in state.done.get("record_quality_assurance", ())
            if each.data.get("outcome") == "changes required"]  # fmt: skip
    again = [each.event_id for each in state.done.get("reconsider_publication", ())]
    since = max([review.event_id, *(back if act in ONCE_MORE else ()), *(again if act == "decide_publication" else ())])
    return [
        each for each in state.done.get(act, ())
        if each.event_id > since and (not each.about.startswith("review:") or _is_about(each.about, review))
    ]  # fmt: skip


def _is_about(about: str, review: Review) -> bool:
    return about == review.about or about.startswith(f"{review.about}:")


def _what_comes_of_it(review: Review, state: CaseState, url: str) -> list[Station]:
    """Recommendations with their answers, then actions: a review is followed until the last of them has ended."""
    here = {"partnership": review.partnership_id, "review": review}
    advice = list(ReviewRecommendation.objects.filter(**here).values_list("kind", "answer"))
    asked = [answer for kind, answer in advice if kind == ReviewRecommendation.Kind.RECOMMENDATION]
    begun = review.ended_at is not None or state.stages.get(TRACK) in FROM_DRAFT
    waiting = sum(not answer for answer in asked)
    status = (NOW if begun else LATER) if not asked or waiting else DONE
    remark = f"{waiting} of {len(asked)} to be answered" if waiting else plural(len(asked), "recommendation")
    found = [Station("Recommendations are recorded and answered", status, remark if asked else "None yet", None, url)]
    states = list(Action.objects.filter(**here).values_list("state", flat=True))
    left = states.count(Action.State.OPEN)
    bare = ReviewRecommendation.objects.filter(
        **here, kind=ReviewRecommendation.Kind.RECOMMENDATION, answer__in=("accepted", "partly"), actions=None
    ).count()
    status = NOW if left or bare else DONE if states else LATER
    remark = f"{left} of {len(states)} to do" if left else "All of them have ended" if states else "None yet"
    if bare:
        remark = f"{plural(bare, 'accepted recommendation has', 'accepted recommendations have')} no action yet"
    return [*found, Station("Actions are carried out", status, remark, None, url)]
