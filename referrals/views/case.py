"""The referral on its case: reading it, printing it, and the acts of the office and the chair."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases import telling
from cases.forms import HappenedForm
from cases.queries import body_of, procedure_of
from cases.rules import act_title
from cases.web import case_page, open_page
from config.pages import attempt
from config.repeating import Repeating
from deadlines.queries import calendar_of
from documents.acts import ask_for_print
from procedures.saying import body_called

from .. import acts, forms, queries
from ..paper import referral_paper
from .place import posted
from .writing import names_of

ANSWER_WITHIN = 5  # working days of the partnership


def _referral_or_404(case):
    row = queries.referral_of(case)
    if row is None:
        raise Http404
    return row


def referral(request, reference):
    """Every answer, the documents, the questions and answers, what the panel decided."""
    case = open_page(request, reference, "referral")
    row = queries.referral_of(case)
    if row is None:
        return case_page(request, case, "referrals/no_form.html", name="referral")
    world = queries.around(row, row.submitted_at or request.at)
    return case_page(
        request,
        case,
        "referrals/case_referral.html",
        name="referral",
        referral=row,
        parts=queries.summary_of(row, names_of(None, world)),
        questions=queries.questions_of(row),
        odd=queries.odd_in(row),
        decision=queries.decision_part(row, case),
        may_print=True,
    )


@require_POST
def print_referral(request, reference):
    """Asks for the PDF; its page waits for it."""
    case = open_page(request, reference, "referral")
    row = _referral_or_404(case)
    world = queries.around(row, row.submitted_at or request.at)
    paper = referral_paper(row, case, names_of(None, world))
    job = ask_for_print(
        kind="referral", about=f"referral:{row.pk}", payload=paper, case=case, actor=request.actor, at=request.at
    )
    return redirect("print_job", request.partnership.slug, job.pk)


def _today(request):
    return timezone.localdate(request.at)


def _act(request, case, form, act: str, *, button: str, lead: str = "", template: str = "cases/act.html", **more):
    heading = act_title(act, procedure_of(case), case.pathway)
    previews = telling.preview(case, act, request.actor, at=request.at, **more.pop("preview", {}))
    return case_page(
        request,
        case,
        template,
        name="case",
        form=form,
        heading=heading,
        button=button,
        lead=lead,
        previews=previews,
        **more,
    )


def _done(request, case, words: str):
    messages.success(request, words)
    return redirect("case", request.partnership.slug, case.reference)


def acknowledge_referral(request, reference):
    case = open_page(request, reference, "acknowledge_referral")
    form = HappenedForm(posted(request), today=_today(request))
    if request.method == "POST" and form.is_valid():
        done = attempt(form, acts.acknowledge_referral, case=case, actor=request.actor, at=form.at(request.at))
        if done is not None:
            return _done(request, case, "The referral is acknowledged.")
    no_mail = "" if case.referrer_email else "There is no e-mail address of the referrer: tell them yourself."
    return _act(request, case, form, "acknowledge_referral", button="Acknowledge", lead=no_mail)


def send_back_referral(request, reference):
    """Questions for the referrer, as many as needed; they are read behind the private link, never in the e-mail."""
    case = open_page(request, reference, "send_back_referral")
    _referral_or_404(case)
    answer_by = calendar_of(request.partnership).after(_today(request), ANSWER_WITHIN)
    form = forms.SendBackForm(posted(request), today=_today(request), initial={"answer_by": answer_by})
    asked = Repeating(forms.QuestionForm, "question", posted(request), title="Question", least=1, most=12)
    if request.method == "POST" and asked.pressed:
        form.hold()
    elif request.method == "POST" and all([form.is_valid(), asked.is_valid()]):
        done = attempt(
            form,
            acts.send_back_referral,
            case=case,
            questions=[answer["text"] for answer in asked.answers],
            answer_by=form.cleaned_data["answer_by"],
            actor=request.actor,
            at=form.at(request.at),
        )
        if done is not None:
            return _done(request, case, "The questions are waiting for the referrer behind their private link.")
    return _act(
        request,
        case,
        form,
        "send_back_referral",
        button="Send back with these questions",
        template="referrals/send_back.html",
        groups=[asked],
        asked=asked,
        lead="" if case.referrer_email else "There is no e-mail address of the referrer: ask them yourself.",
        preview={"extra": {"due_on": "[the day you choose]"}},
    )


def resubmit_referral(request, reference):
    """The office types in what the referrer answered by telephone or e-mail."""
    case = open_page(request, reference, "resubmit_referral")
    row = _referral_or_404(case)
    waiting = queries.open_questions(row)
    form = forms.reply_form(waiting, HappenedForm)(posted(request), today=_today(request))
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            acts.resubmit_referral,
            case=case,
            replies=form.replies,
            actor=request.actor,
            at=form.at(request.at),
        )
        if done is not None:
            return _done(request, case, "The answers are with the referral.")
    lead = "Type in what the referrer answered. The questions and answers stay with the referral."
    return _act(request, case, form, "resubmit_referral", button="Save the answers", lead=lead)


def withdraw_referral(request, reference):
    case = open_page(request, reference, "withdraw_referral")
    form = forms.WithdrawForm(posted(request), today=_today(request))
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            acts.withdraw_referral,
            case=case,
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            at=form.at(request.at),
        )
        if done is not None:
            return _done(request, case, "The referral is withdrawn. It stays in the log.")
    return _act(request, case, form, "withdraw_referral", button="Withdraw the referral")


def check_referral(request, reference):
    """The chair's first look (RED-6), the statutory tests beside it."""
    case = open_page(request, reference, "check_referral")
    procedure = procedure_of(case)
    steps = procedure.steps_for("check_referral", case.pathway)
    outcomes = [name for step in steps for name, _ in step.outcomes]
    form = forms.CheckForm(
        posted(request), today=_today(request), outcomes=dict.fromkeys(outcomes),
        body=body_called(procedure, body_of(case)),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            acts.check_referral,
            case=case,
            outcome=form.cleaned_data["outcome"],
            reasons=form.cleaned_data["reasons"],
            actor=request.actor,
            at=form.at(request.at),
        )
        if done is not None:
            return _done(request, case, "The first look is on the record.")
    row = queries.referral_of(case)
    return _act(
        request,
        case,
        form,
        "check_referral",
        button="Record the first look",
        template="referrals/check_referral.html",
        aids=queries.aids_beside(procedure, case.pathway),
        reason=queries.reason_of(row) if row else "",
    )


def redirect_referral(request, reference):
    case = open_page(request, reference, "redirect_referral")
    form = forms.RedirectForm(posted(request), today=_today(request))
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            acts.redirect_referral,
            case=case,
            to_body=form.cleaned_data["to_body"],
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            at=form.at(request.at),
        )
        if done is not None:
            return _done(request, case, "The referral is passed on.")
    return _act(request, case, form, "redirect_referral", button="Pass it on")
