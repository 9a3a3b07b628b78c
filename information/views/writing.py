"""One part of a return: the questions of the partnership's own form, saved half done, by several people."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404

from cases.asking import around_case
from cases.sheets.whole import WholeForm
from partnerships.refusals import ActRefused

from .. import drafts, lists, returns
from .place import Opened, closed_unless_typed, earlier_of, of_agency


@of_agency("return_part")
def return_part(request, opened, part):
    """A part of the answer. Who saves second sees what the first one wrote, and loses nothing typed. Of a
    supplementary question only the answer is asked, beneath what was sent before (RED-8)."""
    section = next((each for each in opened.form.sections if each.name == part), None)
    if section is None:
        raise Http404
    if away := closed_unless_typed(request, opened):
        return away
    if paper := request.POST.get("remove-document", ""):
        return _without(request, opened, part, paper)
    around = around_case(opened.case, request.at)
    posted = request.POST if request.method == "POST" else None
    whole = WholeForm(opened.form, around=around, answers=opened.row.answers, data=posted,
                      files=request.FILES if posted is not None else None, only=[part], draft=True)  # fmt: skip
    stored, seen = [], request.POST.get("seen") or returns.seen_of(opened.row, part)
    if posted is not None and whole.is_right:
        try:
            drafts.save_part(
                scoping_return=opened.row, part=part, values=whole.values[part], seen=seen, actor=opened.actor,
                uploads=[(name, checked) for _, _, name, checked in whole.uploads], at=request.at,
            )  # fmt: skip
            messages.success(request, "Saved. You can come back to it at any time.")
            return opened.go("agency_return")
        except ActRefused as refusal:
            whole.forms[0].add_error(None, str(refusal))
            if isinstance(refusal, drafts.ChangedMeanwhile):
                seen = returns.seen_of(refusal.now, part)
                typed = {**refusal.now.answers, **whole.values}
                names = returns.names_of(around)
                stored = returns.differing(opened.form, part, refusal.now.answers, typed, names)
    return opened.page(
        request, "return_part", whole=whole, section=section, form_asked=opened.form, seen=seen, stored=stored,
        writer=lists.writers_of(opened.row).get(part), earlier=earlier_of(opened.row),
        documents=returns.documents_in(section, opened.row),
    )  # fmt: skip


def _without(request, opened: Opened, part: str, paper: str):
    """A document is taken out again; pressing twice is no error."""
    if not paper.isdigit():
        raise Http404
    try:
        drafts.remove_paper(scoping_return=opened.row, paper=int(paper), actor=opened.actor, at=request.at)
        messages.success(request, "The document was removed.")
    except ActRefused as refusal:
        messages.error(request, str(refusal))
    return opened.go("return_part", part=part)
