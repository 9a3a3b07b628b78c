"""The confidentiality agreement of the text: read, agreed to, and who has (C-25)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404

from config.pages import attempt, page

from .. import acts, forms
from ..queries.room import body_at, procedure_at
from ..queries.undertakings import BEFORE_PAPERS, asks_for_agreement, undertaking_of
from .common import the_meeting, to_meeting


def sign_confidentiality(request, meeting: int):
    """The words as they are in the text; agreed to once in each version, for every meeting."""
    found = the_meeting(request, meeting)
    if not asks_for_agreement(found):
        raise Http404
    procedure, body = procedure_at(found), body_at(found)
    form = forms.AgreeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(
            form, acts.sign_confidentiality, procedure=procedure, agreed=form.cleaned_data["agreed"],
            actor=request.actor, at=request.at,
        ):  # fmt: skip
            messages.success(request, "You have agreed. It counts for every meeting until the words change.")
            return to_meeting(request, found)
    return page(
        request,
        "panels/agreement.html",
        meeting=found,
        meeting_title=body.title,
        agreement=procedure.agreement,
        before_papers=body.confidentiality == BEFORE_PAPERS,
        mine=undertaking_of(procedure, request.actor),
        form=form,
    )
