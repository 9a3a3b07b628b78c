"""What the acts of this room share: whose return it is, its lock, whether all are in, and taking entries back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from cases.models import AgencyAccess, Case, Event
from cases.queries import procedure_of
from cases.spine import Doing
from partnerships.actors import Actor
from partnerships.models import Agency
from partnerships.refusals import ActRefused
from procedures.model import Procedure
from procedures.saying import office

from .models import ANSWERED, OPEN, ChronologyRow, ScopingReturn

State = ScopingReturn.State


def about_of(agency: Agency) -> str:
    """What events, facts and deadlines of one agency are about."""
    return f"agency:{agency.pk}"


def answering_for(actor: Actor, agency: Agency, case: Case, procedure: Procedure, act: str) -> tuple[Actor, str]:
    """(who acts, on behalf of whom). An agency's own people answer for it and for no other (C-3).

    The secretariat may enter what an agency sent on paper or said on the telephone; the record says so. It then
    stands in for whoever the step names.
    """
    if actor.agency_id == agency.pk and actor.holds("member", "agency-lead"):
        return actor, ""
    if actor.holds("secretariat"):
        by = {name for step in procedure.steps_for(act, case.pathway) for name in step.by}
        return replace(actor, roles=actor.roles | by), agency.title
    raise ActRefused("You can answer only for your own agency.")


def is_own(row: ScopingReturn, actor: Actor) -> bool:
    """Whether somebody answers for the agency of this return: its people, or whom the private link was sent to."""
    return actor.agency_id == row.agency_id and actor.holds("member", "agency-lead")


def office_may_write(row: ScopingReturn) -> bool:
    """The office enters an answer for an agency only where the agency has not begun one of its own."""
    return row.state == State.OUTSTANDING or (row.state == State.DRAFT and row.written_by == "office")


def refuse_others_draft(row: ScopingReturn, actor: Actor) -> None:
    """An unfinished draft is its agency's alone: the office neither reads nor changes nor sends it (C-52)."""
    if not is_own(row, actor) and row.is_open and not office_may_write(row):
        raise ActRefused(
            f"{row.agency.title} has begun its own answer. Only its people can read it and send it."
        )  # fmt: skip


def lock_return(scoping_return: ScopingReturn) -> ScopingReturn:
    """The row as it is now, locked until the transaction ends."""
    return (
        ScopingReturn.objects.select_for_update(of=("self",))
        .select_related("agency", "case", "request")
        .get(partnership=scoping_return.partnership_id, pk=scoping_return.pk)
    )


def refuse_closed(row: ScopingReturn) -> None:
    """Nothing is written into a return that was sent or that is no longer wanted."""
    if row.state == State.WITHDRAWN:
        raise ActRefused(f"{row.agency.title} was told that no answer is needed any more.")
    if row.state == State.AWAITING:
        raise ActRefused("This return waits for the signature of the agency’s lead. Take it back to change it.")
    if not row.is_open:
        raise ActRefused(
            f"This return was sent already by {row.returned_by_label}. "
            f"The {office(procedure_of(row.case))} can open it again for you."
        )
    if Event.objects.filter(partnership=row.partnership_id, annuls=row.request.event_id).exists():
        raise ActRefused("The request was struck out of the record, so no answer is needed.")


def fingerprint(row: ScopingReturn) -> str:
    """Changes whenever anything in the return changes: what was looked at before sending is what is sent."""
    rows = ChronologyRow.objects.filter(partnership=row.partnership_id, scoping_return=row)
    versions = sorted(rows.values_list("pk", "version"))
    return f"{row.version}.{len(versions)}.{sum(pk * version for pk, version in versions)}"


def note_all_in(doing: Doing) -> bool:
    """States “all returns in” when nothing is outstanding any more: when the last agency answered (RED-21)."""
    rows = ScopingReturn.objects.standing().filter(partnership=doing.case.partnership_id, case=doing.case)
    if rows.filter(state__in=OPEN).exists():
        return False
    times = list(rows.filter(state__in=ANSWERED).values_list("returned_at", flat=True))
    if times:
        doing.state_fact("all_returns_in", happened_at=max(times))
    return bool(times)


def take_back(case: Case, wrong: Event, at: dt.datetime) -> None:
    """A struck-out entry of this room: the return goes back to what it was before. Refused when it changed since."""
    if wrong.act in ("request_information", "ask_supplement"):
        _take_back_request(case, wrong)
    if newly_shown := wrong.data.get("agencies_newly_shown"):
        AgencyAccess.objects.filter(partnership=case.partnership_id, case=case, agency_id__in=newly_shown).delete()
    if wrong.act == "end_link":
        raise ActRefused("A link that was ended stays ended. Send a new one.")
    if wrong.act == "sign_off_return":
        ScopingReturn.objects.filter(partnership=case.partnership_id, case=case, pk=wrong.data["return"]).update(
            signed_off_at=None, signed_off_by_label=""
        )
    before = wrong.data.get("before")
    if before is None:
        return
    row = (
        ScopingReturn.objects.select_for_update(of=("self",))
        .filter(partnership=case.partnership_id, case=case, pk=wrong.data["return"])
        .first()
    )
    if row is None or row.state != wrong.data["after"]:
        raise ActRefused("The agency’s return has changed since. Strike out the later entry first.")
    row.state = before
    row.version += 1
    if before in OPEN:
        row.returned_at, row.returned_by, row.returned_by_label = None, None, ""
    row.save()
    if wrong.data.get("by_mistake"):
        AgencyAccess.objects.get_or_create(
            partnership_id=case.partnership_id, case=case, agency_id=row.agency_id,
            defaults={"why": "asked for information", "since": at},
        )  # fmt: skip


def _take_back_request(case: Case, wrong: Event) -> None:
    rows = ScopingReturn.objects.filter(partnership=case.partnership_id, case=case, request__event=wrong)
    if rows.filter(state__in=ANSWERED).exists():
        raise ActRefused("An agency has answered this request already. Take it back for the others one by one.")
    for row in rows.filter(state__in=OPEN):
        row.state = State.WITHDRAWN
        row.save()
