"""Letters of a case: the list, and writing one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone

from config.links import address
from config.pages import attempt

from .. import acts, queries, writing
from ..entries import may_read
from ..forms import ChooseLetterForm, WriteLetterForm
from ..web import case_page, open_page


def case_letters(request, reference):
    """Every letter of the case, for those who run it; for an agency those that are to it."""
    case = open_page(request, reference, "case_letters")
    rows = queries.written_letters(case, request.actor, everything=may_read(request.actor))
    return case_page(
        request, case, "cases/letters.html", name="case_letters", rows=rows,
        may_write=request.actor.holds("secretariat"),
    )  # fmt: skip


def write_letter(request, reference):
    """Which letter, and to whom."""
    case = open_page(request, reference, "write_letter")
    letters = writing.letters_to_write(queries.procedure_of(case))
    whom = writing.addressees(case, at=request.at)
    form = ChooseLetterForm(request.POST or None, letters=letters, whom=whom)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        here = {"partnership": request.partnership.slug, "reference": case.reference, "letter": chosen["letter"]}
        return redirect(f"{address('write_this_letter', **here)}?to={chosen['to']}")
    return case_page(request, case, "cases/choose_letter.html", name="case_letters", form=form)


def write_this_letter(request, reference, letter):
    """The words, to be changed before they leave, and how the letter looks with them."""
    case = open_page(request, reference, "write_letter")
    procedure = queries.procedure_of(case)
    kind = next((each for each in writing.letters_to_write(procedure) if each.name == letter), None)
    to = writing.addressee(case, request.GET.get("to", writing.FREE), at=request.at)
    if kind is None or to is None:
        raise Http404
    draft = writing.draft(case, kind, to, writer=request.actor, at=request.at)
    form = WriteLetterForm(
        request.POST or None, to=to, today=timezone.localdate(request.at),
        initial={"recipient": draft.recipient, "address": draft.address, "salutation": draft.salutation,
                 "subject": draft.subject, "body": draft.body, "signed_by": request.actor.label},
    )  # fmt: skip
    if request.method == "POST" and "preview" in request.POST:
        form.hold()
    elif request.method == "POST" and form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name != "happened_at"}
        done = attempt(form, acts.write_letter, case=case, letter=letter, to=to.key, actor=request.actor,
                       at=form.at(request.at), **data)  # fmt: skip
        if done:
            messages.success(request, "The letter is on the record. Its PDF is being made.")
            return redirect("case_letters", request.partnership.slug, case.reference)
    said = {name: form[name].value() or "" for name in ("recipient", "address", "salutation", "subject", "body",
                                                        "signed_by")}  # fmt: skip
    return case_page(
        request, case, "cases/write_letter.html", name="case_letters", form=form, heading=draft.title,
        paper=writing.paper_of(case, writing.as_written(said, kind), at=request.at),
    )  # fmt: skip
