"""The minutes: drafted, edited by one person at a time, agreed, printed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from config.pages import attempt, page

from .. import acts, forms
from ..acts.amending import may_comment
from ..acts.minutes import agreed_words
from ..queries.after import comments_of
from ..queries.agenda import items_for
from ..queries.minutes import minutes_of, minutes_paper
from ..queries.room import body_at, runs_meeting
from .common import said, the_meeting, to_meeting


@require_POST
def draft_minutes(request, meeting: int):
    found = the_meeting(request, meeting)
    done = said(request, acts.draft_minutes, meeting=found)
    return to_meeting(request, found, "minutes" if done else "meeting")


def minutes(request, meeting: int):
    """What was recorded beside what is written; whoever runs the meetings edits the words."""
    found = the_meeting(request, meeting)
    text = minutes_of(found)
    if text is None:
        raise Http404
    rows = items_for(found, request.actor)
    visible = [(row.number, row.item) for row in rows if not row.hidden]
    may_edit = runs_meeting(request.actor, found) and text.state == text.State.DRAFT
    form, beside = None, {}
    if may_edit:
        stored = _stored(text, visible)
        initial = {"version": text.version, "began": forms.marks(stored), **stored}
        form = forms.minutes_form(visible, request.POST or None, initial)
        if request.method == "POST" and form.is_valid():
            if _store(request, form, text):
                messages.success(request, "The minutes are stored.")
                return to_meeting(request, found, "minutes")
            text = minutes_of(found)
            rows = items_for(found, request.actor)
            visible = [(row.number, row.item) for row in rows if not row.hidden]
            beside = form.go_on_from(text.version, _stored(text, visible))
    return page(
        request,
        "panels/minutes.html",
        meeting=found,
        title=body_at(found).title,
        minutes=text,
        paper=_visible(text, found, {row.number for row in rows if row.hidden}),
        hidden=any(row.hidden for row in rows),
        comments=comments_of(text, {row.item.pk for row in rows if row.hidden}),
        may_comment=may_comment(text, request.actor, at=request.at),
        runs=runs_meeting(request.actor, found),
        beside=beside,
        **({"form": form} if form is not None else {}),
    )


def _stored(text, visible) -> dict[str, str]:
    """Field -> the words that are stored now."""
    return {"text": text.text, **{f"item-{item.pk}": item.discussion for _, item in visible}}


def _store(request, form, text):
    discussions = {
        int(name.removeprefix("item-")): words for name, words in form.words().items() if name.startswith("item-")
    }
    return attempt(
        form, acts.edit_minutes, minutes=text, version=form.cleaned_data["version"], text=form.cleaned_data["text"],
        discussions=discussions, actor=request.actor, at=request.at,
    )  # fmt: skip


def _visible(text, meeting, hidden: set[int]) -> dict:
    """The minutes as they read, without the items this reader may not see."""
    from dataclasses import asdict

    state = agreed_words(text.agreed_at, text.agreed_meeting) if text.agreed_at else "Draft"
    paper = text.paper or asdict(minutes_paper(meeting, opening=text.text, state=state))
    return {**paper, "items": [item for item in paper["items"] if int(item["number"]) not in hidden]}


@require_POST
def print_minutes(request, meeting: int):
    found = the_meeting(request, meeting)
    text = minutes_of(found)
    if text is None or any(row.hidden for row in items_for(found, request.actor)):
        raise Http404
    job = acts.print_minutes(minutes=text, actor=request.actor, at=request.at)
    return redirect("print_job", partnership=request.partnership.slug, job=job.pk)
