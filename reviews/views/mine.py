"""What the independent reviewer enters on the review that they carry out: contacts with family and practitioners, and
what they recommend (C-6, C-23, BEX-10). Nobody else enters it here: the office has the pages of the case."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.acts.registers import asked_for
from cases.forms import HappenedForm
from cases.queries import procedure_of
from cases.reading import attempt_read
from cases.registers import BY_ACT
from cases.sheets.whole import WholeForm
from partnerships.queries import agencies
from partnerships.refusals import ActRefused

from .. import acts, queries
from ..forms import learning as forms
from ..queries import learning
from .choosing import title_of
from .common import act_page, review_page, the_review, to_review
from .learning import asked_in


def _mine(request, key: str, name: str):
    """The review that this person carries out; 404 for every other."""
    found = the_review(request, key, name)
    if not queries.carries_it_out(found, request.actor):
        raise Http404
    return found


def _today(request):
    return timezone.localdate(request.at)


def review_contact(request, review):
    """A letter, call or visit: what was told, said and promised (C-23)."""
    return _entering(request, _mine(request, review, "review_contact"), "record_contact", acts.enter_contact)


def review_involvement(request, review):
    """Somebody who is involved, how and by whom, or why not (C-23)."""
    return _entering(
        request, _mine(request, review, "review_involvement"), "record_involvement", acts.enter_involvement
    )


def _entering(request, review, act: str, enter):
    asked, register = asked_for(act, review.case, at=request.at), BY_ACT[act]
    posted = request.POST if request.method == "POST" else None
    files = request.FILES if posted is not None else None
    whole = WholeForm(asked.form, around=asked.around, data=posted, files=files)
    form = HappenedForm(posted, today=_today(request))
    if posted is not None and (whole.more or whole.row_change):
        form.hold()
    elif posted is not None and all([whole.is_right, form.is_valid()]):
        try:
            enter(review=review, answers=whole.values, uploads=whole.uploads, actor=request.actor,
                  at=form.at(request.at))  # fmt: skip
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is on the record of the case. Those who run the review read it too.")
            return to_review(request, review, "review_people")
    return act_page(
        request, review, form, heading=register.add, lead=register.lead, button="Save", whole=whole,
        template="reviews/own_entry.html", tab="review_people",
    )  # fmt: skip


@require_safe
def review_recommendations(request, review):
    """What the reviewer has put forward, and how the partnership answered."""
    found = _mine(request, review, "review_recommendations")
    procedure = procedure_of(found.case)
    rows = [row for row in learning.of_case(found.case) if row.review_id == found.pk]
    return review_page(
        request, found, "reviews/own_recommendations.html", tab="review_recommendations", rows=rows,
        theme=lambda name: title_of(procedure, name),
    )  # fmt: skip


def review_recommend(request, review):
    """A recommendation of the draft is put forward, to be accepted, reworded or turned down (BEX-10, C-46)."""
    found = _mine(request, review, "review_recommend")
    form = forms.RecommendationForm(
        request.POST or None, today=_today(request), agencies=agencies(), themes=procedure_of(found.case).themes
    )
    return _putting_forward(
        request, found, form, lambda values: {"asked": asked_in(form)}, acts.put_forward,
        heading="Put a recommendation forward", button="Put it forward",
        lead="Say what is asked of whom, by when, and what would show that it worked. The partnership accepts it, "
        "agrees other words, or turns it down with reasons.",
    )  # fmt: skip


def review_good_practice(request, review):
    """Good practice that the reviewer found."""
    found = _mine(request, review, "review_good_practice")
    form = forms.GoodPracticeForm(
        request.POST or None, today=_today(request), agencies=agencies(), themes=procedure_of(found.case).themes
    )

    def given(_):
        asked = asked_in(form)
        return {"wording": asked.wording, "agency": asked.agency, "themes": asked.themes}

    return _putting_forward(
        request, found, form, given, acts.put_good_practice_forward, heading="Enter good practice",
        button="Enter it", lead="What went well is as much to be learnt from as what did not.",
    )  # fmt: skip


def _putting_forward(request, review, form, given, act, **words):
    if request.method == "POST" and form.is_valid():
        made = attempt_read(
            request, form, act, review=review, actor=request.actor, at=form.at(request.at), **given(form)
        )  # fmt: skip
        if made is not None:
            messages.success(request, f"{made.words} is with the partnership.")
            return to_review(request, review, "review_recommendations")
    return act_page(request, review, form, tab="review_recommendations", **words)
