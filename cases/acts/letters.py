"""Writing a letter on a case (BEX-11): kept exactly as sent, as PDF and Word, and listed with whom it went to."""

from __future__ import annotations

import datetime as dt

from documents import wordings
from documents.acts import ask_for_print, queue_message
from documents.files import CheckedFile, keep_file
from documents.letters import fill_email
from documents.word import TYPE, letter_docx
from documents.wordings import worded
from partnerships.actors import Actor
from partnerships.acts.guard import london_day
from partnerships.refusals import ActRefused
from procedures.model import Letter, Procedure

from .. import telling
from ..models import Case, Event
from ..spine import Doing, acting
from ..writing import HOWS, Addressee, addressee, as_written, letters_to_write, paper_of

NOTICE = "letter-waits"


def write_letter(
    *, case: Case, letter: str, to: str, recipient: str, address: str, salutation: str, subject: str, body: str,
    signed_by: str, how: str, actor: Actor, at: dt.datetime,
) -> Event:  # fmt: skip
    """A letter in the words that leave. `to`: the key of somebody in `cases.writing.addressees`; `how`: of HOWS.

    By e-mail goes only a notice without personal details, to an agency's people who sign in to read it (C-30). Raises
    ActRefused, also while a place in square brackets is not filled in.
    """
    with acting("write_letter", case=case, actor=actor, at=at, standing=True) as doing:
        kind = next((each for each in letters_to_write(doing.procedure) if each.name == letter), None)
        whom = addressee(doing.case, to, at=at)
        if kind is None or whom is None:
            raise ActRefused("Choose a letter and whom it is to.")
        said = {"recipient": recipient, "address": address, "salutation": salutation, "subject": subject, "body": body,
                "signed_by": signed_by}  # fmt: skip
        words = as_written(said, kind)
        _refuse_unfinished(words, how, whom)
        doing.agency = whom.agency
        written = {"letter": kind.name, "title": kind.title, "to": whom.key, "how": how, **words}
        event = doing.record(
            summary=f"A letter was written: {kind.title}. {HOWS[how].partition(':')[0]}.", data=written
        )
        _keep(doing, event, written, kind, actor, at)
        if how == "sign-in":
            _give_notice(doing, whom)
        return event


def _refuse_unfinished(words: dict, how: str, whom: Addressee) -> None:
    if not words["recipient"]:
        raise ActRefused("Enter whom the letter is to.", about="recipient")
    if not words["subject"]:
        raise ActRefused("Enter a subject.", about="subject")
    if not words["paragraphs"]:
        raise ActRefused("Enter the words of the letter.", about="body")
    texts = {**words, "body": "\n".join(words["paragraphs"])}
    for name in ("salutation", "subject", "body"):
        if left := wordings.left_open(texts[name]):
            raise ActRefused(f"Fill in or take out what stands in square brackets: {left[0]}", about=name)
        if braces := wordings.in_braces(texts[name]):
            sentence = f"Write the words themselves: {{{braces[0]}}} is filled in only in the wording of a letter."
            raise ActRefused(sentence, about=name)
    if how not in HOWS:
        raise ActRefused("Choose how the letter goes.", about="how")
    if how == "sign-in" and whom.agency is None:
        sentence = "Only an agency’s people can sign in to read it. Choose another way for this letter."
        raise ActRefused(sentence, about="how")


def _keep(doing: Doing, event: Event, written: dict, kind: Letter, actor: Actor, at: dt.datetime) -> None:
    """The Word file at once; the PDF by a worker. Both belong to the event and are never made again."""
    paper = paper_of(doing.case, written, at=at)
    name = f"{doing.case.reference} {kind.title} {london_day(at).isoformat()}.docx"
    checked = CheckedFile(name, TYPE, letter_docx(paper))
    keep_file(checked, kind="case-letter", at=at, actor=actor, case=doing.case, about=f"event:{event.pk}")
    ask_for_print(kind="case-letter", about=f"event:{event.pk}", payload=paper, case=doing.case, actor=actor, at=at)


def _give_notice(doing: Doing, whom: Addressee) -> None:
    """Reference and link, nothing else (C-30)."""
    procedure: Procedure = doing.procedure
    letter = worded(procedure.find("letters", NOTICE))
    told = telling.recipients("agency", doing.case, procedure, at=doing.at, agency=whom.agency)
    people = [one for one in told if one.user is not None]
    if not people:
        raise ActRefused("Nobody of this agency signs in here and sees the case. Choose another way.", about="how")
    for one in people:
        link = telling.case_link(doing.case, procedure)
        filled = fill_email(letter, telling.values_for(doing.case, procedure, one, at=doing.at, link=link, extra={}))
        queue_message(
            key=f"{NOTICE}:{doing.event.pk}:{one.user.pk}", kind=NOTICE, to_email=one.email, to_name=one.name,
            to_user=one.user, case=doing.case, subject=filled.subject, body=filled.body, at=doing.event.recorded_at,
        )  # fmt: skip
