"""Calendar files: one meeting, and a private address with all of one person's meetings."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.pages import page
from documents.calendar import feed, invite
from partnerships.links import open_link
from partnerships.scope import tenant

from .. import acts
from ..acts.feeds import PURPOSE
from ..queries.feeds import entry_of, feed_of, has_feed, organiser_of
from .common import said, the_meeting

TYPE = "text/calendar; charset=utf-8"


@require_safe
def meeting_calendar(request, meeting: int):
    """The meeting as a calendar entry: body, time, place, a link; nothing about cases (C-30)."""
    found = the_meeting(request, meeting)
    entry = entry_of(found, request.procedure)
    content = invite(entry, organiser=organiser_of(request.procedure), stamped_at=request.at)
    response = HttpResponse(content, content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="meeting-{found.pk}.ics"'
    return response


def calendar_feed(request):
    """Make an address, make it anew, or end it. The address itself is shown this once."""
    shown = ""
    if request.method == "POST" and request.POST.get("to") == "end":
        if said(request, acts.end_calendar_feed):
            messages.success(request, "The address no longer works.")
        return redirect("calendar_feed", partnership=request.partnership.slug)
    if request.method == "POST":
        token = said(request, acts.make_calendar_feed)
        shown = settings.BASE_URL + reverse("calendar_file", kwargs={"token": token}) if token else ""
    response = page(
        request,
        "panels/calendar_feed.html",
        shown=shown,
        has_feed=has_feed(request.membership),
    )
    response["Cache-Control"] = "no-store, private"
    return response


@require_safe
def calendar_file(request, token: str):
    """What a calendar program fetches, without sign-in: the meetings of whoever made the address."""
    at = timezone.now()
    link = open_link(token, PURPOSE, at=at)
    if link is None:
        raise Http404
    with tenant(link.partnership):
        found = feed_of(link, at=at)
    if found is None:
        raise Http404
    procedure, entries = found
    content = feed(entries, name=f"Meetings, {procedure.short_title}", organiser=organiser_of(procedure), stamped_at=at)
    response = HttpResponse(content, content_type=TYPE)
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex"
    return response
