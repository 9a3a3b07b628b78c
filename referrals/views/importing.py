"""The log that exists already: upload it, say what its columns are, read every problem, take it over as a whole."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from config.links import address
from config.pages import attempt, page
from documents.files import check_upload
from documents.tables import csv_response
from partnerships.queries import boroughs, member_agencies
from partnerships.refusals import ActRefused

from .. import acts, forms
from ..importing import columns
from ..importing.imports import BUSY, find_import, imports, progress_of

SHOWN = 200


@require_safe
def log_imports(request):
    """What was uploaded, the newest first, and where to begin."""
    return page(request, "referrals/log_imports.html", imports=imports())


def upload_log(request):
    """A spreadsheet comes in; its headings are read at once."""
    posted = request.POST if request.method == "POST" else None
    form = forms.UploadLogForm(posted, request.FILES or None, check=check_upload)
    if request.method == "POST" and form.is_valid():
        row = attempt(form, acts.upload_log, checked=form.cleaned_data["file"], actor=request.actor, at=request.at)
        if row is not None:
            return redirect("map_columns", request.partnership.slug, row.pk)
    return page(
        request, "form_page.html", form=form, heading="Upload the log you have", button="Upload",
        back=address("log_imports", partnership=request.partnership.slug),
        lead="Past referrals and reviews become closed cases of the log. No deadline begins and nobody is written to. "
             "On the next pages you say which column is which, and see every problem before anything is kept.",
    )  # fmt: skip


@require_safe
def log_import(request, log_import: int):
    """Where an import stands. While the worker is at it, the page asks every two seconds; 204 means not yet."""
    row = find_import(log_import)
    busy = row.state in BUSY
    context = {
        "row": row, "busy": busy, "done": progress_of(row) if row.state == "importing" else 0,
        "labels": {column.name: column.label for column in columns.COLUMNS}, "shown": grouped(row.problems)[:SHOWN],
        "unknown": any(column != "referred_by" for column, _, _ in row.unknown),
    }  # fmt: skip
    if "while" in request.GET:
        if busy and request.GET["while"] == f"{row.state}-{context['done']}":
            return HttpResponse(status=204)
        return render(request, "referrals/_log_import.html", context)
    return page(request, "referrals/log_import.html", **context)


def grouped(problems) -> list[dict]:
    """Problems in the same words of the same column, as one with all its rows; in the order of their first row."""
    found: dict[tuple, list[int]] = {}
    for number, letter, name, says in problems:
        found.setdefault((letter, name, says), []).append(number)
    return [
        {"rows": rows, "letter": letter, "name": name, "says": says} for (letter, name, says), rows in found.items()
    ]


def map_columns(request, log_import: int):
    """Which column is which; guessed from the headings, and from what was chosen the last time."""
    row = find_import(log_import)
    pathways = [(each.name, each.title) for each in request.procedure.pathways]
    places = {each.slug: each for each in boroughs()}
    initial = {**row.mapping, "all_kind": row.kind, "all_borough": row.borough.slug if row.borough else ""}
    form = forms.ColumnsForm(
        request.POST or None, columns=columns.COLUMNS, headings=row.headings, pathways=pathways, initial=initial,
        boroughs=[(slug, each.title) for slug, each in places.items()],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        kind = given.get("all_kind") or (pathways[0][0] if len(pathways) == 1 else "")
        mapping = {name: given.get(name, "") for name in columns.BY_NAME}
        if attempt(form, acts.map_columns, log_import=row, mapping=mapping,
                   kind=kind, borough=places.get(given.get("all_borough") or ""), procedure=request.procedure,
                   actor=request.actor, at=request.at):  # fmt: skip
            return redirect("log_import", request.partnership.slug, row.pk)
    return page(
        request, "referrals/map_columns.html", row=row, form=form, heading="Which column is which?",
        caption=row.file_name, back=address("log_import", partnership=request.partnership.slug, log_import=row.pk),
    )  # fmt: skip


def name_words(request, log_import: int):
    """What the log's own words for kinds, boroughs and agencies mean here; then every row is checked again."""
    row = find_import(log_import)
    put_right = "I will put the file right"
    ours = {
        "kind": (put_right, [(each.name, each.title) for each in request.procedure.pathways]),
        "borough": (put_right, [(each.slug, each.title) for each in boroughs()]),
        "referred_by": ("None of ours: keep the words", [(each.slug, each.title) for each in member_agencies()]),
    }
    offered = {name: (columns.BY_NAME[name].label, *rest) for name, rest in ours.items()}
    form = forms.WordsForm(request.POST if request.method == "POST" else None, asked=row.unknown, offered=offered)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, acts.name_words, log_import=row, words=form.meanings(), actor=request.actor, at=request.at)
    ):
        return redirect("log_import", request.partnership.slug, row.pk)
    return page(
        request, "referrals/name_words.html", row=row, form=form, heading="What do these words mean?",
        caption=row.file_name, back=address("log_import", partnership=request.partnership.slug, log_import=row.pk),
    )  # fmt: skip


def choose_sheet(request, log_import: int):
    """Another sheet, or another row with the headings."""
    row = find_import(log_import)
    form = forms.SheetForm(
        request.POST or None, sheets=row.sheets, initial={"sheet": row.sheet, "heading_row": row.heading_row}
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, acts.choose_sheet, log_import=row, actor=request.actor, at=request.at, **form.cleaned_data)
    ):
        return redirect("map_columns", request.partnership.slug, row.pk)
    return page(
        request, "form_page.html", form=form, heading="Where are the headings?", button="Read these headings",
        back=address("map_columns", partnership=request.partnership.slug, log_import=row.pk),
    )  # fmt: skip


@require_POST
def import_log(request, log_import: int):
    """Everything or nothing, by the worker."""
    return _pressed(request, find_import(log_import), acts.import_log, "")


@require_POST
def discard_import(request, log_import: int):
    return _pressed(request, find_import(log_import), acts.discard_import, "The file is deleted. Nothing was imported.")


def _pressed(request, row, act, done: str):
    try:
        act(log_import=row, actor=request.actor, at=request.at)
    except ActRefused as refusal:
        messages.error(request, str(refusal))
    else:
        if done:
            messages.success(request, done)
    return redirect("log_import", request.partnership.slug, row.pk)


@require_safe
def log_import_problems(request, log_import: int):
    """Every problem as a table to work through in the spreadsheet program."""
    row = find_import(log_import)
    rows = ((number, letter, columns.BY_NAME[name].label, says) for number, letter, name, says in row.problems)
    return csv_response(f"problems-{row.file_name}", ("Row", "Column", "What it should be", "Problem"), rows)
