"""A briefing note for practitioners: written, looked at on paper, sent to the agencies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict

from django.db import transaction

from cases.acts.naming import refuse_names, with_places
from cases.models import Case
from cases.queries import people_of, procedure_of
from cases.spine import acting, lock_case, may
from cases.telling import Recipient
from deadlines.calendar import LONDON
from documents.acts import ask_for_print
from documents.models import PrintJob
from partnerships.actors import Actor
from partnerships.queries import agency_people, member_agencies
from partnerships.refusals import ActRefused
from procedures.model import Procedure

from ..holding import need
from ..models import Briefing, PublishedReport
from ..public_files import for_the_public
from ..queries.briefings import PAPER, address_of, briefing_paper, printed, why_not_public
from ..queries.sight import latest_review
from ..rules.briefings import MOST_LETTERS, names_in, room_taken
from ..spine import reviewing
from .publishing import put_out

PARTS = ("about", "learnt", "differently", "good", "questions", "more")
CHANGED = "Somebody else changed the briefing since you opened the page. Look at it again, then enter yours."


def write_briefing(
    *, case: Case, values: Mapping[str, str], briefing: Briefing | None = None, version: int = 0, actor: Actor,
    at: dt.datetime,
) -> Briefing:  # fmt: skip
    """Keeps a draft. `values`: title and PARTS, a line for each point. `version`: the one the form was made from.

    Raises ActRefused for one that was sent, does not fit on a page, or names somebody of the case (C-30).
    """
    may("brief_practitioners", case=case, actor=actor)
    _check(case, values)
    with transaction.atomic():
        lock_case(case)
        row = Briefing(partnership_id=case.partnership_id, case=case, review=latest_review(case), version=0)
        if briefing is not None:
            row = Briefing.objects.select_for_update(of=("self",)).get(
                partnership=case.partnership_id, pk=briefing.pk
            )  # fmt: skip
            if row.sent_at is not None:
                raise ActRefused("This briefing has been sent. Write another one.")
            if row.version != version:
                raise ActRefused(CHANGED)
        for name in ("title", *PARTS):
            setattr(row, name, values[name].strip())
        row.version, row.written_at, row.written_by = row.version + 1, at, actor.label
        row.save()
        return row


def _check(case: Case, values: Mapping[str, str]) -> None:
    need(values["title"], "Give it a title.", "title")
    need(values["learnt"], "Say what was learnt.", "learnt")
    need(values["differently"], "Say what to do differently.", "differently")
    taken = room_taken(values[name] for name in PARTS)
    if taken > MOST_LETTERS:
        keep = round(100 * MOST_LETTERS / taken)
        raise ActRefused(f"This is too long for one page: keep about {keep} of each 100 words.")
    names = [name for person in people_of(case) for name in (person.first_name, person.last_name)]
    for part in ("title", *PARTS):
        found = names_in(values[part], names)
        if found:
            raise ActRefused(f"“{found[0]}” is a name of this case. A briefing names nobody.", about=part)


def print_briefing(*, briefing: Briefing, actor: Actor, at: dt.datetime) -> PrintJob:
    """The one page as PDF, as it reads now."""
    paper = briefing_paper(briefing, procedure_of(briefing.case), at=at)
    return ask_for_print(
        kind=PAPER, about=f"briefing:{briefing.pk}", case=briefing.case, payload=asdict(paper),
        actor=actor, at=at,
    )  # fmt: skip


def brief_practitioners(*, briefing: Briefing, actor: Actor, at: dt.datetime) -> Briefing:
    """It goes to every member agency: an e-mail says that it is there, behind sign-in (C-37, BEX-2). Once."""
    with acting("brief_practitioners", case=briefing.case, actor=actor, at=at) as doing:
        row = Briefing.objects.select_for_update(of=("self",)).get(partnership=briefing.partnership_id, pk=briefing.pk)
        if row.sent_at is not None:
            raise ActRefused("This briefing has been sent already.")
        row.event = doing.record(summary=f"Practitioners were briefed: {row.title}.", data={"row": row.pk})
        row.sent_at = at
        row.save()
        doing.letter_values = {"link": address_of(row, doing.procedure)}
        doing.people = {"agency": readers(doing.procedure, at)}
    briefing.refresh_from_db()
    return briefing


def publish_briefing(
    *, briefing: Briefing, summary: str, checked_by: str, read: str = "", actor: Actor, at: dt.datetime
) -> PublishedReport:
    """The public reads the note by itself, where no report is published with it (BEX-2, C-21).

    `checked_by`: who has read the printed page for personal details; that very page goes out. `read`: the
    mark of places that may point to somebody and were read. Raises ActRefused before it was sent and printed, where a
    report is still to be published, and when it is public already.
    """
    need(summary, "Say in a few sentences what it is about.", "summary")
    need(checked_by, "Say who has read it for personal details.", "checked_by")
    review = briefing.review or latest_review(briefing.case)
    if review is None:
        raise ActRefused("A briefing is published of a review. No review of this case was commissioned.")
    with reviewing("publish_briefing", review=review, actor=actor, at=at, ended=True, standing=True) as (doing, row):
        found = Briefing.objects.select_for_update(of=("self",)).get(
            partnership=briefing.partnership_id, pk=briefing.pk
        )  # fmt: skip
        why = why_not_public(found, row, doing.procedure)
        if why:
            raise ActRefused(why)
        page = for_the_public(printed(found), about="summary")
        pages = [(f"on page {number}", text, "summary") for number, text in enumerate(page.pages, 1)]
        words = [("in the title", found.title, "summary"), ("in the summary", summary, "summary")]
        kept = refuse_names(doing.case, [*words, *pages], read=read)
        doing.record(
            summary=f"The briefing note was published: {found.title}.",
            data=with_places({"row": found.pk, "checked_by": checked_by.strip()}, kept),
        )
        return put_out(
            row, PublishedReport.Kind.BRIEFING, page, briefing=found, title=found.title,
            review_type_title=row.review_type_title, summary=summary.strip(), reviewer="",
            published_on=at.astimezone(LONDON).date(), public_since=at,
        )  # fmt: skip


def readers(procedure: Procedure, at: dt.datetime) -> list[Recipient]:
    """The people of every member agency, else its address."""
    on = at.astimezone(LONDON).date()
    found = []
    for agency in member_agencies():
        people = agency_people(agency, procedure=procedure, on=on)
        found += [Recipient(m.user.name, m.user.email, m.user, "agency", agency) for m in people]
        if not people and agency.contact_email:
            found.append(Recipient(agency.title, agency.contact_email, None, "agency", agency))
    return found
