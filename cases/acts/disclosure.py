"""Papers for a coroner, the police or a court: chosen, redacted, made, given (C-33). What was asked and how it was
answered stands in the register of requests (`log_disclosure`, `answer_disclosure`)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.acts import ask_for_print
from documents.models import PrintJob
from partnerships.actors import Actor
from partnerships.refusals import ActRefused

from ..disclosure import paper_of_bundle, passages_of, sources_of
from ..entries import entry_of
from ..models import Bundle, BundleItem, Case, Event
from ..spine import acting

Choice = BundleItem.Choice
BOX = re.compile(r"(\d+)\s*[:,]?\s+(\d+(?:\.\d+)?)\s+(\d+(?:\.\d+)?)\s+(\d+(?:\.\d+)?)\s+(\d+(?:\.\d+)?)")


def prepare_bundle(
    *, case: Case, entry: int, title: str, made_for: str, keys: Sequence[str], reason: str, actor: Actor,
    at: dt.datetime,
) -> Bundle:  # fmt: skip
    """Chooses papers for a request (`entry`: the event that entered it). `keys`: of `cases.disclosure.sources_of`; the
    others are left out for `reason`. Our own papers are kept as they are now. Raises ActRefused.
    """
    with acting("prepare_bundle", case=case, actor=actor, at=at, standing=True) as doing:
        asked = entry_of(doing.case, "log_disclosure", entry)
        if asked is None:
            raise ActRefused("This request for papers is not there any more.")
        sources = sources_of(doing.case)
        chosen = [one for one in sources if one.key in set(keys)]
        if not chosen:
            raise ActRefused("Choose at least one paper.", about="keys")
        if len(chosen) < len(sources) and not reason.strip():
            raise ActRefused("Say why the papers that you did not choose are left out.", about="reason")
        doing.about = asked.about
        doing.record(summary=f"A bundle of {len(chosen)} of {len(sources)} papers is being prepared.")
        bundle = Bundle.objects.create(
            partnership_id=case.partnership_id, case=doing.case, request=asked, title=title.strip(),
            made_for=made_for.strip(), prepared_at=at, prepared_by=actor.label,
        )  # fmt: skip
        BundleItem.objects.bulk_create(
            BundleItem(
                partnership_id=case.partnership_id, bundle=bundle, position=number, key=one.key,
                title=one.title[:240], content=one.content, file_id=one.file,
                choice=Choice.WHOLE if one in chosen else Choice.OUT, reason="" if one in chosen else reason.strip(),
            )
            for number, one in enumerate(sources, 1)
        )  # fmt: skip
        return bundle


@dataclass(frozen=True)
class TakenOut:
    """What is taken out of one paper, as it was typed."""

    choice: str
    reason: str = ""
    words: str = ""  # one on each line
    passages: Sequence[int] = ()
    pages: str = ""  # "1, 4-6"
    boxes: str = ""  # one on each line: page, left, top, width, height in percent
    looked: bool = False  # its pages that are pictures were looked through for all words that are taken out


def redact_item(*, item: BundleItem, taken: TakenOut, actor: Actor, at: dt.datetime) -> BundleItem:
    """Whole, in part or not at all, with the reason; raises ActRefused once the bundle was given."""
    bundle = item.bundle
    with acting("redact_item", case=bundle.case, actor=actor, at=at, standing=True) as doing:
        _refuse_if_given(bundle)
        if taken.choice not in Choice.values:
            raise ActRefused("Choose what becomes of this paper.", about="choice")
        if taken.choice != Choice.WHOLE and not taken.reason.strip():
            raise ActRefused("Give the reason: it stays on the record.", about="reason")
        part = taken.choice == Choice.PART
        if taken.choice == Choice.WHOLE and (
            taken.words.strip() or taken.passages or taken.pages or taken.boxes.strip()
        ):
            raise ActRefused(
                f"You named something to take out. Choose “{Choice.PART.label}”, or empty those boxes.", about="choice"
            )
        item.choice, item.reason = taken.choice, taken.reason.strip() if taken.choice != Choice.WHOLE else ""
        item.words = _lines(taken.words) if part else []
        known = {number for number, *_ in passages_of(item)}
        item.passages_out = sorted(known.intersection(taken.passages)) if part else []
        item.pages_out = _pages(taken.pages) if part and item.file_id else []
        item.boxes = _boxes(taken.boxes) if part and item.file_id else []
        if part and not (item.words or item.passages_out or item.pages_out or item.boxes):
            raise ActRefused("Say what is taken out of it, or give it whole.", about="words")
        item.looked_for = [*bundle.words, *item.words] if taken.looked and item.file_id else []
        item.save()
        _unmade(bundle)
        doing.about = bundle.request.about
        doing.record(
            summary=f"In a bundle, one paper: {Choice(taken.choice).label.lower()}.", reason=item.reason,
            data={"bundle": bundle.pk, "item": item.key, "looked_at_pictures": bool(item.looked_for)},
        )  # fmt: skip
    return item


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(" ".join(line.split()) for line in text.split("\n") if line.strip()))


def _pages(text: str) -> list[int]:
    """ "1, 4-6" as numbers."""
    found: set[int] = set()
    for part in filter(None, (one.strip() for one in text.replace("–", "-").split(","))):
        ends = part.split("-")
        if len(ends) > 2 or not all(end.strip().isdigit() and 0 < int(end) <= 2000 for end in ends):
            raise ActRefused(f"“{part[:20]}” is no page. Write pages like 1, 4-6.", about="pages")
        found.update(range(int(ends[0]), int(ends[-1]) + 1))
    return sorted(found)


def _boxes(text: str) -> list[str]:
    found = []
    for line in filter(None, (one.strip() for one in text.split("\n"))):
        box = BOX.fullmatch(line)
        if box is None or not all(0 <= float(number) <= 100 for number in box.groups()[1:]) or int(box[1]) < 1:
            sentence = f"“{line[:40]}” is no area. Write its page, then left, top, width and height in percent."
            raise ActRefused(sentence, about="boxes")
        found.append(" ".join(box.groups()))
    return found


def _refuse_if_given(bundle: Bundle) -> None:
    if bundle.given_id is not None:
        raise ActRefused("This bundle was given and is kept as it was. Prepare another one.")


def _unmade(bundle: Bundle) -> None:
    """What was made before the change is not what would be given."""
    bundle.job = None
    bundle.save(update_fields=["job"])


def make_bundle(
    *, bundle: Bundle, words: str, with_record: bool, words_reason: str = "", actor: Actor, at: dt.datetime
) -> PrintJob:  # fmt: skip
    """Has the PDF made. `words`: one on each line, taken out of every paper for `words_reason`; the worker looks that
    none is left. Raises ActRefused."""
    with acting("make_bundle", case=bundle.case, actor=actor, at=at, standing=True) as doing:
        _refuse_if_given(bundle)
        if not bundle.items.exclude(choice=Choice.OUT).exists():
            raise ActRefused("Every paper is left out, so there is nothing to give.")
        bundle.words, bundle.words_reason, bundle.with_record = _lines(words), words_reason.strip(), with_record
        if bundle.words and not bundle.words_reason:
            raise ActRefused("Say why these words are taken out: it stays on the record.", about="words_reason")
        bundle.job = ask_for_print(
            kind="disclosure-bundle", about=f"bundle:{bundle.pk}", case=bundle.case,
            payload=paper_of_bundle(bundle, at=at), actor=actor, at=at,
        )  # fmt: skip
        bundle.save()
        doing.about = bundle.request.about
        doing.record(summary="A bundle was made.", data={"bundle": bundle.pk})
        return bundle.job


def give_bundle(*, bundle: Bundle, to: str, how: str, actor: Actor, at: dt.datetime) -> Event:
    """It leaves, and stays here exactly as given. Refused before legal advice and the decision are on record (C-33)."""
    with acting("give_bundle", case=bundle.case, actor=actor, at=at, standing=True) as doing:
        bundle = Bundle.objects.select_for_update(of=("self",)).get(partnership=bundle.partnership_id, pk=bundle.pk)
        _refuse_if_given(bundle)
        answers = Event.objects.filter(
            partnership=bundle.partnership_id, case=doing.case, act="answer_disclosure", about=bundle.request.about,
            annulled_by=None, annuls=None,
        )  # fmt: skip
        decided = {each.data["answers"]["recorded"].get("act-decision") for each in answers}
        if decided and not decided & {"given", "partly given"}:
            sentence = (
                "The decision on record is to give nothing. If it was changed, strike that entry out in the record"
            )
            raise ActRefused(f"{sentence} and enter the new decision.")
        if not decided:
            raise ActRefused("First enter the legal advice and the decision to give papers, in the register.")
        if bundle.job is None or bundle.job.file_id is None:
            raise ActRefused("The bundle has not been made yet.")
        doing.about = bundle.request.about
        event = doing.record(
            summary="A bundle of papers was given to whoever asked for it.",
            data={"bundle": bundle.pk, "to": to.strip(), "how": how.strip(), "file": bundle.job.file_id,
                  "sha256": bundle.job.file.sha256},
        )  # fmt: skip
        bundle.given = event
        bundle.save(update_fields=["given"])
        return event
