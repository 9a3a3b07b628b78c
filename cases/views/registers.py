"""Safety and family: what is kept beside a case from its first day (C-23, C-24, C-33, C-36, C-37, C-41)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone

from partnerships.refusals import ActRefused

from .. import acts
from ..acts.registers import asked_for
from ..entries import entry_of, registers_of
from ..forms import HappenedForm
from ..queries import bundles_of
from ..registers import BY_ACT
from ..rules import STANDING
from ..sheets.whole import WholeForm
from ..web import case_page, open_page


def registers(request, reference):
    """Every register of a case with what is open first."""
    case = open_page(request, reference, "case_registers")
    may = {act for act in BY_ACT if not request.actor.kinds.isdisjoint(STANDING[act])}
    return case_page(
        request, case, "cases/registers.html", name="case_registers", registers=registers_of(case, at=request.at),
        bundles=bundles_of(case) if request.actor.holds("secretariat", "panel-chair") else [],
        may=may if case.closed_at is None else may & {"log_disclosure", "answer_disclosure"},
    )  # fmt: skip


def _page(act: str):
    register = BY_ACT[act]

    def enter(request, reference):
        case = open_page(request, reference, act)
        return _asking(request, case, act, heading=register.add, lead=register.lead)

    def end(request, reference, entry):
        case = open_page(request, reference, act)
        begun = entry_of(case, register.act, entry)
        if begun is None:
            raise Http404
        return _asking(request, case, act, heading=register.end_words, lead=begun.summary, entry=entry)

    view = enter if act == register.act else end
    view.__name__, view.__doc__ = act, f"The page of “{act.replace('_', ' ')}”."
    return view


def _asking(request, case, act, *, heading, lead, **more):
    asked = asked_for(act, case, at=request.at)
    posted = request.POST if request.method == "POST" else None
    files = request.FILES if posted is not None else None
    whole = WholeForm(asked.form, around=asked.around, data=posted, files=files)
    form = HappenedForm(posted, today=timezone.localdate(request.at))
    if posted is not None and (whole.more or whole.row_change):
        form.hold()
    elif posted is not None and all([whole.is_right, form.is_valid()]):
        try:
            done = getattr(acts, act)(
                case=case, answers=whole.values, uploads=whole.uploads, actor=request.actor, at=form.at(request.at),
                **more,
            )  # fmt: skip
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Recorded. {done.summary}")
            return redirect("case_registers", request.partnership.slug, case.reference)
    return case_page(
        request, case, "cases/register_act.html", name="case_registers", whole=whole, form=form, heading=heading,
        lead=lead,
    )  # fmt: skip


answer_disclosure = _page("answer_disclosure")
complete_safety_action = _page("complete_safety_action")
end_process = _page("end_process")
log_disclosure = _page("log_disclosure")
log_safety_action = _page("log_safety_action")
name_authorities = _page("name_authorities")
record_contact = _page("record_contact")
record_involvement = _page("record_involvement")
record_process = _page("record_process")
