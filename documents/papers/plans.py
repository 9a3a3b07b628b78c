"""Action plans and what is taught of a review."""

from __future__ import annotations

from dataclasses import dataclass

from .parts import Pair, Paper


@dataclass(frozen=True, kw_only=True)
class PlanLine:
    """One action: whose, by when, how it stands, and what there is to say."""

    number: str
    what: str
    owner: str
    due: str
    first_due: str = ""
    standing: str = ""
    notes: tuple[Pair, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanGroup:
    title: str
    lines: tuple[PlanLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ActionPlan(Paper):
    """The actions of a case, an agency or everybody, what is late first; or those that are an exception."""

    date: str
    body: str = ""
    reference: str = ""
    lead: str = ""
    groups: tuple[PlanGroup, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PractitionerBriefing(Paper):
    """One page for people who work with people: what happened in short, what was learnt, what to do differently."""

    date: str
    reference: str = ""
    about: str = ""
    learnt: tuple[str, ...] = ()
    good: tuple[str, ...] = ()
    differently: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()  # for a team meeting
    more: tuple[str, ...] = ()  # where to read on, whom to ask
