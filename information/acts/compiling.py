"""From what the agencies sent to one chronology on paper (RED-21)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from cases.models import Case
from cases.spine import acting
from config.filters import plural
from documents.acts import ask_for_print
from documents.models import PrintJob
from partnerships.actors import Actor

from .. import papers, queries


@transaction.atomic
def compile_chronology(*, case: Case, reason: str = "", actor: Actor, at: dt.datetime) -> PrintJob:
    """Puts the agencies' answers together and asks for the paper. Returns the print job that its page waits for.

    `reason`: why it is done although the text would first have something else ("all returns in").
    """
    truths = queries.truths(case, at=at)
    with acting("compile_chronology", case=case, actor=actor, at=at, truths=truths, reason=reason) as doing:
        paper = papers.chronology(doing.case, doing.procedure, at=at)
        event = doing.record(
            summary=f"The chronology was put together: {plural(len(paper.rows), 'entry', 'entries')} "
            f"of {plural(len({row.agency for row in paper.rows}), 'agency', 'agencies')}.",
            reason=reason,
            data={"entries": len(paper.rows)},
        )
        return ask_for_print(
            kind="chronology", about=f"event:{event.pk}", payload=paper, case=doing.case, actor=actor, at=at
        )
