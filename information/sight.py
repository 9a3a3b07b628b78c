"""Who reads what agencies sent: their own always, others' by the rule of the track on which they were asked (C-52).

What was asked for a panel is shown to members once the case is before a meeting. A later room may set a rule of its
own for what is asked on its track (`register_sight`); it then holds on every page, table, file and paper of this room,
in place of the usual one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from cases.models import Case, Event
from cases.queries import procedure_of, visible_cases
from cases.state import CaseState, state_of
from partnerships.actors import Actor

from .models import ScopingReturn
from .state import is_own, office_may_write

State = ScopingReturn.State
Rule = Callable[[Case, Actor], bool]
Beginning = Callable[[Case], dt.datetime | None]
OFFICE = ("secretariat", "panel-chair")
# Besides the office: who decides sees every answer; members see others' once the case is before a meeting (C-52).
SEES_ALL = (*OFFICE, "statutory-partner", "ratifier")

_rules: dict[str, Rule] = {}
_beginnings: dict[str, Beginning] = {}


def register_sight(track: str, rule: Rule, begins: Beginning) -> None:
    """What agencies send on this track is read by whom `rule(case, actor)` lets, and by nobody else but its agency.

    `begins(case)`: since when what is asked on it belongs to the one that runs now (a second review begins anew).
    """
    _rules[track] = rule
    _beginnings[track] = begins


def began(case: Case, track: str) -> dt.datetime | None:
    """Since when what is asked on a track with a rule of its own belongs together; None: from the first on."""
    return _beginnings[track](case) if track in _beginnings else None


def with_rules_of_their_own() -> tuple[str, ...]:
    """The tracks whose answers are not for papers that everybody at a meeting gets."""
    return tuple(_rules)


@dataclass(frozen=True)
class Sight:
    """What somebody reads of other agencies' answers on a case: `usual`, or by track where that has its own rule."""

    usual: bool
    own: Mapping[str, bool]

    def of(self, track: str) -> bool:
        return self.own.get(track, self.usual)

    @property
    def everything(self) -> bool:
        return self.usual and all(self.own.values())

    def rows(self, actor: Actor) -> Q:
        """The same as a condition over entries of a chronology, their own agency's among them."""
        known = Q(scoping_return__request__track__in=list(self.own))
        shown = Q(scoping_return__request__track__in=[track for track, seen in self.own.items() if seen])
        mine = Q(agency_id=actor.agency_id) if actor.holds("member", "agency-lead") else Q(pk__in=[])
        return (shown | ~known | mine) if self.usual else (shown | mine)


def sight_of(case: Case, actor: Actor, state: CaseState | None = None) -> Sight:
    usual = actor.holds(*SEES_ALL) or others_are_shown(state or state_of_case(case))
    return Sight(usual, {track: rule(case, actor) for track, rule in _rules.items()})


def others_are_shown(state: CaseState) -> bool:
    """Agencies read one another's answers once the case is on an agenda or its papers went round (C-52)."""
    return bool(state.done.get("add_agenda_item") or state.done.get("circulate_papers"))


def may_open(row: ScopingReturn, actor: Actor, sight: Sight) -> bool:
    """The page of a return: an agency's own people and the office always (the office to ask, remind and answer for
    it); everybody else only what was sent, and when it is shown. What stands in it: `may_read`."""
    if actor.holds(*OFFICE) or is_mine(row, actor):
        return True
    return sight.of(row.request.track) and row.is_sent


def may_read(row: ScopingReturn, actor: Actor) -> bool:
    """The content, for somebody who may open the page: what was sent, else the agency's own people alone. What the
    secretariat began for an agency it may go on with."""
    if row.is_sent or is_mine(row, actor):
        return True
    return actor.holds("secretariat") and row.written_by == "office"


def is_mine(row: ScopingReturn, actor: Actor) -> bool:
    return is_own(row, actor)


def may_write(row: ScopingReturn, actor: Actor) -> bool:
    """Own agency, or the secretariat on its behalf while the agency has not begun."""
    return row.is_writable and (is_mine(row, actor) or (actor.holds("secretariat") and office_may_write(row)))


def state_of_case(case: Case) -> CaseState:
    return state_of(case, version=procedure_of(case).version)


def may_read_chronology(file, actor: Actor) -> bool:
    """The gate of the printed chronology: who may open the case and reads every agency's answer that can stand in it:
    of the part that it was made of, in earlier papers of all that was in when it was made (C-52)."""
    case = None
    if file.case_id is not None:
        case = visible_cases(actor).select_related("procedure", "borough").filter(pk=file.case_id).first()
    if case is None:
        return False
    sight = sight_of(case, actor)
    number = file.about.removeprefix("event:")
    made = Event.objects.filter(partnership=case.partnership_id, case=case, pk=int(number) if number.isdigit() else 0)
    part = next((event.data.get("part") for event in made), None)
    if part is not None:
        return sight.of(part)
    closed = [track for track, seen in sight.own.items() if not seen]
    there = ScopingReturn.objects.filter(partnership=case.partnership_id, case=case, request__track__in=closed)
    return sight.usual and not (closed and there.filter(request__asked_at__lte=file.made_at).exists())
