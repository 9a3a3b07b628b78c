"""The approved list of reviewers: pages of the office."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from config.access import ACCESS, may_open
from config.pages import attempt, page
from partnerships.refusals import ActRefused

from .. import acts, forms, queries


@require_safe
def reviewers(request):
    """Everybody on the approved list (BEX-9)."""
    return page(request, "reviews/reviewers.html", rows=queries.approved_reviewers(), may=_may(request))


@require_safe
def reviewer(request, reviewer):
    """One entry, with the reviews they were appointed for."""
    found = queries.find_reviewer(reviewer)
    seen = set(queries.visible_reviews(request.actor).values_list("pk", flat=True))
    made = [row for row in queries.reviews_by(found) if row.review_id in seen]
    return page(request, "reviews/reviewer.html", reviewer=found, appointments=made, may=_may(request))


def add_reviewer(request):
    form = forms.ReviewerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, acts.add_reviewer, actor=request.actor, at=request.at, **form.cleaned_data)
        if made is not None:
            messages.success(request, f"{made.name} is on the list.")
            return _to(request, made)
    return page(
        request, "form_page.html", form=form, heading="Put a reviewer on the list", button="Save",
        back=reverse("reviewers", kwargs={"partnership": request.partnership.slug}),
    )  # fmt: skip


def change_reviewer(request, reviewer):
    found = queries.find_reviewer(reviewer)
    initial = {name: getattr(found, name) for name in forms.ReviewerForm.base_fields}
    initial["independent"] = "yes" if found.independent else "no"
    form = forms.ReviewerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if attempt(form, acts.change_reviewer, reviewer=found, values=form.cleaned_data, actor=request.actor,
                   at=request.at):  # fmt: skip
            messages.success(request, "The entry is changed.")
            return _to(request, found)
    return page(request, "form_page.html", form=form, heading=f"Change {found.name}", button="Save", back=_of(found))


def remove_reviewer(request, reviewer):
    found = queries.find_reviewer(reviewer)
    form = forms.RemoveReviewerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, acts.remove_reviewer, reviewer=found, reason=form.cleaned_data["reason"],
                   actor=request.actor, at=request.at):  # fmt: skip
            messages.success(request, f"{found.name} is no longer on the list.")
            return redirect("reviewers", request.partnership.slug)
    return page(
        request, "form_page.html", form=form, heading=f"Take {found.name} off the list", button="Take off",
        back=_of(found), lead="What they were appointed for stays on record.",
    )  # fmt: skip


@require_POST
def give_sign_in(request, reviewer):
    """One button of an administrator: the reviewer is invited and signs in to their reviews only."""
    found = queries.find_reviewer(reviewer)
    try:
        row = acts.give_sign_in(reviewer=found, procedure=request.procedure, actor=request.actor, at=request.at)
        known = row.membership.user.has_usable_password()
        how = "signs in as before" if known else "is invited by e-mail to sign in"
        messages.success(request, f"{found.name} {how}. They see the reviews they carry out and nothing else.")
    except ActRefused as refusal:
        messages.error(request, str(refusal))
    return _to(request, found)


def _may(request) -> dict[str, bool]:
    names = ("add_reviewer", "change_reviewer", "remove_reviewer", "give_sign_in")
    return {name: may_open(ACCESS[name], request.actor.kinds) for name in names}


def _of(reviewer) -> str:
    return reverse("reviewer", kwargs={"partnership": reviewer.partnership.slug, "reviewer": reviewer.pk})


def _to(request, reviewer):
    return redirect("reviewer", request.partnership.slug, reviewer.pk)
