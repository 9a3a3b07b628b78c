"""Learning events: pages of the office, and the page behind an invitation's private link."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.queries import procedure_of
from config.pages import attempt, page
from partnerships.actors import Actor

from .. import acts, forms, letters, queries
from .common import act_page, not_now, review_page, the_review


def _opened(request, key, name):
    found = the_review(request, key, name)
    queries.refuse_readers(found, request.actor)
    return found


def _to(request, event):
    return redirect("learning_event", request.partnership.slug, event.review.key, event.pk)


@require_safe
def learning_event(request, review, learning_event):
    """One event: who is invited, who comes, what was learnt, what they thought of it."""
    found = _opened(request, review, "learning_event")
    row = queries.find_learning_event(found, learning_event)
    return review_page(
        request, found, "reviews/learning_event.html", tab="review_reports", shown=queries.event_shown(row),
        may=request.actor.holds("secretariat", "panel-chair") and found.is_running,
        begun=request.at >= row.starts_at,
    )  # fmt: skip


def convene_learning_event(request, review):
    """A day, a place and who is invited; what each gets is shown first."""
    found = _opened(request, review, "convene_learning_event")
    form = forms.ConveneEventForm(request.POST or None, today=timezone.localdate(request.at))
    if request.method == "POST" and form.is_valid():
        made = attempt(form, acts.convene_learning_event, review=found, actor=request.actor, at=request.at,
                       **form.cleaned_data)  # fmt: skip
        if made is not None:
            messages.success(request, "The learning event is convened, and the invitations are on their way.")
            return _to(request, made)
    return act_page(
        request, found, form, heading="Convene a learning event", button="Convene and invite",
        previews=letters.preview_for_guests("learning-event-invitation", procedure_of(found.case)),
    )  # fmt: skip


def invite_to_learning_event(request, review, learning_event):
    found = _opened(request, review, "invite_to_learning_event")
    row = queries.find_learning_event(found, learning_event)
    if away := _over(request, found, row, "Invite more people"):
        return away
    form = forms.GuestsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, acts.invite_to_learning_event, learning_event=row, guests=form.cleaned_data["guests"],
                   actor=request.actor, at=request.at):  # fmt: skip
            messages.success(request, "The invitations are on their way.")
            return _to(request, row)
    return act_page(
        request, found, form, heading="Invite more people", button="Invite",
        previews=letters.preview_for_guests("learning-event-invitation", procedure_of(found.case)),
    )  # fmt: skip


def change_learning_event(request, review, learning_event):
    """Another day or place, or better words."""
    found = _opened(request, review, "change_learning_event")
    row = queries.find_learning_event(found, learning_event)
    if away := _over(request, found, row, "Change the learning event"):
        return away
    start = {"title": row.title, "purpose": row.purpose, "starts_at": row.starts_at, "place": row.place}
    form = forms.ChangeEventForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        if attempt(form, acts.change_learning_event, learning_event=row, actor=request.actor, at=request.at,
                   **form.cleaned_data):  # fmt: skip
            messages.success(request, "The learning event is changed.")
            return _to(request, row)
    return act_page(
        request, found, form, heading="Change the learning event", button="Change it",
        lead="If its day or place changes, everybody invited hears and is asked again whether they come.",
        previews=letters.preview_for_guests("learning-event-moved", procedure_of(found.case)),
    )  # fmt: skip


def call_off_learning_event(request, review, learning_event):
    found = _opened(request, review, "call_off_learning_event")
    row = queries.find_learning_event(found, learning_event)
    if away := _over(request, found, row, "Call the learning event off"):
        return away
    form = forms.ReasonForm(request.POST or None, today=timezone.localdate(request.at))
    if request.method == "POST" and form.is_valid():
        if attempt(form, acts.call_off_learning_event, learning_event=row, reason=form.cleaned_data["reason"],
                   actor=request.actor, at=form.at(request.at)):  # fmt: skip
            messages.success(request, "The learning event is called off, and everybody invited is told.")
            return _to(request, row)
    return act_page(
        request, found, form, heading="Call the learning event off", button="Call it off",
        previews=letters.preview_for_guests("learning-event-called-off", procedure_of(found.case)),
    )  # fmt: skip


def _over(request, review, row, heading: str):
    """The page that says why nothing can be done about an event any more; None while something can."""
    if row.held_at is not None:
        return not_now(request, review, heading, f"{row.held_by} has recorded this event as held already.")
    if row.called_off_at is not None:
        return not_now(request, review, heading, "The event was called off.")
    return None


def record_learning_event(request, review, learning_event):
    found = _opened(request, review, "record_learning_event")
    row = queries.find_learning_event(found, learning_event)
    if away := _over(request, found, row, "Record that it was held"):
        return away
    invited = [(each.pk, each.name) for each in queries.event_shown(row).invitations]
    form = forms.HeldForm(request.POST or None, today=timezone.localdate(request.at), invited=invited)
    if request.method == "POST" and form.is_valid():
        if attempt(form, acts.record_learning_event, learning_event=row, came=form.cleaned_data.get("came", []),
                   learnt=form.cleaned_data["learnt"], actor=request.actor, at=form.at(request.at)):  # fmt: skip
            messages.success(request, "It is on the record. Those who came are asked what they thought of it.")
            return _to(request, row)
    return act_page(
        request, found, form, heading="Record that it was held", button="Record",
        previews=letters.preview_for_guests("learning-event-evaluation", procedure_of(found.case)),
    )  # fmt: skip


def learning_invitation(request, token):
    """Somebody who was invited: first whether they come, afterwards what they thought of it. Nothing of the case."""
    invitation = queries.invitation_behind(token, at=request.at)
    if invitation is None:
        raise Http404
    event, act = invitation.learning_event, acts.answer_invitation
    kind = forms.ComingForm
    if event.held_at is not None:
        kind, act = forms.EvaluationForm, acts.evaluate_learning_event
    initial = {"coming": {"coming": "yes", "not-coming": "no"}.get(invitation.answer)}
    form = kind(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actor = Actor(label=f"{invitation.name} (by private link)")
        if attempt(form, act, invitation=invitation, actor=actor, at=request.at, **form.cleaned_data):
            messages.success(request, "Thank you. We have your answer.")
            return redirect("learning_invitation", request.partnership.slug, token)
    response = page(
        request, "reviews/learning_invitation.html", invitation=invitation, event=event, form=form,
        over=request.at >= event.starts_at,
    )  # fmt: skip
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
