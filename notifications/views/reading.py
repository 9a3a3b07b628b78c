"""The tab of a case, a notice, an outcome record as it was sent, and their papers."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cases.queries import possible_acts, procedure_of
from cases.sheets.whole import in_words
from cases.web import case_page, open_page
from documents.acts import ask_for_print

from .. import asking, papers, queries
from .place import TAB, names_of

ACTS = (
    "prepare_notification", "record_notification", "record_acknowledgement", "withdraw_notification", "send_outcome",
    "record_reply", "answer_reply", "record_tracker",
)  # fmt: skip
# Each notice and the tracker have their own links to these on the tab.
BESIDE = ("record_acknowledgement", "withdraw_notification", "record_reply", "answer_reply", "record_tracker")


def case_notifications(request, reference):
    """What is still to be told and by when, what was sent and its state, outcomes, answers, the tracker."""
    case = open_page(request, reference, TAB)
    procedure = procedure_of(case)
    state = queries.state_of_case(case, procedure)
    mine = [act for act in possible_acts(case, request.actor, state) if act.act in ACTS]
    return case_page(
        request, case, "notifications/case_notifications.html", name=TAB,
        still=queries.still_to_notify(case, procedure, state, at=request.at),
        sent=queries.sent_notices(case, procedure),
        draft=queries.outcome_draft(case),
        outcomes=[(row, queries.copies_of_outcome(case, row)) for row in queries.outcomes_of(case)],
        tracker=queries.tracker_of(case),
        acts=[act for act in mine if act.act not in BESIDE],
        may={act.act for act in mine},
    )  # fmt: skip


def notice(request, reference, sent):
    """One notice: its sheet, when and by whom it was sent, its papers (BEX-8: the copy)."""
    case = open_page(request, reference, "notice")
    found, procedure = queries.find_notice(case, sent), procedure_of(case)
    rule = procedure.find("notices", found.notice)
    form = asking.form_named(procedure, rule.form)
    shown = next((each for each in queries.sent_notices(case, procedure) if each.row.pk == found.pk), None)
    return case_page(
        request, case, "notifications/notice.html", name=TAB, row=found, rule=rule, sheet=form, sent=shown,
        parts=in_words(form, found.sheet, names_of(case, request.at)) if form else [],
        missing=_missing(form, found.sheet), paper=queries.paper_of(case, found.about),
        acts=[a for a in possible_acts(case, request.actor) if a.act in ACTS[:2]] if not found.is_sent else [],
    )  # fmt: skip


def _missing(form, answers) -> list[str]:
    """What the sheet needs and does not say yet."""
    return [
        field.label
        for section in (form.sections if form else ())
        for field in section.fields
        if field.required and not (answers.get(section.name) or {}).get(field.name)
    ]


def outcome_record(request, reference, outcome):
    """An outcome record as it was sent, with the checks of that day."""
    case = open_page(request, reference, "outcome_record")
    row, procedure = queries.find_outcome(case, outcome), procedure_of(case)
    form = procedure.find("forms", row.form)
    return case_page(
        request, case, "notifications/outcome_record.html", name=TAB, row=row, record=form,
        parts=in_words(form, row.answers, names_of(case, request.at)),
        paper=queries.paper_of(case, f"outcome:{row.pk}"), copies=queries.copies_of_outcome(case, row),
    )  # fmt: skip


@require_POST
def print_sheet(request, reference, sent):
    """The sheet as PDF, made by a worker."""
    case = open_page(request, reference, "print_sheet")
    found, procedure = queries.find_notice(case, sent), procedure_of(case)
    form = asking.form_named(procedure, procedure.find("notices", found.notice).form)
    if form is None or found.sheet_saved_at is None:
        raise Http404
    paper = papers.sheet_paper(found, case, procedure, form, names_of(case, request.at))
    job = ask_for_print(
        kind="notification-sheet", about=found.about, payload=paper, case=case, actor=request.actor, at=request.at
    )
    return redirect("print_job", request.partnership.slug, job.pk)


@require_POST
def print_outcome(request, reference, outcome):
    """The outcome record as it was sent, printed again."""
    case = open_page(request, reference, "print_outcome")
    row = queries.find_outcome(case, outcome)
    paper = papers.outcome_paper(row, case, procedure_of(case), names_of(case, request.at))
    job = ask_for_print(
        kind="outcome-record", about=f"outcome:{row.pk}", payload=paper, case=case, actor=request.actor, at=request.at
    )
    return redirect("print_job", request.partnership.slug, job.pk)
