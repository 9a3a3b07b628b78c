"""Acts while a review runs: terms, checks, appointing, written questions, pauses."""

from __future__ import annotations

from django.contrib import messages
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.asking import asked_of
from cases.queries import procedure_of
from cases.sheets.whole import WholeForm
from cases.telling import preview
from config.access import ACCESS, may_open
from config.pages import attempt
from partnerships.refusals import ActRefused

from .. import acts, forms, letters, queries, rules
from .common import act_page, act_view, review_page, the_review, to_review


def _today(request):
    return timezone.localdate(request.at)


@require_safe
def review_terms(request, review):
    """The terms of reference with governance group and media strategy, every version."""
    found = the_review(request, review, "review_terms")
    may = {act.act for act in queries.acts_on(found, request.actor)}
    return review_page(
        request,
        found,
        "reviews/terms.html",
        tab="review_terms",
        versions=queries.terms_of(found),
        may="set_terms" in may,
    )


def _set_terms(request, review, allowed):
    """A version of the terms: the questions of the text's form, starting from the version before."""
    procedure, before = procedure_of(review.case), queries.terms_of(review)
    asked = asked_of("set_terms", allowed.step, review.case, procedure, at=request.at)
    posted = request.POST if request.method == "POST" else None
    whole = WholeForm(
        asked.form, around=asked.around, answers=before[0].answers if before else {}, data=posted,
        files=request.FILES if posted is not None else None,
    )  # fmt: skip
    ways, seen = rules.ways_for(procedure), queries.versions_set(review)
    form = forms.TermsForm(
        posted, today=_today(request), ways=[(way.name, way.title) for way in ways], later=bool(seen),
        remarks=allowed.remarks, initial={"methodology": review.methodology, "seen": seen},
    )  # fmt: skip
    if posted is not None and (whole.more or whole.row_change):
        form.hold()
    elif posted is not None and all([whole.is_right, form.is_valid()]):
        done = _attempt_terms(request, review, whole, form)
        if done is not None:
            messages.success(request, f"Version {done.version} of the terms of reference is set.")
            return to_review(request, review, "review_terms")
    return act_page(
        request, review, form, heading=allowed.step.title, button="Set the terms", whole=whole, step=allowed.step,
        template="reviews/set_terms.html", ways=ways, before=before,
        previews=preview(review.case, "set_terms", request.actor, at=request.at, step=allowed.step),
    )  # fmt: skip


def _attempt_terms(request, review, whole, form):
    given = {name: value for name, value in form.cleaned_data.items() if name != "happened_at"}
    try:
        return acts.set_terms(
            review=review, answers=whole.values, uploads=whole.uploads, actor=request.actor, at=form.at(request.at),
            **given,
        )  # fmt: skip
    except ActRefused as refusal:
        home = next((each for each in (form, *whole.forms) if refusal.about in each.fields), None)
        (home or form).add_error(refusal.about if home else None, str(refusal))
        return None


def _check_reviewer(request, review, allowed):
    """The checks of the text on somebody of the approved list."""
    checks = rules.checks_for(procedure_of(review.case), review.case.pathway)
    known = queries.approved_reviewers()
    if not known:
        return _nobody(request, review, allowed, "Nobody is on the approved list of reviewers yet.")
    form = forms.check_form(
        checks, [(each.pk, _called(each)) for each in known], request.POST or None, today=_today(request)
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(
            form, acts.check_reviewer, review=review, actor=request.actor, at=form.at(request.at),
            reviewer=next(each for each in known if each.pk == data["reviewer"]),
            answers={check.name: data[check.name] for check in checks},
            remarks={check.name: data[f"{check.name}-remark"] for check in checks},
        )  # fmt: skip
        if done is not None:
            messages.success(request, done.event.summary)
            return to_review(request, review)
    return act_page(
        request, review, form, heading=allowed.step.title, button="Record the checks", step=allowed.step,
        lead="An answer that speaks against them needs a word on it. They may still be appointed, with a reason.",
    )  # fmt: skip


def _nobody(request, review, allowed, why: str):
    """There is nobody to choose: what comes first, and where."""
    return review_page(request, review, "reviews/pick_reviewer.html", heading=allowed.step.title, why=why,
                       may_list=may_open(ACCESS["reviewers"], request.actor.kinds))  # fmt: skip


def _called(reviewer) -> str:
    return ", ".join(part for part in (reviewer.name, reviewer.organisation) if part)


def _appoint_reviewer(request, review, allowed):
    """Somebody whose checks were made for this review; who outside hears the name (C-34)."""
    procedure = procedure_of(review.case)
    here = {row.reviewer_id for row in queries.appointments_of(review) if row.ended_at is None}
    checked: dict = {}
    for check in reversed(queries.checks_of(review)):
        if check.reviewer.removed_at is None and check.reviewer_id not in here:
            checked[check.reviewer_id] = check
    if not checked:
        return _nobody(request, review, allowed, "Nobody’s checks have been made for this review yet: make them first.")
    outside = queries.outside_told_of(allowed.step, procedure)
    form = forms.AppointForm(
        request.POST or None, today=_today(request), outside=[(body.name, body.title) for body in outside],
        reviewers=[(pk, _with_verdict(check)) for pk, check in checked.items()],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name not in {"happened_at", "reviewer"}}
        done = attempt(form, acts.appoint_reviewer, review=review, actor=request.actor, at=form.at(request.at),
                       reviewer=checked[form.cleaned_data["reviewer"]].reviewer, **data)  # fmt: skip
        if done is not None:
            messages.success(request, f"{done.reviewer.name} is appointed.")
            return to_review(request, review)
    reviewers = [check.reviewer for check in checked.values()]
    return act_page(
        request, review, form, heading=allowed.step.title, button="Appoint", step=allowed.step, outside=outside,
        previews=[*preview(review.case, "appoint_reviewer", request.actor, at=request.at, step=allowed.step),
                  *letters.preview_of("reviewer-appointed", review, reviewers[:1], procedure, at=request.at)],
    )  # fmt: skip


def _with_verdict(check) -> str:
    return f"{_called(check.reviewer)} ({'every check is met' if check.suitable else 'not every check is met'})"


def end_appointment(request, review, appointment):
    """A reviewer no longer carries out the review."""
    found = the_review(request, review, "end_appointment")
    made = queries.find_appointment(found, appointment)
    form = forms.ReasonForm(request.POST or None, today=_today(request))
    if request.method == "POST" and form.is_valid():
        if attempt(form, acts.end_appointment, appointment=made, reason=form.cleaned_data["reason"],
                   actor=request.actor, at=form.at(request.at)):  # fmt: skip
            messages.success(request, f"The appointment of {made.reviewer.name} has ended.")
            return to_review(request, found)
    return act_page(
        request, found, form, heading="End the appointment", button="End it",
        lead=f"{made.reviewer.name} no longer carries out this review, and their sign-in no longer opens it.",
    )  # fmt: skip


def _request_progress(request, review, allowed):
    """A question to the reviewer, in writing, with a day for the answer (C-43)."""
    form = forms.ProgressForm(request.POST or None, today=_today(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, acts.request_progress, review=review, asked=data["asked"], answer_by=data["answer_by"],
                   actor=request.actor, at=form.at(request.at)):  # fmt: skip
            messages.success(request, "The reviewer is asked. Their answer comes to the page of the review.")
            return to_review(request, review)
    reviewers = queries.reviewers_of(review)
    return act_page(
        request, review, form, heading=allowed.step.title, button="Ask", step=allowed.step,
        previews=letters.preview_of("progress-requested", review, reviewers, procedure_of(review.case), at=request.at),
    )  # fmt: skip


def answer_progress(request, review, asked):
    """The reviewer's answer; the office enters one that came by letter."""
    found = the_review(request, review, "answer_progress")
    question = queries.find_progress(found, asked)
    form = forms.AnswerProgressForm(request.POST or None, today=_today(request))
    if request.method == "POST" and form.is_valid():
        if attempt(form, acts.answer_progress, question=question, answer=form.cleaned_data["answer"],
                   actor=request.actor, at=form.at(request.at)):  # fmt: skip
            messages.success(request, "The answer is with those who oversee the review.")
            return to_review(request, found)
    return act_page(request, found, form, heading="Answer in writing", button="Send the answer", lead=question.asked)


def _pause_review(request, review, allowed):
    """The review rests; the reason is passed on, and no limit moves (C-19)."""
    procedure = procedure_of(review.case)
    outside = queries.outside_told_of(allowed.step, procedure)
    running = queries.running_processes(review.case, at=request.at)
    form = forms.PauseForm(
        request.POST or None, today=_today(request), outside=[(body.name, body.title) for body in outside],
        processes=[(words, words) for words in running],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name != "happened_at"}
        if attempt(form, acts.pause_review, review=review, actor=request.actor, at=form.at(request.at), **data):
            messages.success(request, "The review is paused. Its limits stay where they are.")
            return to_review(request, review)
    return act_page(
        request, review, form, heading=allowed.step.title, button="Pause the review", step=allowed.step,
        outside=outside, lead="A pause moves no limit of the law: it is shown as the reason for being late.",
        previews=preview(review.case, "pause_review", request.actor, at=request.at, step=allowed.step),
    )  # fmt: skip


def _resume_review(request, review, allowed):
    """A paused review goes on."""
    form = forms.ReasonForm(request.POST or None, today=_today(request))
    if request.method == "POST" and form.is_valid():
        if attempt(form, acts.resume_review, review=review, reason=form.cleaned_data["reason"], actor=request.actor,
                   at=form.at(request.at)):  # fmt: skip
            messages.success(request, "The review goes on.")
            return to_review(request, review)
    return act_page(
        request, review, form, heading=allowed.step.title, button="Go on", step=allowed.step,
        previews=preview(review.case, "resume_review", request.actor, at=request.at, step=allowed.step),
    )  # fmt: skip


set_terms = act_view("set_terms", _set_terms)
check_reviewer = act_view("check_reviewer", _check_reviewer)
appoint_reviewer = act_view("appoint_reviewer", _appoint_reviewer)
request_progress = act_view("request_progress", _request_progress)
pause_review = act_view("pause_review", _pause_review)
resume_review = act_view("resume_review", _resume_review)
