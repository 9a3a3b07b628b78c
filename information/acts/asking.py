"""What the office asks of agencies: requests, more of one agency, taking a request back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from cases.acts import give_agency_access
from cases.models import AgencyAccess, Case, Event
from cases.queries import procedure_of
from cases.spine import Doing, acting
from config.filters import listing, plural
from partnerships.actors import Actor
from partnerships.models import Agency
from partnerships.refusals import ActRefused

from .. import letters, links, queries
from ..links import Contact
from ..models import ScopingRequest, ScopingReturn
from ..returns import form_to_ask
from ..state import about_of, lock_return, note_all_in

State = ScopingReturn.State


@transaction.atomic
def request_information(
    *,
    case: Case,
    agencies: Iterable[Agency],
    wording: str,
    window_from: dt.date | None = None,
    window_to: dt.date | None = None,
    contacts: Mapping[int, Contact] | None = None,
    track: str = "",
    actor: Actor,
    at: dt.datetime,
) -> ScopingRequest:
    """Asks agencies for their chronology and analysis (RED-7, RED-21). `at`: when they were asked (C-51).

    `contacts`: agency id -> the named person at an agency without an account, who answers by private link; `track`:
    for which process they are asked, where the case is on several and each asks by a form of its own.
    One event on the case; each agency gets sight of the case (C-52), an outstanding return, a clock of its own and,
    after commit, an e-mail without personal details. An agency asked again has a new round. Raises ActRefused when
    an agency still owes the answer to an earlier request, or is neither a member nor invited for this case.
    """
    chosen = list({agency.pk: agency for agency in agencies}.values())
    _refuse_unclear(chosen, wording, window_from, window_to)
    with acting("request_information", case=case, actor=actor, at=at, track=track) as doing:
        doing.tell = False  # only those asked this time are written to, each with its own date
        _refuse_unaskable(doing.case, chosen)
        shown = newly_shown(doing.case, chosen)
        event = doing.record(
            summary=f"{plural(len(chosen), 'agency', 'agencies')} asked for information: "
            f"{listing(agency.title for agency in chosen)}.",
            data={"agencies": [agency.pk for agency in chosen], "agencies_newly_shown": shown},
        )
        request = _ask(doing, chosen, wording, window_from, window_to)
    _give_links(request, contacts or {}, actor)
    _write(doing, event, chosen)
    return request


def _refuse_unclear(chosen: Sequence[Agency], wording: str, window_from, window_to) -> None:
    if not chosen:
        raise ActRefused("Choose at least one agency.")
    if not wording.strip():
        raise ActRefused("Say what the agencies are asked.")
    if window_from and window_to and window_to < window_from:
        raise ActRefused("The time asked about ends before it begins.")


def _refuse_unaskable(case: Case, chosen: Sequence[Agency]) -> None:
    waiting = {row.agency_id for row in queries.outstanding(case)}
    still = [agency.title for agency in chosen if agency.pk in waiting]
    if still:
        raise ActRefused(
            f"{listing(still)} {'has' if len(still) == 1 else 'have'} been asked already and not answered yet. "
            "Send a reminder, or take the earlier request back first."
        )
    askable = {agency.pk for agency in queries.askable(case)}
    strangers = [agency.title for agency in chosen if agency.pk not in askable]
    if strangers:
        raise ActRefused(f"{listing(strangers)} must be invited for this case first.")


def newly_shown(case: Case, chosen: Sequence[Agency]) -> list[int]:
    there = set(
        AgencyAccess.objects.filter(partnership=case.partnership_id, case=case).values_list("agency_id", flat=True)
    )
    return [agency.pk for agency in chosen if agency.pk not in there]


def _ask(
    doing: Doing, chosen: Sequence[Agency], wording: str, window_from=None, window_to=None, *, supplement=False
) -> ScopingRequest:
    """The rows of a request, and for each agency the start of its own clock."""
    here = {"partnership_id": doing.case.partnership_id, "case": doing.case}
    request = ScopingRequest.objects.create(
        **here, track=doing.event.track, wording=wording.strip(), window_from=window_from, window_to=window_to,
        asked_at=doing.at, supplement=supplement, event=doing.event,
        form="" if supplement else form_to_ask(doing.procedure, doing.case.pathway, doing.event.track),
    )  # fmt: skip
    for agency in chosen:
        ScopingReturn.objects.create(**here, request=request, agency=agency)
        doing.state_fact("request_information", happened_at=doing.at, about=about_of(agency))
        give_agency_access(case=doing.case, agency=agency, why="asked for information", at=doing.at)
    return request


def _give_links(asked: ScopingRequest, contacts: Mapping[int, Contact], actor: Actor) -> None:
    """A private link for each agency asked where nobody has an account and somebody is known to write to."""
    procedure, now = procedure_of(asked.case), asked.event.recorded_at
    due = queries.due_dates(asked.case, procedure)
    rows = {row.agency_id: row for row in asked.returns.select_related("agency", "case")}
    agencies = [row.agency for row in rows.values()]
    for agency in links.without_account(agencies, procedure, on=timezone.localdate(now)):
        contact = contacts.get(agency.pk) or links.contact_of(agency)
        if contact is not None:
            dates = due.get(agency.pk)
            until = links.last_day(procedure, at=now, due_on=dates.due_on if dates else None)
            links.give_link(rows[agency.pk], contact, until=until, by=actor, at=now)


def _write(doing: Doing, event: Event, agencies: Sequence[Agency]) -> None:
    """The letters, once the deadlines are known that they name."""
    letters.tell_agencies(
        doing.act, case=doing.case, procedure=doing.procedure, agencies=agencies, event=event,
        due=queries.due_dates(doing.case, doing.procedure),
    )  # fmt: skip


@transaction.atomic
def ask_supplement(*, case: Case, agency: Agency, wording: str, actor: Actor, at: dt.datetime) -> ScopingRequest:
    """Asks more of one agency that has answered (RED-8): a round of its own with its own clock; what it sent stays."""
    if not wording.strip():
        raise ActRefused("Say what more is needed.")
    asked = [row.request for row in queries.returns_of(case) if row.agency_id == agency.pk and row.returned_at]
    track = queries.track_of(asked[0], "ask_supplement", procedure_of(case)) if asked else ""
    with acting(
        "ask_supplement", case=case, actor=actor, at=at, about=about_of(agency), agency=agency, track=track
    ) as doing:
        doing.tell = False
        if agency.pk not in {row.agency_id for row in queries.returns_of(doing.case) if row.returned_at}:
            raise ActRefused(f"{agency.title} has not answered yet. Send a reminder instead.")
        _refuse_unaskable(doing.case, [agency])
        event = doing.record(
            summary=f"{agency.title} was asked for more.",
            data={"agencies": [agency.pk], "agencies_newly_shown": newly_shown(doing.case, [agency])},
        )
        request = _ask(doing, [agency], wording, supplement=True)
    _give_links(request, {}, actor)
    _write(doing, event, [agency])
    return request


@transaction.atomic
def withdraw_request(
    *, scoping_return: ScopingReturn, reason: str, by_mistake: bool = False, actor: Actor, at: dt.datetime
) -> Event:
    """One agency need not answer after all; its clock ends. `by_mistake`: it loses sight of the case as well (C-52)."""
    if not reason.strip():
        raise ActRefused("Say why the agency need not answer.")
    case, agency = scoping_return.case, scoping_return.agency
    with acting("withdraw_request", case=case, actor=actor, at=at, about=about_of(agency), agency=agency) as doing:
        doing.tell = False
        row = lock_return(scoping_return)
        if not row.is_open:
            raise ActRefused(f"{agency.title} owes nothing any more.")
        before, row.state = row.state, State.WITHDRAWN
        row.save()
        event = doing.record(
            summary=f"The request to {agency.title} was withdrawn.",
            reason=reason,
            data={"return": row.pk, "before": before, "after": row.state, "by_mistake": by_mistake},
        )
        if by_mistake:
            AgencyAccess.objects.filter(partnership=case.partnership_id, case=doing.case, agency=agency).delete()
        if note_all_in(doing):
            letters.tell_all_in(doing)
    _write(doing, event, [agency])
    if (link := links.link_of(row)) is not None:
        links.stop_link(link, by=actor, at=event.recorded_at)
    return event


@transaction.atomic
def reopen_return(*, scoping_return: ScopingReturn, reason: str, actor: Actor, at: dt.datetime) -> Event:
    """Lets an agency change what it sent; its clock runs again from now, so that the change is chased too."""
    if not reason.strip():
        raise ActRefused("Say why the agency may change what it sent.")
    case, agency = scoping_return.case, scoping_return.agency
    track = queries.track_of(scoping_return.request, "reopen_return", procedure_of(case))
    with acting(
        "reopen_return", case=case, actor=actor, at=at, about=about_of(agency), agency=agency, track=track
    ) as doing:
        doing.tell = False
        row = lock_return(scoping_return)
        if not row.is_sent:
            raise ActRefused("Only a return that was sent can be opened again.")
        if agency.pk in {other.agency_id for other in queries.outstanding(doing.case)}:
            raise ActRefused(f"{agency.title} is answering another request already. What it sends there is added.")
        before, row.state = row.state, State.DRAFT
        row.signed_off_at, row.signed_off_by_label = None, ""
        row.version += 1
        row.save()
        event = doing.record(
            summary=f"The return of {agency.title} was opened again.",
            reason=reason,
            data={"return": row.pk, "before": before, "after": row.state},
        )
        doing.state_fact("request_information", happened_at=at, about=about_of(agency))
    if (link := links.link_of(row)) is not None:
        now = event.recorded_at
        until = max(link.until, links.last_day(doing.procedure, at=now))
        links.give_link(row, Contact(link.name, link.email), until=until, by=actor, at=now)
    _write(doing, event, [agency])
    return event
