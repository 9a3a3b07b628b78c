"""The order of a review, from the page of its case."""

from __future__ import annotations

from django.contrib import messages
from django.utils import timezone

from cases.asking import outside_copies
from cases.queries import procedure_of
from cases.spine import may
from cases.state import state_of
from cases.telling import preview
from cases.web import case_page, open_page
from config.pages import attempt
from partnerships.refusals import ActRefused

from .. import acts, forms, queries, rules
from .common import to_review


def commission_review(request, reference):
    """What was decided and what follows from it; focus, methodology and duties; one button."""
    case = open_page(request, reference, "commission_review")
    procedure, decision = procedure_of(case), queries.decision_to_commission(case)
    try:
        allowed = may("commission_review", case=case, actor=request.actor)
        if decision is None:
            raise ActRefused("No decision of this case waits for a review to be ordered.")
        running = queries.running_review(case)
        if running is not None:
            raise ActRefused(rules.one_at_a_time(running.review_type_title, running.reference))
    except ActRefused as refusal:
        return case_page(request, case, "cases/not_now.html", name="case", heading="Commission the review",
                         why=str(refusal))  # fmt: skip
    kind = procedure.find("review_types", decision.data["review_type"])
    form = _form(request, case, procedure, kind, decision, allowed)
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "happened_at"}
        review = attempt(form, acts.commission_review, case=case, actor=request.actor, at=form.at(request.at),
                         **{"methodology": "", **given})  # fmt: skip
        if review is not None:
            messages.success(request, f"The review {review.reference} is commissioned.")
            return to_review(request, review)
    return case_page(
        request, case, "reviews/commission_review.html", name="case", form=form, kind=kind, decision=decision,
        heading=allowed.step.title, step=allowed.step, consequences=rules.consequences(kind, procedure),
        ways=rules.ways_for(procedure), previews=preview(case, "commission_review", request.actor, at=request.at,
        step=allowed.step),
    )  # fmt: skip


def _form(request, case, procedure, kind, decision, allowed):
    tests = queries.tests_of(procedure)
    met = queries.duties_met(state_of(case, version=procedure.version), procedure)
    bodies = () if kind.commissioned_by else [(body.name, body.title) for body in procedure.bodies]
    return forms.CommissionForm(
        request.POST or None, today=timezone.localdate(request.at),
        ways=[(way.name, way.title) for way in rules.ways_for(procedure)],
        tests=[(test, queries.duty_words(test)) for test in tests], lead_known=bool(case.lead_process), bodies=bodies,
        outside=[(body.name, body.title) for body in outside_copies(allowed.step, procedure)], remarks=allowed.remarks,
        initial={"focus": decision.data.get("focus", ""), "methodology": decision.data.get("methodology", ""),
                 "duties": met, "lead": case.lead_process},
    )  # fmt: skip
