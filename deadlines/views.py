"""The days that count and those that do not (C-8, C-16). A change says first how many deadlines it moves."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.contrib import messages as notes
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.filters import date_weekday, plural
from config.pages import attempt, page
from partnerships.administration import administration_events
from partnerships.web import address, admin_page, posted

from . import acts, moving, queries
from .calendar import FIRST_YEAR, LAST_YEAR
from .forms import BankHolidayForm, ClosureDayForm, WhyForm

DAY_ACTS = ("add_closure_day", "add_bank_holiday", "count_as_working_day", "remove_day")


@require_safe
def working_days(request):
    """The bank holidays and closure days of a year, who changed what, and the ways to change more."""
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else timezone.localdate(request.at).year
    year = min(max(year, FIRST_YEAR), LAST_YEAR)
    return admin_page(
        request,
        "deadlines/working_days.html",
        name="working_days",
        year=year,
        years=[other for other in (year - 1, year + 1) if FIRST_YEAR <= other <= LAST_YEAR],
        days=queries.days_of_year(year),
        events=administration_events(acts=DAY_ACTS)[:25],
    )


def add_closure_day(request):
    form = ClosureDayForm(posted(request))
    return _change(
        request, form, acts.add_closure_day, values=lambda: form.cleaned_data, heading="Add closure days",
        lead="No day counts while the partnership is closed. Weekends and bank holidays stay as they are.",
    )  # fmt: skip


def add_bank_holiday(request):
    form = BankHolidayForm(posted(request))
    return _change(
        request, form, acts.add_bank_holiday, values=lambda: form.cleaned_data, heading="Add a bank holiday",
        lead="For a bank holiday that was proclaimed after the list was made.",
    )  # fmt: skip


def count_as_working_day(request, day: str):
    on = _day(day)
    name = queries.listed_holiday(on)
    form = WhyForm(posted(request))
    return _change(
        request, form, acts.count_as_working_day, values=lambda: {"on": on, **form.cleaned_data},
        heading="Count as a working day", lead=f"{date_weekday(on)}, {name}, will count like any other day.",
    )  # fmt: skip


def remove_day(request, day: int):
    row = queries.find_day(day)
    form = WhyForm(posted(request))
    return _change(
        request, form, acts.remove_day, values=lambda: {"day": row, **form.cleaned_data}, heading="Take back a change",
        lead=f"{date_weekday(row.on)}, {row.name}: what the list of bank holidays says will hold again.",
    )  # fmt: skip


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


def _change(request, form, act, *, values, heading: str, lead: str):
    """Asks; shows what would move; then does it. The second page sends the same answers again."""
    back = address(request, "working_days")
    if request.method == "POST" and form.is_valid():
        sure = request.POST.get("sure") == "yes"
        given = {**values(), "actor": request.actor, "at": request.at}
        moved = attempt(form, act if sure else partial(moving.would_move, act), **given)
        if moved is not None and sure:
            notes.success(request, f"The day is changed. {plural(moved.total, 'open deadline')} moved.")
            return redirect(back)
        if moved is not None:
            answers = [
                (key, value) for key, value in request.POST.items() if key not in ("csrfmiddlewaretoken", "sure")
            ]
            context = {"heading": heading, "lead": lead, "back": request.path, "moved": moved, "answers": answers}
            return page(request, "deadlines/check_change.html", **context)
    return page(request, "form_page.html", form=form, heading=heading, lead=lead, back=back, button="Continue")
