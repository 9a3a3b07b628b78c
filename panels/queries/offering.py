"""Whether there is anything on a case to vote on, to disagree with or to take off: what the page of an act needs."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from cases.models import Case
from partnerships.scope import current_partnership

from ..models import AgendaItem, Meeting, Question, Recommendation

QUESTION, IN_WRITING, ITEM, ADVICE, FREE = "question", "in_writing", "item", "advice", "free"
NEEDS = {
    **dict.fromkeys(("cast_vote", "enter_vote", "close_question", "withdraw_question"), QUESTION),
    **dict.fromkeys(("give_more_time", "take_to_a_meeting"), IN_WRITING),
    **dict.fromkeys(("put_question", "need_information", "recommend", "remove_agenda_item", "defer_item"), ITEM),
    **dict.fromkeys(("record_dissent", "object_to_recommendation", "ratify_recommendation", "return_recommendation",
                     "replace_recommendation"), ADVICE),
    "add_agenda_item": FREE,  # on one agenda at a time
}  # fmt: skip


def nothing_there(case: Case, acts: set[str]) -> set[str]:
    """Which of these acts there is nothing for on the case; one query, and none where no such act is among them."""
    mine = acts.intersection(NEEDS)
    has = _has(case) if mine else {}
    return {act for act in mine if not has[NEEDS[act]]}


def _has(case: Case) -> dict[str, bool]:
    here = {"partnership": current_partnership(), "case": OuterRef("pk")}
    questions = Question.objects.filter(**here, state=Question.State.OPEN)
    found = Case.objects.filter(partnership=case.partnership_id, pk=case.pk).annotate(
        question=Exists(questions),
        in_writing=Exists(questions.filter(item__meeting__kind="correspondence")),
        free=~Exists(
            AgendaItem.objects.filter(
                **here, state=AgendaItem.State.LISTED, meeting__state__in=[Meeting.State.PLANNED, Meeting.State.OPEN]
            )
        ),
        item=Exists(AgendaItem.objects.filter(**here, state=AgendaItem.State.LISTED)),
        advice=Exists(Recommendation.objects.filter(**here)),
    )
    return found.values(QUESTION, IN_WRITING, ITEM, ADVICE, FREE).get()
