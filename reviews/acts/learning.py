"""What is learnt: recommendations and good practice of a case, answers to them, and learning from elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from cases.acts.naming import refuse_names, with_places
from cases.models import Case
from cases.queries import procedure_of
from cases.spine import acting
from deadlines.calendar import LONDON
from partnerships.actors import Actor
from partnerships.models import Agency, Partnership
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership
from procedures import library
from procedures.model import Procedure

from ..holding import need
from ..models import LearningEntry, ReviewRecommendation
from ..queries.sight import as_reviewer, latest_review

LOGS = ("secretariat", "panel-chair")
CONSIDERS = (*LOGS, "statutory-partner", "ratifier")
IN_REPORTS = "the annual report and the action plan"
CHANGED = "Somebody else changed it since you opened the page. Look at it again, then enter yours."


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a recommendation asks: of whom, by when, what would show that it worked (BEX-10)."""

    wording: str
    agency: Agency | None = None
    owner: str = ""
    by_on: dt.date | None = None
    measure: str = ""
    themes: Sequence[str] = ()


def record_recommendation(
    *, case: Case, asked: Asked, asked_before: Sequence[str] = (), read: str = "", actor: Actor, at: dt.datetime
) -> ReviewRecommendation:
    """A review recommends something: each with who, by when, and how one will see that it worked (BEX-10, DAR §14.3).

    `asked_before`: the references of earlier ones that were shown to whoever wrote it, kept with the record (C-28);
    `read`: the mark of places that may point to somebody and were read: its wording goes into the annual report.
    """
    _complete(asked, at)
    return _recorded("record_recommendation", "recommendation", case, asked, {"asked_before": list(asked_before)},
                     read, actor, at)  # fmt: skip


def record_good_practice(
    *, case: Case, wording: str, agency: Agency | None = None, themes: Sequence[str] = (), read: str = "",
    actor: Actor, at: dt.datetime,
) -> ReviewRecommendation:  # fmt: skip
    """Something was done well, from which others can learn; whose it was, if one agency's (C-37, DAR §1.4). `read`: as
    for a recommendation."""
    need(wording, "Say what was done well.", "wording")
    asked = Asked(wording=wording, agency=agency, themes=themes)
    return _recorded("record_good_practice", "good-practice", case, asked, {}, read, actor, at)


def _complete(asked: Asked, at: dt.datetime) -> None:
    need(asked.wording, "Say what is recommended.", "wording")
    if asked.agency is None:
        raise ActRefused("Choose the agency that it is for.", about="agency")
    if asked.by_on is None:
        raise ActRefused("Say by when.", about="by_on")
    need(asked.measure, "Say what would show that it worked.", "measure")


def _known(themes: Sequence[str], procedure: Procedure) -> list[str]:
    known = [one.name for one in procedure.themes]
    if set(themes) - set(known):
        raise ActRefused("Choose themes from the list.", about="themes")
    return [name for name in known if name in themes]


def _recorded(
    act: str, kind: str, case: Case, asked: Asked, data: dict, read: str, actor: Actor, at: dt.datetime
) -> ReviewRecommendation:
    review = latest_review(case)
    if review is not None:
        actor = as_reviewer(review, actor, procedure_of(case))  # a reviewer recommends on their own review (C-6)
    with acting(act, case=case, actor=actor, at=at) as doing:
        kept = refuse_names(doing.case, _worded(asked), read=read, goes=IN_REPORTS)
        here = ReviewRecommendation.objects.filter(partnership=case.partnership_id, case=doing.case, kind=kind)
        number = (here.aggregate(last=Max("number"))["last"] or 0) + 1
        words = f"{ReviewRecommendation.Kind(kind).label} {number}"
        event = doing.record(summary=f"{words} recorded.", reason=asked.wording.strip(), data=with_places(data, kept))
        return ReviewRecommendation.objects.create(
            partnership_id=case.partnership_id, case=doing.case, review=review, kind=kind,
            number=number, event=event, written_at=at, **_values(asked, doing.procedure),
        )  # fmt: skip


def _worded(asked: Asked) -> list[tuple[str, str, str]]:
    """What of it is printed in reports and plans."""
    return [
        ("in the wording", asked.wording, "wording"),
        ("in what would show that it worked", asked.measure, "measure"),
    ]


def _values(asked: Asked, procedure: Procedure) -> dict:
    return {
        "wording": asked.wording.strip(), "agency": asked.agency, "owner": asked.owner.strip(), "by_on": asked.by_on,
        "measure": asked.measure.strip(), "themes": _known(asked.themes, procedure),
    }  # fmt: skip


def _locked(recommendation: ReviewRecommendation, case: Case) -> ReviewRecommendation:
    rows = ReviewRecommendation.objects.select_for_update(of=("self",))
    row = rows.filter(partnership=recommendation.partnership_id, pk=recommendation.pk, event__annulled_by=None).first()
    if row is None:
        raise ActRefused("This was struck out of the record.")
    row.case = case
    return row


def correct_recommendation(
    *, recommendation: ReviewRecommendation, asked: Asked, version: int, reason: str, read: str = "", actor: Actor,
    at: dt.datetime,
) -> ReviewRecommendation:  # fmt: skip
    """Its wording, owner, day or themes are put right, with the reason; what it said before stays in its history.
    `read`: as for a recommendation."""
    reason = need(reason, "Say why it is put right.", "reason")
    if recommendation.kind == ReviewRecommendation.Kind.RECOMMENDATION:
        _complete(asked, at)
    need(asked.wording, "Say what was done well.", "wording")
    with acting("correct_recommendation", case=recommendation.case, actor=actor, at=at) as doing:
        row = _locked(recommendation, doing.case)
        if row.version != version:
            raise ActRefused(CHANGED)
        kept = refuse_names(doing.case, _worded(asked), read=read, goes=IN_REPORTS)
        was = row.wording
        for name, value in _values(asked, doing.procedure).items():
            setattr(row, name, value)
        row.version += 1
        row.save()
        doing.record(
            summary=f"{row.words} put right.", reason=reason, data=with_places({"row": row.pk, "was": was}, kept)
        )
        return row


def answer_recommendation(
    *, recommendation: ReviewRecommendation, answer: str, why: str = "", body: str, read: str = "", actor: Actor,
    at: dt.datetime,
) -> ReviewRecommendation:  # fmt: skip
    """Accepted, in part, or not: by whom, and why; the reason goes into the annual report (C-46, DAR-11). `read`: as
    for a recommendation."""
    body = need(body, "Say who decided.", "body")
    if answer in ("partly", "not-accepted"):
        need(why, "Give the reason: it is reported to the boards.", "why")
    with acting("answer_recommendation", case=recommendation.case, actor=actor, at=at) as doing:
        row = _locked(recommendation, doing.case)
        if row.kind != ReviewRecommendation.Kind.RECOMMENDATION:
            raise ActRefused("Good practice asks for no answer.")
        kept = refuse_names(doing.case, [("in the reason", why, "why")], read=read, goes=IN_REPORTS)
        row.answer, row.why, row.answered_at, row.answered_by = answer, why.strip(), at, body[:200]
        row.version += 1
        row.save()
        words = row.get_answer_display().lower()
        doing.record(
            summary=f"{row.words}: {words} by {body}.", reason=why.strip(), data=with_places({"row": row.pk}, kept)
        )
        return row


# Learning from elsewhere (C-32)


@dataclass(frozen=True, kw_only=True)
class Learnt:
    """What others learnt, in our words."""

    kind: str
    title: str
    whose: str
    says: str
    published_on: dt.date | None = None
    link: str = ""
    themes: Sequence[str] = ()


def log_learning(*, learnt: Learnt, actor: Actor, at: dt.datetime) -> LearningEntry:
    """A national review, another area's, LeDeR, a death by drugs or fire, a near miss: kept to be considered (C-32)."""
    _holds(actor, LOGS)
    for text, sentence, about in (
        (learnt.title, "Give it a title.", "title"), (learnt.whose, "Say who learnt it.", "whose"),
        (learnt.says, "Say what was learnt.", "says"),
    ):  # fmt: skip
        need(text, sentence, about)
    partnership = current_partnership()
    with transaction.atomic():
        Partnership.objects.select_for_update().get(pk=partnership.pk)
        last = LearningEntry.objects.filter(partnership=partnership).aggregate(last=Max("number"))["last"] or 0
        return LearningEntry.objects.create(
            partnership=partnership, number=last + 1, kind=LearningEntry.Kind(learnt.kind), title=learnt.title.strip(),
            whose=learnt.whose.strip(), says=learnt.says.strip(), published_on=learnt.published_on, link=learnt.link,
            themes=_known(learnt.themes, _text(at)), logged_at=at, logged_by=actor.label,
        )  # fmt: skip


def consider_learning(
    *, learning: LearningEntry, body: str, on: dt.date, implications: str, version: int, actor: Actor, at: dt.datetime
) -> LearningEntry:
    """A body looked at it: what it means here, or why nothing follows (C-32, DAR §17).

    Actions are created by themselves. Considered once more, the newest words count; earlier ones stay in its history.
    """
    _holds(actor, CONSIDERS)
    body = need(body, "Say who considered it.", "body")
    implications = need(implications, "Say what it means here, or why nothing follows.", "implications")
    if on > at.astimezone(LONDON).date():
        raise ActRefused("The day must be today or earlier.", about="on")
    with transaction.atomic():
        row = LearningEntry.objects.select_for_update().get(partnership=learning.partnership_id, pk=learning.pk)
        if row.version != version:
            raise ActRefused(CHANGED)
        row.considered_by, row.considered_on, row.implications = body[:160], on, implications
        row.version += 1
        row.save()
        return row


def _holds(actor: Actor, kinds: Sequence[str]) -> None:
    if not actor.holds(*kinds):
        raise ActRefused("Your role does not include this.")


def _text(at: dt.datetime) -> Procedure:
    return library.in_force(current_partnership().slug, on=at.astimezone(LONDON).date())
