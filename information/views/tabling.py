"""A chronology from a table: pasted from a spreadsheet, or read from a file in the agency's own format (BEX-15)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_POST

from config.filters import plural
from config.pages import attempt
from documents.reading import NotReadable
from documents.tables import csv_response, xlsx_response
from partnerships.refusals import ActRefused

from .. import drafts, forms, kept, uploaded
from ..columns import HEADINGS
from ..pasting import as_text
from .place import Opened, closed, closed_unless_typed, no_chronology, of_agency

HELP = {
    "date": "12/03/2024, 12/03/24, 12 March 2024, March 2024 or 2024",
    "time": "14:30 or 2:30pm; it may also stand in the date’s column",
}


def _columns() -> list[tuple[str, str]]:
    return [(heading, HELP.get(column, "")) for column, heading in HEADINGS.items()]


@of_agency("return_chronology")
def paste_chronology(request, opened):
    """Rows copied from a spreadsheet: all or none, each cell that cannot be read said with its row and column."""
    if away := no_chronology(opened) or closed_unless_typed(request, opened):
        return away
    form = forms.PasteForm(request.POST or None, today=timezone.localdate(request.at))
    if request.method == "POST" and form.is_valid() and _added(request, opened, form):
        return opened.go("return_chronology")
    return opened.page(request, "paste_chronology", form=form, columns=_columns())


def _added(request, opened: Opened, form, paper: int = 0) -> bool:
    done = attempt(form, drafts.add_pasted, scoping_return=opened.row, rows=form.pasted, paper=paper,
                   actor=opened.actor, at=request.at)  # fmt: skip
    if done:
        added, there = done
        again = f" {plural(there, 'was', 'were')} there already." if there else ""
        messages.success(request, f"{plural(added, 'entry', 'entries')} added.{again}")
    return bool(done)


@of_agency("return_chronology", write=False)
def chronology_template(request, opened, kind):
    """An empty table with our headings, to be filled in and pasted or uploaded."""
    answer = {"csv": csv_response, "xlsx": xlsx_response}.get(kind)
    if answer is None:
        raise Http404
    return answer("chronology-template", HEADINGS.values(), [])


@of_agency("return_chronology")
def upload_chronology(request, opened):
    """A chronology in the agency's own format: the file is kept as it is; the next page reads it."""
    if away := no_chronology(opened) or closed(opened):
        return away
    form = forms.UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        number = attempt(form, drafts.attach_own, scoping_return=opened.row, checked=form.cleaned_data["file"],
                         actor=opened.actor, at=request.at)  # fmt: skip
        if number:
            return opened.go("own_chronology", paper=number)
    return opened.page(request, "upload_chronology", form=form, own_will_do=opened.form.own_chronology)


@of_agency("return_chronology")
def own_chronology(request, opened, paper):
    """What was read of an agency's own file, to be checked and added; or only the file, with a reason."""
    file = kept.own_file(opened.row, paper)
    if file is None:
        raise Http404
    if away := closed_unless_typed(request, opened):
        return away
    posted = request.POST if request.method == "POST" else None
    alone = forms.OnlyFileForm(posted if posted and "alone" in posted else None)
    today = timezone.localdate(request.at)
    rows = forms.PasteForm(posted if posted and "rows" in posted else None, today=today)
    if posted is not None and _settled(request, opened, rows, alone, paper):
        return opened.go("return_chronology")
    text, why_not = _read(file)
    if text and not rows.is_bound:
        rows = forms.PasteForm({"rows": text}, today=today)
    rows.is_valid()
    return opened.page(
        request, "own_chronology", file=file, paper=paper, form=rows, alone=alone, why_not=why_not, text=text,
        columns=_columns(), own_will_do=opened.form.own_chronology,
    )  # fmt: skip


def _read(file) -> tuple[str, str]:
    """(the file's table as it would be pasted, why there is none)."""
    try:
        return as_text(uploaded.lines_of(file.name, bytes(file.content))), ""
    except NotReadable as wrong:
        return "", str(wrong)


def _settled(request, opened: Opened, rows, alone, paper: int) -> bool:
    """The entries were added, or only the file is kept."""
    if alone.is_bound:
        done = alone.is_valid() and attempt(
            alone, drafts.keep_own_only, scoping_return=opened.row, paper=paper, why=alone.cleaned_data["why"],
            actor=opened.actor, at=request.at,
        )  # fmt: skip
        if done:
            messages.success(request, "The file goes with your answer as it is.")
        return bool(done)
    return rows.is_bound and rows.is_valid() and _added(request, opened, rows, paper)


@require_POST
@of_agency("return_chronology")
def remove_own(request, opened, paper):
    """Takes the agency's own file out again; entries that were read from it stay."""
    if kept.own_file(opened.row, paper) is None:
        raise Http404
    try:
        drafts.remove_paper(scoping_return=opened.row, paper=paper, actor=opened.actor, at=request.at)
        messages.success(request, "The file was removed.")
    except ActRefused as refusal:
        messages.error(request, str(refusal))
    return opened.go("return_chronology")
