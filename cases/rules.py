"""Who may do which act on a case now, and where it leads. Pure: a step or a refusal comes out."""

from __future__ import annotations

from dataclasses import dataclass

from procedures.model import Procedure, Step
from procedures.saying import condition_in_words
from procedures.vocabulary import ACTS

from .conditions import holds, why_not
from .state import CaseState

OFFICE = frozenset({"secretariat", "panel-chair"})
OVERSIGHT = OFFICE | {"statutory-partner", "local-authority"}
ANYBODY = frozenset({"secretariat", "panel-chair", "member", "agency-lead", "ratifier", "statutory-partner",
                     "local-authority", "administrator", "reviewer"})  # fmt: skip
RETENTION = OFFICE | {"statutory-partner"}
OWNERS = OFFICE | {"action-owner"}  # whose action it is, counts as its owner
# Acts that need no step in a text: standing acts of the vocabulary, and the role kinds that may do them.
STANDING: dict[str, frozenset[str]] = {
    "add_person": frozenset({"secretariat"}),
    "correct_person": frozenset({"secretariat"}),
    "add_note": OFFICE,
    "state_fact": OFFICE,
    "annul_event": OFFICE,
    "link_case": frozenset({"secretariat"}),
    "merge_case": frozenset({"secretariat"}),
    "restrict_case": frozenset({"secretariat", "administrator"}),
    "declare_conflict": ANYBODY,
    "withdraw_conflict": OFFICE,
    "change_version": frozenset({"panel-chair"}),
    "log_safety_action": OVERSIGHT,
    "complete_safety_action": OVERSIGHT,
    # a reviewer only on the review that they carry out, whose pages ask for it
    "record_involvement": OVERSIGHT | {"reviewer"},
    "record_contact": OVERSIGHT | {"reviewer"},
    "record_process": OVERSIGHT,
    "end_process": OVERSIGHT,
    "log_disclosure": OFFICE,
    "answer_disclosure": OFFICE,
    "name_authorities": OVERSIGHT,
    "record_tracker": frozenset({"secretariat"}),
    "write_letter": frozenset({"secretariat"}),
    "export_person": frozenset({"administrator"}),
    "enter_closing_day": RETENTION,
    "hold_case": RETENTION,
    "release_hold": RETENTION,
    "propose_disposal": RETENTION,
    "withdraw_disposal": RETENTION,
    "dispose_case": RETENTION,
    "prepare_bundle": OFFICE,
    "redact_item": OFFICE,
    "make_bundle": OFFICE,
    "give_bundle": OFFICE,
    "hold_meeting": OFFICE,
    "end_appointment": OVERSIGHT,
    "convene_learning_event": OFFICE,
    "invite_to_learning_event": OFFICE,
    "change_learning_event": OFFICE,
    "call_off_learning_event": OFFICE,
    "record_learning_event": OFFICE,
    "answer_progress": OFFICE | {"reviewer"},
    "renew_link": frozenset({"secretariat"}),
    "answer_draft_comment": OFFICE | {"reviewer"},
    # of them only who decides on publication by the text
    "reconsider_publication": OFFICE | {"statutory-partner", "ratifier"},
    "answer_comments": OFFICE | {"statutory-partner", "ratifier"},
    "end_link": frozenset({"secretariat"}),
    "send_reminder": OFFICE,
    "ask_extension": OWNERS,
    "explain_delay": OWNERS,
    "decline_extension": OFFICE | {"statutory-partner"},
    "change_owner": OFFICE,
    "record_recommendation": OFFICE | {"statutory-partner", "reviewer"},
    "record_good_practice": OFFICE | {"statutory-partner", "reviewer"},
    "correct_recommendation": OFFICE,
    "answer_recommendation": OFFICE | {"statutory-partner", "ratifier"},
    "reopen_action": frozenset({"secretariat"}),
    "publish_briefing": frozenset({"secretariat"}),
}
STANDING_TITLES = {
    "add_person": "Add a person",
    "add_note": "Record a call, advice or a note",
    "link_case": "Link to another case",
    "merge_case": "Merge into another case",
    "send_reminder": "Remind whoever is outstanding",
    "restrict_case": "Restrict the case to named people",
    "declare_conflict": "Declare a conflict of interest",
    "log_safety_action": "Enter something needed now",
    "record_contact": "Enter a contact with family or practitioners",
    "record_involvement": "Enter who of the family is involved",
    "record_process": "Enter another process",
    "log_disclosure": "Enter a request for papers",
    "record_tracker": "Fill in the review tracker",
    "write_letter": "Write a letter",
    "convene_learning_event": "Convene a learning event",
    "name_authorities": "Enter which authority leads and which is home",
    "record_recommendation": "Record a review recommendation",
    "record_good_practice": "Record good practice",
    "reconsider_publication": "Decide on publication again",
}
WHEN_CLOSED = frozenset({"reopen_case", "add_note", "annul_event", "log_disclosure", "answer_disclosure",
                         "restrict_case", "tell_outcome", "record_tracker", "write_letter", "take_down_report",
                         "put_back_report", "prepare_bundle", "redact_item", "make_bundle", "give_bundle",
                         "hold_case", "release_hold", "propose_disposal", "withdraw_disposal", "dispose_case",
                         "export_person", "enter_closing_day",
                         # what follows from a case goes on when it is closed
                         "report_progress", "complete_action", "drop_action", "seek_explanation", "explain_delay",
                         "change_owner", "ask_extension", "extend_action", "decline_extension", "escalate_action",
                         "escalate_action_further", "reopen_action", "brief_practitioners",
                         "publish_briefing", "end_appointment"})  # fmt: skip
UNSAID = "This cannot be done now."
# Acts that each of those who decide jointly does by their own hand; of others one person writes down who took part.
EACH_BY_THEMSELVES = frozenset({"sign_off_report", "decide_publication"})


@dataclass(frozen=True)
class Allowed:
    """`step` is None for a standing act; `remarks` are guided conditions that do not hold (a reason is asked for)."""

    step: Step | None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refused:
    """`sentence` is fit for the screen; `role` says that the refusal is about who, not when."""

    sentence: str
    role: bool = False


def act_title(act: str, procedure: Procedure | None = None, pathway: str = "") -> str:
    """The words of an act: the text's own title for the pathway, else the vocabulary's."""
    if procedure is not None:
        for step in procedure.steps_for(act, pathway):
            if step.title:
                return step.title
    return STANDING_TITLES.get(act) or act.replace("_", " ").capitalize()


def who_does(step: Step, procedure: Procedure) -> str:
    """ "the One Panel Secretariat or the Panel Chair"."""
    titles = []
    for name in step.by:
        titles.append({"referrer": "the referrer", "system": "the system"}.get(name) or
                      f"the {procedure.find('roles', name).title}")  # fmt: skip
    return " or ".join(titles)


def _may_by_role(step: Step, procedure: Procedure, roles: frozenset[str]) -> bool:
    names = (*step.by, *step.jointly_with) if step.act in EACH_BY_THEMSELVES else step.by
    return any(not procedure.who_may_act_as(name).isdisjoint(roles) for name in names)


def _place(step: Step, procedure: Procedure, state: CaseState) -> str:
    """Why the case is not where this step begins; empty when it is."""
    if not step.track:
        return ""
    title = procedure.find("tracks", step.track).title
    stage = state.stages.get(step.track)
    if stage is None:
        return f"“{title}” is not open on this case."
    if step.from_stages and stage not in step.from_stages:
        wanted = " or ".join(f"“{procedure.stage(step.track, name).title}”" for name in step.from_stages)
        return f"The case is at “{procedure.stage(step.track, stage).title}”. This is done at {wanted}."
    return ""


def may(
    *,
    act: str,
    procedure: Procedure,
    state: CaseState,
    roles: frozenset[str],
    kinds: frozenset[str],
    track: str = "",
    notice: str = "",
) -> Allowed | Refused:
    """Whether somebody who holds these roles may do this act on a case in this state."""
    if state.closed and act not in WHEN_CLOSED:
        return Refused("The case is closed. It must be reopened first.")
    if act == "reopen_case" and not state.closed:
        return Refused("The case is not closed.")
    steps = [s for s in procedure.steps_for(act, state.pathway) if not track or s.track == track]
    steps = of_notice(steps, notice) if notice else steps
    if not steps:
        return standing(act, kinds)
    mine = [step for step in steps if _may_by_role(step, procedure, roles)]
    if not mine:
        return Refused(f"Only {who_does(steps[0], procedure)} can do this.", role=True)
    refusal = Refused(UNSAID)
    for step in mine:
        why = _why_not_now(step, procedure, state)
        if not why:
            return Allowed(step, first_in_words(step, procedure, state))
        if step.track in state.stages or refusal.sentence == UNSAID:  # said of a track that is open, if there is one
            refusal = Refused(why)
    return refusal


def may_be_done(step: Step, procedure: Procedure, state: CaseState) -> bool:
    """Whether somebody could take this step now, whoever it is."""
    return not state.closed and not _why_not_now(step, procedure, state)


def _why_not_now(step: Step, procedure: Procedure, state: CaseState) -> str:
    """Why a step cannot be taken by anybody now; empty when it can."""
    if place := _place(step, procedure, state):
        return place
    if not step.repeatable and not step.for_each and not step.from_stages and _done_already(step, state):
        return "This has been done already."
    missing = not_yet(step, state)
    return why_not(missing[0]) if missing and step.force == "must" else ""


def not_yet(step: Step, state: CaseState) -> tuple[str, ...]:
    """What a step needs and what has not happened, in the words of the text."""
    return tuple(words for words in step.needs if not holds(state, words))


def first_in_words(step: Step, procedure: Procedure, state: CaseState) -> tuple[str, ...]:
    """The same for a reader."""
    return tuple(condition_in_words(words, procedure) for words in not_yet(step, state))


def of_notice(steps: list[Step], notice: str) -> list[Step]:
    """Those that name the notice; where none does, those that name no notice at all."""
    return [step for step in steps if notice in step.notices] or [step for step in steps if not step.notices]


def _done_already(step: Step, state: CaseState) -> bool:
    return not step.to_stage and not step.outcomes and bool(state.done.get(step.act))


def standing(act: str, kinds: frozenset[str]) -> Allowed | Refused:
    """An act that needs no step: only the kind of role counts."""
    if act not in ACTS or act not in STANDING:
        return Refused("The procedure of this partnership has no such step.")
    if kinds.isdisjoint(STANDING[act]):
        return Refused("Your role does not include this.", role=True)
    return Allowed(None)


def next_stage(step: Step, answer: str) -> str:
    """The stage a step leads to for an answer; empty: it stays. An answer the step does not know is an error."""
    if step.outcomes:
        stages = dict(step.outcomes)
        if answer not in stages:
            raise ValueError(f"{step.act} has no outcome “{answer}”")
        return stages[answer]
    return step.to_stage


def leading_track(procedure: Procedure, tracks: list[tuple[str, str, bool, object]]) -> tuple[str, str]:
    """(track, stage) that stands for the case: the open track that comes last in the text, else the last one moved.

    tracks: (name, stage, open, moved_at).
    """
    order = {track.name: track.order for track in procedure.tracks}
    is_open = [row for row in tracks if row[2]]
    if is_open:
        row = max(is_open, key=lambda r: order.get(r[0], 0))
    else:
        row = max(tracks, key=lambda r: (r[3], order.get(r[0], 0)))
    return row[0], row[1]


def telling_track(procedure: Procedure, tracks: list[tuple[str, str, object]]) -> tuple[str, str] | None:
    """(track, stage) that says most to somebody outside: the one that moved last, of those that notify nobody.

    tracks: (name, stage, moved_at). None where the case has no such track.
    """
    notifying = {step.track for step in procedure.steps if step.act == "record_notification"}
    order = {track.name: track.order for track in procedure.tracks}
    mine = [row for row in tracks if row[0] not in notifying]
    row = max(mine, key=lambda r: (r[2], order.get(r[0], 0)), default=None)
    return (row[0], row[1]) if row is not None else None
