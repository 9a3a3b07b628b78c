"""From draft to signed off: versions handed in, comments and what became of them, signatures in their order."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Mapping, Sequence

from cases.asking import SECTION
from cases.given import take
from cases.spine import Doing
from config.filters import listing
from documents.files import keep_file
from partnerships.actors import Actor
from partnerships.refusals import ActRefused

from .. import asking, rules
from ..models import DraftComment, ReportVersion, Review, SignOff
from ..public_files import one_file
from ..queries.report import DRAFT, comment_of, latest_version, my_places, places_of, signed_by
from ..queries.sight import carries_it_out
from ..rules import Place
from ..spine import TRACK, reviewing
from ..turns import telling_whose_turn

Uploads = Sequence[tuple[str, str, str, list]]
DRAFT_ENDINGS = (".pdf", ".docx")


def submit_draft(
    *, review: Review, answers: Mapping, uploads: Uploads = (), actor: Actor, at: dt.datetime
) -> ReportVersion:
    """A draft is handed in, by the reviewer or by the office for them (C-53), and kept as it came (DAR-17, RED-21)."""
    with (
        reviewing("submit_draft", review=review, actor=actor, at=at, track=TRACK) as (doing, row),
        telling_whose_turn(doing, row),
    ):
        checked = one_file(uploads, "act-file")
        if checked is not None and not checked.name.lower().endswith(DRAFT_ENDINGS):
            raise ActRefused("Choose a PDF or Word (.docx) file.", about="act-file")
        number = ReportVersion.objects.filter(partnership=row.partnership_id, review=row).count() + 1
        kept, answered = None, copy.deepcopy(dict(answers))
        if checked is not None:
            about = f"{row.about}:version:{number}"
            kept = keep_file(checked, kind=DRAFT, at=at, actor=actor, case=doing.case, about=about)
            documents = [{"id": kept.pk, "name": kept.name, "size": kept.size}]
            answered.setdefault(SECTION, {})["act-file"] = documents
        for_reviewer = carries_it_out(row, actor)
        given = take(doing, asking.draft(row, for_reviewer=for_reviewer, at=at), answered)
        doing.on_behalf_of = asking.said(given, "whose")[:160]
        doing.about = f"{row.about}:version:{number}"
        event = doing.record(
            summary=f"Version {number} of the report was handed in.", data={**given.data, "version": number}
        )
        return ReportVersion.objects.create(
            partnership_id=row.partnership_id, review=row, number=number, file=kept, handed_in_at=at,
            note=asking.said(given, "note"), handed_in_by=actor.label, on_behalf_of=doing.on_behalf_of, event=event,
        )  # fmt: skip


def comment_on_draft(
    *, review: Review, answers: Mapping, uploads: Uploads = (), reason: str = "", version: int | None = None,
    actor: Actor, at: dt.datetime,
) -> DraftComment:  # fmt: skip
    """What a body or agency says on the newest version (DAR-17, RED-21 to RED-23).

    `version`: the one that was read; refused when a newer one has come in.
    """
    with reviewing(
        "comment_on_draft", review=review, actor=actor, at=at, track=TRACK, reason=reason
    ) as (doing, row):  # fmt: skip
        read = _newest(row, version)
        given = take(doing, asking.comment(row, at), answers, uploads)
        whose = asking.said(given, "whose")
        doing.about, doing.on_behalf_of = read.about, whose[:160]
        event = doing.record(
            summary=f"{whose} commented on version {read.number} of the report.", data=given.data, reason=reason
        )
        return DraftComment.objects.create(
            partnership_id=row.partnership_id, version=read, whose=whose, text=asking.said(given, "text"),
            made_at=at, made_by=actor.label, event=event,
        )  # fmt: skip


def answer_draft_comment(*, comment: DraftComment, answers: Mapping, actor: Actor, at: dt.datetime) -> DraftComment:
    """What became of a comment; whoever made it can read it."""
    review = comment.version.review
    with reviewing("answer_draft_comment", review=review, actor=actor, at=at, standing=True) as (doing, row):
        found = comment_of(row, comment.pk)
        if found is None or found.answered_at is not None:
            raise ActRefused("This comment has been answered already.")
        if at < found.made_at:
            raise ActRefused("It cannot have been answered before it was made.", about="happened_at")
        given = take(doing, asking.comment_answer(row, at), answers)
        doing.about = f"{row.about}:version:{found.version.number}"
        found.answer, found.answered_at, found.answered_by = asking.said(given, "answer"), at, actor.label
        found.save()
        doing.record(summary=f"The comments of {found.whose} on the draft were answered.", data=given.data)
        return found


def sign_off_report(
    *, review: Review, answers: Mapping, uploads: Uploads = (), version: int | None = None, actor: Actor,
    at: dt.datetime,
) -> SignOff:  # fmt: skip
    """Somebody signs the newest version off, for the places they hold; the last one needed finishes it (DAR-17,
    BEX-10). Those who decide jointly come after the others. The checklist is answered by whoever signs first.

    `version`: the one that was read; refused when a newer one has come in.
    """
    with (
        reviewing("sign_off_report", review=review, actor=actor, at=at, track=TRACK) as (doing, row),
        telling_whose_turn(doing, row),
    ):
        read = _newest(row, version)
        if at < read.handed_in_at:
            raise ActRefused("It cannot have been signed off before it was handed in.", about="happened_at")
        signed = signed_by(read)
        if any(not each.event.data.get("partly") for each in signed):
            raise ActRefused("This version is signed off. Hand the changed report in first.")
        turn = turn_of(doing, [each.place for each in signed], what="signs the report off")
        asked = asking.sign_off(
            row, doing.step, doing.procedure, checked=bool(signed), vacant=turn.vacant if turn.last else (), at=at
        )
        given = take(doing, asked, answers, uploads)
        doing.about = read.about
        names = listing([place.title for place in turn.places])
        done = "signed off" if turn.last else "signed off in part"
        event = doing.record(
            summary=f"Version {read.number} of the report was {done}: {names}.", partly=not turn.last,
            reason=asking.said(given, "vacant-why"),
            data={**given.data, "version": read.number, "vacant": [place.title for place in turn.vacant]},
        )  # fmt: skip
        doing.tell = turn.last
        common = {
            "partnership_id": row.partnership_id, "version": read, "at": at, "by": actor.label,
            "user_id": actor.user_id, "remark": asking.said(given, "remark"), "event": event,
            "checked": [block for block in given.data["said"] if block[0]],
        }  # fmt: skip
        rows = [SignOff.objects.create(place=p.key, place_title=p.title, **common) for p in turn.places]
        return rows[-1]


class Turn:
    """Whose turn it is: the places that this person decides in now, and whether that is the last of them."""

    def __init__(self, places: list[Place], now: list[Place], done: Sequence[str]):
        self.places = now
        after = [*done, *(place.key for place in now)]
        self.last = not rules.still(places, after)
        self.vacant = rules.vacant(places, after)


def turn_of(doing: Doing, done: Sequence[str], *, what: str, in_order: bool = True) -> Turn:
    """Raises ActRefused when it is not this person's to decide, not yet (where they go `in_order`), or done already."""
    places = places_of(doing.step, doing.case, doing.procedure, at=doing.at)
    own = my_places(places, doing.actor)
    if not own:
        raise ActRefused(f"Only {listing([place.title for place in places])} {what}.")
    open_now = [place for place in own if place.key not in done]
    if not open_now:
        raise ActRefused("You have done this already. The others still have to.")
    ready = [place for place in open_now if not (in_order and rules.not_yet(place, places, done))]
    if not ready:
        first = rules.not_yet(open_now[0], places, done)
        raise ActRefused(f"{listing([place.title for place in first])} decide first.")
    return Turn(places, ready, done)


def _newest(review: Review, read: int | None) -> ReportVersion:
    """The newest version; ActRefused where somebody has `read` another one."""
    found = latest_version(review)
    if found is None:
        raise ActRefused("No draft has been handed in yet.")
    if read is not None and read != found.number:
        raise ActRefused(rules.newer_version(found.number))
    return found
