"""Briefing notes for practitioners: written on a case, looked at, sent; read by everybody of the partnership."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.queries import procedure_of
from cases.telling import preview
from cases.web import case_page, open_page
from config.pages import attempt, page
from partnerships.refusals import ActRefused

from .. import acts
from ..acts.briefings import PARTS, readers
from ..forms.briefings import BriefingForm, PublishBriefingForm
from ..queries import briefings as queries
from ..queries.sight import latest_review
from .choosing import here


def brief_practitioners(request, reference):
    """A new one begins with what the case's recommendations and good practice say."""
    case = open_page(request, reference, "brief_practitioners")
    form = BriefingForm(request.POST or None, initial=queries.start_of(case))
    return _writing(request, form, case, None, back=here(request, "case_actions", reference=case.reference))


def change_briefing(request, briefing: int):
    found = _mine(request, briefing)
    start = {name: getattr(found, name) for name in ("title", "version", *PARTS)}
    form = BriefingForm(request.POST or None, initial=start)
    return _writing(request, form, found.case, found, back=here(request, "briefing", briefing=found.pk))


def _mine(request, number: int):
    found = queries.find_briefing(number, request.actor)
    if found.sent_at is not None or not queries.may_write(found, request.actor):
        raise Http404
    found.case.partnership = request.partnership
    return found


def _writing(request, form, case, briefing, *, back):
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("title", *PARTS)}
        made = attempt(form, acts.write_briefing, case=case, values=values, briefing=briefing,
                       version=form.cleaned_data["version"], actor=request.actor, at=request.at)  # fmt: skip
        if made is not None:
            messages.success(request, "The briefing is kept. Look at it, print it, then send it.")
            return redirect("briefing", request.partnership.slug, made.pk)
    return case_page(
        request, case, "reviews/case_act.html", name="case_actions", form=form, previews=[], back=back, note="",
        heading="Write a briefing for practitioners", button="Keep and look at it",
        lead="One page for people who work with people. It names nobody, and nothing is sent yet.",
    )  # fmt: skip


@require_safe
def briefing(request, briefing: int):
    """The one page as it reads, with what one can do with it."""
    found = queries.find_briefing(briefing, request.actor)
    found.case.partnership = request.partnership
    procedure = procedure_of(found.case)
    mine = queries.may_write(found, request.actor)
    draft = found.sent_at is None
    review = found.review or latest_review(found.case)
    return page(
        request, "reviews/briefing.html", briefing=found, public=queries.public_now(found),
        not_public=queries.why_not_public(found, review, procedure), may_publish=request.actor.holds("secretariat"),
        paper=queries.briefing_paper(found, procedure, at=request.at), mine=mine, previews=preview(
            found.case, "brief_practitioners", request.actor, at=request.at,
            extra={"link": queries.address_of(found, procedure)}, people={"agency": readers(procedure, request.at)},
        ) if mine and draft else [],
    )  # fmt: skip


def publish_briefing(request, briefing: int):
    """The note by itself, where no report is published with it."""
    found = queries.find_briefing(briefing, request.actor)
    if not queries.may_write(found, request.actor):
        raise Http404
    found.case.partnership = request.partnership
    form = PublishBriefingForm(
        request.POST or None, today=timezone.localdate(request.at), initial={"summary": found.about}
    )
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("summary", "checked_by")}
        made = attempt(form, acts.publish_briefing, briefing=found, **given, actor=request.actor,
                       at=form.at(request.at))  # fmt: skip
        if made is not None:
            messages.success(request, "The briefing note is public now.")
            return redirect("published_report", request.partnership.slug, made.key)
    return case_page(
        request, found.case, "reviews/case_act.html", name="case_actions", form=form, previews=[], note="",
        back=here(request, "briefing", briefing=found.pk), heading="Publish the briefing note",
        button="Publish it now", lead=f"Anybody can read “{found.title}” then, without signing in.",
    )  # fmt: skip


@require_POST
def print_briefing(request, briefing: int):
    found = queries.find_briefing(briefing, request.actor)
    found.case.partnership = request.partnership
    job = acts.print_briefing(briefing=found, actor=request.actor, at=request.at)
    return redirect("print_job", request.partnership.slug, job.pk)


@require_POST
def send_briefing(request, briefing: int):
    """To every member agency."""
    found = _mine(request, briefing)
    try:
        acts.brief_practitioners(briefing=found, actor=request.actor, at=request.at)
    except ActRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The briefing is with the agencies.")
    return redirect("briefing", request.partnership.slug, found.pk)
