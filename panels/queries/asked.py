"""What a page was of: the question, vote or recommendation it showed, which may not be the one that stands now.

A page can be left open, be slow, or lose its connection. So it carries what it showed, and an answer for something else
is refused in words and never counted for what came after.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from cases.models import Case
from cases.queries import conflicted_membership_ids
from config.filters import datetime_long, time_short

from ..models import AgendaItem, Dissent, Question, Recommendation, Vote
from .room import without_texts

ANSWER, ENTRY, ACT = "your answer was not counted", "this vote was not entered", "nothing was changed"


def _questions(case: Case):
    return (
        Question.objects.filter(partnership=case.partnership_id, case=case)
        .select_related("item__meeting__procedure", "case__procedure", "case__borough")
        .defer(*without_texts("item__meeting__procedure", "case__procedure"))
        .order_by("-put_at", "-id")
    )


def question_shown(case: Case, number: str) -> Question | None:
    """The question of this case with that number, as a page carries it; None for anything else."""
    return _questions(case).filter(pk=int(number)).first() if number.isdigit() and len(number) < 19 else None


def open_now(case: Case) -> Question | None:
    """The question now put to the vote."""
    return _questions(case).filter(state=Question.State.OPEN).first()


def newest(case: Case) -> Question | None:
    """The question put last, open or ended."""
    return _questions(case).first()


def has_ended(question: Question) -> bool:
    """As it stands in the database now, whatever was read before."""
    question.refresh_from_db(fields=["state", "closed_at"])
    return question.state != Question.State.OPEN


def ended_words(question: Question, *, lost: str, at: dt.datetime) -> str:
    """That the vote has ended, when, and what that means for what was sent; the question asked now, if there is one."""
    when = question.closed_at
    same_day = timezone.localdate(when) == timezone.localdate(at)
    moment = f"at {time_short(when)}" if same_day else f"on {datetime_long(when)}"
    what = "That vote ended" if question.state == Question.State.CLOSED else "That question was withdrawn"
    now = Question.objects.filter(
        partnership=question.partnership_id, case=question.case_id, state=Question.State.OPEN
    ).first()
    return f"{what} {moment}; {lost}." + (f" The question now is: {now.wording}" if now is not None else "")


def how_the_vote_stands(item: AgendaItem) -> str:
    """Changes when a question on the item is put, closed or withdrawn: what a page about the item carries."""
    row = Question.objects.filter(partnership=item.partnership_id, item=item).order_by("-put_at", "-id").first()
    return f"{row.pk}-{row.state}" if row is not None else "none"


def how_it_was_advised(case: Case) -> str:
    """Changes with each recommendation, its answer, and each disagreement with it: what a page about it carries."""
    here = {"partnership": case.partnership_id, "case": case}
    made = Recommendation.objects.filter(**here).order_by("-id").values_list("pk", "state").first() or (0, "none")
    against = Dissent.objects.filter(**here).order_by("-id").values_list("pk", flat=True).first() or 0
    return f"{made[0]}-{made[1]}-{against}"


def standing_votes(question: Question) -> list[Vote]:
    """The votes that count, in the order they came: one whose giver has a conflict of interest by now is void, whether
    they cast it themselves or somebody entered it for them.
    """
    conflicted = conflicted_membership_ids(question.case)
    rows = Vote.objects.filter(partnership=question.partnership_id, question=question).select_related("agency")
    return [vote for vote in rows.order_by("cast_at", "pk") if vote.voice_id not in conflicted]
