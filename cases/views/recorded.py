"""The page of every recorded act: what stands beside it, its questions, what leaves, one button."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone

from config.govforms import LongTextField
from partnerships.refusals import ActRefused

from .. import acts, queries, telling
from ..asking import asked_of, inside_copies, outside_copies
from ..beside import beside
from ..forms import HappenedForm
from ..recorded import RECORDED
from ..rules import act_title
from ..sheets.whole import WholeForm
from ..spine import may
from ..web import case_page, open_page


def happened_form(remarks, data, *, today) -> HappenedForm:
    """When it happened; and why it is done although something normally comes first."""
    fields = {}
    if remarks:
        hint = f"Normally first: {'; '.join(remarks)}."
        fields["reason"] = LongTextField(label="Why is it done all the same?", help_text=hint, rows=3, max_length=4000)
    return type("RecordedForm", (HappenedForm,), fields)(data, today=today)


def _page(act: str):
    def view(request, reference):
        case = open_page(request, reference, act)
        try:
            allowed = may(act, case=case, actor=request.actor)
        except ActRefused as refusal:
            return _refused(request, case, act, refusal)
        return _asking(request, case, act, allowed)

    view.__name__, view.__doc__ = act, f"The page of “{act.replace('_', ' ')}”."
    return view


def _refused(request, case, act, refusal):
    heading = act_title(act, queries.procedure_of(case), case.pathway)
    return case_page(request, case, "cases/not_now.html", name="case", heading=heading, why=str(refusal))


def _asking(request, case, act, allowed):
    procedure, step, recorded = queries.procedure_of(case), allowed.step, RECORDED[act]
    asked = asked_of(act, step, case, procedure, at=request.at)
    posted = request.POST if request.method == "POST" else None
    files = request.FILES if posted is not None else None
    whole = WholeForm(asked.form, around=asked.around, answers=asked.starting, data=posted, files=files)
    form = happened_form(allowed.remarks, posted, today=timezone.localdate(request.at))
    if posted is not None and (whole.more or whole.row_change):
        form.hold()
    elif posted is not None and all([whole.is_right, form.is_valid()]):
        done = _attempt(whole, form, act, case, request)
        if done is not None:
            messages.success(request, f"Recorded. {done.summary}")
            return redirect("case", request.partnership.slug, case.reference)
    return case_page(
        request, case, "cases/recorded_act.html", name="case", whole=whole, form=form, recorded=recorded, step=step,
        heading=step.title or act_title(act), copies=inside_copies(step, procedure),
        outside=outside_copies(step, procedure), jointly=[procedure.find("roles", name) for name in step.jointly_with],
        previews=telling.preview(case, act, request.actor, at=request.at, step=step),
        **beside(case, recorded.shows),
    )  # fmt: skip


def _attempt(whole: WholeForm, form, act: str, case, request):
    """The act, or its refusal beside the question that it is about."""
    try:
        return getattr(acts, act)(
            case=case, answers=whole.values, uploads=whole.uploads, reason=form.cleaned_data.get("reason", ""),
            actor=request.actor, at=form.at(request.at),
        )  # fmt: skip
    except ActRefused as refusal:
        home = next((each for each in (form, *whole.forms) if refusal.about in each.fields), None)
        if home is None:
            form.add_error(None, str(refusal))
        else:
            home.add_error(refusal.about, str(refusal))
        return None


agree_coordination = _page("agree_coordination")
decide_dispute = _page("decide_dispute")
decide_threshold = _page("decide_threshold")
give_view = _page("give_view")
inform_family = _page("inform_family")
inform_partners = _page("inform_partners")
invite_referrer = _page("invite_referrer")
open_track = _page("open_track")
raise_dispute = _page("raise_dispute")
record_learning_result = _page("record_learning_result")
refer_to_body = _page("refer_to_body")
report_delay = _page("report_delay")
seek_view = _page("seek_view")
send_minutes = _page("send_minutes")
send_recommendation = _page("send_recommendation")
share_rationale = _page("share_rationale")
tell_body = _page("tell_body")
