"""After the meeting: ratification, dissent, escalation; and the case's own page of all of it."""

from __future__ import annotations

from django.contrib import messages
from django.views.decorators.http import require_safe

from cases.queries import procedure_of
from cases.telling import preview
from cases.web import case_page
from config.pages import attempt, page

from .. import acts, forms
from ..acts.questions import options_for
from ..acts.together import Said
from ..queries import answering, asked, governance, to_answer
from ..queries.room import body_at
from .asking import shows_this, shows_what_was_advised
from .common import open_act, to_case
from .voting import case_act

ACTS = (
    "add_agenda_item", "put_question", "cast_vote", "close_question", "need_information", "decide_by_correspondence",
    "recommend", "record_dissent", "pass_on_dissent", "reconvene", "escalate", "decide_escalation",
    "ratify_recommendation", "return_recommendation", "replace_recommendation", "object_to_recommendation",
    "tell_outcome",
)  # fmt: skip
RECORDED = "Your answer is on record."
OTHERS = "The decision follows from the answers of the others."
WORDS = {
    "add_agenda_item": "Put it on an agenda",
    "need_information": "Ask for more information",
    "decide_by_correspondence": "Decide in writing",
    "recommend": "Make the recommendation",
    "record_dissent": "Record your agency’s dissent",
    "pass_on_dissent": "Pass the dissent on",
    "reconvene": "Have it looked at again",
    "escalate": "Take it to those who decide finally",
    "decide_escalation": "Decide finally",
    "ratify_recommendation": "Answer the recommendation",
    "object_to_recommendation": "Object to the recommendation",
    "tell_outcome": "Tell the outcome",
}


@require_safe
def case_panel(request, reference):
    """Meetings, questions, votes, recommendation, dissent and answers of one case, and what may be done next."""
    case = open_act(request, reference, "case_panel")
    item = governance.live_item(case, request.actor)
    may = governance.allowed(case, request.actor, *ACTS)
    return case_page(
        request,
        case,
        "panels/case_panel.html",
        name="case_panel",
        item=item,
        item_title=body_at(item.meeting).title if item else "",
        listings=governance.listings_of(case),
        advice=governance.advice_on(case),
        together=governance.body_asked(case, request.actor),
        decisions=governance.decisions_of(case),
        buttons=[(act, WORDS[act]) for act in may if act in WORDS and _sensible(act, case, item, request.actor)],
    )


def _sensible(act: str, case, item, actor) -> bool:
    """Leaves out buttons the text allows at this stage though there is nothing yet to do them to."""
    if act in {"recommend", "need_information"}:
        return item is not None
    if act in {"record_dissent", "object_to_recommendation"}:
        return any(advice.made for advice in governance.advice_on(case))
    if act == "pass_on_dissent":
        return bool(governance.my_dissents(case, actor))
    return act != "decide_by_correspondence" or item is None


@require_safe
def recommendations(request):
    """What waits for this person's answer."""
    return page(request, "panels/recommendations.html", rows=to_answer.recommendations_to_answer(request.actor))


def _answer(request, reference, act, form, heading, button, done, **extra):
    """One of the three answers, on the page that shows what is asked and on what facts."""
    case = open_act(request, reference, act.__name__)
    made = governance.current_recommendation(case)
    together = governance.body_to_answer(case, request.actor)
    if request.method == "POST" and shows_this(request, form, made) and form.is_valid():
        data = _given(form)
        if "focus" in data:
            data = {"methodology": "", **data}
        answer = attempt(form, act, recommendation=made, actor=request.actor, at=request.at, **data)
        if not form.errors:
            messages.success(request, done if answer else _said(case, made, request.actor))
            return to_case(request, case)
    may = governance.allowed(
        case, request.actor, "ratify_recommendation", "return_recommendation", "replace_recommendation"
    )
    return case_page(
        request,
        case,
        "panels/ratify.html",
        name="case_panel",
        form=form,
        act=act.__name__,
        heading=governance.called(case, request.actor, act.__name__) or heading,
        button=button,
        asked=to_answer.what_is_asked(case, made),
        may=may,
        refusal=governance.refusal_of(case, request.actor, act.__name__),
        **_what_leaves(case, made, act.__name__, request),
        together=together,
        **extra,
    )


def _said(case, made, actor) -> str:
    return f"{RECORDED} {answering.waits_for(case, made, actor)}".strip()


def _what_leaves(case, made, act, request) -> dict:
    """The e-mails of this answer as they will leave: while others still have to answer, at most to the next."""
    follows = answering.what_follows(case, made, request.actor, act)
    previews = [] if follows.waits else preview(case, act, request.actor, at=request.at, rows=follows.rows)
    return {"previews": previews, "nothing_sent": "" if previews else follows.waits}


def _given(form) -> dict:
    """What was typed, as the act takes it: what is entered of other members in one list."""
    data = {
        name: value for name, value in form.cleaned_data.items() if not name.startswith(("member-", "words-", "seen"))
    }
    return {**data, "others": [Said(agency=slug, same=same, words=words) for slug, same, words in form.said()]}


def _members(together) -> dict:
    """Of a body whose members answer each for itself: what the form asks of the others."""
    if together is None:
        return {}
    mine = together.mine.title if together.mine else ""
    return {"members": [(one.slug, one.title) for one in together.others], "mine": mine}


def _answer_form(request, reference, name):
    case = open_act(request, reference, name)
    together = governance.body_to_answer(case, request.actor)
    initial = {**_before(together), "seen": governance.current_recommendation(case).pk}
    body = governance.who_answers(case)
    return forms.AnswerForm(request.POST or None, body=body, initial=initial, **_members(together))


def _before(together) -> dict:
    """One's own answer, given before and not counted yet."""
    if together is None or together.my_answer is None:
        return {}
    row = together.my_answer
    chosen = {name: row.choice[name] for name in ("review_type", "methodology", "focus")} if row.choice else {}
    return {"reasons": row.reasons, **chosen}


def ratify_recommendation(request, reference):
    return _answer(
        request, reference, acts.ratify_recommendation, _answer_form(request, reference, "ratify_recommendation"),
        "Ratify the recommendation", "Ratify", "The recommendation is ratified.",
    )  # fmt: skip


def return_recommendation(request, reference):
    return _answer(
        request, reference, acts.return_recommendation, _answer_form(request, reference, "return_recommendation"),
        "Return the recommendation", "Return it", "The recommendation goes back to be looked at again.",
    )  # fmt: skip


def _review_form(request, reference, kind, name, initial=(), **more):
    case = open_act(request, reference, name)
    if kind is forms.ReplaceForm:
        more["body"] = governance.who_answers(case)
        together = governance.body_to_answer(case, request.actor)
        more |= _members(together)
        initial = {**_before(together), "seen": governance.current_recommendation(case).pk}
    procedure = procedure_of(case)
    return kind(
        request.POST or None,
        types=[(one["value"], one["label"]) for one in options_for(procedure, case.pathway)],
        methodologies=[(m.name, m.title) for m in procedure.methodologies],
        initial=dict(initial),
        **more,
    )


def replace_recommendation(request, reference):
    form = _review_form(request, reference, forms.ReplaceForm, "replace_recommendation")
    return _answer(
        request, reference, acts.replace_recommendation, form, "Put another decision in its place",
        "Replace the recommendation", "Your decision takes the place of the recommendation.",
    )  # fmt: skip


def decide_escalation(request, reference):
    """Those above the body decide finally, seeing the same facts as a ratifier."""
    case = open_act(request, reference, "decide_escalation")
    together = governance.body_to_decide(case, request.actor)
    form = _review_form(
        request, reference, forms.DecideForm, "decide_escalation",
        initial={**_before(together), "seen": asked.how_it_was_advised(case)},
        counted=together is not None, **_members(together),
    )  # fmt: skip
    if request.method == "POST" and shows_what_was_advised(request, form, case) and form.is_valid():
        data = {"methodology": "", **_given(form)}
        decided = attempt(form, acts.decide_escalation, case=case, actor=request.actor, at=request.at, **data)
        if not form.errors:
            messages.success(request, "The decision is final and on the record." if decided else f"{RECORDED} {OTHERS}")
            return to_case(request, case)
    return case_act(
        request, case, "decide_escalation", form, "Decide finally", button="Decide",
        template="panels/decide_escalation.html", advice=governance.advice_on(case),
        listings=governance.listings_of(case), together=together,
    )  # fmt: skip
