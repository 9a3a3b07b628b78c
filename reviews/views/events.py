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


def _acting(
    request, review, learning_event, act, *, form_of, given, heading, button, done, letter, lead=""
):  # fmt: skip
    """The page of an act on an event that is neither held nor called off: what its guests get stands beside it.

    `form_of(row)`: its form; `given(form)`: what the act gets of it.
    """
    found = _opened(request, review, act.__name__)
    row = queries.find_learning_event(found, learning_event)
    if away := _over(request, found, row, heading):
        return away
    form = form_of(row)
    if request.method == "POST" and form.is_valid():
        if attempt(form, act, learning_event=row, actor=request.actor, **{"at": request.at, **given(form)}):
            messages.success(request, done)
            return _to(request, row)
    return act_page(
        request, found, form, heading=heading, button=button, lead=lead,
        previews=letters.preview_for_guests(letter, procedure_of(found.case)),
    )  # fmt: skip


def invite_to_learning_event(request, review, learning_event):
    """More people."""
    return _acting(
        request, review, learning_event, acts.invite_to_learning_event,
        form_of=lambda row: forms.GuestsForm(request.POST or None),
        given=lambda form: {"guests": form.cleaned_data["guests"]},
        heading="Invite more people", button="Invite", done="The invitations are on their way.",
        letter="learning-event-invitation",
    )  # fmt: skip


def change_learning_event(request, review, learning_event):
    """Another day or place, or better words."""

    def form_of(row):
        start = {"title": row.title, "purpose": row.purpose, "starts_at": row.starts_at, "place": row.place}
        return forms.ChangeEventForm(request.POST or None, initial=start)

    return _acting(
        request, review, learning_event, acts.change_learning_event, form_of=form_of,
        given=lambda form: form.cleaned_data, heading="Change the learning event", button="Change it",
        done="The learning event is changed.", letter="learning-event-moved",
        lead="If its day or place changes, everybody invited hears and is asked again whether they come.",
    )  # fmt: skip


def call_off_learning_event(request, review, learning_event):
    """It is not held, for a reason."""
    return _acting(
        request, review, learning_event, acts.call_off_learning_event,
        form_of=lambda row: forms.ReasonForm(request.POST or None, today=timezone.localdate(request.at)),
        given=lambda form: {"reason": form.cleaned_data["reason"], "at": form.at(request.at)},
        heading="Call the learning event off", button="Call it off",
        done="The learning event is called off, and everybody invited is told.", letter="learning-event-called-off",
    )  # fmt: skip


def record_learning_event(request, review, learning_event):
    """It was held: who came, and what was learnt."""

    def form_of(row):
        invited = [(each.pk, each.name) for each in queries.event_shown(row).invitations]
        return forms.HeldForm(request.POST or None, today=timezone.localdate(request.at), invited=invited)

    return _acting(
        request, review, learning_event, acts.record_learning_event, form_of=form_of,
        given=lambda form: {"came": form.cleaned_data.get("came", []), "learnt": form.cleaned_data["learnt"],
                            "at": form.at(request.at)},
        heading="Record that it was held", button="Record",
        done="It is on the record. Those who came are asked what they thought of it.",
        letter="learning-event-evaluation",
    )  # fmt: skip


def _over(request, review, row, heading: str):
    """The page that says why nothing can be done about an event any more; None while something can."""
    if row.held_at is not None:
        return not_now(request, review, heading, f"{row.held_by} has recorded this event as held already.")
    if row.called_off_at is not None:
        return not_now(request, review, heading, "The event was called off.")
    return None


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
