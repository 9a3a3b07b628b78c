"""The page of one act about a report: its questions, when it happened, what leaves, one button."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.utils import timezone

from cases import telling
from cases.asking import Asked, inside_copies, outside_copies
from cases.forms import HappenedForm
from cases.queries import procedure_of
from cases.reading import places_read, told
from cases.rules import act_title
from cases.sheets.whole import WholeForm
from cases.spine import may
from config.govforms import LongTextField
from partnerships.refusals import ActRefused

from .. import queries, rules
from ..models import Review
from ..spine import TRACK
from ..turns import preview_of_turns
from .common import review_page, the_review, to_review

TAB = "report_of_review"


def allowed(request, review: Review, act: str):
    """What the engine allows, by the step of the review's track where there is one; raises ActRefused."""
    procedure = procedure_of(review.case)
    on_track = any(step.track == TRACK for step in procedure.steps_for(act, review.case.pathway))
    mine = queries.as_reviewer(review, request.actor, procedure)
    return may(act, case=review.case, actor=mine, track=TRACK if on_track else "")


def refused(request, review: Review, act: str, why: str):
    heading = act_title(act, procedure_of(review.case), review.case.pathway)
    return review_page(request, review, "reviews/report_not_now.html", heading=heading, why=why)


def happened_form(remarks, data, *, today, version: int | None) -> HappenedForm:
    """`version`: of the report, as it stood when the page was drawn; it comes back with what was typed."""
    fields = {}
    if version is not None:
        fields["version"] = forms.IntegerField(required=False, widget=forms.HiddenInput, initial=version)
    if remarks:
        hint = f"Normally first: {'; '.join(remarks)}."
        fields["reason"] = LongTextField(label="Why is it done all the same?", help_text=hint, rows=3, max_length=4000)
    return type("ReportForm", (HappenedForm,), fields)(data, today=today)


def asked_page(request, review: Review, act: str, run: Callable, ask: Callable, about: dict, **words):
    """`ask(found)` gives the questions for what the engine allows, or raises ActRefused; `run` is the act.

    `words`: button; done (words, or what makes them of the act’s result); lead and beside where there are some;
    `file`: the version to read first; `ends`: what is still open; `version`: the newest, for an act that is about the
    version that somebody has read (one that came in meanwhile is said first, and nothing is done); `reads`: the act
    looks for names, and may ask for places to be read.
    """
    try:
        found = allowed(request, review, act)
        asked = ask(found)
    except ActRefused as refusal:
        return refused(request, review, act, str(refusal))
    posted = request.POST if request.method == "POST" else None
    files = request.FILES if posted is not None else None
    whole = WholeForm(asked.form, around=asked.around, answers=asked.starting, data=posted, files=files)
    version = words.get("version")
    seen = _version_seen(posted, version)
    form = happened_form(found.remarks, _of_now(posted, version), today=timezone.localdate(request.at), version=version)
    if seen != version:
        form.add_error(None, rules.newer_version(version))
    elif posted is not None and (whole.more or whole.row_change):
        form.hold()
    elif posted is not None and all([whole.is_right, form.is_valid()]):
        more = {"read": places_read(request)} if words.get("reads") else {}
        result = _attempt(request, whole, form, run, {**about, **more}, asked)
        if result is not None:
            done = words["done"]
            messages.success(request, done(result) if callable(done) else done)
            return to_review(request, review, TAB)
    return _asking_page(request, review, act, found.step, whole, form, words)


def _asking_page(request, review: Review, act: str, step, whole: WholeForm, form: HappenedForm, words: dict):
    procedure = procedure_of(review.case)
    return review_page(
        request, review, "reviews/report_act.html", whole=whole, form=form, step=step,
        heading=(step.title if step else "") or words.get("heading") or act_title(act, procedure, review.case.pathway),
        button=words["button"], lead=words.get("lead", ""), beside=words.get("beside", []),
        file=words.get("file"), ends=words.get("ends", ()), copies=inside_copies(step, procedure),
        outside=outside_copies(step, procedure),
        previews=[
            *telling.preview(review.case, act, request.actor, at=request.at, step=step),
            *preview_of_turns(review, act, procedure, request.actor, at=request.at),
        ],
    )  # fmt: skip


def _version_seen(posted, newest: int | None) -> int | None:
    """The version that the posted page was about."""
    text = posted.get("version", "") if posted is not None else ""
    return int(text) if text.isdecimal() and len(text) < 6 else newest if posted is None or newest is None else 0


def _of_now(posted, newest: int | None):
    """What was posted, for a form that is shown again: from now on it is about the newest version."""
    if posted is None or newest is None:
        return posted
    again = posted.copy()
    again["version"] = str(newest)
    return again


def _attempt(request, whole: WholeForm, form, run: Callable, about: dict, asked: Asked):
    values = {**about, "answers": whole.values, "actor": request.actor, "at": form.at(request.at)}
    if "version" in form.cleaned_data:
        values["version"] = form.cleaned_data["version"]
    if whole.of_files:
        values["uploads"] = whole.uploads
    if "reason" in form.cleaned_data:
        values["reason"] = form.cleaned_data["reason"]
    try:
        return run(**values)
    except ActRefused as refusal:
        told(next((each for each in (form, *whole.forms) if refusal.about in each.fields), form), refusal)
        return None


def acting_on(act: str):
    """Turns `function(request, review)` into the view of an act: finds the review first."""

    def wrap(function):
        def view(request, review, **more):
            return function(request, the_review(request, review, act), **more)

        view.__name__, view.__doc__ = act, function.__doc__
        return view

    return wrap
