"""The dates of the procedure itself, for everybody; recording that one was kept, for whom it is named (C-50)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.pages import attempt, page
from partnerships.web import address

from .calendar import london_date
from .forms import OwnDateForm
from .own_dates import own_dates as rows_of_own
from .own_dates import record_own_date as record
from .queries import calendar_of, show


def _shown(request):
    calendar = calendar_of(request.partnership)
    today = london_date(request.at)
    return [show(row, today=today, calendar=calendar, procedure=request.procedure) for row in rows_of_own()]


@require_safe
def own_dates(request):
    """When the text is to be looked at again, and what else is due by itself each year."""
    may = request.actor.holds("administrator")
    mine = {role.name for role in request.procedure.roles
            if not request.procedure.who_may_act_as(role.name).isdisjoint(request.actor.roles)}  # fmt: skip
    titles = {role.title for role in request.procedure.roles if role.name in mine}
    return page(
        request, "deadlines/own_dates.html", deadlines=_shown(request), review_by=request.procedure.review_by,
        overdue=bool(request.procedure.review_by and request.procedure.review_by < london_date(request.at)),
        may_record=lambda row: row.state == "open" and (may or row.who in titles),
    )  # fmt: skip


def record_own_date(request, deadline: int):
    """Which day, and what came of it."""
    row = next((each for each in _shown(request) if each.id == deadline), None)
    if row is None:
        raise Http404
    form = OwnDateForm(request.POST or None, today=timezone.localdate(request.at))
    back = address(request, "own_dates")
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "deadline_id": deadline, "procedure": request.procedure}
        if attempt(form, record, actor=request.actor, at=request.at, **given):
            messages.success(request, "It is on record. The next date runs from that day.")
            return redirect(back)
    return page(
        request, "form_page.html", form=form, heading="Record that it was done", lead=f"{row.title}.", back=back,
        button="Save",
    )  # fmt: skip
