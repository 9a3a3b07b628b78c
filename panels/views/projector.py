"""The running meeting on the wall: large, nothing of the family, who has voted and only at the end how."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.pages import page

from ..queries.live import live_page, version_of_page
from .common import the_meeting


def _context(request, found) -> dict:
    return {"live": live_page(found, request.actor, at=request.at), "meeting": found}


@require_safe
def projector(request, meeting: int):
    found = the_meeting(request, meeting)
    return page(request, "panels/projector.html", **_context(request, found))


@require_safe
def projector_part(request, meeting: int):
    """The changing part; 204 while the version shown is the newest."""
    found = the_meeting(request, meeting)
    if request.GET.get("version") == version_of_page(found):
        return HttpResponse(status=204)
    return render(request, "panels/_projector.html", _context(request, found))
