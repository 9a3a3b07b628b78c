"""Reading: who has answered, the merged chronology as a page and as tables, and what my agency is asked."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import redirect

from cases.queries import possible_acts, procedure_of
from cases.spine import may
from cases.web import case_page, open_page
from config.pages import attempt, page
from documents.tables import csv_response, xlsx_response
from partnerships.refusals import ActRefused

from .. import acts, forms, lists, papers, queries, rules, sight

TAB = "case_information"
USUAL_GAP = 3
MINE = (
    "request_information", "send_reminder", "ask_supplement", "reopen_return", "withdraw_request", "invite_agency",
)  # fmt: skip


def case_information(request, reference):
    """Who was asked, who owes an answer and by when; an agency's people see their own until the case is before a
    meeting (C-52)."""
    case = open_page(request, reference, TAB)
    state = sight.state_of_case(case)
    asked = lists.information_of(case, request.actor, at=request.at, state=state)
    rows = [row for each in asked for row in each.rows]
    return case_page(
        request, case, "information/case_information.html", name=TAB, asked=asked,
        acts=_worth_showing(possible_acts(case, request.actor, state), rows),
        office=request.actor.holds(*sight.OFFICE),
        sight=sight.sight_of(case, request.actor, state),
        own=next((row for row in rows if row.mine and row.open), None),
        figures=_figures(rows), windows={each.request.pk: _window(each.request) for each in asked},
    )  # fmt: skip


def _window(request):
    return papers.window_text(request.window_from, request.window_to)


def _figures(rows) -> list[dict]:
    wanted = [row for row in rows if row.state != "withdrawn"]
    late = [row for row in wanted if row.open and row.due and row.due.left is not None and row.due.left < 0]
    counts = [
        (sum(row.state == "returned" for row in wanted), "returned"),
        (sum(row.state == "not-known" for row in wanted), "not known"),
        (sum(row.open for row in wanted), "outstanding"),
        (len(late), "late"),
    ]
    return [{"number": number, "text": text, "href": ""} for number, text in counts]


def _worth_showing(possible, rows):
    """The acts of this room that there is something to do with."""
    waiting, answered = any(row.open for row in rows), any(row.returned_at for row in rows)
    sensible = {
        "send_reminder": waiting,
        "withdraw_request": waiting,
        "ask_supplement": answered,
        "reopen_return": answered,
    }
    found = [act for act in possible if act.act in MINE and sensible.get(act.act, True)]
    return sorted(found, key=lambda act: MINE.index(act.act))


def _filtered(request, entries):
    """(form, entries, gaps): by agency, with the gaps of the length asked for."""
    agencies = sorted({(entry.agency_id, entry.agency) for entry in entries}, key=lambda pair: pair[1].lower())
    form = forms.ChronologyFilter(request.GET or {"gap": USUAL_GAP}, agencies=agencies)
    form.is_valid()
    chosen = set(form.cleaned_data.get("agency") or [])
    shown = [entry for entry in entries if not chosen or entry.agency_id in chosen]
    gap = form.cleaned_data.get("gap", USUAL_GAP)
    return form, shown, rules.gaps(shown, USUAL_GAP if gap is None else gap)


def merged_chronology(request, reference):
    """Every agency's entries in order of time (RED-21), with the stretches in which nobody has one."""
    case = open_page(request, reference, "merged_chronology")
    entries, seen = queries.merged_chronology(case, reader=request.actor), sight.sight_of(case, request.actor)
    form, shown, gaps = _filtered(request, entries)
    waiting = [row.agency.title for row in queries.outstanding(case)] if seen.everything else []
    return case_page(
        request, case, "information/merged_chronology.html", name=TAB, form=form, entries=shown, total=len(entries),
        gaps={gap.after: gap for gap in gaps}, sight=seen, waiting=waiting, query=request.GET.urlencode(),
        filtered=len(shown) != len(entries),
        may_compile="compile_chronology" in {act.act for act in possible_acts(case, request.actor)},
    )  # fmt: skip


HEADER = (
    "Date",
    "Time",
    "Agency",
    "What happened",
    "Record",
    "Who was involved",
    "Outcome",
    "Seen and heard",
    "Comment",
)


def chronology_table(request, reference, kind):
    """The same entries as CSV or XLSX."""
    answer = {"csv": csv_response, "xlsx": xlsx_response}.get(kind)
    if answer is None:
        raise Http404
    case = open_page(request, reference, "merged_chronology")
    _, shown, _ = _filtered(request, queries.merged_chronology(case, reader=request.actor))
    rows = [
        (e.date_text, e.time.strftime("%H:%M") if e.time else "", e.agency, e.event, e.source, e.who, e.outcome,
         e.seen, e.comment)
        for e in shown
    ]  # fmt: skip
    return answer(f"{case.reference}-chronology", HEADER, rows)


def compile_chronology(request, reference):
    """Puts the answers together on paper and on the record."""
    case = open_page(request, reference, "compile_chronology")
    track = _put_together_on(request, case)
    part = queries.part_of(track)
    if not sight.sight_of(case, request.actor).of(part):
        raise Http404
    remarks, refusal = _asked_first(request, case, track)
    form = forms.CompileForm(request.POST or None, remarks=remarks)
    if request.method == "POST" and form.is_valid():
        job = attempt(form, acts.compile_chronology, case=case, reason=form.cleaned_data.get("reason", ""),
                      track=track, actor=request.actor, at=request.at)  # fmt: skip
        if job:
            return redirect("print_job", partnership=request.partnership.slug, job=job.pk)
    entries = queries.merged_chronology(case, part=part)
    apart = next((each.title for each in procedure_of(case).tracks if each.name == part), "")
    others = len(queries.merged_chronology(case)) - len(entries) if apart else 0
    return case_page(
        request, case, "information/compile_chronology.html", name=TAB, form=form, remarks=remarks, refusal=refusal,
        entries=entries, left_out=papers.left_out(others, apart),
        waiting=[row.agency.title for row in queries.outstanding(case, part)],
        apart=apart.lower(),
    )  # fmt: skip


def _put_together_on(request, case) -> str:
    """The track that the link names (?for=), if the text has the act on it; else whichever fits."""
    named = request.GET.get("for", "")
    steps = procedure_of(case).steps_for("compile_chronology", case.pathway)
    return named if any(step.track == named for step in steps) else ""


def _asked_first(request, case, track) -> tuple[tuple[str, ...], str]:
    """(what normally comes first and is missing, why it cannot be done at all)."""
    truths = queries.truths(case, at=request.at)
    try:
        return may("compile_chronology", case=case, actor=request.actor, truths=truths, track=track).remarks, ""
    except ActRefused as refused:
        return (), str(refused)


def my_requests(request):
    """What the reader's agency is asked for, the most urgent first."""
    return page(request, "information/my_requests.html", requests=lists.my_requests(request.actor, at=request.at))
