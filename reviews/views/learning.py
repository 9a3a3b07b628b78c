"""What was learnt: recommendations and good practice of a case, the learning log, the search, asked for before."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from cases.queries import procedure_of
from cases.reading import attempt_read
from cases.web import case_page, open_page
from config.pages import attempt, page
from partnerships.queries import agencies

from .. import acts
from ..acts.actions import Wanted
from ..acts.learning import CONSIDERS, LOGS, Asked, Learnt
from ..forms import actions as action_forms
from ..forms import learning as forms
from ..models import Action
from ..queries import actions, learning
from .choosing import here, owner_of, owners_to_choose, title_of, today


def _agency(form):
    return next((one for one in agencies() if one.pk == form.cleaned_data.get("agency")), None)


def asked_in(form) -> Asked:
    """What a form about a recommendation asks, of whom."""
    data = form.cleaned_data
    return Asked(
        wording=data["wording"], agency=_agency(form), owner=data.get("owner", ""), by_on=data.get("by_on"),
        measure=data.get("measure", ""), themes=data["themes"],
    )  # fmt: skip


def record_recommendation(request, reference):
    """What earlier learning says of the same is shown first; pressed once more, it is recorded (C-28)."""
    case = open_page(request, reference, "record_recommendation")
    procedure = procedure_of(case)
    form = forms.RecommendationForm(
        request.POST or None, today=today(request), agencies=agencies(), themes=procedure.themes
    )
    before: list = []
    if request.method == "POST" and form.is_valid():
        asked = asked_in(form)
        before = learning.asked_before(request.actor, wording=asked.wording, themes=asked.themes)
        if not before or request.POST.get("seen") == "yes":
            made = attempt_read(request, form, acts.record_recommendation, case=case, asked=asked, actor=request.actor,
                           asked_before=[f"{one.reference}, {one.words}" for one in before],
                           at=form.at(request.at))  # fmt: skip
            if made is not None:
                messages.success(request, f"{made.words} is recorded.")
                return _to(request, made)
    return _act_page(
        request, case, form, heading="Record a review recommendation", before=before, button="Record it",
        lead="Say what is asked of whom, by when, and what would show that it worked. Earlier reviews that asked for "
        "the same are shown before it is recorded.",
    )  # fmt: skip


def _act_page(request, case, form, *, heading, button, lead="", before=(), back=""):
    procedure = procedure_of(case)
    return case_page(
        request, case, "reviews/learning_act.html", name="case_actions", form=form, heading=heading, lead=lead,
        button=button, before=before, theme=lambda name: title_of(procedure, name),
        back=back or here(request, "case_actions", reference=case.reference),
    )  # fmt: skip


def _to(request, row):
    return redirect("recommendation", request.partnership.slug, row.case.reference, row.pk)


def record_good_practice(request, reference):
    """An entry of its own kind."""
    case = open_page(request, reference, "record_good_practice")
    form = forms.GoodPracticeForm(
        request.POST or None, today=today(request), agencies=agencies(), themes=procedure_of(case).themes
    )
    if request.method == "POST" and form.is_valid():
        asked = asked_in(form)
        made = attempt_read(
            request, form, acts.record_good_practice, case=case, wording=asked.wording, agency=asked.agency,
            themes=asked.themes, actor=request.actor, at=form.at(request.at),
        )  # fmt: skip
        if made is not None:
            messages.success(request, f"{made.words} is recorded.")
            return _to(request, made)
    return _act_page(request, case, form, heading="Record good practice", button="Record it",
                     lead="What went well is as much to be learnt from as what did not.")  # fmt: skip


@require_safe
def recommendation(request, reference, recommendation: int):
    """One recommendation or good practice: its actions, what became of it, and who asked for the same before."""
    case = open_page(request, reference, "case_actions")
    row = learning.find_recommendation(case, recommendation)
    procedure = procedure_of(case)
    rows = [one for one in actions.of_case(case, request.actor, at=request.at)
            if one.action.recommendation_id == row.pk]  # fmt: skip
    before = learning.asked_before(request.actor, wording=f"{row.wording} {row.measure}", themes=row.themes, but=row.pk)
    return case_page(
        request, case, "reviews/recommendation.html", name="case_actions", row=row, rows=rows, before=before,
        theme=lambda name: title_of(procedure, name), found=learning.shown([row])[0],
        may_answer=request.actor.holds("secretariat", "panel-chair", "statutory-partner", "ratifier"),
        may_correct=request.actor.holds("secretariat", "panel-chair"),
        may_create=request.actor.holds("secretariat") and row.answer != "not-accepted",
    )  # fmt: skip


def correct_recommendation(request, reference, recommendation: int):
    case = open_page(request, reference, "correct_recommendation")
    row = learning.find_recommendation(case, recommendation)
    form_class = forms.CorrectForm if row.kind == "recommendation" else forms.CorrectGoodPracticeForm
    form = form_class(
        request.POST or None, today=today(request), agencies=agencies(), themes=procedure_of(case).themes,
        initial={"wording": row.wording, "agency": row.agency_id, "owner": row.owner, "by_on": row.by_on,
                 "measure": row.measure, "themes": row.themes, "version": row.version},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt_read(
            request, form, acts.correct_recommendation, recommendation=row, asked=asked_in(form),
            version=data["version"], reason=data["reason"], actor=request.actor, at=form.at(request.at),
        ):  # fmt: skip
            messages.success(request, "It is put right. What it said before stays on record.")
            return _to(request, row)
    return _act_page(request, case, form, heading=f"Put {row.words.lower()} right", button="Put it right",
                     back=here(request, "recommendation", reference=case.reference, recommendation=row.pk))  # fmt: skip


def answer_recommendation(request, reference, recommendation: int):
    """Accepted or not, and why (C-46)."""
    case = open_page(request, reference, "answer_recommendation")
    row = learning.find_recommendation(case, recommendation)
    form = forms.AnswerForm(request.POST or None, today=today(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt_read(
            request, form, acts.answer_recommendation, recommendation=row, answer=data["answer"], why=data["why"],
            body=data["body"], actor=request.actor, at=form.at(request.at),
        ):  # fmt: skip
            messages.success(request, "The answer is on record.")
            return _to(request, row)
    return _act_page(request, case, form, heading=f"Answer {row.words.lower()}", lead=row.wording, button="Record it",
                     back=here(request, "recommendation", reference=case.reference, recommendation=row.pk))  # fmt: skip


# Across the partnership


@require_safe
def lessons(request):
    """The search over recommendations, good practice and learning from elsewhere (C-28, C-32)."""
    form = forms.SearchForm(request.GET or None, themes=request.procedure.themes)
    data = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = learning.search(request.actor, learning.Wanted(**{k: data.get(k, "") for k in ("words", "theme", "kind")}))
    return page(
        request, "reviews/lessons.html", form=form, found=found, here=here(request, "lessons"),
        narrowed=any(data.values()), may_log=request.actor.holds(*LOGS),
        theme=lambda name: title_of(request.procedure, name),
    )  # fmt: skip


@require_safe
def lesson(request, lesson: int):
    """One entry of the learning log: what it says, what it means here, the actions."""
    found = learning.find_learning(lesson)
    rows = actions.of_learning(found, request.actor, at=request.at)
    before = learning.asked_before(request.actor, wording=f"{found.title} {found.says}", themes=found.themes)
    return page(
        request, "reviews/lesson.html", lesson=found, rows=rows,
        before=[one for one in before if one.keys.get("lesson") != found.number],
        theme=lambda name: title_of(request.procedure, name), may_consider=request.actor.holds(*CONSIDERS),
        may_create=request.actor.holds("secretariat"),
    )  # fmt: skip


def _form_page(request, form, *, heading, button, back, lead=""):
    return page(request, "form_page.html", form=form, heading=heading, button=button, back=back, lead=lead)


def log_learning(request):
    form = forms.LogForm(request.POST or None, today=today(request), themes=request.procedure.themes)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, acts.log_learning, learnt=Learnt(**form.cleaned_data), actor=request.actor, at=request.at)
        if made is not None:
            messages.success(request, f"{made.reference} is in the log.")
            return redirect("lesson", request.partnership.slug, made.number)
    return _form_page(request, form, heading="Log learning from elsewhere", button="Put it in the log",
                      back=here(request, "lessons"))  # fmt: skip


def consider_learning(request, lesson: int):
    found = learning.find_learning(lesson)
    form = forms.ConsiderForm(
        request.POST or None, today=today(request),
        initial={"version": found.version, "body": found.considered_by, "implications": found.implications},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        if attempt(form, acts.consider_learning, learning=found, actor=request.actor, at=request.at,
                   **form.cleaned_data):  # fmt: skip
            messages.success(request, "What it means here is on record.")
            return redirect("lesson", request.partnership.slug, found.number)
    return _form_page(request, form, heading="What does it mean here?", button="Record it", lead=found.title,
                      back=here(request, "lesson", lesson=found.number))  # fmt: skip


def create_learning_action(request, lesson: int):
    """An action that follows from learning elsewhere: it belongs to no case."""
    found = learning.find_learning(lesson)
    form = action_forms.CreateActionForm(
        request.POST or None, today=today(request), agencies=agencies(), people=owners_to_choose(), learning=True
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        agency, owner = owner_of(form)
        wanted = Wanted(
            what=data["what"], agency=agency, owner=owner, owner_name=data["owner_name"], due_on=data["due_on"],
            measure=data["measure"], origin=Action.Origin.LEARNING, origin_words=found.title,
        )  # fmt: skip
        if attempt(form, acts.create_action, learning=found, wanted=wanted, actor=request.actor,
                   at=form.at(request.at)):  # fmt: skip
            messages.success(request, "The action is on the plan. Its owner has been told.")
            return redirect("lesson", request.partnership.slug, found.number)
    return _form_page(request, form, heading="Create an action", button="Create the action", lead=found.title,
                      back=here(request, "lesson", lesson=found.number))  # fmt: skip
