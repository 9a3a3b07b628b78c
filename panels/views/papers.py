"""The papers of a meeting: what goes in, a look at them, sending, reading one's copy, who opened them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from config.filters import plural
from config.pages import attempt, page
from documents.models import PrintJob
from procedures.saying import whoever_runs

from .. import acts, forms
from ..acts.letters import PAPERS, sending
from ..acts.papers import readers_of
from ..models import Meeting, Pack
from ..queries.agenda import items_for
from ..queries.packs import (
    Planned,
    draft_of,
    edition_title,
    editions,
    new_ones,
    parts_of,
    planned_sheets,
    readable,
)
from ..queries.reading import reader_rows
from ..queries.room import body_at, procedure_at, runs_meeting
from ..queries.undertakings import asks_for_agreement, papers_wait_for, undertaken
from .common import meeting_form, said, the_meeting, to_meeting

STATES = {
    PrintJob.State.WAITING: ("Being made", "yellow"),
    PrintJob.State.DONE: ("Ready", "green"),
    PrintJob.State.FAILED: ("Could not be made", "red"),
}


def prepare_papers(request, meeting: int):
    """What goes into the next edition, by item; a case closed to the reader goes in as usual, unseen by them."""
    found = _run_by_reader(request, meeting)
    packs = editions(found)
    sheets = new_ones(planned_sheets(found, at=request.at), parts_of(packs))
    open_items = {row.item.pk: row for row in items_for(found, request.actor) if not row.hidden}
    shown = [sheet for sheet in readable(sheets, request.actor) if sheet.item.pk in open_items]
    groups = _groups(shown, open_items)
    form = forms.prepare_form(groups, request.POST or None)
    if request.method == "POST" and form.is_valid():
        unseen = {sheet.key for sheet in sheets if sheet.usual and sheet.item.pk not in open_items}
        chosen = unseen | {key for keys in form.cleaned_data.values() for key in keys}
        if attempt(form, acts.prepare_papers, meeting=found, chosen=chosen, actor=request.actor, at=request.at):
            return to_meeting(request, found, "circulate_papers")
    name = edition_title(len(packs)).lower()
    lead = (
        "Each sheet is made once and put into everybody’s own copy. Nothing is sent yet: you look at it first."
        if not packs
        else f"The papers went out on {_day(packs[0])}. Only what is new or has changed since is offered here; "
        f"it goes out as {name}."
    )
    return meeting_form(
        request, found, form, "Choose what goes into the papers" if not packs else f"Choose what goes into {name}",
        button="Prepare the papers", lead=lead,
        warning="" if shown or not packs else "Nothing about the cases is new. An item added to the agenda still is.",
    )  # fmt: skip


def _day(pack: Pack) -> str:
    from config.filters import date_long

    return date_long(pack.frozen_at)


def _run_by_reader(request, meeting: int) -> Meeting:
    found = the_meeting(request, meeting)
    if not runs_meeting(request.actor, found):
        who = whoever_runs(procedure_at(found), found.body)
        raise PermissionDenied(f"Only the {who} prepares the papers of the {body_at(found).title}.")
    return found


def _groups(shown: list[Planned], rows: dict) -> list[tuple[str, str, list[Planned]]]:
    """(field, label, sheets) of each item with something to choose."""
    found: dict[int, list[Planned]] = {}
    for sheet in shown:
        found.setdefault(sheet.item.pk, []).append(sheet)
    return [(f"item-{pk}", f"{rows[pk].number}. {rows[pk].title}", sheets) for pk, sheets in found.items()]


def circulate_papers(request, meeting: int):
    """The edition as it was prepared, what is sent and to whom; the button freezes it and sends."""
    found = _run_by_reader(request, meeting)
    pack = draft_of(found)
    if pack is None:
        return to_meeting(request, found, "prepare_papers")
    form = forms.NothingAsked(request.POST or None)
    if request.method == "POST" and attempt(form, _circulate, request=request, meeting=found, pack=pack):
        messages.success(request, f"{edition_title(pack.number)}: frozen as they are now, and the readers are told.")
        return to_meeting(request, found, "papers_opened")
    letter = sending(found, PAPERS, at=request.at, people=readers_of(found, at=request.at))
    closed = {row.item.pk for row in items_for(found, request.actor) if row.hidden}
    parts = [part for part in parts_of([pack]) if part.item_id not in closed]
    return page(
        request,
        "panels/circulate.html",
        meeting=found,
        meeting_title=body_at(found).title,
        form=form,
        pack=pack,
        edition=edition_title(pack.number),
        parts=parts,
        unseen=len(closed),
        states=STATES,
        checked={"sending": letter},
        button=f"Freeze and tell {plural(len(letter.people), 'person', 'people')}" if letter else "Freeze the papers",
    )


def _circulate(*, request, meeting: Meeting, pack: Pack) -> Pack:
    """The edition that this page showed: another one prepared meanwhile is not sent unseen."""
    from partnerships.refusals import ActRefused

    if request.POST.get("pack") != str(pack.pk):
        raise ActRefused("The papers were prepared again meanwhile. Look at them as they are now.")
    return acts.circulate_papers(meeting=meeting, actor=request.actor, at=request.at)


@require_POST
def meeting_papers(request, meeting: int):
    """The reader's own copy of one edition: a page that waits for it, or the file when it is there."""
    found = the_meeting(request, meeting)
    if papers_wait_for(found, request.actor):
        return to_meeting(request, found, "sign_confidentiality")
    wanted = request.POST.get("pack", "")
    packs = [*editions(found), *([draft_of(found)] if runs_meeting(request.actor, found) else [])]
    pack = next((one for one in packs if one is not None and str(one.pk) == wanted), None)
    if pack is None:
        messages.error(request, "The papers of this meeting have not been circulated yet.")
        return to_meeting(request, found)
    job = said(request, acts.read_papers, pack=pack)
    if job is None:
        return to_meeting(request, found)
    if job.file_id:
        return redirect("download_file", partnership=request.partnership.slug, file=job.file_id)
    return redirect("print_job", partnership=request.partnership.slug, job=job.pk)


@require_safe
def papers_opened(request, meeting: int):
    """Who has opened which edition, and who has agreed to the agreement."""
    found = _run_by_reader(request, meeting)
    packs = editions(found)
    agreed = set(undertaken(procedure_at(found))) if asks_for_agreement(found) else None
    rows = reader_rows(packs, readers_of(found, at=request.at), agreed)
    return page(
        request,
        "panels/papers_opened.html",
        meeting=found,
        meeting_title=body_at(found).title,
        editions=[(pack, edition_title(pack.number)) for pack in packs],
        rows=rows,
        agreed=sum(row.agreed for row in rows),
        unopened=sum(1 for row in rows if row.opened and row.opened[-1] is None),
        agreement=procedure_at(found).agreement if agreed is not None else None,
        today=timezone.localdate(request.at),
    )


@require_POST
def remind_to_read(request, meeting: int):
    found = _run_by_reader(request, meeting)
    packs = editions(found)
    if not packs:
        messages.error(request, "The papers of this meeting have not been circulated yet.")
        return to_meeting(request, found)
    number = said(request, acts.remind_to_read, pack=packs[-1])
    if number:
        messages.success(request, f"{plural(number, 'person is', 'people are')} reminded.")
    return to_meeting(request, found, "papers_opened")
