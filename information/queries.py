"""What pages, papers and other rooms ask about requests and returns."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.http import Http404
from django.utils import timezone

from cases.hearing import hearing_of
from cases.models import Case, Event
from cases.queries import invited_ids, procedure_of
from deadlines.models import Deadline
from deadlines.queries import calendar_of, meeting_days
from deadlines.rules import evaluate
from partnerships.actors import Actor
from partnerships.models import Agency, Membership
from partnerships.queries import agencies, people_holding
from partnerships.scope import current_partnership
from procedures.model import Clock, Procedure

from . import rules
from .models import ChronologyRow, ScopingRequest, ScopingReturn
from .sight import began, is_mine, may_open, sight_of, with_rules_of_their_own

State = ScopingReturn.State
ANSWERS = frozenset({"submit_return", "return_not_known"})
CASE_ITSELF = ""  # the part of a case that belongs to no track with a rule of its own


@dataclass(frozen=True)
class Dates:
    due_on: dt.date
    target_on: dt.date | None = None


def returns_of(case: Case, part: str | None = None) -> list[ScopingReturn]:
    """Every return that was ever asked for and stands, by agency, the newest request of an agency first.

    `part`: see `asked_in`.
    """
    asked = ScopingRequest.objects.filter(asked_in(case, part), partnership=case.partnership_id, case=case)
    rows = ScopingReturn.objects.standing().filter(partnership=case.partnership_id, case=case)
    return list(
        (rows if part is None else rows.filter(request__in=asked))
        .select_related("agency", "request")
        .annotate(entries=Count("chronology"))
        .order_by(Lower("agency__title"), "-request_id")
    )


def outstanding(case: Case, part: str | None = None) -> list[ScopingReturn]:
    """Who has been asked and not answered yet."""
    return [row for row in returns_of(case, part) if row.is_open]


def requests_of(case: Case) -> list[ScopingRequest]:
    """What was asked, newest first; struck-out requests left out."""
    return list(
        ScopingRequest.objects.filter(partnership=case.partnership_id, case=case, event__annulled_by=None).order_by(
            "-asked_at", "-id"
        )
    )


def askable(case: Case) -> list[Agency]:
    """The member agencies of the case's borough and those invited for this case."""
    invited = invited_ids(case)
    elsewhere = {
        block.name
        for block in procedure_of(case).agencies
        if block.boroughs and case.borough is not None and case.borough.slug not in block.boroughs
    }
    return [agency for agency in agencies() if agency.pk in invited or (agency.member and agency.slug not in elsewhere)]


def invitable(case: Case) -> list[Agency]:
    """Agencies from outside that were invited for some case before, and not yet for this one."""
    invited = invited_ids(case)
    return [agency for agency in agencies() if not agency.member and agency.pk not in invited]


def opened_again_why(row: ScopingReturn) -> str:
    """What is wanted of an agency whose return was opened again; empty when it was not, or when it sent it since."""
    rows = Event.objects.filter(
        partnership=row.partnership_id, case=row.case_id, act="reopen_return", agency=row.agency_id, annulled_by=None,
        data__contains={"return": row.pk},
    )  # fmt: skip
    newest = rows.order_by("-id").first() if row.is_open else None
    return newest.reason if newest else ""


# --- When answers are due ------------------------------------------------------------------------------------------


def return_clocks(procedure: Procedure, pathway: str) -> list[Clock]:
    """The clocks that an agency's answer meets."""
    return [
        clock
        for clock in procedure.clocks
        if clock.for_each == "agency"
        and ANSWERS.intersection(clock.stops)
        and (not clock.pathways or pathway in clock.pathways)
    ]


def due_dates(case: Case, procedure: Procedure) -> dict[int, Dates]:
    """agency id -> when its answer is due, for those whose clock runs."""
    names = [clock.name for clock in return_clocks(procedure, case.pathway)]
    rows = Deadline.objects.filter(partnership=case.partnership_id, case=case, clock__in=names, state="open")
    found = rows.exclude(agency=None).order_by("-due_on").values_list("agency_id", "due_on", "target_on")
    return {agency: Dates(due, target) for agency, due, target in found}


def expected_dates(case: Case, procedure: Procedure, *, track: str, at: dt.datetime) -> Dates | None:
    """When answers would be due if agencies were asked at this moment, for the process of this track: asking on one
    starts no clock of another (`deadlines.rounds.of_its_track`)."""
    calendar, meetings = calendar_of(current_partnership()), meeting_days(procedure, case.borough_id)
    asking = {step.track for step in procedure.steps if step.act == "request_information"}
    clocks = return_clocks(procedure, case.pathway)
    found = []
    for clock in (each for each in clocks if each.track == track or each.track not in asking):
        limit, target = (
            evaluate(sentence, {"information requested": at}, calendar, meetings=meetings).due_on if sentence else None
            for sentence in (clock.limit, clock.target)
        )
        if limit or target:
            found.append(Dates(limit or target, target))
    return min(found, key=lambda dates: dates.due_on, default=None)


def truths(case: Case, *, at: dt.datetime) -> dict[str, bool]:
    """What only this room knows for conditions of a text: pass it to `cases.spine.acting` and `may`.

    "All returns in": something was asked and nothing is outstanding. "Limit passed": every outstanding one is late.
    """
    rows = [row for row in returns_of(case) if row.state != State.WITHDRAWN]
    waiting = [row for row in rows if row.is_open]
    due = due_dates(case, procedure_of(case))
    today = timezone.localdate(at)
    late = [row for row in waiting if row.agency_id in due and due[row.agency_id].due_on < today]
    return {
        "all_returns_in": bool(rows) and not waiting,
        "return_limit_passed": bool(waiting) and len(late) == len(waiting),
    }


# --- Who may see what ----------------------------------------------------------------------------------------------


def asked_track(name: str, procedure: Procedure) -> str:
    """A track that was named in an address, if agencies are asked on it; else whichever fits."""
    return name if any(step.act == "request_information" and step.track == name for step in procedure.steps) else ""


def track_of(request: ScopingRequest, act: str, procedure: Procedure) -> str:
    """The track of a request, where the text has a step of this act on it: an answer belongs to what was asked."""
    steps = procedure.steps_for(act, request.case.pathway)
    return request.track if any(step.track == request.track for step in steps) else ""


def sign_off_roles(procedure: Procedure, pathway: str, track: str) -> frozenset[str]:
    """Who must sign what an agency was asked on a track before it counts as sent: the text's step, when it is not
    optional."""
    return frozenset(
        role
        for step in procedure.steps_for("sign_off_return", pathway)
        if not step.optional and step.force == "must" and step.track in ("", track)
        for name in step.by
        for role in procedure.who_may_act_as(name)
    )


def signers(row: ScopingReturn, procedure: Procedure, *, on: dt.date) -> list[Membership]:
    """The people of the agency whose signature the text asks for; none where it asks for none, or nobody holds it:
    an agency without a lead here (a school by private link) is not kept from answering, nor one whose lead may not
    see the case (C-52)."""
    roles = sign_off_roles(procedure, row.case.pathway, row.request.track)
    people = list(people_holding(roles, on, None).filter(agency=row.agency)) if roles else []
    return hearing_of(row.case).may(people) if people else []


def earlier_of(row: ScopingReturn) -> list[ScopingReturn]:
    """What the agency sent before a supplementary question was put, the oldest first: it stands and is shown."""
    if not row.request.supplement:
        return []
    rows = ScopingReturn.objects.standing().filter(
        partnership=row.partnership_id, case=row.case_id, agency=row.agency_id, request_id__lt=row.request_id
    )
    return list(rows.answered().select_related("agency", "request").order_by("request_id"))


def find_return(case: Case, pk: int, actor: Actor) -> ScopingReturn:
    """The return of this case, or Http404 whether it is not there or not theirs to see."""
    row = (
        ScopingReturn.objects.standing()
        .filter(partnership=case.partnership_id, case=case, pk=pk)
        .select_related("agency", "request", "case")
        .first()
    )
    if row is None or not may_open(row, actor, sight_of(case, actor)):
        raise Http404
    return row


def find_writable(case: Case, pk: int, actor: Actor) -> ScopingReturn:
    """The same for those who write in it; Http404 for all others."""
    row = find_return(case, pk, actor)
    if not (is_mine(row, actor) or actor.holds("secretariat")):
        raise Http404
    return row


def own_return(case: Case, actor: Actor) -> ScopingReturn | None:
    """What the actor's agency is asked now; else what it answered last."""
    mine = [row for row in returns_of(case) if is_mine(row, actor)]
    return next((row for row in mine if row.is_open), mine[0] if mine else None)


# --- The chronology ------------------------------------------------------------------------------------------------


def entry_of(row: ChronologyRow) -> rules.Entry:
    return rules.Entry(
        id=row.pk,
        on=row.happened_on,
        precision=row.precision,
        time=row.happened_time,
        agency_id=row.agency_id,
        agency=row.agency.title,
        event=row.event,
        source=row.source_record,
        who=row.who_was_involved,
        outcome=row.outcome,
        seen=row.subject_seen,
        comment=row.comment,
        by=row.changed_by_label,
    )


def chronology_of(row: ScopingReturn) -> list[rules.Entry]:
    """The rows of one return, in order of time."""
    rows = ChronologyRow.objects.filter(partnership=row.partnership_id, scoping_return=row).select_related("agency")
    return rules.in_order(entry_of(each) for each in rows)


def chronology_row(row: ScopingReturn, pk: int) -> ChronologyRow:
    found = ChronologyRow.objects.filter(partnership=row.partnership_id, scoping_return=row, pk=pk).first()
    if found is None:
        raise Http404
    return found


def asked_in(case: Case, part: str | None) -> Q:
    """The condition over requests of one part of a case: `CASE_ITSELF`, what was asked on tracks without a rule of
    their own; the name of a track that has one, what was asked since it began; None, everything.

    What is asked for a review is another matter than what was asked before anybody thought of one: put together
    on one paper, an agency answers twice and nobody sees to what.
    """
    if part is None:
        return Q()
    if part == CASE_ITSELF:
        return ~Q(track__in=with_rules_of_their_own())
    since = began(case, part)
    return Q(track=part) if since is None else Q(track=part, asked_at__gte=since)


def part_of(track: str) -> str:
    """The part to which what is asked on a track belongs."""
    return track if track in with_rules_of_their_own() else CASE_ITSELF


def merged_chronology(
    case: Case, *, reader: Actor | None = None, part: str | None = None, returns: list[int] | None = None
) -> list[rules.Entry]:  # fmt: skip
    """The rows of every agency's sent returns in order of time (RED-21); drafts are nobody else's.

    `reader`: only what this person may read; `part`: see `asked_in`. What everybody reads who gets the papers of a
    meeting is the part `CASE_ITSELF`. `returns`: only what stands in these.
    """
    rows = ChronologyRow.objects.filter(
        partnership=case.partnership_id,
        case=case,
        scoping_return__state=State.RETURNED,
        scoping_return__request__event__annulled_by=None,
    ).select_related("agency")
    if reader is not None:
        rows = rows.filter(sight_of(case, reader).rows(reader))
    if returns is not None:
        rows = rows.filter(scoping_return__in=returns)
    if part is not None:
        asked = ScopingRequest.objects.filter(asked_in(case, part), partnership=case.partnership_id, case=case)
        rows = rows.filter(scoping_return__request__in=asked)
    return rules.in_order(entry_of(row) for row in rows)
