"""What every act on an action begins with: who may, the rows locked, one entry on the record, the letters.

    with holding("report_progress", action=action, actor=actor, at=at) as held:
        held.say("…", text=text)

Of an action of a case the case's own record, deadlines and letters follow (`cases.spine`); one of the learning log has
its entry and its deadlines alone. The case is locked before its action, as everywhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from cases.rules import Refused, standing
from cases.spine import Doing, acting
from cases.telling import Recipient
from config.filters import date_long
from deadlines.calendar import LONDON
from deadlines.queries import calendar_of
from documents.files import CheckedFile, keep_file
from partnerships.actors import Actor
from partnerships.models import Agency
from partnerships.queries import agency_people, holders
from partnerships.refusals import ActRefused
from procedures import library
from procedures.model import Procedure, Step
from procedures.vocabulary import ACTS

from .caseless import recompute, tell
from .models import Action, ActionEntry
from .rules import actions as rules

EVIDENCE = "action-evidence"
OWNING = ("member", "agency-lead", "action-owner")
# What only the agency that has the action can say of it; the office may enter it for them (C-53).
OF_THE_AGENCY = ("explain_delay", "ask_extension")


def procedure_of(action: Action, at: dt.datetime) -> Procedure:
    """The text pinned to the case; for the learning log the one in force."""
    if action.case_id is not None:
        return library.of_version(action.case.procedure)
    return library.in_force(action.partnership.slug, on=at.astimezone(LONDON).date())


def owns(action: Action, actor: Actor) -> bool:
    """Whoever is named, and the people of the agency that has it to do."""
    if actor.membership is None:
        return False
    of_agency = actor.agency_id == action.agency_id and actor.holds(*OWNING)
    return action.owner_id == actor.membership.pk or of_agency


def as_owner(action: Action, actor: Actor, procedure: Procedure) -> Actor:
    """The actor with what the text lets the owner of an action do if it is theirs, and only then (C-7)."""
    roles = frozenset(role.name for role in procedure.roles_of_kind("action-owner"))
    if not owns(action, actor):
        return replace(actor, roles=actor.roles - roles, kinds=actor.kinds - {"action-owner"})
    return replace(actor, roles=actor.roles | roles, kinds=actor.kinds | {"action-owner"})


def steps_of(act: str, action: Action, procedure: Procedure) -> list[Step]:
    pathway = action.case.pathway if action.case_id else ""
    return [s for s in procedure.steps if s.act == act and (not s.pathways or not pathway or pathway in s.pathways)]


def late_enough(act: str, action: Action, procedure: Procedure, at: dt.datetime) -> dict[str, bool]:
    """What the steps of an act need of the lateness of this very action (“action overdue by 3 months”), by their
    words."""
    needs = [words for step in steps_of(act, action, procedure) for words in step.needs]
    today = at.astimezone(LONDON).date()
    return rules.overdue_needs(needs, action.due_on, today=today, calendar=calendar_of(action.partnership))


def may(
    act: str, action: Action, actor: Actor, procedure: Procedure, *, at: dt.datetime | None = None
) -> Step | Refused | None:
    """The step of the text that lets this person do it, None for a standing act, or the refusal. `at`: whether the
    action is late enough for it then is looked at too."""
    if act in OF_THE_AGENCY and not (owns(action, actor) or actor.holds("secretariat")):
        return Refused(f"Only {action.agency.title} or the office can do this.", role=True)
    mine = as_owner(action, actor, procedure)
    steps = steps_of(act, action, procedure)
    if not steps:
        verdict = standing(act, mine.kinds)
        return verdict if isinstance(verdict, Refused) else None
    late = late_enough(act, action, procedure, at) if at is not None else {}
    refusal = Refused("Your role does not include this.", role=True)
    for step in steps:
        if any(not procedure.who_may_act_as(name).isdisjoint(mine.roles) for name in step.by):
            early = [words for words in step.needs if step.force == "must" and not late.get(words, True)]
            if not early:
                return step
            refusal = Refused(f"This is done only of an {early[0]}.")
    return refusal


@dataclass
class Held:
    """An action locked while something is done about it. `say` is called once."""

    act: str
    action: Action
    actor: Actor
    at: dt.datetime
    procedure: Procedure
    step: Step | None
    doing: Doing | None = None
    files: list[dict] = field(default_factory=list)

    def keep(self, uploads: Sequence[CheckedFile]) -> None:
        """Evidence and other papers that came with it; whoever sees the action may open them."""
        for checked in uploads:
            row = keep_file(checked, kind=EVIDENCE, at=self.at, actor=self.actor, case=self.action.case,
                            about=self.action.about)  # fmt: skip
            self.files.append({"id": row.pk, "name": row.name})

    def say(self, summary: str, *, text: str = "", data: dict | None = None, dates: bool = False) -> ActionEntry:
        """Puts it on the record and keeps the action as it now is. `dates`: clocks run from its days anew."""
        action = self.action
        action.version += 1
        action.save()
        kept = {**(data or {}), "files": self.files}
        if self.doing is not None:
            about = {"label": action.label, "owner": action.owner_id, "papers": self.files}
            self.doing.agency, self.doing.about = action.agency, action.about
            self.doing.record(summary=f"{action.label.capitalize()}: {summary}", reason=text, data={**kept, **about})
            if dates:
                for name, day in (("deadline", action.due_on), ("original_deadline", action.original_due_on)):
                    if name == "deadline" or self.act in ("create_action", "reopen_action"):
                        self.doing.state_fact(name, happened_at=midnight(day), about=action.about)
            self.doing.letter_values = letter_values(action, self.procedure)
            self.doing.people = people_meant(action, self.procedure, self.at)
        return ActionEntry.objects.create(
            partnership_id=action.partnership_id, action=action, act=self.act,
            event=self.doing.event if self.doing else None, summary=summary, text=text, data=kept,
            by=self.actor.label, at=self.at,
        )  # fmt: skip


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(0), tzinfo=LONDON)


@contextmanager
def holding(
    act: str, *, action: Action, actor: Actor, at: dt.datetime, ended: bool = False, reason: str = ""
) -> Iterator[Held]:
    """The action's row, locked, still open (`ended`: it must have ended). Raises ActRefused."""
    procedure = procedure_of(action, at)
    step = may(act, action, actor, procedure, at=at)
    if isinstance(step, Refused):
        raise ActRefused(step.sentence)
    with transaction.atomic():
        if action.case_id is None:
            held = Held(act, lock(action, ended), actor, at, procedure, step)
            yield held
            recompute(held.action, procedure, at=at)
            tell(held, letter_values(held.action, procedure), people_meant(held.action, procedure, at))
        else:
            mine = as_owner(action, actor, procedure)
            with acting(
                act, case=action.case, actor=mine, at=at, about=action.about, agency=action.agency, reason=reason,
                truths=late_enough(act, action, procedure, at),
            ) as doing:  # fmt: skip
                yield Held(act, lock(action, ended), actor, at, procedure, step, doing)
    action.refresh_from_db()


def lock(action: Action, ended: bool = False) -> Action:
    row = Action.objects.select_for_update(of=("self",)).select_related("agency", "owner__user", "learning").get(
        partnership=action.partnership_id, pk=action.pk
    )  # fmt: skip
    if action.case_id is not None:
        row.case = action.case
    if ended and row.state == Action.State.OPEN:
        raise ActRefused("This action is open already.")
    if not ended and row.state != Action.State.OPEN:
        raise ActRefused(f"This action has ended: {row.get_state_display().lower()}.")
    return row


def need(text: str, sentence: str, about: str) -> str:
    if not text.strip():
        raise ActRefused(sentence, about=about)
    return text.strip()


# Who hears


def link_to(action: Action, procedure: Procedure) -> str:
    path = reverse("action", kwargs={"partnership": procedure.slug, "plan_action": action.pk})
    return f"{settings.BASE_URL}{path}"


def letter_values(action: Action, procedure: Procedure) -> dict:
    """What a letter about an action may say: whose it is and by when, never its wording (C-30)."""
    return {
        "reference": action.reference,
        "agency": action.agency.title,
        "due_on": date_long(action.due_on),
        "link": link_to(action, procedure) if action.pk else "[the action’s page]",
    }


def people_meant(action: Action, procedure: Procedure, at: dt.datetime) -> dict[str, list[Recipient]]:
    """The owner, and for each role that leads an agency those who hold it in the owner's own (DAR-10)."""
    on = at.astimezone(LONDON).date()
    found = {"action owner": owners(action, procedure, on)}
    for role in procedure.roles_of_kind("agency-lead"):
        people = [m for m in holders(role.name, procedure=procedure, on=on) if m.agency_id == action.agency_id]
        meant = [Recipient(m.user.name, m.user.email, m.user, role.name, action.agency) for m in people]
        found[role.name] = meant or _by_address(action.agency, role.name)
    return found


def _by_address(agency: Agency, word: str) -> list[Recipient]:
    return [Recipient(agency.title, agency.contact_email, None, word, agency)] if agency.contact_email else []


def owners(action: Action, procedure: Procedure, on: dt.date) -> list[Recipient]:
    """Who is written to as the owner: the person with an account, else the people of the agency, else its address."""
    word, agency = "action owner", action.agency
    if action.owner_id is not None and action.owner.active:
        return [Recipient(action.owner.user.name, action.owner.user.email, action.owner.user, word, agency)]
    people = agency_people(agency, procedure=procedure, on=on) or agency_people(
        agency, procedure=procedure, on=on, kinds=("agency-lead",)
    )
    meant = [Recipient(m.user.name, m.user.email, m.user, word, agency) for m in people]
    return meant or _by_address(agency, word)


def words_of(act: str) -> str:
    return ACTS[act].past.capitalize()
