"""What was learnt: of a case, across the partnership, and whether it was asked for before (C-28, C-32)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from cases.models import Case, Event
from cases.queries import visible_cases
from partnerships.actors import Actor
from partnerships.scope import current_partnership

from ..models import Action, LearningEntry, ReviewRecommendation
from ..models.learning import ENGLISH
from ..rules import learning as rules
from .implementing import WORDS, state_of

MOST = 100
CANDIDATES = 200
Kind = ReviewRecommendation.Kind


def visible_recommendations(actor: Actor) -> QuerySet[ReviewRecommendation]:
    """Of the cases somebody may open; what was struck out of the record is left out (C-52)."""
    rows = ReviewRecommendation.objects.filter(partnership=current_partnership(), event__annulled_by=None)
    return rows.filter(case__in=visible_cases(actor)).select_related("agency", "case")


def of_case(case: Case) -> list[ReviewRecommendation]:
    """Recommendations, then good practice, by number; what was struck out is left out."""
    rows = ReviewRecommendation.objects.filter(partnership=case.partnership_id, case=case, event__annulled_by=None)
    return list(rows.select_related("agency").order_by("-kind", "number"))


def find_recommendation(case: Case, number: int) -> ReviewRecommendation:
    """Of a case that the reader may open already; Http404 for any other."""
    found = next((one for one in of_case(case) if one.pk == number), None)
    if found is None:
        raise Http404
    found.case = case
    return found


def recommendations_to_carry_out(case: Case) -> list[ReviewRecommendation]:
    """Those that actions can hang on: asked for, and not refused."""
    return [one for one in of_case(case) if one.kind == Kind.RECOMMENDATION and one.answer != "not-accepted"]


def sharing_of(case: Case) -> list[Event]:
    """What was agreed on sharing the learning, newest first (RED-23)."""
    rows = Event.objects.filter(partnership=case.partnership_id, case=case, act="agree_actions", annulled_by=None)
    return list(rows.exclude(reason="").order_by("-id"))


def find_learning(number: int) -> LearningEntry:
    """An entry of the log by its number; everybody of the partnership may read the log."""
    found = LearningEntry.objects.filter(partnership=current_partnership(), number=number).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, kw_only=True)
class Found:
    """Something learnt, whoever learnt it: as a search shows it and as it stands beside a new recommendation."""

    kind: str
    reference: str
    words: str
    text: str
    whose: str
    themes: tuple[str, ...]
    became: str  # in words: implemented, under way, not accepted …
    why: str
    name: str  # of the page it has
    keys: dict = field(default_factory=dict)
    how: str = ""  # how near it is to what was asked
    score: float = 0.0
    link: str = ""  # outside this service


# Where "asked for before" looks: function(actor, question, themes) -> list of Found, with their rank as `score`.
# What others published can be put beside our own by adding a function here.
SOURCES: list[Callable[[Actor, SearchQuery | None, Sequence[str]], list[Found]]] = []


def _question(text: str) -> SearchQuery | None:
    words = rules.words_of(text)
    return SearchQuery(" | ".join(words), config=ENGLISH, search_type="raw") if words else None


def _ranked(rows: QuerySet, question: SearchQuery | None, themes: Sequence[str]) -> list:
    wanted = Q(themes__overlap=list(themes)) if themes else Q(pk__in=[])
    if question is None:
        return list(rows.filter(wanted).annotate(rank=Value(0.0))[:CANDIDATES])
    ranked = rows.annotate(rank=Coalesce(SearchRank(F("search"), question), 0.0))
    return list(ranked.filter(wanted | Q(search=question)).order_by("-rank", "-id")[:CANDIDATES])


def _from_reviews(actor: Actor, question: SearchQuery | None, themes: Sequence[str]) -> list[Found]:
    rows = _ranked(visible_recommendations(actor), question, themes)
    return shown(rows)


def _from_log(actor: Actor, question: SearchQuery | None, themes: Sequence[str]) -> list[Found]:
    rows = _ranked(LearningEntry.objects.filter(partnership=current_partnership()), question, themes)
    return shown_log(rows)


SOURCES += [_from_reviews, _from_log]


def asked_before(
    actor: Actor, *, wording: str, themes: Sequence[str], but: int | None = None, most: int = 8
) -> list[Found]:
    """What earlier reviews and learning from elsewhere said of the same thing, with what became of it, nearest first.

    By the stems of the words and by theme, never by the exact words alone. `but`: the recommendation itself.
    """
    question = _question(wording)
    found = []
    for source in SOURCES:
        for one in source(actor, question, themes):
            if but is not None and one.keys.get("recommendation") == but:
                continue
            score, how = rules.nearness(one.score, themes, one.themes)
            if how:
                found.append(_near(one, score, how))
    return sorted(found, key=lambda one: -one.score)[:most]


def _near(one: Found, score: float, how: str) -> Found:
    return Found(**{**one.__dict__, "score": score, "how": how})


def shown(rows: Sequence[ReviewRecommendation]) -> list[Found]:
    """Recommendations and good practice with what became of them. Two queries."""
    actions: dict[int, list[Action]] = {}
    wanted = [one.pk for one in rows]
    for action in Action.objects.filter(partnership=current_partnership(), recommendation__in=wanted):
        actions.setdefault(action.recommendation_id, []).append(action)
    return [_of_recommendation(one, actions.get(one.pk, [])) for one in rows]


def _of_recommendation(one: ReviewRecommendation, actions: list[Action]) -> Found:
    ended = [each.state for each in actions if each.state != Action.State.OPEN]
    state = state_of(one.answer, ended, len(actions) - len(ended))
    words = "Not accepted" if one.answer == "not-accepted" else WORDS[state]
    why = [one.why, *(each.outcome for each in actions if each.state == Action.State.DROPPED)]
    good = one.kind == Kind.GOOD_PRACTICE
    return Found(
        kind=one.get_kind_display(), reference=one.case.reference, words=one.words, text=one.wording,
        whose=one.agency.title if one.agency_id else "", themes=tuple(one.themes), became="" if good else words,
        why="\n".join(part for part in why if part), name="recommendation",
        keys={"reference": one.case.reference, "recommendation": one.pk}, score=getattr(one, "rank", 0.0),
    )  # fmt: skip


def shown_log(rows: Sequence[LearningEntry]) -> list[Found]:
    return [
        Found(
            kind=one.get_kind_display(), reference=one.reference, words=one.title, text=one.says, whose=one.whose,
            themes=tuple(one.themes), became="Considered here" if one.considered_on else "Not considered yet",
            why=one.implications, name="lesson", keys={"lesson": one.number}, score=getattr(one, "rank", 0.0),
            link=one.link,
        )
        for one in rows
    ]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a search across the partnership's learning is narrowed to."""

    words: str = ""
    theme: str = ""
    kind: str = ""  # recommendation | good-practice | log


def search(actor: Actor, wanted: Wanted) -> list[Found]:
    """Recommendations, good practice and the learning log; all the words must occur, by their stems. Nearest first."""
    found: list[Found] = []
    if wanted.kind != "log":
        rows = visible_recommendations(actor)
        rows = rows.filter(kind=wanted.kind) if wanted.kind else rows
        found += shown(_searched(rows, wanted, "-written_at"))
    if wanted.kind in ("", "log"):
        log = LearningEntry.objects.filter(partnership=current_partnership())
        found += shown_log(_searched(log, wanted, "-number"))
    return sorted(found, key=lambda one: -one.score)[:MOST] if wanted.words else found[:MOST]


def _searched(rows: QuerySet, wanted: Wanted, newest: str) -> list:
    if wanted.theme:
        rows = rows.filter(themes__contains=[wanted.theme])
    if not wanted.words.strip():
        return list(rows.order_by(newest)[:MOST])
    question = SearchQuery(wanted.words, config=ENGLISH, search_type="websearch")
    rows = rows.filter(search=question).annotate(rank=SearchRank(F("search"), question))
    return list(rows.order_by("-rank", newest)[:MOST])
