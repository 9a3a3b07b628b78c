"""What may be seen of cases, and what pages need of them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects
from django.http import Http404

from config.links import address_if_any
from partnerships.actors import Actor
from partnerships.models import Membership
from partnerships.prepared import number, prepared, text
from partnerships.rows import rows_of
from partnerships.scope import current_partnership
from procedures import library
from procedures.model import Procedure, Step
from procedures.vocabulary import ACTS

from . import rules
from .conditions import holds
from .models import AgencyAccess, Case, CaseLink, CaseOpened, CasePermission, Conflict, Event, Person
from .state import CaseState, state_of

# Role kinds that see every unrestricted case of the partnership; everybody else needs a reason (C-52).
SEES_ALL = ("secretariat", "panel-chair", "statutory-partner")
# It notifies and hears a referrer who is not satisfied: it sees the pathways in which the text gives it a step.
SEES_ITS_PATHWAYS = ("local-authority",)
SEES_FROM_RECOMMENDATION = ("ratifier",)
# From then on a ratifier has a part in the case: told with the partners, or asked for an answer.
RATIFIERS_PART = ("inform_partners", "recommend")


def procedure_of(case: Case) -> Procedure:
    """The version that governs the case for its whole life (C-29)."""
    return library.of_version(case.procedure)


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """The cases of the open partnership that somebody may open: by role, by their agency's part, by name.

    A conflict of interest always wins; a restricted case needs a permission of its own (C-52).
    """
    partnership = current_partnership()
    cases = Case.objects.filter(partnership=partnership)
    if actor.membership is None:
        return cases.none()
    here = {"partnership": partnership}
    named = Exists(
        CasePermission.objects.filter(
            **here, content_object=OuterRef("pk"), user_id=actor.user_id, permission__codename="view_case"
        )
    )
    conflicted = Exists(
        Conflict.objects.filter(**here, case=OuterRef("pk"), membership=actor.membership, withdrawn_at=None)
    )
    cases = cases.filter(~conflicted)
    if actor.borough_ids is not None:
        cases = cases.filter(Q(borough=None) | Q(borough__in=actor.borough_ids))
    return cases.filter(named | (Q(restricted=False) & _by_role(actor, here)))


def _by_role(actor: Actor, here: dict) -> Q:
    if actor.holds(*SEES_ALL):
        return Q(pk__isnull=False)
    seen = Q(pk__in=[])
    if actor.holds(*SEES_ITS_PATHWAYS):
        if actor.pathways is None:
            return Q(pk__isnull=False)
        seen |= Q(pathway__in=sorted(actor.pathways))
    if actor.agency_id is not None and actor.holds("member", "agency-lead"):
        seen |= Q(Exists(AgencyAccess.objects.filter(**here, case=OuterRef("pk"), agency_id=actor.agency_id)))
    if actor.holds(*SEES_FROM_RECOMMENDATION):
        seen |= Q(Exists(Event.objects.filter(**here, case=OuterRef("pk"), act__in=RATIFIERS_PART)))
    return seen


_USER, _MEMBERSHIP, _AGENCY, _BOROUGH, _REFERENCE = number(1), number(2), number(3), 10, text(1)


def shape_of(actor: Actor) -> tuple:
    """What decides how `visible_cases` is built for somebody; everything else in it is a value."""
    boroughs = None if actor.borough_ids is None else len(actor.borough_ids)
    return actor.kinds, actor.agency_id is not None, boroughs, actor.pathways


def stand_in(kinds: frozenset[str], has_agency: bool, boroughs: int | None, pathways: frozenset[str] | None) -> Actor:
    """An actor of that shape made of stand-ins, to prepare a queryset with."""
    return Actor(
        label="",
        user_id=_USER,
        membership=Membership(pk=_MEMBERSHIP),
        kinds=kinds,
        agency_id=_AGENCY if has_agency else None,
        borough_ids=None if boroughs is None else frozenset(number(_BOROUGH + n) for n in range(boroughs)),
        pathways=pathways,
    )


def values_of(actor: Actor) -> dict:
    """What stands where the stand-ins of `stand_in` stood."""
    boroughs = {number(_BOROUGH + n): pk for n, pk in enumerate(actor.borough_ids or ())}
    return {_USER: actor.user_id, _MEMBERSHIP: actor.membership.pk, _AGENCY: actor.agency_id, **boroughs}


def _called(*shape) -> QuerySet[Case]:
    cases = visible_cases(stand_in(*shape)).filter(reference=_REFERENCE)
    cases = cases.select_related("procedure", "borough", "referring_agency")
    return cases.defer("procedure__text", "procedure__base_text", "procedure__parsed")


def find_case(reference: str, actor: Actor) -> Case:
    """The case of that reference, or Http404 in the same words whether it is not there or not theirs to see."""
    if actor.membership is None:
        raise Http404
    found = prepared(_called, *shape_of(actor)).fetch({**values_of(actor), _REFERENCE: reference})
    if not found:
        raise Http404
    found[0].partnership = current_partnership()
    return found[0]


def has_conflict(case: Case, membership) -> bool:
    return Conflict.objects.filter(
        partnership=case.partnership_id, case=case, membership=membership, withdrawn_at=None
    ).exists()


def conflicted_membership_ids(case: Case) -> set[int]:
    return set(
        Conflict.objects.filter(partnership=case.partnership_id, case=case, withdrawn_at=None).values_list(
            "membership_id", flat=True
        )
    )


@dataclass(frozen=True)
class PossibleAct:
    act: str
    title: str
    url: str
    remarks: tuple[str, ...] = ()
    main: bool = False  # a step of the way, not something done only if needed


def possible_acts(case: Case, actor: Actor, state: CaseState | None = None) -> list[PossibleAct]:
    """The buttons of a case page: every act that has a page for a case and would not be refused now."""
    procedure = procedure_of(case)
    state = state or state_of(case, version=procedure.version)
    if actor.membership is None:
        return []
    named = [step.act for step in procedure.steps if not step.pathways or case.pathway in step.pathways]
    found = []
    for act in dict.fromkeys([*named, *rules.STANDING]):
        verdict = rules.may(act=act, procedure=procedure, state=state, roles=actor.roles, kinds=actor.kinds)
        if isinstance(verdict, rules.Refused):
            continue
        url = address_if_any(act, partnership=procedure.slug, reference=case.reference)
        if not url:
            continue
        # The words of the step that fits where the case stands: a text may call an act differently on another track.
        title = (verdict.step.title if verdict.step else "") or rules.act_title(act, procedure, case.pathway)
        main = verdict.step is not None and not verdict.step.optional
        found.append(PossibleAct(act, title, url, verdict.remarks, main))
    return found


@dataclass(frozen=True)
class NextStep:
    """What the procedure says comes next: for the reader, whoever it is for."""

    title: str
    who: str
    see: str
    optional: bool
    waits: bool = False


def _begins_here(step: Step, state: CaseState) -> bool:
    """At its stage of an open track; a step that names no stage comes when what it needs has happened."""
    here = state.stages.get(step.track)
    if step.from_stages:
        return here in step.from_stages
    if not step.needs or (step.track and here is None) or state.closed:
        return False
    return not state.done.get(step.act) and all(holds(state, words) for words in step.needs)


def next_steps(case: Case, state: CaseState) -> list[NextStep]:
    """The steps that begin where the case now is, in the order of the text; those only if needed left out.

    What still waits for something else to happen first comes last.
    """
    procedure = procedure_of(case)
    found = []
    for step in procedure.steps:
        if step.pathways and case.pathway not in step.pathways:
            continue
        if step.optional or not _begins_here(step, state):
            continue
        if any(row.title == step.title for row in found):
            continue
        if not step.to_stage and not step.outcomes and state.done.get(step.act):
            continue
        title, waits = step.title or rules.act_title(step.act), not all(holds(state, words) for words in step.needs)
        found.append(NextStep(title, rules.who_does(step, procedure), step.see, step.optional, waits))
    return sorted(found, key=lambda row: row.waits)


def people_of(case: Case) -> list[Person]:
    return rows_of(Person, "t.case_id = %s AND NOT t.removed", [case.pk], order="t.kind DESC, t.id")


def subjects_of(case: Case) -> list[Person]:
    return [person for person in people_of(case) if person.kind == Person.Kind.SUBJECT]


def record_of(case: Case) -> list[Event]:
    """Every event, newest first by when it happened, annulled ones included (shown struck through)."""
    return list(
        Event.objects.filter(partnership=case.partnership_id, case=case)
        .select_related("agency", "annuls", "annulled_by")
        .order_by("-at", "-id")
    )


def openings_of(case: Case) -> list[CaseOpened]:
    return list(
        CaseOpened.objects.filter(partnership=case.partnership_id, case=case)
        .select_related("user")
        .order_by("-last_at")
    )


def links_of(case: Case, actor: Actor) -> list[tuple[Case, str]]:
    """Linked cases that this person may see, with why; the others are not mentioned."""
    links = rows_of(CaseLink, "t.case_id = %s OR t.other_id = %s", [case.pk, case.pk])
    pairs = [(link.other_id if link.case_id == case.pk else link.case_id, link.why) for link in links]
    if not pairs:
        return []
    seen = {found.pk: found for found in visible_cases(actor).filter(pk__in=[pk for pk, _ in pairs])}
    return [(seen[pk], why) for pk, why in pairs if pk in seen]


def plain_stage(case: Case) -> str:
    """Where the case is in words fit for the referrer (C-52)."""
    return procedure_of(case).stage(case.stage_track, case.stage).plain


def why_referred(case: Case) -> str:
    """The referrer's own summary, as it was when the referral was last sent."""
    sent = Event.objects.filter(partnership=case.partnership_id, case=case, data__has_key="why", annulled_by=None)
    newest = sent.order_by("-id").first()
    return newest.data["why"] if newest else ""


def why_in(state: CaseState) -> str:
    """The same from what is read already."""
    given = [each for group in state.done.values() for each in group if "why" in each.data]
    return max(given, key=lambda each: each.event_id).data["why"] if given else ""


def act_words(act: str) -> str:
    return ACTS[act].past.capitalize() if act in ACTS else act.replace("_", " ").capitalize()


def note_opened(case: Case, actor: Actor, page: str, at: dt.datetime) -> None:
    """Keeps that somebody looked (who, which page, which day, how often). One statement."""
    from django.utils import timezone

    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO cases_caseopened (partnership_id, case_id, user_id, page, "on", first_at, last_at, times)
               VALUES (%s, %s, %s, %s, %s, %s, %s, 1)
               ON CONFLICT (case_id, user_id, page, "on")
               DO UPDATE SET last_at = EXCLUDED.last_at, times = cases_caseopened.times + 1""",
            [case.partnership_id, case.pk, actor.user_id, page, timezone.localdate(at), at, at],
        )


def referred_by(case: Case) -> str:
    parts = [case.referrer_name, case.referring_agency.title if case.referring_agency else ""]
    return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class RecordRow:
    """An entry of the record as pages show it: what, by whom, when it happened and, if later, when it was typed."""

    id: int
    act: str
    title: str
    summary: str
    by: str
    at: dt.datetime
    typed_at: dt.datetime | None
    text: str
    annulled: bool
    may_be_struck_out: bool
    said: list = field(default_factory=list)  # [title, [[question, answer], …]] of what the act asked
    papers: list = field(default_factory=list)  # {id, name} of the papers that belong to it


_RECORD = """
SELECT e.id, e.act, e.summary, e.actor_label, e.on_behalf_of, e.at, e.recorded_at, concat_ws(E'\n', nullif(n.text, ''),
         nullif(e.reason, '')), e.annuls_id, EXISTS (SELECT 1 FROM cases_event x WHERE x.annuls_id = e.id),
       CASE WHEN e.data ? 'said' THEN e.data END
FROM cases_event e LEFT JOIN cases_note n ON n.event_id = e.id
WHERE e.partnership_id = %s AND e.case_id = %s ORDER BY e.at DESC, e.id DESC LIMIT %s
"""


def record_rows(case: Case, most: int | None = None) -> list[RecordRow]:
    """The record with its notes, newest first, annulled entries included; the newest `most` of it, or all."""
    from .acts.record import NOT_ANNULLED

    with connection.cursor() as cursor:
        cursor.execute(_RECORD, [case.partnership_id, case.pk, most])
        found = cursor.fetchall()
    return [
        RecordRow(
            id=pk,
            act=act,
            title=act_words(act),
            summary=summary,
            by=label + (f", on behalf of {on_behalf_of}" if on_behalf_of else ""),
            at=at,
            typed_at=recorded_at if recorded_at - at > dt.timedelta(minutes=5) else None,
            text=text,
            annulled=struck,
            may_be_struck_out=not struck and annuls is None and act not in NOT_ANNULLED,
            said=data.get("said", []),
            papers=data.get("papers", []),
        )
        for pk, act, summary, label, on_behalf_of, at, recorded_at, text, annuls, struck, given in found
        for data in [json.loads(given) if isinstance(given, str) else given or {}]
    ]


def open_conflicts(case: Case) -> list[Conflict]:
    found = rows_of(Conflict, "t.case_id = %s AND t.withdrawn_at IS NULL", [case.pk])
    prefetch_related_objects(found, "membership__user", "membership__agency")
    return found


@dataclass(frozen=True)
class DateThatCounts:
    """A date that clocks of this case run from: stated (with when) or still missing."""

    slug: str
    words: str
    means: str
    at: dt.datetime | None


def dates_that_count(case: Case, procedure: Procedure) -> list[DateThatCounts]:
    """The facts that the clocks of this pathway start from, and when they were (C-51)."""
    from procedures.sentences import starts_of
    from procedures.vocabulary import FACTS

    wanted: dict[str, None] = {"incident": None, "death": None, "referral received": None}
    for clock in procedure.clocks:
        if clock.pathways and case.pathway not in clock.pathways:
            continue
        for sentence in (clock.target, clock.limit):
            if sentence is not None:
                wanted.update(dict.fromkeys(starts_of(sentence)))
    state = state_of(case, version=procedure.version)
    rows = []
    for words in wanted:
        fact = FACTS.get(words)
        if fact is None or (fact.stated_by and fact.slug != "referral_received"):
            continue
        last = state.facts.get(fact.slug, ())
        rows.append(DateThatCounts(fact.slug, fact.words, fact.means, last[-1].at if last else None))
    return rows


def criteria_of(case: Case) -> dict[str, object]:
    """The newest answers to each decision aid that nobody struck out: aid name -> CriteriaAnswers."""
    from .models import CriteriaAnswers

    rows = (
        CriteriaAnswers.objects.filter(partnership=case.partnership_id, case=case, event__annulled_by=None)
        .select_related("event")
        .order_by("id")
    )
    return {row.aid: row for row in rows}


def person_of(case: Case, person_id: int) -> Person | None:
    return Person.objects.filter(partnership=case.partnership_id, case=case, pk=person_id).first()


FINAL = ("ratify_recommendation", "replace_recommendation", "decide_escalation", "decide_threshold")


def final_decision(case: Case):
    """The decision that the referrer hears, the newest one that stands; for a case not taken forward the chair's."""
    from .models import Decision

    rows = Decision.objects.filter(partnership=case.partnership_id, case=case, event__annulled_by=None).order_by("-id")
    checked = rows.filter(kind="check_referral").select_related("event").first()
    ended_there = checked if checked is not None and checked.event.track in ("", case.stage_track) else None
    return rows.filter(kind__in=FINAL).first() or ended_there


def what_happens_next(case: Case) -> str:
    """A first wording for the letter, from the review type decided on; the secretariat edits it."""
    procedure = procedure_of(case)
    decision = final_decision(case)
    name = decision.data.get("review_type", "") if decision else ""
    kind = next((found for found in procedure.review_types if found.name == name), None)
    if kind is None or not kind.is_review:
        return "No statutory review will be carried out. What was learnt from the referral is kept in the case log."
    lines = []
    if kind.commissioned_by:
        body = procedure.find("bodies", kind.commissioned_by).title
        lines.append(f"{body} will commission the review.")
    if kind.independent_reviewer:
        lines.append("An independent reviewer will be appointed.")
    lines.append("You may be asked to take part. The report’s learning will be shared with your agency.")
    return " ".join(lines)
