"""The pages on which a referral is written, the same for a referrer and for the office."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect

from cases.sheets.engine import Sheet, judged
from cases.sheets.pages import Page
from cases.sheets.summary import Names, summary
from config.govforms import tidied
from config.pages import page as show
from partnerships.refusals import ActRefused

from .. import acts, queries
from .place import Place


def task_list(request, place: Place) -> HttpResponse:
    """The sections and how far each is; the way to check and submit."""
    made = queries.progress(place.referral, request.at)
    return show(
        request,
        "referrals/tasks.html",
        place=place,
        referral=place.referral,
        pathway=queries.pathway_of(place.referral),
        intro=queries.form_of(place.referral).intro,
        tasks=made.tasks,
        done=made.done,
        ready=not made.problems,
    )


def section(request, place: Place, name: str) -> HttpResponse:
    """One page of the form. Whatever is typed is kept: usable answers as answers, the rest as typed."""
    if place.referral.state not in queries.EDITABLE:
        return redirect(place.tasks)
    form = queries.form_of(place.referral)
    page = queries.find_page(form, name)
    world = queries.around(place.referral, request.at, form=form)
    common = {"form": form, "answers": place.referral.answers, "around": world}
    if request.method == "POST":
        return _posted(request, place, page, common)
    if page.name in place.referral.typed or page.name in place.referral.finished_sections:
        sheet = judged(page, typed=place.referral.typed.get(page.name), **common)
    else:
        sheet = Sheet(page, **common)
    return _page(request, place, sheet)


def _posted(request, place: Place, page: Page, common: dict) -> HttpResponse:
    if document := request.POST.get("remove-document"):
        return _remove(request, place, page, document)
    change = "add" if "add" in request.POST else request.POST.get("remove", "")
    data = tidied(request.POST)
    sheet = Sheet(page, data=data, files=request.FILES, insist="later" not in request.POST, row_change=change, **common)
    if change:
        return _page(request, place, sheet)
    try:
        saved = acts.save_page(
            referral=place.referral,
            page=page,
            values=sheet.values,
            typed=boxes(data) if sheet.malformed else None,
            finished=not sheet.problems and "later" not in request.POST,
            seen=request.POST.get("seen", ""),
            uploads=sheet.uploads,
            actor=place.actor,
            at=request.at,
        )
    except acts.Overtaken as overtaken:
        return _overtaken(request, place, sheet, overtaken.referral)
    except ActRefused as refused:
        messages.warning(request, str(refused))
        return redirect(place.tasks)
    if sheet.problems:
        now = Sheet(page, data=data, files=request.FILES, insist=sheet.insist, **{**common, "answers": saved.answers})
        return _page(request, Place(place.slug, saved, place.actor, place.token), now, kept="later" in request.POST)
    return redirect(_next(request, place, saved, page))


def boxes(data) -> dict[str, list[str]]:
    """The boxes of the page's own questions, as typed."""
    return {key: values for key, values in data.lists() if key == "rows" or key.startswith("q")}


def _next(request, place: Place, saved, page: Page) -> str:
    """Where to go after a page was kept: away, on to the section's next page, back to the check page or the list."""
    if "later" in request.POST:
        return place.saved
    following = queries.page_after(saved, page, request.at)
    if following is not None:
        come_back = "?from=check" if request.GET.get("from") == "check" else ""
        return place.page(following.name) + come_back
    return place.check if request.GET.get("from") == "check" else place.tasks


def _remove(request, place: Place, page: Page, document: str) -> HttpResponse:
    if not document.isascii() or not document.isdigit() or len(document) > 15:
        raise BadRequest("This is not the number of a document.")
    try:
        acts.remove_document(referral=place.referral, document=int(document), actor=place.actor, at=request.at)
        messages.success(request, "The document was removed.")
    except ActRefused as refused:
        messages.warning(request, str(refused))
    return redirect(request.get_full_path())


def _overtaken(request, place: Place, sheet: Sheet, row) -> HttpResponse:
    """The second of two people: what is stored now beside what they typed, which stays in the boxes."""
    theirs = judged(
        sheet.page, form=sheet.form, answers=row.answers, around=sheet.around, typed=row.typed.get(sheet.page.name)
    )
    place = Place(place.slug, row, place.actor, place.token)
    return _page(request, place, sheet, status=409, changed=changes(place, sheet, theirs), changed_by=row.saved_by)


def changes(place: Place, mine: Sheet, theirs: Sheet) -> list[tuple[str, str]]:
    """(question, what is stored now) where it differs from what was typed."""
    names = names_of(place, mine.around)
    stored = {row.target: row for block in _blocks(theirs, names) for row in block.rows}
    typed = {row.target: row for block in _blocks(mine, names) for row in block.rows}
    both = {**typed, **stored}
    return [
        (row.label, stored[target].text if target in stored else "")
        for target, row in both.items()
        if (stored[target].text if target in stored else "") != (typed[target].text if target in typed else "")
    ]


def _blocks(sheet: Sheet, names: Names):
    parts = summary(sheet.form, sheet.merged(), names)
    return [block for part in parts if part.page == sheet.page.section.name for block in part.blocks]


def names_of(place: Place, world) -> Names:
    return Names(dict(world.agencies), dict(world.people), world.today)


def _page(request, place: Place, sheet: Sheet, *, status: int = 200, **more) -> HttpResponse:
    row = place.referral
    context = {"kept": False, "changed": [], "changed_by": "", **more}
    return show(
        request,
        "referrals/section.html",
        status=status,
        place=place,
        sheet=sheet,
        form=sheet,
        seen=queries.seen_of(sheet.page, row.answers, row.typed),
        come_back=request.GET.get("from") == "check",
        documents=_documents(sheet),
        **context,
    )


def _documents(sheet: Sheet) -> dict[str, list[dict]]:
    """The documents attached already, by the question they belong to."""
    return {
        group.form[question.name].html_name: list(sheet.kept_group(group.key).get(question.name, []))
        for group in sheet.groups
        for question in group.form.questions
        if question.kind == "file"
    }


def checking(request, place: Place, form) -> HttpResponse:
    """Every answer on one page, what is missing at the top, the declaration at the bottom."""
    row = place.referral
    world = queries.around(row, request.at)
    made = queries.progress(row, request.at)
    return show(
        request,
        "referrals/check.html",
        place=place,
        referral=row,
        form=form,
        parts=summary(queries.form_of(row), row.answers, names_of(place, world)),
        problems=made.problems,
        odd=queries.odd_in(row),
    )
