"""What every page of a case shares: finding it, noting that it was opened, its header and tabs."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse

from config.access import ACCESS, may_open
from config.context import folded
from config.links import address, address_if_any
from config.pages import page
from procedures import vocabulary_acts
from procedures.model import Procedure

from . import rules
from .models import Case
from .queries import find_case, note_opened, subjects_of

# Tabs in order: words of the section, (URL name, words) of its pages. A page is shown when it exists and the reader's
# roles may open it; sections where all pages would not stand in one line.
SECTIONS = (
    ("Overview", (("case", "Overview"),)),
    ("Referral", (("referral", "Referral"),)),
    ("People", (("case_people", "People"),)),
    ("Information", (("case_information", "Information"),)),
    ("Criteria", (("case_criteria", "Criteria"),)),
    ("Safety and family", (("case_registers", "Safety and family"),)),
    ("Panel and decision", (("case_panel", "Panel and decision"),)),
    ("Letters and notices", (("case_notifications", "Notifications"), ("case_letters", "Letters"))),
    ("Reviews", (("case_reviews", "Reviews"), ("case_actions", "Actions"))),
    ("Deadlines", (("case_deadlines", "Deadlines"), ("case_procedure", "Procedure"))),
    ("Record", (("case_record", "Record"),)),
)
TABS = {name: words for _, pages in SECTIONS for name, words in pages}
SIDE_BY_SIDE = 11


def page_words(name: str, *, procedure: Procedure, pathway: str) -> str:
    """What a page of a case is called: its tab, else the act that it is for in the words of the text."""
    if name in TABS:
        return TABS[name]
    if name in vocabulary_acts.ACTS:
        return f"The page “{rules.act_title(name, procedure, pathway)}”"
    return name.replace("_", " ").capitalize()


def stage_colour(case: Case) -> str:
    if case.closed_at is not None:
        return "grey"
    return {"received": "yellow", "sent-back": "purple", "recommended": "purple", "escalated": "red"}.get(
        case.stage, ""
    )


def case_header(case: Case, request, subjects: Sequence[str] | None = None) -> dict:
    """What the identity bar shows. `subjects`: their names where the page has read them already."""
    if subjects is None:
        subjects = [person.full_name for person in subjects_of(case)]
    names = ", ".join(subjects) or "Subject not named"
    return {
        "reference": case.reference,
        "title": names,
        "href": address("case", partnership=request.partnership.slug, reference=case.reference),
        "stage": {"text": case.stage_title, "colour": stage_colour(case)},
        "restricted": case.restricted,
    }


def case_navigation(case: Case, request, current: str) -> dict[str, list[dict]]:
    """The tabs of a case, as config.context.folded gives them. current: the URL name of the page that is open."""

    def shown(pages) -> list[dict]:
        items = []
        for name, words in pages:
            href = address_if_any(name, partnership=request.partnership.slug, reference=case.reference)
            if href and name in ACCESS and may_open(ACCESS[name], request.actor.kinds):
                items.append({"text": words, "href": href, "current": name == current})
        return items

    return folded([(words, shown(pages)) for words, pages in SECTIONS], SIDE_BY_SIDE)


def open_page(request, reference: str, name: str) -> Case:
    """The case, or 404; keeps that this person looked at this page of it today."""
    case = find_case(reference, request.actor)
    note_opened(case, request.actor, name, request.at)
    return case


def case_page(request, case: Case, template: str, *, name: str, subjects=None, **context) -> HttpResponse:
    """A page of a case with its identity bar and tabs. `name`: the URL name of the tab it belongs to."""
    return page(
        request,
        template,
        case=case,
        case_header=case_header(case, request, subjects),
        case_navigation=case_navigation(case, request, name),
        **context,
    )
