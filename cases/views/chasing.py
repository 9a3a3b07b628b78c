"""Who is outstanding: on one case, and over the whole partnership, with one button that reminds them."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect

from config.filters import listing, plural
from config.pages import attempt, page

from .. import acts, chasing, forms
from ..acts.chasing import previews, previews_together
from ..chasing import SOON
from ..web import case_page, open_page


def _posted(request):
    """What was sent, although it may be nothing but the button."""
    return request.POST if request.method == "POST" else None


def send_reminder(request, reference):
    """What this case waits for; ticked or all, what leaves is shown before it does."""
    case = open_page(request, reference, "send_reminder")
    rows = chasing.outstanding(request.actor, at=request.at, case=case)
    form = forms.ChaseForm(
        request.POST if request.method == "POST" else None, rows=rows, ticked=request.GET.getlist("agency")
    )
    if request.method == "POST" and form.is_valid():
        event = attempt(form, acts.send_reminder, case=case, deadlines=form.chosen, actor=request.actor, at=request.at)
        if event is not None:
            messages.success(request, f"{_count(len(form.chosen))} The record says who was written to.")
            return redirect("send_reminder", request.partnership.slug, case.reference)
    return case_page(
        request, case, "cases/send_reminder.html", name="case_deadlines", form=form, rows=rows, one_case=True,
        undated=chasing.undated(request.actor, case=case),
        previews=previews(rows, at=request.at), **_summing_up(rows),
    )  # fmt: skip


def outstanding(request):
    """The same for every case of the partnership that the reader sees."""
    rows = chasing.outstanding(request.actor, at=request.at)
    form = forms.ChaseForm(_posted(request), rows=rows)
    if request.method == "POST" and form.is_valid():
        done = acts.send_reminders(deadlines=form.chosen, actor=request.actor, at=request.at)
        if done.reminded:
            messages.success(request, f"{_count(done.reminded)} The record of each case says who was written to.")
        if done.refused:
            messages.warning(request, " ".join(done.refused))
        return redirect("outstanding", request.partnership.slug)
    return page(
        request, "cases/outstanding.html", form=form, rows=rows, one_case=False,
        undated=chasing.undated(request.actor),
        previews_lead="Each person gets one e-mail with everything that they are reminded of. Here is one of them.",
        previews=previews_together(rows, at=request.at)[:1], **_summing_up(rows, one_case=False),
    )  # fmt: skip


def _count(number: int) -> str:
    return f"Reminders of {plural(number, 'thing')} are on their way."


def _summing_up(rows, *, one_case: bool = True) -> dict:
    late = [row for row in rows if row.shown.left is not None and row.shown.left < 0]
    unreached: dict[str, list[str]] = {}
    for row in rows:
        if not row.people:
            unreached.setdefault(row.shown.who, []).append(row.case.reference)
    nobody = [
        who if one_case else f"{who} ({', '.join(dict.fromkeys(cases))})" for who, cases in sorted(unreached.items())
    ]
    free = sum(row.may_be_reminded for row in rows)
    return {
        "figures": [
            {"number": len(rows), "text": "outstanding", "href": ""},
            {"number": len(late), "text": "late", "href": ""},
            {"number": sum(row.today for row in rows), "text": "reminded today", "href": ""},
        ],
        "nobody": listing(nobody),
        "free": free,
        "pressing": sum(row.may_be_reminded and row.is_pressing for row in rows),
        "soon": SOON,
    }
