"""Dates are offered, members answer on their own page, the office picks one and convenes."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from config.filters import date_weekday, datetime_long, plural, time_short
from config.pages import attempt, page
from procedures.saying import office

from .. import acts, forms
from ..acts.letters import INVITATION, sending
from ..acts.notice import called_late, warnings_about
from ..acts.polls import LETTER, values_of_poll
from ..models import DatePoll
from ..queries import lists, polls
from ..queries.room import body_at, runs, runs_meeting
from .common import said, to_meeting, today
from .planning import KIND_WORDS


def offer_dates(request):
    """Up to six dates for a body; shown once more with the e-mail and who gets it before anything leaves."""
    procedure = request.procedure
    bodies = [b for b in lists.meeting_bodies(procedure) if runs(request.actor, procedure, b)]
    if not bodies:
        raise PermissionDenied(f"Only whoever chairs a body, or the {office(procedure)}, offers dates for it.")
    kinds = dict.fromkeys(kind for body in bodies for kind in body.meeting_kinds if kind != "correspondence")
    cases = {case.reference: case for case in polls.cases_for(request.actor, procedure, [b.name for b in bodies])}
    form = forms.OfferDatesForm(
        request.POST or None, today=today(request), bodies=[(body.name, body.title) for body in bodies],
        kinds=[(kind, KIND_WORDS[kind]) for kind in kinds], cases=[(name, name) for name in cases],
        places=lists.boroughs_of(request.actor) if any(body.per_borough for body in bodies) else [],
        initial={
            "kind": "meeting", "body": bodies[0].name if len(bodies) == 1 else None, "case": request.GET.get("case"),
        },
    )  # fmt: skip
    checked: dict = {}
    if request.method == "POST" and form.is_valid():
        checked = _checked(request, form)
        if request.POST.get("checked") == checked["key"]:
            done = _offered(request, form, cases)
            if done is not None:
                return done
    return page(
        request, "panels/convene.html", form=form, heading="Offer dates for a meeting",
        button=checked.get("button", "Continue"), checked=checked,
        back=reverse("meetings", kwargs={"partnership": request.partnership.slug}),
    )  # fmt: skip


def _checked(request, form) -> dict:
    data = form.cleaned_data
    poll = DatePoll(
        partnership=request.partnership, procedure=lists.version_of(request.procedure), body=data["body"],
        kind=data["kind"], place=data["place"], borough=form.places.get(data.get("borough", "")),
        asked_at=request.at, answers_by=data["answers_by"],
    )  # fmt: skip
    letter = sending(
        polls.meeting_of(poll), LETTER, at=request.at, people=polls.asked_of(poll, at=request.at),
        more=values_of_poll(poll),
    )  # fmt: skip
    number = len(letter.people) if letter else 0
    warnings = [words for day in form.dates for words in warnings_about(timezone.localdate(day))]
    return {
        "key": "|".join(str(each) for each in (data["body"], data.get("borough"), *form.dates, data["place"])),
        "sending": letter,
        "warnings": warnings,
        "summary": f"{body_at(polls.meeting_of(poll)).title}: " + "; ".join(datetime_long(day) for day in form.dates),
        "button": f"Ask {plural(number, 'person', 'people')}",
    }


def _offered(request, form, cases):
    data = form.cleaned_data
    poll = attempt(
        form, acts.offer_dates, procedure_version=lists.version_of(request.procedure), body=data["body"],
        dates=form.dates, place=data["place"], kind=data["kind"], borough=form.places.get(data.get("borough", "")),
        case=cases.get(data["case"]), answers_by=data["answers_by"], actor=request.actor, at=request.at,
    )  # fmt: skip
    if poll is None:
        return None
    messages.success(request, "The dates are offered and the members are asked.")
    return _to_poll(request, poll)


def _to_poll(request, poll):
    return redirect("date_poll", partnership=request.partnership.slug, poll=poll.pk)


def date_poll(request, poll: int):
    """One's own answer; for whoever runs the meetings what everybody said, quorum and deadlines for each date."""
    found = polls.find_poll(poll, request.actor, at=request.at)
    mine = request.actor.membership
    asked = mine is not None and any(one.pk == mine.pk for one in polls.asked_of(found, at=request.at))
    before = polls.my_answers(found, mine)
    form = forms.dates_form(
        [
            (date.pk, f"{date_weekday(date.starts_at)}, {time_short(date.starts_at)}")
            for date in found.dates.all()
        ],
        request.POST if request.method == "POST" else None,
        initial={f"date-{number}": answer for number, answer in before.items()},
    )  # fmt: skip
    if asked and request.method == "POST" and form.is_valid():
        answers = {int(name.removeprefix("date-")): value for name, value in form.cleaned_data.items()}
        if attempt(form, acts.answer_dates, poll=found, answers=answers, actor=request.actor, at=request.at):
            messages.success(request, "Thank you. Your answer is kept; you can change it until a date is chosen.")
            return _to_poll(request, found)
    in_charge = runs_meeting(request.actor, polls.meeting_of(found))
    return page(
        request, "panels/date_poll.html", poll=found, form=form, asked=asked, answered=bool(before),
        title=body_at(polls.meeting_of(found)).title, runs=in_charge,
        rows=polls.date_rows(found, request.actor, at=request.at) if in_charge else [],
        silent=polls.silent_on(found, at=request.at) if in_charge else [],
    )  # fmt: skip


def choose_date(request, poll: int, date: int):
    """What convening on this date sends, and its deadlines once more; then the meeting is fixed."""
    found = polls.find_poll(poll, request.actor, at=request.at)
    if not runs_meeting(request.actor, polls.meeting_of(found)):
        raise Http404
    row = next((one for one in polls.date_rows(found, request.actor, at=request.at) if one.date.pk == date), None)
    if row is None:
        raise Http404
    row.date.poll = found
    planned = polls.meeting_of(found, row.date.starts_at)
    late = called_late(body_at(planned), timezone.localdate(planned.starts_at), found.kind, request.at)
    form = forms.ChooseDateForm(request.POST if request.method == "POST" else None, late=late)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, acts.choose_date, date=row.date, actor=request.actor, at=request.at, **form.cleaned_data)
        if made:
            messages.success(request, "The meeting is fixed and its members are invited.")
            return to_meeting(request, made)
    letter = sending(planned, INVITATION, at=request.at)
    return page(
        request, "panels/choose_date.html", form=form, poll=found, row=row, title=body_at(planned).title,
        heading=f"Meet on {datetime_long(planned.starts_at)}", checked={"sending": letter},
        button=f"Convene and invite {plural(len(letter.people) if letter else 0, 'person', 'people')}",
        back=reverse("date_poll", kwargs={"partnership": request.partnership.slug, "poll": found.pk}),
    )  # fmt: skip


@require_POST
def withdraw_dates(request, poll: int):
    found = polls.find_poll(poll, request.actor, at=request.at)
    if said(request, acts.withdraw_dates, poll=found):
        messages.success(request, "The dates are no longer asked for.")
    return redirect("meetings", partnership=request.partnership.slug)
