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
def compile_chronology(
    *, case: Case, track: str = "", reason: str = "", actor: Actor, at: dt.datetime
) -> PrintJob:  # fmt: skip
    """Puts the agencies' answers together and asks for the paper. Returns the print job that its page waits for.

    `track`: the process for which it is; what was asked for one with a rule of its own (a review) is a paper of its
    own, and never on the case's.
    `reason`: why it is done although the text would first have something else ("all returns in").
    """
    truths = queries.truths(case, at=at)
    part = queries.part_of(track)
    with acting(
        "compile_chronology", case=case, track=track, actor=actor, at=at, truths=truths, reason=reason
    ) as doing:  # fmt: skip
        paper = papers.chronology(doing.case, doing.procedure, part=part, at=at)
        event = doing.record(
            summary=f"The chronology was put together: {plural(len(paper.rows), 'entry', 'entries')} "
            f"of {plural(len({row.agency for row in paper.rows}), 'agency', 'agencies')}.",
            reason=reason,
            data={"entries": len(paper.rows), "part": part},
        )
        return ask_for_print(
            kind="chronology", about=f"event:{event.pk}", payload=paper, case=doing.case, actor=actor, at=at
        )
