"""While a review runs: terms of reference, written questions to the reviewer, pauses (C-19, C-43, DAR-9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from cases.acts.recorded import Uploads
from cases.asking import asked_of
from cases.given import take
from config.filters import date_long
from partnerships.actors import Actor
from partnerships.refusals import ActRefused

from .. import letters, rules
from ..models import Pause, ProgressRequest, Review, Terms
from ..queries.running import outside_told_of, reviewers_of
from ..spine import reviewing


def set_terms(
    *, review: Review, answers: Mapping, methodology: str = "", changed: str = "", seen: int = 0, reason: str = "",
    uploads: Uploads = (), actor: Actor, at: dt.datetime,
) -> Terms:  # fmt: skip
    """A version of the terms of reference, with governance group and media strategy; the method may change with it.

    `answers`: what the step's form asks; `changed`: what a later version changes and why; `seen`: the version that
    the page was made from, so that two people writing at once are told. Raises ActRefused about the question.
    """
    with reviewing("set_terms", review=review, actor=actor, at=at, reason=reason) as (doing, row):
        number = Terms.objects.filter(partnership=row.partnership_id, review=row).count() + 1
        if seen != number - 1:
            raise ActRefused("Somebody else has set the terms since you opened the page. Look at what they set.")
        if number > 1 and not changed.strip():
            raise ActRefused("Say what this version changes, and why.", about="changed")
        ways = {way.name: way for way in rules.ways_for(doing.procedure)}
        if ways and methodology not in ways:
            raise ActRefused("Choose how the review is to be carried out.", about="methodology")
        given = take(doing, asked_of("set_terms", doing.step, doing.case, doing.procedure, at=at), answers, uploads)
        way = ways.get(methodology)
        if way is not None:
            row.methodology, row.methodology_title = way.name, way.title
            row.save()
        event = doing.record(
            summary=f"The terms of reference were set (version {number}).",
            reason="\n\n".join(text for text in (changed.strip(), reason) if text),
            data={**given.data, "version": number, "methodology": row.methodology},
        )
        return Terms.objects.create(
            partnership_id=row.partnership_id, review=row, version=number, methodology=row.methodology,
            methodology_title=row.methodology_title, answers=given.answers, said=given.data["said"],
            changed=changed.strip(), set_at=at, set_by=actor.label, event=event,
        )  # fmt: skip


def request_progress(
    *, review: Review, asked: str, answer_by: dt.date, actor: Actor, at: dt.datetime
) -> ProgressRequest:
    """The reviewer is asked in writing how far the work is, or about its quality; they get an e-mail (C-43)."""
    with reviewing("request_progress", review=review, actor=actor, at=at) as (doing, row):
        if not asked.strip():
            raise ActRefused("Write what the reviewer is asked.", about="asked")
        reviewers = reviewers_of(row)
        if not reviewers:
            raise ActRefused("Nobody is appointed as reviewer.")
        event = doing.record(
            summary=f"The reviewer was asked in writing. An answer is wanted by {date_long(answer_by)}.",
            data={"asked": asked.strip(), "review": row.pk},
        )
        made = ProgressRequest.objects.create(
            partnership_id=row.partnership_id, review=row, asked=asked.strip(), answer_by=answer_by, asked_at=at,
            asked_by=actor.label, event=event,
        )  # fmt: skip
        for reviewer in reviewers:
            letters.tell_reviewer("progress-requested", row, reviewer, event=event, procedure=doing.procedure,
                                  due_on=answer_by)  # fmt: skip
        return made


def answer_progress(*, question: ProgressRequest, answer: str, actor: Actor, at: dt.datetime) -> ProgressRequest:
    """The reviewer's written answer; the office may enter one that came by letter."""
    with reviewing("answer_progress", review=question.review, actor=actor, at=at, standing=True) as (doing, row):
        asked = ProgressRequest.objects.select_for_update(of=("self",)).get(
            partnership=row.partnership_id, pk=question.pk
        )
        if asked.answered_at is not None:
            raise ActRefused(f"{asked.answered_by} has answered this already.")
        if not answer.strip():
            raise ActRefused("Write the answer.", about="answer")
        if at < asked.asked_at:
            raise ActRefused("It cannot have been answered before it was asked.", about="happened_at")
        asked.answer, asked.answered_at, asked.answered_by = answer.strip(), at, actor.label
        asked.save()
        doing.record(summary="The reviewer answered in writing.", data={"request": asked.pk, "answer": asked.answer})
        return asked


def pause_review(
    *, review: Review, reason: str, waits_for: str = "", expected_on: dt.date | None = None, told: Sequence[str] = (),
    actor: Actor, at: dt.datetime,
) -> Pause:  # fmt: skip
    """The review rests. No statutory limit moves: the pause is shown as the reason for being late (C-19).

    `told`: the outside bodies that know the reason; who is still to be told stays on the page. Raises ActRefused.
    """
    with reviewing("pause_review", review=review, actor=actor, at=at) as (doing, row):
        if not reason.strip():
            raise ActRefused("Say why the review is paused.", about="reason")
        if not set(told) <= {body.name for body in outside_told_of(doing.step, doing.procedure)}:
            raise ActRefused("Choose among the bodies shown.", about="told")
        event = doing.record(
            summary="The review was paused.", reason=reason,
            data={"waits_for": waits_for, "told": sorted(told), "review": row.pk},
        )  # fmt: skip
        return Pause.objects.create(
            partnership_id=row.partnership_id, review=row, reason=reason.strip(), waits_for=waits_for[:300],
            expected_on=expected_on, told=sorted(told), began_at=at, began_by=actor.label, event=event,
        )  # fmt: skip


def resume_review(*, review: Review, reason: str, actor: Actor, at: dt.datetime) -> Pause:
    """A paused review goes on. Raises ActRefused."""
    with reviewing("resume_review", review=review, actor=actor, at=at) as (doing, row):
        pause = Pause.objects.filter(partnership=row.partnership_id, review=row, ended_at=None).standing().first()
        if pause is None:
            raise ActRefused("The review is not paused.")
        if not reason.strip():
            raise ActRefused("Say why it can go on.", about="reason")
        if at < pause.began_at:
            raise ActRefused("It cannot have gone on before it was paused.", about="happened_at")
        doing.record(summary="The review goes on.", reason=reason, data={"pause": pause.pk})
        pause.ended_at, pause.ended_by, pause.ended_why = at, actor.label, reason.strip()
        pause.save()
        return pause
