"""What bodies outside answer, and what is answered to them (C-31)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from cases.asking import SECTION
from cases.given import take
from cases.models import Event
from cases.spine import acting
from partnerships.actors import Actor
from partnerships.refusals import ActRefused

from .. import asking, queries
from ..models import Notice, Reply

Uploads = Sequence[tuple[str, str, str, list]]


def record_reply(*, row: Notice, answers: Mapping, uploads: Uploads = (), actor: Actor, at: dt.datetime) -> Reply:
    """A body outside answered a notice or the outcome that followed it: recorded on its behalf, and the case moves
    where the text says ("wants more information" leads back)."""
    with acting("record_reply", case=row.case, actor=actor, at=at, about=row.about, notice=row.notice) as doing:
        now = Notice.objects.get(partnership=row.partnership_id, pk=row.pk)
        if not now.is_sent:
            raise ActRefused("Only a notice that was sent and stands can be answered.")
        if at < now.sent_at:
            raise ActRefused("The answer cannot have come before the notice.", about="happened_at")
        possible = queries.replies_to(now, doing.step, doing.procedure)
        given = take(doing, asking.replying(doing.case, possible, at), answers, uploads)
        said = given.answers[SECTION]
        answer = str(said["act-outcome"])
        doing.on_behalf_of = now.body_title[:160]
        event = doing.record(
            summary=f"{now.body_title} answered: {answer}.", reason=str(said.get("act-words", "")),
            answer=answer if doing.step is not None and doing.step.outcomes else "",
            data={**given.data, "notice": now.notice, "kind": now.kind, "body": now.body, "row": now.pk,
                  "reply": answer},
        )  # fmt: skip
        return Reply.objects.create(
            partnership_id=row.partnership_id, case=doing.case, notice=now, answer=answer,
            words=str(said.get("act-words", "")), received_at=at, event=event,
        )  # fmt: skip


def answer_reply(*, reply: Reply, answers: Mapping, uploads: Uploads = (), actor: Actor, at: dt.datetime) -> Event:
    """What was answered to a body outside, with the papers that were sent."""
    row = reply.notice
    with acting("answer_reply", case=reply.case, actor=actor, at=at, about=row.about, notice=row.notice) as doing:
        reply = Reply.objects.get(partnership=reply.partnership_id, pk=reply.pk)
        if reply.answered_at is not None:
            raise ActRefused(f"{reply.answered_by} has answered this already.")
        if at < reply.received_at:
            raise ActRefused("It cannot have been answered before it came.", about="happened_at")
        given = take(doing, asking.answering(doing.case, at), answers, uploads)
        reply.our_answer = str(given.answers[SECTION]["act-answer"])
        reply.answered_at, reply.answered_by = at, actor.label
        reply.save()
        return doing.record(
            summary=f"{row.body_title} was answered.", data={**given.data, "notice": row.notice, "row": reply.pk}
        )
