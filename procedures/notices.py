"""Notices to bodies outside: the steps that follow from them, and what must hold together.

An “incident” notice has steps of its own on a track, because a rapid review waits for it. All others need no track:
whoever the notice's `by` names may do for them at any time what is done with a notice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import Problems
from .model import Notice, Procedure, Step
from .vocabulary import ACTS, SPECIAL_WHO

if TYPE_CHECKING:
    from .checks import Known

INCIDENT = "incident"
_SENT, _REPLIED = ("any notice sent",), ("reply recorded",)
_STEPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("prepare_notification", "Prepare a notice to a body outside", ()),
    ("record_notification", "Record that a notice was sent", ()),
    ("withdraw_notification", "Withdraw a notice, with the reason", _SENT),
    ("record_acknowledgement", "Record that a body outside has the notice", _SENT),
)
_REPLIES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("record_reply", "Record what a body outside answers", _SENT),
    ("answer_reply", "Answer a body outside", _REPLIED),
)
NOTICE_ACTS = frozenset(act for act, _, _ in (*_STEPS, *_REPLIES))


def with_steps_of_notices(steps: tuple[Step, ...], notices: tuple[Notice, ...]) -> tuple[Step, ...]:
    """The steps of a text, and after them those that follow from its notices: one for all that the same people send
    on the same pathways."""
    alike: dict[tuple, list[Notice]] = {}
    for notice in notices:
        if notice.kind != INCIDENT and notice.by:
            alike.setdefault((notice.by, notice.copies_to, notice.pathways), []).append(notice)
    return (*steps, *(step for group in alike.values() for step in _of(group)))


def _of(group: list[Notice]) -> list[Step]:
    first = group[0]
    made = [*_STEPS, *(_REPLIES if any(notice.replies for notice in group) else ())]
    return [
        Step(
            act=act, title=title, by=first.by, needs=needs, pathways=first.pathways, optional=True, repeatable=True,
            copies_to=first.copies_to if act == "record_notification" else (),
            notices=tuple(n.name for n in group if n.replies or (act, title, needs) not in _REPLIES),
            see=first.see if len(group) == 1 else "", ids=tuple(dict.fromkeys(each for n in group for each in n.ids)),
            assumed=all(n.assumed for n in group),
        )
        for act, title, needs in made
    ]  # fmt: skip


def check_notices(procedure: Procedure, known: Known, problems: Problems) -> None:
    """Every notice goes to somebody, is sent by somebody, and its clocks are about what is done with it."""
    from .checks_flow import check_condition

    for notice in procedure.notices:
        where = f"[[notices]] “{notice.name}”"
        known.want(where, "to", notice.to, "outside_bodies")
        known.want(where, "by", notice.by, "roles")
        known.want(where, "copies_to", notice.copies_to, "roles", "bodies", "outside_bodies", also=SPECIAL_WHO)
        known.want(where, "pathways", notice.pathways, "pathways")
        known.want(where, "form", notice.form, "forms")
        for condition in notice.when:
            check_condition(condition, "when", procedure, known, where, problems)
        _check_notice(notice, procedure, where, problems)
    if not procedure.notices and any(step.act in NOTICE_ACTS for step in procedure.steps):
        problems.add("[[notices]]", "there is none, but steps of this text prepare or record one")
    for clock in procedure.clocks:
        if clock.notice and clock.for_each:
            problems.add(f"[[clocks]] “{clock.name}”", "it runs for each body of its notice, so for_each must be empty")


def _check_notice(notice: Notice, procedure: Procedure, where: str, problems: Problems) -> None:
    if not notice.to:
        problems.add(where, "to is empty; it must go to somebody")
    form = next((each for each in procedure.forms if each.name == notice.form), None)
    if form is not None and form.use != "notification":
        problems.add(where, f"form names “{form.name}”, whose use is “{form.use}”; a notice needs use = “notification”")
    if notice.kind != INCIDENT:
        if not notice.by:
            problems.add(where, "by is empty; nobody could send it")
        return
    if len(notice.to) > 1:
        problems.add(where, "a notice of the kind “incident” goes to one body; write another notice for the others")
    if notice.by:
        problems.add(where, "a notice of the kind “incident” is sent by those whom its steps name; leave out by")
    for pathway in notice.pathways or tuple(each.name for each in procedure.pathways):
        steps = procedure.steps_for("record_notification", pathway)
        if not any(step.track and (not step.notices or notice.name in step.notices) for step in steps):
            words = ACTS["record_notification"].words
            problems.add(where, f"no step “{words}” of a track on pathway “{pathway}” sends it")
