"""A private link to one request: sent again with a new end or to somebody else, or ended (RED-1)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from cases.models import Event
from cases.spine import acting
from config.filters import date_long
from partnerships.actors import Actor
from partnerships.refusals import ActRefused

from .. import letters, links, queries
from ..links import Contact
from ..models import ReturnLink, ScopingReturn
from ..state import about_of, lock_return

LONGEST = dt.timedelta(days=366)


@transaction.atomic
def renew_link(
    *, scoping_return: ScopingReturn, name: str, email: str, until: dt.date, actor: Actor, at: dt.datetime
) -> ReturnLink:
    """Sends a new private link to a request, to the same person or another one; every earlier link stops opening.

    Only while the answer is owed, and for an agency where nobody has an account. Raises ActRefused otherwise.
    """
    case, agency = scoping_return.case, scoping_return.agency
    if until < timezone.localdate(at):
        raise ActRefused("The last day of the link has passed already.", about="until")
    if until > timezone.localdate(at) + LONGEST:
        raise ActRefused("A private link can be open for a year at most.", about="until")
    with acting("renew_link", case=case, actor=actor, at=at, about=about_of(agency), agency=agency) as doing:
        doing.tell = False
        row = lock_return(scoping_return)
        if not row.is_open:
            raise ActRefused(f"{agency.title} owes nothing any more, so there is nothing to open.")
        if not links.without_account([agency], doing.procedure, on=timezone.localdate(at)):
            raise ActRefused(f"People of {agency.title} can sign in and answer there.")
        event = doing.record(
            summary=f"A private link for {agency.title} was sent to {name}. It opens until {date_long(until)}.",
            data={"return": row.pk},
        )
        link = links.give_link(row, Contact(name, email), until=until, by=actor, at=event.recorded_at)
    letters.tell_agencies(
        "renew_link", case=case, procedure=doing.procedure, agencies=[agency], event=event,
        due=queries.due_dates(case, doing.procedure),
    )  # fmt: skip
    return link


@transaction.atomic
def end_link(*, scoping_return: ScopingReturn, reason: str, actor: Actor, at: dt.datetime) -> Event:
    """The private link to a request stops opening at once; what was written by it stays."""
    if not reason.strip():
        raise ActRefused("Say why the link is ended.", about="reason")
    case, agency = scoping_return.case, scoping_return.agency
    with acting("end_link", case=case, actor=actor, at=at, about=about_of(agency), agency=agency) as doing:
        doing.tell = False
        row = lock_return(scoping_return)
        link = links.link_of(row)
        if link is None:
            raise ActRefused("There is no link that could be ended.")
        links.stop_link(link, by=actor, at=at)
        return doing.record(
            summary=f"The private link of {link.name} at {agency.title} was ended.", reason=reason,
            data={"return": row.pk},
        )  # fmt: skip
