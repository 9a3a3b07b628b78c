"""One case on one page, to be read on a phone or printed."""

from __future__ import annotations

from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from cases.web import case_page
from documents.acts import ask_for_print

from ..queries.briefs import brief_of
from ..queries.undertakings import meeting_that_waits
from .common import open_act, to_meeting


@require_safe
def case_brief(request, reference: str):
    case = open_act(request, reference, "case_brief")
    waits = meeting_that_waits(case, request.actor)
    if waits is not None:
        return to_meeting(request, waits, "sign_confidentiality")
    brief = brief_of(case, at=request.at, reader=request.actor)
    return case_page(request, case, "panels/case_brief.html", name="case_panel", brief=brief)


@require_POST
def print_brief(request, reference: str):
    case = open_act(request, reference, "case_brief")
    waits = meeting_that_waits(case, request.actor)
    if waits is not None:
        return to_meeting(request, waits, "sign_confidentiality")
    brief = brief_of(case, at=request.at, reader=request.actor)
    job = ask_for_print(
        kind="case-brief", about=f"case:{case.pk}", payload=brief, case=case, actor=request.actor, at=request.at
    )
    return redirect("print_job", partnership=request.partnership.slug, job=job.pk)
