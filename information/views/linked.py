"""The pages of a return behind a private link: for a named person at an agency without an account (RED-1).

The link opens the one request. It shows nothing of the case but its reference and whom the request is about; a wrong
or ended one says so and whom to ask.
"""

from __future__ import annotations

from functools import wraps

from django.views.decorators.http import require_POST

from cases.queries import procedure_of
from config.pages import page

from .. import links
from . import answering, chronicling, tabling, writing
from .place import Opened


def linked(body):
    """A page of a return, opened by private link. No browser or proxy keeps it, no search engine lists it."""

    @wraps(body)
    def view(request, token, **more):
        found = links.behind(token, at=request.at)
        response = _kept_out(request, found) if not found.opens else _opened(request, token, found.link, body, more)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return view


def _opened(request, token, link, body, more):
    links.note_opened(link, at=request.at)
    row = link.scoping_return
    actor = links.who_answers(link, procedure_of(row.case))
    return body(request, Opened(row.case, row, actor, True, token, link), **more)


def _kept_out(request, found: links.Behind):
    """404 for what never was a link, 410 for one that has ended; the same kind words lead on to the office."""
    return page(
        request, "information/link_over.html", status=410 if found.link else 404, link=found.link,
        contact=request.partnership.contact_email or request.procedure.contact_email,
    )  # fmt: skip


answer_return = linked(answering.agency_return.body)
answer_part = linked(writing.return_part.body)
answer_chronology = linked(chronicling.return_chronology.body)
answer_add_entry = linked(chronicling.add_entry.body)
answer_change_entry = linked(chronicling.change_entry.body)
answer_remove_entry = linked(require_POST(chronicling.remove_entry.body))
answer_paste = linked(tabling.paste_chronology.body)
answer_template = linked(tabling.chronology_template.body)
answer_upload = linked(tabling.upload_chronology.body)
answer_own = linked(tabling.own_chronology.body)
answer_remove_own = linked(require_POST(tabling.remove_own.body))
answer_submit = linked(answering.submit_return.body)
answer_not_known = linked(require_POST(answering.return_not_known.body))
