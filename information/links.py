"""An agency without an account answers by a private link: to whom it went, until when, and its address (RED-1).

A school, a care home, a service of another area: a named person there gets an e-mail with a link that opens the one
request and nothing else of the case, and ends on a date. `ReturnLink` says so on the case; the secrets are private
links of `partnerships`, each e-mail has its own, and they end together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cases.chasing import Outside
from cases.models import Case
from config.filters import LONDON
from partnerships.actors import Actor
from partnerships.links import known_link, make_link, open_link, revoke_links
from partnerships.models import Agency
from partnerships.queries import agency_people
from partnerships.scope import current_partnership
from procedures.model import Procedure

from .models import OPEN, ReturnLink, ScopingReturn

PURPOSE = "return"


@dataclass(frozen=True)
class Contact:
    """Whom an agency without an account is asked through."""

    name: str
    email: str


def without_account(agencies: Iterable[Agency], procedure: Procedure, *, on: dt.date) -> list[Agency]:
    """Those of the agencies where nobody who answers for them can sign in."""
    return [agency for agency in agencies if not agency_people(agency, procedure=procedure, on=on)]


def contact_of(agency: Agency) -> Contact | None:
    """Who was written to last, else the agency's contact address; None: nobody is known there."""
    last = (
        ReturnLink.objects.filter(partnership=current_partnership(), scoping_return__agency=agency)
        .order_by("-id")
        .first()
    )
    if last is not None:
        return Contact(last.name, last.email)
    return Contact(agency.title, agency.contact_email) if agency.contact_email else None


def link_of(row: ScopingReturn) -> ReturnLink | None:
    """The link of a return that was not ended; it may be past its last day."""
    return ReturnLink.objects.filter(partnership=row.partnership_id, scoping_return=row, ended_at=None).first()


def open_links(case) -> dict[int, ReturnLink]:
    """agency id -> the link through which it answers what it owes on this case."""
    rows = ReturnLink.objects.filter(
        partnership=case.partnership_id, scoping_return__case=case, scoping_return__state__in=OPEN, ended_at=None
    ).select_related("scoping_return")
    return {row.scoping_return.agency_id: row for row in rows}


def last_day(procedure: Procedure, *, at: dt.datetime, due_on: dt.date | None = None) -> dt.date:
    """Until when a link made now opens: as long as the text says, and never shorter than the answer's own time."""
    usual = timezone.localdate(at) + dt.timedelta(days=procedure.chasing.link_days)
    return max(usual, due_on) if due_on else usual


def give_link(row: ScopingReturn, contact: Contact, *, until: dt.date, by: Actor, at: dt.datetime) -> ReturnLink:
    """A new link for a return, in the caller's transaction; whatever was open before ends."""
    before = link_of(row)
    if before is not None:
        stop_link(before, by=by, at=at)
    return ReturnLink.objects.create(
        partnership_id=row.partnership_id, scoping_return=row, name=contact.name.strip()[:160],
        email=contact.email.strip(), until=until, made_at=at, made_by_label=by.label,
    )  # fmt: skip


def stop_link(link: ReturnLink, *, by: Actor, at: dt.datetime) -> None:
    """Every address of the link stops opening."""
    link.ended_at, link.ended_by_label = at, by.label
    link.save()
    revoke_links(PURPOSE, link.pk, partnership=link.partnership, at=at)


def ends_at(link: ReturnLink) -> dt.datetime:
    """The end of its last day in London."""
    return dt.datetime.combine(link.until + dt.timedelta(days=1), dt.time.min, tzinfo=LONDON)


def secret_address(link: ReturnLink, *, at: dt.datetime) -> str:
    """A new private address for one e-mail."""
    partnership = current_partnership()
    token = make_link(PURPOSE, link.pk, partnership=partnership, at=at, until=ends_at(link))
    return settings.BASE_URL + reverse("answer_return", kwargs={"partnership": partnership.slug, "token": token})


@dataclass(frozen=True)
class Behind:
    """What a private address leads to: the link and whether it still opens. `link` None: there never was one."""

    link: ReturnLink | None
    opens: bool


def behind(token: str, *, at: dt.datetime) -> Behind:
    """The link of an address; it opens while nobody ended it, its last day has not passed and the request stands."""
    partnership = current_partnership()
    known = known_link(token, PURPOSE)
    if known is None or known.partnership_id != partnership.pk:
        return Behind(None, False)
    link = (
        ReturnLink.objects.filter(partnership=partnership, pk=known.object_id)
        .select_related("scoping_return__agency", "scoping_return__request", "scoping_return__case__procedure")
        .first()
    )
    standing = ScopingReturn.objects.standing().exclude(state=ScopingReturn.State.WITHDRAWN)
    opens = (
        link is not None
        and open_link(token, PURPOSE, at=at) is not None
        and standing.filter(partnership=partnership, pk=link.scoping_return_id).exists()
    )
    return Behind(link, opens)


def note_opened(link: ReturnLink, *, at: dt.datetime) -> None:
    """Keeps when the link was used last, so that the office sees whether it arrived."""
    ReturnLink.objects.filter(partnership=link.partnership_id, pk=link.pk).update(opened_at=at)


def who_answers(link: ReturnLink, procedure: Procedure) -> Actor:
    """The person behind a link: answers for the agency's one return, and may do nothing else on the case."""
    row = link.scoping_return
    steps = [
        step
        for act in ("submit_return", "return_not_known")
        for step in procedure.steps_for(act, row.case.pathway)
    ]  # fmt: skip
    return Actor(
        label=f"{link.name}, {row.agency.title} (by private link)"[:160],
        roles=frozenset(name for step in steps for name in step.by),
        kinds=frozenset({"member"}),
        agency_id=row.agency_id,
    )


def outside_of(cases: Sequence[Case]) -> dict[tuple[int, int], Outside]:
    """(case, agency) -> the person with a private link, for whoever is chased (cases.chasing)."""
    rows = ReturnLink.objects.filter(
        partnership=current_partnership(), scoping_return__case__in=cases, scoping_return__state__in=OPEN,
        ended_at=None,
    ).select_related("scoping_return")  # fmt: skip
    return {
        (row.scoping_return.case_id, row.scoping_return.agency_id): Outside(
            row.name, row.email, row.until, partial(_address_of, row)
        )
        for row in rows
    }


def _address_of(link: ReturnLink, at: dt.datetime) -> str:
    return secret_address(link, at=at)
