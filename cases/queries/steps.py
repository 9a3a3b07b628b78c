"""What can be done on a case now, and what the procedure says comes next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from config.filters import series
from config.links import address_if_any
from partnerships.actors import Actor
from partnerships.models import Membership
from partnerships.queries import holders
from procedures.model import Procedure, Step

from .. import rules
from ..conditions import holds
from ..models import Case, Event
from ..state import CaseState, state_of
from .facts import procedure_of
from .shut_out import LIFT, NOBODY, nobody_inside, roles_inside

HOLDER = "holder"  # vocabulary.STEP_FOR_EACH: each who holds the role
# How a later room says where its act has its page, when that is not under the case: act -> function(case) -> address.
PAGES: dict[str, Callable[[Case], str]] = {}
# How a later room says which of some acts have nothing they could be about: function(case, acts) -> acts not offered.
NOTHING_THERE: list[Callable[[Case, set[str]], set[str]]] = []
# How a later room says that an act, which the text may have only for when it is needed, is what comes next, or that
# nobody waits for it any more; None: as the text says.
COMES_NEXT: dict[str, Callable[[Case], bool | None]] = {}


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
        url = url or (PAGES[act](case) if act in PAGES else "")
        if not url:
            continue
        # The words of the step that fits where the case stands: a text may call an act differently on another track.
        title = (verdict.step.title if verdict.step else "") or rules.act_title(act, procedure, case.pathway)
        title = LIFT if act == "restrict_case" and case.restricted else title
        main = verdict.step is not None and not verdict.step.optional and not verdict.remarks
        said = _comes_next(verdict.step, case) if verdict.step is not None else None
        if said and not verdict.remarks:
            found.append(PossibleAct(act, title, url, verdict.remarks, main=True))
            continue
        if main and verdict.step.for_each == HOLDER and actor.user_id in who_did(case, (act,)):
            main = False
        if main and (said is False or _done_with(verdict.step, state)):
            main = False
        found.append(PossibleAct(act, title, url, verdict.remarks, main))
    empty = {act for room in NOTHING_THERE for act in room(case, {each.act for each in found})}
    return [each for each in found if each.act not in empty]


def _comes_next(step: Step, case: Case) -> bool | None:
    return COMES_NEXT[step.act](case) if step.act in COMES_NEXT else None


def _done_with(step: Step, state: CaseState) -> bool:
    """A step of no track that was done: it may be done again, but nobody waits for it unless something is open."""
    return (
        not step.track and bool(state.done.get(step.act)) and not any(words.endswith(" open") for words in step.needs)
    )


def who_did(case: Case, acts: Sequence[str]) -> list[int]:
    """The users for whom one of these acts counts as done: whoever did it, and everybody of the same agency."""
    done = Event.objects.filter(
        partnership=case.partnership_id, case=case, act__in=acts, annulled_by=None, annuls=None, actor__isnull=False
    ).values("actor_id")  # fmt: skip
    mine = Membership.objects.filter(partnership=case.partnership_id, user__in=done)
    agencies = [agency for agency in mine.values_list("agency_id", flat=True) if agency is not None]
    with_me = Membership.objects.filter(partnership=case.partnership_id, agency__in=agencies)
    return sorted({*mine.values_list("user_id", flat=True), *with_me.values_list("user_id", flat=True)})


def still_to_do(case: Case, step: Step, procedure: Procedure) -> list[str]:
    """Of a step that each holder of its roles does: the names of those it is still waited for. Where nobody holds
    them, the roles by title."""
    done, on = set(who_did(case, (step.act,))), timezone.localdate()
    found = []
    for role in step.by:
        people = holders(role, procedure=procedure, on=on, borough=case.borough)
        found += [m.user.name for m in people if m.user_id not in done]
        if not people:
            found.append(f"the {procedure.find('roles', role).title}")
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class NextStep:
    """What the procedure says comes next: for the reader, whoever it is for. `stuck`: that all of them are shut out."""

    title: str
    who: str
    see: str
    first: tuple[str, ...] = ()
    stuck: str = ""


def _begins_here(step: Step, state: CaseState) -> bool:
    """At its stage of an open track; a step that names no stage comes when what it needs has happened."""
    here = state.stages.get(step.track)
    if step.from_stages:
        return here in step.from_stages
    if not step.needs or (step.track and here is None) or state.closed:
        return False
    return not state.done.get(step.act) and all(holds(state, words) for words in step.needs)


def next_steps(case: Case, state: CaseState) -> list[NextStep]:
    """The steps that begin where the case now is, in the order of the text.

    Those that are taken only if needed are left out, but not where nothing else leads on (a referral that was sent
    back waits for its answers). What normally has to come first stands with the step, and such steps come last.
    """
    procedure = procedure_of(case)
    found: dict[str, NextStep] = {}
    inside = roles_inside(case, procedure)
    for step in _what_begins(case, state, procedure):
        who = rules.who_does(step, procedure)
        if step.for_each == HOLDER:
            missing = still_to_do(case, step, procedure)
            if not missing:
                continue
            who = series(missing)
        row = NextStep(
            step.title or rules.act_title(step.act), who, step.see,
            rules.first_in_words(step, procedure, state), NOBODY if nobody_inside(step, procedure, inside) else "",
        )  # fmt: skip
        found.setdefault(row.title, row)
    return sorted(found.values(), key=lambda row: bool(row.first))


def _what_begins(case: Case, state: CaseState, procedure: Procedure) -> list[Step]:
    """First what a room says is waited for, then the steps of the text that begin here and are not done already."""
    mine = [s for s in procedure.steps if not s.pathways or case.pathway in s.pathways]
    waited = [
        s for s in mine if s.act in COMES_NEXT and rules.may_be_done(s, procedure, state) and _comes_next(s, case)
    ]
    here = [s for s in mine if s not in waited and _begins_here(s, state) and _comes_next(s, case) is not False]
    usual = [s for s in here if not s.optional] or [s for s in here if _leads_on(s, procedure) and not waited]
    return waited + [
        s for s in usual if s.for_each == HOLDER or s.to_stage or s.outcomes or not state.done.get(s.act)
    ]  # fmt: skip


def _leads_on(step: Step, procedure: Procedure) -> bool:
    """To another stage that does not end its track."""
    return bool(step.track and step.to_stage) and not procedure.stage(step.track, step.to_stage).final
