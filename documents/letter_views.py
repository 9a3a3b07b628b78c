"""Pages of the letters: all of them, one with its preview, its wording, and the paper as a Word file (BEX-11)."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from config.filters import date_long
from config.pages import attempt, page
from procedures.vocabulary import LETTER_USES, LETTER_VALUES, PERSONAL_LETTER_VALUES

from . import acts, wordings
from .filenames import attachment
from .forms import BringBackForm, WordingForm
from .papers import CaseLetter
from .word import TYPE, letter_docx

HEADINGS = {
    "letter": "Letters that the office writes on a case",
    "template": "Papers to fill in",
    "message": "Messages that leave by themselves",
}


def _one(request, letter: str) -> wordings.Worded:
    found = wordings.one_letter(request.procedure, letter)
    if found is None:
        raise Http404
    return found


@require_safe
def letters(request):
    """Every letter, paper and message of the procedure, and the appendices with where each is found."""
    every = wordings.every_letter(request.procedure)
    groups = [(use, words, [each for each in every if each.letter.use == use]) for use, words in HEADINGS.items()]
    return page(
        request, "documents/letters.html", groups=groups, uses=LETTER_USES, appendices=request.procedure.appendices,
        found_at=_found_at(request.procedure),
    )  # fmt: skip


def _found_at(procedure) -> dict[str, str]:
    """What each appendix is here, in words."""
    forms = {form.name: form.title for form in procedure.forms}
    parts = {"chronology": "Chronology", "methodologies": "Methodologies", "tests": "Tests", "steps": "Steps"}
    return {each.name: forms.get(each.form, "") or parts.get(each.part, "") for each in procedure.appendices}


@require_safe
def letter(request, letter: str):
    """One letter: as it would read for somebody invented, and every wording it has had."""
    found = _one(request, letter)
    return page(
        request, "documents/letter.html", found=found, filled=_blocks(found), history=wordings.history_of(letter),
        use=LETTER_USES[found.letter.use], fixed=letter in wordings.FIXED,
    )  # fmt: skip


def _blocks(found: wordings.Worded) -> dict:
    filled = wordings.preview(found.letter)
    return {"subject": filled.subject, "blocks": wordings.blocks_of(filled.paragraphs)}


def word_letter(request, letter: str):
    """The wording, to be changed; a preview of it beside."""
    found, history = _one(request, letter), wordings.history_of(letter)
    if letter in wordings.FIXED:
        return redirect("letter", request.partnership.slug, letter)
    seen = history[0].pk if history else 0
    form = WordingForm(
        request.POST or None, initial={"subject": found.letter.subject, "body": found.body, "seen": seen}
    )
    if request.method == "POST" and form.is_valid():
        done = attempt(form, acts.word_letter, letter=found.letter, actor=request.actor, at=request.at,
                       **form.cleaned_data)  # fmt: skip
        if done is not None:
            notes.success(request, "The new words are used from now on.")
            return redirect("letter", request.partnership.slug, letter)
    values = [
        (name, words) for name, words in LETTER_VALUES.items()
        if found.letter.personal or found.letter.use != "message" or name not in PERSONAL_LETTER_VALUES
    ]  # fmt: skip
    return page(request, "documents/word_letter.html", form=form, found=found, values=values)


def bring_back_letter(request, letter: str):
    """Asks once more, then the text's own words count again."""
    found, history = _one(request, letter), wordings.history_of(letter)
    form = BringBackForm(request.POST or None, initial={"seen": history[0].pk if history else 0})
    if request.method == "POST" and form.is_valid():
        done = attempt(form, acts.bring_back_letter, letter=found.letter, actor=request.actor, at=request.at,
                       **form.cleaned_data)  # fmt: skip
        if done is not None:
            notes.success(request, "The words of the procedure text are used again.")
            return redirect("letter", request.partnership.slug, letter)
    return page(request, "documents/bring_back_letter.html", form=form, found=found)


@require_safe
def letter_word(request, letter: str):
    """A paper as a Word file, with what to fill in standing in square brackets."""
    found, procedure = _one(request, letter), request.procedure
    known = {"partnership": procedure.partnership_title, "contact_email": procedure.contact_email}
    filled = wordings.preview(found.letter, {**wordings.missing_words(), **known})
    office = procedure.words.get("secretariat", "Secretariat")
    paper = CaseLetter(
        partnership=procedure.partnership_title, title=filled.subject, sender=office, recipient="",
        contact_email=procedure.contact_email, date=date_long(request.at), reference="[the case’s reference]",
        salutation="", paragraphs=(), blocks=wordings.blocks_of(filled.paragraphs), closing="", signed_by="",
        demo=request.partnership.is_demo,
    )  # fmt: skip
    return attachment(letter_docx(paper), f"{found.letter.title}.docx", TYPE)
