"""What agencies bring: their reports, and one chronology with a picture of time."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.queries import possible_acts
from config.access import ACCESS, may_open
from documents.tables import csv_response, xlsx_response
from information.rules import gaps

from .. import forms, queries, rules
from .common import review_page, the_review

USUAL_GAP = 3
# Appendix 6's nine columns, in its order (DAR-15).
HEADER = (
    "Date", "Time", "Significant event", "Agency", "Source record", "Who was involved", "Decisions and outcome",
    "Seen, and views", "Comments",
)  # fmt: skip


def _opened(request, key, name):
    found = the_review(request, key, name)
    queries.refuse_readers(found, request.actor)
    return found


@require_safe
def review_reports(request, review):
    """The agencies' reports: who owes one, who has sent and signed."""
    found = _opened(request, review, "review_reports")
    acts = {act.act for act in possible_acts(found.case, request.actor)}
    return review_page(
        request, found, "reviews/reports.html", tab="review_reports", entries=len(queries.with_earlier(found)),
        learning_events=queries.learning_events_of(found), reports=queries.reports_of(found),
        may_convene=found.is_running and may_open(ACCESS["convene_learning_event"], request.actor.kinds),
        may_ask="request_information" in acts and found.is_running,
    )  # fmt: skip


@require_safe
def review_report(request, review, agency_report):
    """One agency's report as it was sent."""
    found = _opened(request, review, "review_report")
    row = queries.find_report(found, agency_report)
    return review_page(request, found, "reviews/report.html", tab="review_reports", row=row, said=queries.in_words(row))


@require_safe
def review_chronology(request, review):
    """Every agency's entries on one picture of time and in nine columns (DAR app. 6): gaps and overlaps stand out."""
    found = _opened(request, review, "review_chronology")
    own, whole = queries.chronology_of(found), queries.with_earlier(found)
    entries = whole if _with_earlier(request, own) else own
    everything = rules.whole(entries)
    form = forms.WindowForm(request.GET or None)
    given = form.cleaned_data if request.GET and form.is_valid() else {}
    gap = given.get("gap") if given.get("gap") is not None else USUAL_GAP
    drawn: dict = {"window": None, "shown": [], "gaps": {}, "ways": {}, "overlaps": [], "picture": None, "ticks": []}
    if everything is not None:
        window = rules.chosen(everything, given.get("since"), given.get("until"))
        shown = rules.inside(entries, window)
        drawn = {
            "window": window, "shown": shown, "gaps": {each.after: each for each in gaps(shown, gap)},
            "overlaps": rules.overlaps(shown), "picture": rules.picture(entries, gaps(entries, gap), window),
            "ways": {
                name: _to(request, found, where, gap) for name, where in rules.ways_on(window, everything).items()
            },
            "ticks": [],
        }  # fmt: skip
        drawn["ticks"] = [(tick, _to(request, found, tick, gap)) for tick in drawn["picture"].ticks]
    may_print = found.is_running and "compile_chronology" in {
        act.act for act in possible_acts(found.case, request.actor)
    }
    return review_page(
        request,
        found,
        "reviews/chronology.html", tab="review_reports", form=form, total=len(entries),
        may_print=may_print and any(each.readable for each in queries.reports_of(found)), own=len(own),
        earlier=len(whole) - len(own), with_earlier=entries is whole, **drawn,
    )  # fmt: skip


def _with_earlier(request, own) -> bool:
    """Whether what agencies sent before the review is shown too: when asked for, or while nothing came for it."""
    return request.GET.get("with") == "earlier" or not own


def _to(request, review, where, gap: int) -> str:
    """The same page on other days."""
    here = reverse("review_chronology", kwargs={"partnership": review.case.partnership.slug, "review": review.key})
    days = {}
    for name, day in (("since", where.begins), ("until", where.ends)):
        days |= {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
    kept = {"with": "earlier"} if request.GET.get("with") == "earlier" else {}
    return f"{here}?{urlencode({**days, 'gap': gap, **kept})}"


@require_safe
def review_chronology_table(request, review, kind):
    """All of it as CSV or XLSX."""
    respond = {"csv": csv_response, "xlsx": xlsx_response}.get(kind)
    if respond is None:
        raise Http404
    found = _opened(request, review, "review_chronology")
    own = queries.chronology_of(found)
    entries = queries.with_earlier(found) if _with_earlier(request, own) else own
    rows = [
        (e.date_text, e.time.strftime("%H:%M") if e.time else "", e.event, e.agency, e.source, e.who, e.outcome,
         e.seen, e.comment)
        for e in entries
    ]  # fmt: skip
    return respond(f"{found.reference.replace('/', '-')}-chronology", HEADER, rows)
