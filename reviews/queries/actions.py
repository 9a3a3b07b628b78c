"""Actions as people see them: those of a case, an agency, a person; what is late first; to whom it goes up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from cases.models import Case
from cases.queries import conflicted_cases, visible_cases
from cases.rules import Refused
from config.filters import plural
from deadlines.queries import calendar_of
from partnerships.actors import Actor
from partnerships.models import Agency
from partnerships.scope import current_partnership

from ..acts.progress import HOW_FAR, asked_for
from ..holding import OWNING, may, procedure_of, words_of
from ..models import Action, ActionEntry
from ..rules import actions as rules
from .going_up import UP, Asked, asked_about, up_since

# Learning that is no case is looked at by whoever runs and decides; agencies see the actions that are theirs.
OVERSEES = ("secretariat", "panel-chair", "statutory-partner", "local-authority", "ratifier")
MOST = 500


def visible_actions(actor: Actor) -> QuerySet[Action]:
    """The actions somebody may open: of the cases they see, of their agency, and those that are theirs by name.

    A conflict of interest always wins. Of a restricted case an agency's people see only what is theirs by name (C-52).
    """
    actions = Action.objects.filter(partnership=current_partnership())
    if actor.membership is None:
        return actions.none()
    seen = Q(owner=actor.membership) | Q(case__in=visible_cases(actor))
    if actor.agency_id is not None and actor.holds(*OWNING):
        seen |= Q(agency_id=actor.agency_id) & (Q(case=None) | Q(case__restricted=False))
    if actor.holds(*OVERSEES):
        seen |= Q(case=None)
    return actions.filter(seen).exclude(case__in=conflicted_cases(actor))


def _whole(actions: QuerySet[Action]) -> QuerySet[Action]:
    found = actions.select_related(
        "case__procedure", "learning", "agency", "owner__user", "recommendation", "partnership"
    )
    return found.defer("case__procedure__text", "case__procedure__base_text", "case__procedure__parsed")


def find_action(number: int, actor: Actor) -> Action:
    """Http404 in the same words for one that is not there and one that is not theirs to see."""
    found = _whole(visible_actions(actor).filter(pk=number)).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, kw_only=True)
class ActionRow:
    """An action as lists, papers and tables show it."""

    action: Action
    standing: rules.Standing
    last: ActionEntry | None  # the newest thing its owner said
    barriers: str
    why_late: str
    reasons: list[str]  # of each extension, or of giving it up
    up: list[ActionEntry]
    next_up: rules.Rung | None
    mine: bool

    @property
    def how_far(self) -> str:
        return HOW_FAR.get(self.last.data.get("how_far", ""), "") if self.last is not None else ""

    @property
    def days(self) -> str:
        """ "12 working days late"."""
        late = self.standing.days_late
        return f"{plural(late, 'working day')} late" if late else ""


def rows_of(actions: QuerySet[Action], actor: Actor | None, *, at: dt.datetime) -> list[ActionRow]:
    """Rows with what is late first, then by day; the ended ones last, newest first. A fixed number of queries."""
    found = list(_whole(actions)[:MOST])
    entries: dict[int, list[ActionEntry]] = {}
    rows = ActionEntry.objects.filter(
        partnership=current_partnership(), action__in=[one.pk for one in found], event__annulled_by=None
    )
    for entry in rows.order_by("id"):
        entries.setdefault(entry.action_id, []).append(entry)
    calendar, today = calendar_of(current_partnership()), timezone.localdate(at)
    shown = [_row(one, entries.get(one.pk, []), actor, today, calendar, at) for one in found]
    return sorted(shown, key=_order)


def row_of(action: Action, actor: Actor, *, at: dt.datetime) -> ActionRow:
    """The one row of an action that was found already."""
    return rows_of(Action.objects.filter(partnership=action.partnership_id, pk=action.pk), actor, at=at)[0]


def _order(row: ActionRow):
    action = row.action
    if action.state == Action.State.OPEN:
        return 0 if row.standing.late else 1, action.due_on.toordinal(), action.pk
    return 2, -action.ended_at.timestamp(), action.pk


def _row(action: Action, entries: list[ActionEntry], actor, today: dt.date, calendar, at: dt.datetime) -> ActionRow:
    dates = dates_of(action)
    since = max((e.pk for e in entries if e.act in ("extend_action", "reopen_action")), default=0)
    up = [entry for entry in entries if entry.act in UP]
    # Whoever was told before it got another day is told again; the way up by its first day is taken once.
    taken = {e.act for e in up if e.pk > since} | {e.act for e in up if e.act == UP[1]}
    said = [entry for entry in entries if entry.act == "report_progress"]
    how_far = HOW_FAR.get(said[-1].data.get("how_far", ""), "") if said else ""
    standing = rules.standing(action.state, dates, today=today, calendar=calendar, up=taken, how_far=how_far)
    explained = [entry for entry in entries if entry.act == "explain_delay"]
    more = [entry.text for entry in entries if entry.act == "extend_action"]
    found = rules.rungs(procedure_of(action, at), dates, calendar) if action.state == Action.State.OPEN else []
    return ActionRow(
        action=action,
        standing=standing,
        last=said[-1] if said else None,
        barriers=said[-1].data.get("barriers", "") if said else "",
        why_late=explained[-1].text if explained else "",
        reasons=[*more, *([action.outcome] if action.state == Action.State.DROPPED else [])],
        up=up,
        next_up=rules.next_rung(found, taken) if standing.late else None,
        mine=actor is not None and actor.membership is not None and _is_mine(action, actor),
    )


def _is_mine(action: Action, actor: Actor) -> bool:
    return action.owner_id == actor.membership.pk or (
        actor.agency_id == action.agency_id and actor.holds(*OWNING) and action.owner_id is None
    )


def dates_of(action: Action) -> rules.Dates:
    ended = timezone.localdate(action.ended_at) if action.ended_at else None
    return rules.Dates(action.due_on, action.original_due_on, ended)


def mine(actor: Actor, *, at: dt.datetime, ended: bool = False) -> tuple[list[ActionRow], list[ActionRow]]:
    """(their own, those of others in their agency), open or ended."""
    actions = visible_actions(actor)
    agency = Q(agency_id=actor.agency_id) if actor.agency_id and actor.holds(*OWNING) else Q(pk__in=[])
    actions = actions.filter(Q(owner=actor.membership) | agency)
    actions = actions.exclude(state=Action.State.OPEN) if ended else actions.open()
    rows = rows_of(actions, actor, at=at)
    return [row for row in rows if row.mine], [row for row in rows if not row.mine]


def asked_of(actor: Actor, *, at: dt.datetime) -> list[Asked]:
    """The late actions about which this person is asked (DAR-10)."""
    return asked_about(_whole(visible_actions(actor)).order_by("due_on", "pk"), actor, at=at)


def of_case(case: Case, actor: Actor, *, at: dt.datetime) -> list[ActionRow]:
    return rows_of(visible_actions(actor).filter(case=case), actor, at=at)


def of_learning(learning, actor: Actor, *, at: dt.datetime) -> list[ActionRow]:
    """The actions that an entry of the learning log led to, as far as somebody sees them."""
    return rows_of(visible_actions(actor).filter(learning=learning), actor, at=at)


def of_review(review, actor: Actor, *, at: dt.datetime) -> list[ActionRow]:
    """The action plan of one review."""
    return rows_of(visible_actions(actor).filter(review=review), actor, at=at)


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What a plan across cases is narrowed to; empty: everything."""

    agency: int | None = None
    state: str = ""  # late | open | done | dropped
    theme: str = ""
    case: str = ""


def plan(actor: Actor, chosen: Chosen, *, at: dt.datetime) -> list[ActionRow]:
    """The actions across the cases somebody sees, narrowed."""
    actions, today = visible_actions(actor), timezone.localdate(at)
    if chosen.agency:
        actions = actions.filter(agency_id=chosen.agency)
    if chosen.case:
        actions = actions.filter(case__reference=chosen.case)
    if chosen.theme:
        actions = actions.filter(
            Q(recommendation__themes__contains=[chosen.theme]) | Q(learning__themes__contains=[chosen.theme])
        )
    if chosen.state == "late":
        actions = actions.open().filter(due_on__lt=today)
    elif chosen.state:
        actions = actions.filter(state=chosen.state)
    return rows_of(actions, actor, at=at)


def exceptions(actor: Actor, *, since: dt.date, until: dt.date, at: dt.datetime) -> dict[str, list[ActionRow]]:
    """The exception report (DAR-10, DAR-11): late now; given more time or given up between two days, and why."""
    actions = visible_actions(actor)
    late = rows_of(actions.open().filter(due_on__lt=timezone.localdate(at)), actor, at=at)
    of_period = {"at__date__gte": since, "at__date__lte": until, "event__annulled_by": None}
    entries = ActionEntry.objects.filter(partnership=current_partnership(), **of_period)
    extended = entries.filter(act="extend_action").values("action_id")
    more = rows_of(actions.filter(pk__in=extended), actor, at=at)
    dropped = actions.filter(state=Action.State.DROPPED, ended_at__date__gte=since, ended_at__date__lte=until)
    return {"late": late, "extended": more, "dropped": rows_of(dropped, actor, at=at)}


@dataclass(frozen=True)
class Said:
    """One entry of an action's own history as its page shows it."""

    title: str
    entry: ActionEntry
    facts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def files(self) -> list[dict]:
        return self.entry.data.get("files", [])


def history_of(action: Action) -> list[Said]:
    """Everything done and said, newest first; what was struck out of the record is left out."""
    rows = ActionEntry.objects.filter(partnership=action.partnership_id, action=action, event__annulled_by=None)
    return [Said(words_of(entry.act), entry, _facts(entry.data)) for entry in rows.order_by("-at", "-id")]


def _facts(data: dict) -> list[tuple[str, str]]:
    words = {
        "barriers": "What stands in the way",
        "steps": "What is done to complete it",
        "proof": "What shows that it worked",
        "asked_by": "Asked for by",
    }
    return [(label, data[name]) for name, label in words.items() if data.get(name)]


# In the order of the buttons. The first that is offered is the main one.
OWNERS_ACTS = ("report_progress", "complete_action", "explain_delay", "ask_extension")
OFFICE_ACTS = ("seek_explanation", "escalate_action", "escalate_action_further", "extend_action",
               "decline_extension", "change_owner", "drop_action")  # fmt: skip
ONLY_LATE = ("explain_delay", "seek_explanation", *UP)


def offers(action: Action, actor: Actor, *, at: dt.datetime) -> list[str]:
    """The acts that would not be refused now, in the order of the buttons."""
    procedure = procedure_of(action, at)
    late = timezone.localdate(at) > action.due_on
    open_now = action.state == Action.State.OPEN
    wanted: Iterable[str] = (*OWNERS_ACTS, *OFFICE_ACTS) if open_now else ("reopen_action",)
    done = {entry.act for entry in up_since(action)}
    return [
        act
        for act in wanted
        if (late or act not in ONLY_LATE)
        and act not in done
        and (act != "decline_extension" or asked_for(action) is not None)
        and not rules.first_told(act, procedure, done)
        and not isinstance(may(act, action, actor, procedure, at=at), Refused)
    ]


def agencies_with_actions(actor: Actor) -> list[Agency]:
    wanted = visible_actions(actor).values("agency_id")
    return list(Agency.objects.filter(partnership=current_partnership(), pk__in=wanted))
