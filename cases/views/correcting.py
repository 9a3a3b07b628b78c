"""Notes, people, facts, links and corrections: what keeps the record true."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone

from config.pages import attempt
from partnerships.queries import all_members

from .. import acts, forms, queries
from ..acts import PersonValues
from ..queries.shut_out import LIFT
from ..web import case_page, open_page


def _act_page(request, case, form, heading, *, name="case", button="Save", lead=""):
    return case_page(
        request,
        case,
        "cases/act.html",
        name=name,
        form=form,
        heading=heading,
        button=button,
        lead=lead,
        previews=[],
    )


def _today(request):
    return timezone.localdate(request.at)


def _back(request, case, name="case"):
    return redirect(name, request.partnership.slug, case.reference)


def add_note(request, reference):
    case = open_page(request, reference, "add_note")
    form = forms.NoteForm(request.POST or None, today=_today(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, acts.add_note, case=case, kind=data["kind"], text=data["text"], with_whom=data["with_whom"],
                   actor=request.actor, at=form.at(request.at)):  # fmt: skip
            messages.success(request, "The note is on the record.")
            return _back(request, case, "case_record")
    return _act_page(
        request, case, form, "Record a call, advice or a note", name="case_record",
        lead="Everybody who can open this case reads it on the record, people of the agencies that were asked as well.",
    )  # fmt: skip


def add_person(request, reference):
    case = open_page(request, reference, "add_person")
    form = forms.PersonForm(request.POST or None, today=_today(request))
    if request.method == "POST" and form.is_valid():
        if attempt(form, acts.add_person, case=case, values=PersonValues(**form.cleaned_data), actor=request.actor,
                   at=request.at):  # fmt: skip
            return _back(request, case, "case_people")
    return _act_page(request, case, form, "Add a person", name="case_people")


def correct_person(request, reference, person):
    case = open_page(request, reference, "correct_person")
    row = queries.person_of(case, person)
    if row is None:
        raise Http404
    fields = [name for name in forms.PersonForm.base_fields]
    initial = {name: getattr(row, name) for name in fields} | {"version": row.history.count()}
    form = forms.CorrectPersonForm(request.POST or None, initial=initial, today=_today(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        values = {name: data[name] for name in fields}
        if attempt(form, acts.correct_person, person=row, values=values, reason=data["reason"],
                   version=data["version"], actor=request.actor, at=request.at):  # fmt: skip
            messages.success(request, "The person’s details were put right.")
            return _back(request, case, "case_people")
    return _act_page(request, case, form, f"Put right the details of {row.full_name}", name="case_people")


def state_fact(request, reference, fact):
    case = open_page(request, reference, "state_fact")
    procedure = queries.procedure_of(case)
    known = {row.slug: row for row in queries.dates_that_count(case, procedure)}
    if fact not in known:
        raise Http404
    form = forms.FactForm(request.POST or None, initial={"happened_at": known[fact].at}, today=_today(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, acts.state_fact, case=case, name=fact, happened_at=data["happened_at"],
                   reason=data["reason"], actor=request.actor, at=request.at):  # fmt: skip
            messages.success(
                request, "The date is on record and the deadlines that depend on it were worked out again."
            )
            return _back(request, case, "case_deadlines")
    return _act_page(request, case, form, f"Date of “{known[fact].words}”", name="case_deadlines",
                     lead="Deadlines that run from this date are worked out again. The old date is kept.")  # fmt: skip


def annul_event(request, reference, event):
    case = open_page(request, reference, "annul_event")
    row = next((found for found in queries.record_of(case) if found.pk == event), None)
    if row is None:
        raise Http404
    form = forms.ReasonForm(request.POST or None, today=_today(request))
    del form.fields["happened_at"]
    if request.method == "POST" and form.is_valid():
        if attempt(form, acts.annul_event, case=case, event_id=row.pk, reason=form.cleaned_data["reason"],
                   actor=request.actor, at=request.at):  # fmt: skip
            messages.success(request, "The entry is struck out. It stays on the record with your reason.")
            return _back(request, case, "case_record")
    return _act_page(request, case, form, "Strike out this entry?", name="case_record", button="Strike out",
                     lead=f"{row.summary} Nothing is deleted: the entry stays, struck through, with your reason. "
                          "What ran from it is worked out again.")  # fmt: skip


def _other_case(request, form, field):
    """The case whose reference was typed, or None with a message: the same words whether hidden or missing."""
    reference = form.cleaned_data[field].strip().upper()
    found = queries.visible_cases(request.actor).filter(reference=reference).first()
    if found is None:
        form.add_error(field, f"There is no case {reference}")
    return found


def link_case(request, reference):
    case = open_page(request, reference, "link_case")
    form = forms.LinkForm(request.POST or None, initial={"other": request.GET.get("other", "")[:24]})
    if request.method == "POST" and form.is_valid():
        other = _other_case(request, form, "other")
        if other and attempt(form, acts.link_case, case=case, other=other, why=form.cleaned_data["why"],
                             actor=request.actor, at=request.at):  # fmt: skip
            return _back(request, case)
    return _act_page(request, case, form, "Link to another case", button="Link")


def merge_case(request, reference):
    case = open_page(request, reference, "merge_case")
    form = forms.MergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        into = _other_case(request, form, "into")
        if into and attempt(form, acts.merge_case, case=case, into=into, reason=form.cleaned_data["reason"],
                            actor=request.actor, at=request.at):  # fmt: skip
            messages.success(request, f"{case.reference} is now part of {into.reference}.")
            return _back(request, into)
    return _act_page(request, case, form, "Merge into another case", button="Merge",
                     lead="Two referrals of one event become one case. This one is closed and points to the other; "
                          "both references can still be found.")  # fmt: skip


def restrict_case(request, reference):
    case = open_page(request, reference, "restrict_case")
    form = forms.ReasonForm(request.POST or None, today=_today(request))
    del form.fields["happened_at"]
    if request.method == "POST" and form.is_valid():
        done = attempt(form, acts.restrict_case, case=case, restricted=not case.restricted,
                       reason=form.cleaned_data["reason"], actor=request.actor, at=request.at)  # fmt: skip
        if done is None and not form.errors:
            return _back(request, case)
    heading = LIFT if case.restricted else "Restrict the case to named people"
    return _act_page(request, case, form, heading, button="Lift it" if case.restricted else "Restrict")


def declare_conflict(request, reference):
    """For oneself; the secretariat and the chair may record it for anybody. Nobody is chosen beforehand, since it shuts
    them out, but oneself where one came to say so of oneself.
    """
    case = open_page(request, reference, "declare_conflict")
    office = request.actor.holds("secretariat", "panel-chair")
    people = all_members() if office else [request.membership]
    oneself = not office or request.GET.get("who") == "me"
    form = forms.ConflictForm(
        request.POST or None, people=people, initial={"membership": request.membership.pk} if oneself else {}
    )
    if request.method == "POST" and form.is_valid():
        chosen = next(person for person in people if person.pk == form.cleaned_data["membership"])
        if attempt(form, acts.declare_conflict, case=case, membership=chosen, reason=form.cleaned_data["reason"],
                   actor=request.actor, at=request.at):  # fmt: skip
            messages.success(request, "The conflict of interest is on record.")
            return (
                _back(request, case)
                if chosen.pk != request.membership.pk
                else redirect("home", request.partnership.slug)
            )
    return _act_page(request, case, form, "Declare a conflict of interest", button="Declare",
                     lead="Whoever has a conflict of interest can no longer open this case, its papers or its item at "
                          "a meeting, and cannot vote on it.")  # fmt: skip


def withdraw_conflict(request, reference, conflict):
    case = open_page(request, reference, "withdraw_conflict")
    row = next((found for found in queries.open_conflicts(case) if found.pk == conflict), None)
    if row is None:
        raise Http404
    form = forms.ReasonForm(request.POST or None, today=_today(request))
    del form.fields["happened_at"]
    if request.method == "POST" and form.is_valid():
        done = attempt(form, acts.withdraw_conflict, conflict=row, reason=form.cleaned_data["reason"],
                       actor=request.actor, at=request.at)  # fmt: skip
        if done is None and not form.errors:
            return _back(request, case)
    return _act_page(request, case, form, f"Take back the conflict of interest of {row.membership.user.name}?")
