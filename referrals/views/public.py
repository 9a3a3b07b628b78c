"""For a referrer without an account: begin, write behind a private link, submit, and later see where it stands."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from cases.acts import raise_dispute
from cases.asking import SECTION
from cases.beside import disputes_of, waits_for_an_answer
from cases.spine import may
from config.pages import attempt
from config.pages import page as show
from documents.filenames import attachment
from partnerships.actors import referrer
from partnerships.refusals import ActRefused
from procedures.vocabulary import WHO_REFERS

from .. import acts, forms, limits, queries
from . import writing
from .place import by_link, posted, private

TOO_MANY = "You have asked for many links in a short time. Wait an hour, or use the link you were sent."


def start_referral(request):
    """What it is for, who can refer, what is needed; in an emergency ring 999."""
    return show(
        request,
        "referrals/start.html",
        procedure=request.procedure,
        pathways=queries.pathways(request.procedure, public=True),
        who=[WHO_REFERS[who] for who in request.procedure.referring.who],
    )


@private
def refer_begin(request):
    """The kind of case and an e-mail address; then a private link is sent and shown."""
    offered = queries.pathways(request.procedure, public=True)
    if not offered:
        raise Http404
    form = forms.BeginForm(posted(request), pathways=offered, boroughs=queries.boroughs())
    if request.method == "POST" and form.is_valid():
        begun = _begin(request, form)
        if begun is not None:
            return begun
    return show(request, "referrals/begin.html", form=form)


def _begin(request, form) -> HttpResponse | None:
    email = form.cleaned_data["email"]
    if not limits.may_ask_for_link(request, email):
        form.add_error(None, TOO_MANY)
        return None
    actor = referrer("")
    begun = attempt(
        form,
        acts.start_referral,
        procedure=request.procedure,
        key=form.cleaned_data["form_token"],
        referrer_email=email,
        actor=actor,
        at=request.at,
        **form.chosen,
    )
    if begun is None:
        return None
    token = acts.send_link(referral=begun[0], actor=actor, at=request.at)
    return redirect("refer_saved", request.partnership.slug, token)


@private
def refer_lost_link(request):
    """Sends new links for whatever was begun with an address; says the same whether there is anything or not."""
    form = forms.LostLinkForm(posted(request))
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if limits.may_ask_for_link(request, email):
            for referral in queries.referrals_from(email):
                acts.send_link(referral=referral, actor=referrer(""), at=request.at)
            return show(request, "referrals/link_sent.html", email=email)
        form.add_error(None, TOO_MANY)
    return show(request, "referrals/lost_link.html", form=form)


@private
def refer_saved(request, token):
    """The private link itself, to keep; shown after beginning and after "save and come back later"."""
    place = by_link(request, token)
    return show(request, "referrals/saved.html", place=place, referral=place.referral, link=place.full_address)


@private
def refer_tasks(request, token):
    """The task list of a draft; afterwards where the referral stands, and nothing else (C-52)."""
    place = by_link(request, token)
    row = place.referral
    if row.state == row.State.DRAFT:
        return writing.task_list(request, place)
    if row.case is None:
        return show(request, "referrals/given_up.html")
    return show(
        request,
        "referrals/standing.html",
        place=place,
        referral=row,
        standing=queries.standing(row),
        questions=queries.open_questions(row),
        may_withdraw=_may(row, "withdraw_referral", place.actor),
        may_dispute=_may(row, "raise_dispute", place.actor) and not waits_for_an_answer(row.case),
        disputes=disputes_of(row.case, row.referrer_name),
    )


def _may(row, act: str, actor) -> bool:
    try:
        may(act, case=row.case, actor=actor)
    except ActRefused:
        return False
    return True


@private
def refer_section(request, token, page):
    return writing.section(request, by_link(request, token), page)


@private
def refer_check(request, token):
    """Check the answers, declare, submit. Sent twice, from two windows or after going back: one referral."""
    place = by_link(request, token)
    if place.referral.state != place.referral.State.DRAFT:
        return redirect("refer_sent" if place.referral.case_id else "refer_tasks", place.slug, token)
    form = forms.ConfirmForm(posted(request))
    if request.method == "POST" and form.is_valid():
        case = attempt(form, acts.submit_referral, referral=place.referral, actor=place.actor, at=request.at)
        if case is not None:
            return redirect("refer_sent", place.slug, token)
    return writing.checking(request, place, form)


@private
def refer_sent(request, token):
    """The reference, what happens next, who will be told."""
    place = by_link(request, token)
    if place.referral.case is None:
        return redirect("refer_tasks", place.slug, token)
    return show(
        request,
        "referrals/sent.html",
        place=place,
        referral=place.referral,
        standing=queries.standing(place.referral),
        told=queries.told_of(place.referral),
        contact=request.procedure.contact_email,
    )


@private
def refer_questions(request, token):
    """The secretariat's questions, a box for each; the form itself can be changed too before it is sent again."""
    place = by_link(request, token)
    row = place.referral
    if row.state != row.State.SENT_BACK:
        return redirect("refer_tasks", place.slug, token)
    form = forms.reply_form(queries.open_questions(row))(posted(request))
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form, acts.resubmit_referral, case=row.case, replies=form.replies, actor=place.actor, at=request.at
        )
        if done is not None:
            messages.success(request, "Thank you. We have your answers.")
            return redirect("refer_tasks", place.slug, token)
    tasks = queries.progress(row, request.at).tasks
    return show(request, "referrals/questions.html", place=place, referral=row, form=form, tasks=tasks)


@private
def refer_withdraw(request, token):
    """Taking it back, with a reason; a draft is simply given up."""
    place = by_link(request, token)
    row = place.referral
    form = forms.ReasonForm(posted(request))
    if row.state == row.State.DRAFT:
        del form.fields["reason"]
    if request.method == "POST" and form.is_valid():
        if row.state == row.State.DRAFT:
            done = attempt(form, acts.discard_draft, referral=row, actor=place.actor, at=request.at)
        else:
            done = attempt(
                form,
                acts.withdraw_referral,
                case=row.case,
                reason=form.cleaned_data["reason"],
                actor=place.actor,
                at=request.at,
            )
        if done is not None:
            return redirect("refer_tasks", place.slug, token)
    return show(request, "referrals/withdraw.html", place=place, referral=row, form=form)


@private
def refer_dispute(request, token):
    """Somebody who is not satisfied with the outcome says so, where the procedure lets them (DAR-25)."""
    place = by_link(request, token)
    row = place.referral
    if row.case is None or not _may(row, "raise_dispute", place.actor):
        return redirect("refer_tasks", place.slug, token)
    form = forms.DisputeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        answers = {SECTION: {f"act-{name}": text for name, text in form.cleaned_data.items() if text}}
        done = attempt(form, raise_dispute, case=row.case, answers=answers, actor=place.actor, at=request.at)
        if done is not None:
            messages.success(request, "Thank you. What you wrote will be read and answered. The answer comes here.")
            return redirect("refer_tasks", place.slug, token)
    return show(request, "referrals/dispute.html", place=place, referral=row, form=form)


@private
def refer_letter(request, token):
    """The decision letter, once the outcome was told."""
    place = by_link(request, token)
    letter = queries.standing(place.referral).letter if place.referral.case else None
    if letter is None:
        raise Http404
    return attachment(bytes(letter.content), letter.name, letter.content_type)
