"""Lists of meetings, and of the cases that wait for one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from cases.models import Case, Track
from cases.queries import body_of, procedure_of, visible_cases
from partnerships.actors import Actor
from partnerships.models import Borough
from partnerships.queries import boroughs
from partnerships.scope import current_partnership
from procedures import library
from procedures.model import Body, Procedure
from procedures.models import ProcedureVersion
from procedures.saying import chair_called

from .. import rules
from ..models import AgendaItem, Attendance, Meeting
from .room import body_at, members_of, procedure_at, without_texts

SEES_MEETINGS = ("secretariat", "panel-chair", "statutory-partner", "ratifier", "administrator")
HELD = (Meeting.State.OPEN, Meeting.State.CLOSED)


def version_of(procedure: Procedure) -> ProcedureVersion:
    """The stored edition behind a procedure; Http404 when it is gone."""
    row = ProcedureVersion.objects.filter(partnership=current_partnership(), version=procedure.version).first()
    if row is None:
        raise Http404
    return row


def meeting_bodies(procedure: Procedure) -> list[Body]:
    """The bodies that meet and vote: those a meeting can be convened of."""
    return [body for body in procedure.bodies if body.decides != "does not vote"]


def boroughs_of(actor: Actor) -> list[Borough]:
    """The boroughs that somebody's posts are for."""
    return [each for each in boroughs() if actor.borough_ids is None or each.pk in actor.borough_ids]


def bodies_with_agency(procedure: Procedure, agency_slug: str) -> list[str]:
    return [b.name for b in procedure.bodies if any(m.slug == agency_slug for m in members_of(procedure, b))]


def visible_meetings(actor: Actor, procedure: Procedure) -> QuerySet[Meeting]:
    """The meetings somebody may open: those who run or receive all; members those of their agency's bodies.

    Whoever is recorded at a meeting (a deputy, an invited agency) may open that one.
    """
    here = (
        Meeting.objects.filter(partnership=current_partnership())
        .select_related("procedure", "borough")
        .defer(*without_texts("procedure"))
    )
    if actor.membership is None:
        return here.none()
    if actor.borough_ids is not None:
        here = here.filter(Q(borough=None) | Q(borough__in=actor.borough_ids))
    if actor.holds(*SEES_MEETINGS):
        return here
    recorded = Exists(
        Attendance.objects.filter(
            partnership=current_partnership(), meeting=OuterRef("pk"), membership=actor.membership
        )
    )
    bodies, places = [], Q()
    if actor.membership.agency is not None and actor.holds("member", "agency-lead"):
        slug = actor.membership.agency.slug
        bodies = bodies_with_agency(procedure, slug)
        only = next((agency.boroughs for agency in procedure.agencies if agency.name == slug), ())
        places = Q(borough=None) | Q(borough__slug__in=only) if only else Q()
    return here.filter((Q(body__in=bodies) & places) | recorded)


def find_meeting(number: int, actor: Actor, procedure: Procedure) -> Meeting:
    """The meeting of that number, or Http404 in the same words whether it is not there or not theirs."""
    found = visible_meetings(actor, procedure).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def find_item(meeting: Meeting, number: int, actor: Actor) -> AgendaItem:
    """An item of a meeting; one about a case only for those who may see that case (C-52, conflicts)."""
    item = (
        AgendaItem.objects.filter(partnership=meeting.partnership_id, meeting=meeting, pk=number)
        .select_related("case__procedure", "case__borough", "meeting__procedure")
        .defer(*without_texts("case__procedure", "meeting__procedure"))
        .first()
    )
    if item is None or (item.case_id and not visible_cases(actor).filter(pk=item.case_id).exists()):
        raise Http404
    return item


@dataclass(frozen=True, kw_only=True)
class MeetingRow:
    meeting: Meeting
    title: str
    cases: int

    @property
    def asks_now(self) -> bool:
        """Whether it is a question in writing that takes answers."""
        return self.meeting.kind == "correspondence" and self.meeting.state == Meeting.State.OPEN


def meeting_rows(actor: Actor, procedure: Procedure, *, past: bool, at: dt.datetime) -> list[MeetingRow]:
    """Meetings to come (soonest first) or gone (latest first); a running one is always to come."""
    over = Q(state__in=[Meeting.State.CLOSED, Meeting.State.CANCELLED])
    today = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    over |= Q(state=Meeting.State.PLANNED, starts_at__lt=today)
    found = visible_meetings(actor, procedure)
    found = found.filter(over).order_by("-starts_at") if past else found.exclude(over).order_by("starts_at")
    meetings = list(found[:50])
    items = AgendaItem.objects.filter(
        partnership=current_partnership(), meeting__in=meetings, case__isnull=False
    ).exclude(state=AgendaItem.State.REMOVED)
    counts: dict[int, int] = {}
    for meeting_id in items.values_list("meeting_id", flat=True):
        counts[meeting_id] = counts.get(meeting_id, 0) + 1
    return [MeetingRow(meeting=m, title=body_at(m).title, cases=counts.get(m.pk, 0)) for m in meetings]


def next_meeting_after(meeting: Meeting) -> Meeting | None:
    return (
        Meeting.objects.filter(
            partnership=meeting.partnership_id,
            body=meeting.body,
            borough=meeting.borough_id,
            state=Meeting.State.PLANNED,
            starts_at__gt=meeting.starts_at,
        )
        .order_by("starts_at")
        .first()
    )


def versions_in_use() -> list[ProcedureVersion]:
    """The editions that some case or meeting may stand under."""
    return list(ProcedureVersion.objects.filter(partnership=current_partnership()).exclude(state="draft"))


def _decided_by(body: str) -> Q:
    """Cases considered by this body where they stand, in the version pinned to them: see `cases.queries.body_of`."""
    found = Q(pk__in=[])
    for version in versions_in_use():
        procedure = library.of_version(version)
        pathways = [p.name for p in procedure.pathways if p.body == body]
        its_own = {track.name: track.body for track in procedure.tracks if track.body}
        here = Q(pathway__in=pathways) & ~Q(stage_track__in=list(its_own))
        here |= Q(stage_track__in=[name for name, own in its_own.items() if own == body])
        found |= Q(procedure=version) & here
    return found


def _may_be_listed() -> Q:
    """Cases standing at a stage from which some version's step puts a case on an agenda."""
    found = Q(pk__in=[])
    for version in versions_in_use():
        for step in library.of_version(version).steps:
            if step.act != "add_agenda_item" or not step.to_stage:
                continue  # one that moves nothing is for a discussion: no case waits for that
            tracks = Track.objects.filter(
                partnership=current_partnership(), case=OuterRef("pk"), name=step.track, closed_at=None
            )
            if step.from_stages:
                tracks = tracks.filter(stage__in=step.from_stages)
            here = Q(Exists(tracks), procedure=version)
            if step.pathways:
                here &= Q(pathway__in=step.pathways)
            found |= here
    return found


def _on_agenda() -> Exists:
    return Exists(
        AgendaItem.objects.filter(
            partnership=current_partnership(),
            case=OuterRef("pk"),
            state=AgendaItem.State.LISTED,
            meeting__state__in=[Meeting.State.PLANNED, Meeting.State.OPEN],
        )
    )


def waiting_cases(actor: Actor, *, body: str = "", borough_id: int | None = None) -> list[Case]:
    """Cases that could go on an agenda and are on none, longest waiting first; of one body (and borough), or all."""
    found = visible_cases(actor).open().filter(_may_be_listed()).exclude(_on_agenda())
    if body:
        found = found.filter(_decided_by(body), Q(borough=borough_id) if borough_id else Q())
    return list(
        found.select_related("procedure").defer(*without_texts("procedure")).order_by("received_at", "pk")[:200]
    )


@dataclass(frozen=True, kw_only=True)
class Waits:
    """References of what waits for a body's meeting: cases it has never considered, and running ones."""

    new: tuple[str, ...]
    critical: tuple[str, ...]


def what_waits(meeting: Meeting) -> Waits:
    """What stands in the way of cancelling (RED-2), whoever asks: every open case of the body, not only
    visible ones.

    A running case counts as critical while the body still has to answer: it is on an agenda or may go on one.
    """
    considered = AgendaItem.objects.filter(
        partnership=meeting.partnership_id, case=OuterRef("pk"), meeting__body=meeting.body, outcome__gt=""
    ).exclude(state=AgendaItem.State.REMOVED)
    there = Q(borough=meeting.borough_id) if meeting.borough_id else Q()
    cases = (
        Case.objects.filter(there, partnership=meeting.partnership_id)
        .open()
        .filter(_decided_by(meeting.body))
        .annotate(considered=Exists(considered))
    )
    undecided = cases.filter(_may_be_listed() | Q(_on_agenda()))
    return Waits(
        new=_references(cases.filter(considered=False).exclude(_settled())),
        critical=_references(undecided.filter(considered=True)),
    )


def keeps_the_meeting(meeting: Meeting, actor: Actor) -> tuple[str, ...]:
    """Why a meeting may not be called off, in sentences naming the cases (RED-2); empty when it may.

    A case that this person may not open stands in the way all the same, but without its reference (C-52).
    """
    waits = what_waits(meeting)
    named = set(_references(visible_cases(actor).filter(reference__in=[*waits.new, *waits.critical])))

    def said(references: tuple[str, ...]) -> list[str]:
        hidden = len(references) - len(named.intersection(references))
        others = ["a case that you cannot open" if hidden == 1 else f"{hidden} cases that you cannot open"]
        return [*(each for each in references if each in named), *(others if hidden else [])]

    return rules.stands_in_the_way(
        body_at(meeting).cancel_only_when, new=said(waits.new), critical=said(waits.critical)
    )


def _settled() -> Q:
    """Cases that need no meeting any more though none has taken them: every track at a final stage."""
    open_track = Track.objects.filter(partnership=current_partnership(), case=OuterRef("pk"), closed_at=None)
    return ~Q(Exists(open_track))


def _references(cases: Iterable[Case]) -> tuple[str, ...]:
    return tuple(cases.order_by("year", "number").values_list("reference", flat=True)[:20])


def meetings_for_case(case: Case, actor: Actor, *, at: dt.datetime) -> list[Meeting]:
    """The meetings of the case's body to come or running, that it could be put on the agenda of: none that has
    dealt with it already, and no question in writing.
    """
    procedure = procedure_of(case)
    found = visible_meetings(actor, procedure).filter(
        Q(borough=None) | Q(borough=case.borough_id),
        state__in=[Meeting.State.PLANNED, Meeting.State.OPEN],
        body=body_of(case),
    )
    dealt_with = AgendaItem.objects.filter(
        partnership=case.partnership_id, case=case, state=AgendaItem.State.DONE
    ).values("meeting")
    found = found.exclude(kind="correspondence").exclude(pk__in=dealt_with)
    return list(found.order_by("starts_at")[:24])


def meeting_title(meeting: Meeting) -> str:
    return body_at(meeting).title


def quorum_words(meeting: Meeting) -> str:
    """The quorum rule in one sentence, for agenda and papers."""
    procedure, body = procedure_at(meeting), body_at(meeting)
    from .room import titles

    words, parts = titles(procedure), []
    for names in (*body.quorum.sectors, *body.quorum.seats):
        parts.append(" or ".join(words.get(name, name) for name in names))
    if body.quorum.number:
        parts.append(f"at least {body.quorum.number} agencies")
    if body.quorum.fraction:
        parts.append(f"{body.quorum.fraction[0]} in {body.quorum.fraction[1]} of the agencies")
    if body.quorum.chair:
        parts.append(f"the {chair_called(procedure, body.name)}")
    if not parts:
        return "No quorum is laid down."
    return f"Quorate with: {'; '.join(parts)}."
