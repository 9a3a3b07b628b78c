"""One action: its page, and what is done about it."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.queries import visible_cases
from cases.reading import attempt_read
from cases.rules import Refused
from cases.telling import preview
from config.filters import date_long
from config.pages import attempt, page
from deadlines.queries import calendar_of
from partnerships.queries import agencies

from .. import acts
from ..acts.progress import asked_for, asked_jointly, joint_titles
from ..forms import actions as forms
from ..holding import letter_values, may, people_meant, procedure_of, steps_of
from ..queries import actions as queries
from ..queries.going_up import not_yet
from ..rules import actions as rules
from .choosing import here, owner_of, owners_to_choose, today

TITLES = {
    "report_progress": "Report how far it is",
    "complete_action": "Record that it is done",
    "explain_delay": "Say why it is late",
    "ask_extension": "Ask for more time",
    "seek_explanation": "Ask why it is late",
    "extend_action": "Give it more time",
    "decline_extension": "Give it no more time",
    "change_owner": "Change the owner",
    "drop_action": "Give it up",
    "reopen_action": "Open it again",
}


# Their words are printed in reports for boards.
LOOKED_THROUGH = {"drop_action"}


def title_of(act: str, action, procedure) -> str:
    """Ours where it is plain; else the text's own words for the way up."""
    if act in TITLES:
        return TITLES[act]
    steps = steps_of(act, action, procedure)
    return steps[0].title if steps else act.replace("_", " ").capitalize()


@require_safe
def action(request, plan_action: int):
    """What is to be done, how it stands, everything said about it, and what can be done now."""
    found = queries.find_action(plan_action, request.actor)
    procedure = procedure_of(found, request.at)
    row = queries.row_of(found, request.actor, at=request.at)
    offered = [
        {"text": title_of(act, found, procedure), "href": here(request, act, plan_action=found.pk), "main": not number}
        for number, act in enumerate(queries.offers(found, request.actor, at=request.at))
    ]
    sees_case = found.case_id is not None and visible_cases(request.actor).filter(pk=found.case_id).exists()
    return page(
        request, "reviews/action.html", action=found, row=row, history=queries.history_of(found), offered=offered,
        sees_case=sees_case, rungs=_rungs(found, procedure),
    )  # fmt: skip


def _rungs(found, procedure):
    if found.state != found.State.OPEN:
        return []
    return rules.rungs(procedure, queries.dates_of(found), calendar_of(found.partnership))


def _previews(request, found, act: str, until: dt.date | None = None) -> list:
    """What leaves when the button is pressed; `until`: the day that is given with it."""
    if found.case_id is None:
        return []
    procedure = procedure_of(found, request.at)
    step = may(act, found, request.actor, procedure)
    values = letter_values(found, procedure)
    if act == "extend_action":
        values["due_on"] = date_long(until) if until else "[the new day]"
    return preview(
        found.case, act, request.actor, at=request.at, extra=values,
        people=people_meant(found, procedure, request.at), step=step if hasattr(step, "copies_to") else None,
    )  # fmt: skip


def _asking(request, found, form, act: str, values, *, lead: str = "", done: str = "It is on record.", beside=None):
    """A page that asks one thing about an action. `values(form)`: what the act is given besides who and when."""
    back = here(request, "action", plan_action=found.pk)
    procedure = procedure_of(found, request.at)
    refused = may(act, found, request.actor, procedure, at=request.at)
    why = refused.sentence if isinstance(refused, Refused) else not_yet(act, found, procedure)
    if why:
        return page(request, "reviews/action_not_now.html", action=found, back=back, why=why,
                    heading=title_of(act, found, procedure))  # fmt: skip
    if request.method == "POST" and form.is_valid():
        given = values(form)
        tried = partial(attempt_read, request) if act in LOOKED_THROUGH else attempt
        if tried(form, getattr(acts, act), action=found, actor=request.actor, at=form.at(request.at), **given):
            messages.success(request, done)
            return redirect(back)
    return page(
        request, "reviews/action_act.html", form=form, action=found, back=back, lead=lead, beside=beside or [],
        heading=title_of(act, found, procedure),
        previews=_previews(request, found, act, _until(form)),
    )  # fmt: skip


def _until(form) -> dt.date | None:
    """The day on the form: as it was typed, else as it was asked for."""
    typed = form.cleaned_data.get("until") if form.is_bound and hasattr(form, "cleaned_data") else None
    return typed or form.initial.get("until")


def _plain(act: str, form_class, *names: str, lead: str = "", done: str = "It is on record."):
    """A page whose questions are the act's own arguments."""

    def view(request, plan_action: int):
        found = queries.find_action(plan_action, request.actor)
        form = form_class(request.POST or None, request.FILES or None, today=today(request))
        return _asking(request, found, form, act, lambda form: {n: form.cleaned_data[n] for n in names}, lead=lead,
                       done=done)  # fmt: skip

    view.__name__, view.__doc__ = act, f"The page of “{act.replace('_', ' ')}”."
    return view


report_progress = _plain("report_progress", forms.ProgressForm, "how_far", "text", "barriers", "files")
complete_action = _plain(
    "complete_action", forms.CompleteForm, "text", "proof", "files", done="The action is done, with what shows it."
)
ask_extension = _plain(
    "ask_extension", forms.AskMoreTimeForm, "until", "reason",
    lead="Its day stays as it is until more time is given.", done="More time is asked for.",
)  # fmt: skip
explain_delay = _plain(
    "explain_delay", forms.ExplainForm, "text", "steps", "expected_on",
    lead="This answers the question. It gives no more time by itself.",
)  # fmt: skip
seek_explanation = _plain("seek_explanation", forms.QuestionForm, "question", done="The owner is asked.")
drop_action = _plain("drop_action", forms.DropForm, "reason", done="The action is given up, with the reason.")
decline_extension = _plain(
    "decline_extension", forms.DeclineForm, "reason", done="The owner is told that the action keeps its day.",
    lead="Its day stays. The owner hears by e-mail that there is no more time, and reads your reason here.",
)  # fmt: skip
reopen_action = _plain("reopen_action", forms.ReopenForm, "reason", "due_on", done="The action is open again.")


def extend_action(request, plan_action: int):
    """A later day; only with whoever the text says must want it too."""
    found = queries.find_action(plan_action, request.actor)
    procedure = procedure_of(found, request.at)
    step = may("extend_action", found, request.actor, procedure)
    step = step if hasattr(step, "jointly_with") else None
    asked = asked_jointly(found, step)
    joint = joint_titles(step, procedure)
    wanted = asked or asked_for(found)
    start = {"until": wanted.data["until"]} if wanted is not None else {}
    form = forms.ExtendForm(
        request.POST or None, request.FILES or None, today=today(request), joint=joint, agency=found.agency.title,
        asked=asked, initial={**_day(start), "asked_by": wanted.by if wanted is not None else ""},
    )  # fmt: skip
    lead = f"It was first due on {date_long(found.original_due_on)}. That day stays on record"
    lead += f", and more time is given only when the {joint} asks for it." if joint else "."
    return _asking(
        request, found, form, "extend_action", lambda form: dict(_named(form, "until", "reason", "asked_by", "files")),
        lead=lead, done="The action has more time.", beside=[wanted] if wanted is not None else [],
    )  # fmt: skip


def _day(start: dict) -> dict:
    return {name: dt.date.fromisoformat(value) for name, value in start.items()}


def _named(form, *names: str):
    return [(name, form.cleaned_data[name]) for name in names if name in form.cleaned_data]


def _up(act: str):
    def view(request, plan_action: int):
        found = queries.find_action(plan_action, request.actor)
        procedure = procedure_of(found, request.at)
        rung = next((each for each in _rungs(found, procedure) if each.act == act), None)
        early = rules.too_early(rung, today=today(request))
        form = forms.UpForm(request.POST or None, today=today(request), early=early)
        lead = f"Due on {date_long(rung.on)}." if rung is not None else ""
        return _asking(
            request, found, form, act, lambda form: dict(_named(form, "question", "reason")), lead=lead,
            done="They are told, and asked what will be done.",
        )  # fmt: skip

    view.__name__, view.__doc__ = act, f"The page of “{act.replace('_', ' ')}”."
    return view


escalate_action = _up("escalate_action")
escalate_action_further = _up("escalate_action_further")


def change_owner(request, plan_action: int):
    """To another person or agency."""
    found = queries.find_action(plan_action, request.actor)
    form = forms.ChangeOwnerForm(
        request.POST or None, today=timezone.localdate(request.at), agencies=agencies(), people=owners_to_choose(),
        initial={"agency": found.agency_id},
    )  # fmt: skip

    def values(form):
        agency, owner = owner_of(form)
        return {"agency": agency, "owner": owner, **dict(_named(form, "owner_name", "reason"))}

    return _asking(request, found, form, "change_owner", values, lead=f"Now: {found.owner_words}.",
                   done="The action has another owner.")  # fmt: skip
