"""What the pages of the report ask: our own questions for each act, and the form of its step where the text has one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cases.asking import SECTION, Asked, around_case, form_of_step, outside_copies
from cases.models import Case
from cases.recorded import HOW, question
from cases.sheets.answers import flat
from procedures.model import Field, Form, Procedure, Section, Step

from . import rules
from .models import OutsideComment, Publication, PublishedReport, ReportVersion, Review

PAPERS = question("papers", "Papers that belong to it", "file", hint="The letter or e-mail, if there is one.")


def _asked(
    act: str, case: Case, fields: Sequence[Field], at: dt.datetime, starting: Mapping | None = None,
    own: Form | None = None,
) -> Asked:  # fmt: skip
    given = {name: value for name, value in (starting or {}).items() if value}
    sections = (Section(name=SECTION, title="", fields=tuple(fields)), *(own.sections if own else ()))
    form = Form(name=own.name if own else act.replace("_", "-"), title="", use="step", sections=sections)
    return Asked(act, form, {SECTION: given} if given else {}, (), around_case(case, at))


def draft(review: Review, *, for_reviewer: bool, at: dt.datetime) -> Asked:
    fields = [
        question("file", "The draft", "file", required=True, hint="One PDF or Word (.docx) file. It is kept as it is."),
        question("note", "What is new in it?"),
    ]
    if not for_reviewer:
        fields.append(question("whose", "Whose draft is it, if you hand it in for somebody?", "line"))
    return _asked("submit_draft", review.case, fields, at)


def comment(review: Review, at: dt.datetime) -> Asked:
    fields = [
        question("whose", "Whose comments are they?", "line", required=True, hint="The body or agency."),
        question("text", "What do they say?", required=True),
        PAPERS,
    ]
    return _asked("comment_on_draft", review.case, fields, at)


def comment_answer(review: Review, at: dt.datetime) -> Asked:
    fields = [question("answer", "What became of it?", required=True, hint="What was changed, or why nothing was.")]
    return _asked("answer_draft_comment", review.case, fields, at)


def sign_off(review: Review, step: Step, procedure: Procedure, *, checked: bool, vacant: Sequence, at) -> Asked:
    """`checked`: whoever signed first has answered the checklist; `vacant`: places that nobody holds."""
    fields = [question("remark", "Anything to add")]
    if vacant:
        names = " and ".join(place.title for place in vacant)
        label = f"Nobody holds the place of {names}. Why is the report signed off all the same?"
        fields.append(question("vacant-why", label, required=True))
    own = None if checked else form_of_step(step, procedure)
    return _asked("sign_off_report", review.case, fields, at, own=own)


def taking_up(review: Review, at: dt.datetime) -> Asked:
    label = "Why is it decided again whether anything is published?"
    hint = "For example that a trial is over, or that the family asks for it. The first decision stays on record."
    return _asked("reconsider_publication", review.case, [question("why", label, required=True, hint=hint)], at)


HOW_SENT = replace(HOW, choices=tuple(each for each in HOW.choices if each.value != "here"))  # it goes outside
SOON = "If bodies that get the report beforehand have less time than the procedure gives them: why?"


def decision(review: Review, step: Step, proposed: Publication | None, at: dt.datetime, *, sent_ahead: bool) -> Asked:
    """`sent_ahead`: bodies outside get the report beforehand, so there is a last day for sending it."""
    words = dict(Publication.Outcome.choices)
    choices = [(answer, words.get(answer, answer.capitalize())) for answer, _ in step.outcomes]
    fields = [
        question("outcome", "What is published?", "one of", required=True, choices=choices),
        question("reasons", "If not the whole report: why?", hint="It is told to the national panel and the Secretary "
                 "of State where a local child safeguarding practice review is concerned."),
        question("planned-on", "If anything is published: on which day?", "date",
                 hint="Bodies that get the report beforehand must have it in time."),
        question("embargo-why", "If it is held back until something is over: until what?",
                 hint="For example a criminal trial. Leave empty if there is no embargo."),
        question("embargo-until", "If it is held back: until which day, if that is known?", "date"),
    ]  # fmt: skip
    if sent_ahead:
        fields.append(question("soon-why", SOON, hint="Needed only if that day leaves them too little time."))
    return _asked("decide_publication", review.case, fields, at, starting=_proposal(proposed))


def _proposal(row: Publication | None) -> dict:
    if row is None:
        return {}
    return {
        "act-outcome": row.outcome, "act-reasons": row.reasons, "act-embargo-why": row.embargo_why,
        "act-soon-why": row.soon_why,
        "act-planned-on": row.planned_on.isoformat() if row.planned_on else "",
        "act-embargo-until": row.embargo_until.isoformat() if row.embargo_until else "",
    }  # fmt: skip


def sending(review: Review, bodies: Sequence, *, learning_only: bool, at: dt.datetime) -> Asked:
    """`bodies`: those who do not have this version yet."""
    choices = [(body.name, body.title) for body in bodies]
    several = len(choices) > 1
    fields = [
        question("sent-to", "Who has been sent the full report?" if several else f"{bodies[0].title} has been sent it",
                 "several of" if several else "declaration", required=True, choices=choices if several else ()),
        HOW_SENT,
    ]  # fmt: skip
    if learning_only:
        label = "The text that will be published was sent with it"
        fields.append(question("text-too", label, "declaration", required=True))
    return _asked("send_report", review.case, [*fields, PAPERS], at)


def sent_to_assurance(review: Review, at: dt.datetime) -> Asked:
    return _asked("send_to_quality_assurance", review.case, [HOW_SENT, PAPERS], at)


def assurance(review: Review, step: Step, at: dt.datetime) -> Asked:
    choices = [(answer, answer.capitalize()) for answer, _ in step.outcomes]
    fields = [
        question("outcome", "What is the answer?", "one of", required=True, choices=choices),
        question("words", "What it says, or what has to be changed",
                 required_when=("act-outcome is changes required",)),
        PAPERS,
    ]  # fmt: skip
    return _asked("record_quality_assurance", review.case, fields, at)


def outside_comment(review: Review, procedure: Procedure, step: Step | None, at: dt.datetime) -> Asked:
    bodies = outside_copies(step, procedure) or procedure.outside_bodies
    fields = [
        question("body", "Who comments?", "one of", required=True, choices=[(b.name, b.title) for b in bodies]),
        question("text", "What does it say?", required=True),
        PAPERS,
    ]
    return _asked("record_comments", review.case, fields, at)


def outside_answer(review: Review, at: dt.datetime) -> Asked:
    fields = [
        question("decision", "What was decided?", "one of", required=True, choices=OutsideComment.Decision.choices),
        question("answer", "What was answered, and why?", required=True),
        PAPERS,
    ]
    return _asked("answer_comments", review.case, fields, at)


CHECKED = [
    question("checked-by", "Who has read the whole of it for personal details?", "line", required=True),
    question("checked", "Nobody can be recognised from it: no name, date of birth, address, school or picture",
             "declaration", required=True),
]  # fmt: skip
FILE_HINT = "One PDF. What it says of its author and of the program it was made with is taken out."


def _public_words(press: bool) -> list[Field]:
    """What stands on the public page beside the file."""
    return [
        question("title", "Title for the public", "line", required=True,
                 hint="Name nobody: for example “Child safeguarding practice review: Child A”."),
        question("summary", "What it is about, in a few sentences", required=True, hint="Name nobody."),
        question("reviewer", "Name of the reviewer", "line", required=True),
        question("press", "Statement for the press", required=press,
                 hint="Why there was a review, what it found, what is done now. Name nobody."),
    ]  # fmt: skip


def publishing(
    review: Review, step: Step, *, reviewer: str, learning_only: bool, briefing: bool, signed: ReportVersion | None,
    soon: Sequence[str] | None, soon_why: str = "", at: dt.datetime,
) -> Asked:  # fmt: skip
    """`signed`: the version that was signed off; `soon`: why a reason is asked for the day, None where none is."""
    what = "What was learnt: the text that is published" if learning_only else "The report as it is published"
    title, summary, name, press = _public_words(step.press_statement)
    fields = [
        title, summary, name,
        question("report", what, "file", required=True, hint=FILE_HINT),
        *([question("other-file-why", "If it is not the very file that was signed off: what is different, and who "
                    "agreed to it?", hint=f"Version {signed.number} was signed off: {signed.file.name}.")]
          if signed is not None and not learning_only else []),
        *([question("briefing", "Briefing note for practitioners", "file", hint=FILE_HINT)] if briefing else []),
        press,
        *([question("soon-why", SOON, required=True, hint=" ".join(soon))] if soon is not None else []),
        *CHECKED,
    ]  # fmt: skip
    starting = {"act-reviewer": reviewer, "act-soon-why": soon_why if soon is not None else ""}
    return _asked("publish_report", review.case, fields, at, starting=starting)


def taking_down(review: Review, at: dt.datetime) -> Asked:
    fields = [
        question("ground", "Why is it taken down?", "one of", required=True, choices=rules.GROUNDS),
        question("why", "What happened?", required=True, hint="It stays on the record of the case and is not public."),
    ]
    return _asked("take_down_report", review.case, fields, at)


def putting_back(review: Review, old: PublishedReport | None, at: dt.datetime) -> Asked:
    """`old`: the edition that was taken down, whose words the form begins with."""
    title, summary, name, press = _public_words(press=bool(old and old.press_statement))
    fields = [
        title, summary, name,
        question("report", "The corrected report", "file", required=True, hint=FILE_HINT),
        press,
        question("changed", "What was changed?", required=True, hint="It stays on the record and is not public."),
        *CHECKED,
    ]  # fmt: skip
    starting = {} if old is None else {
        "act-title": old.title, "act-summary": old.summary, "act-reviewer": old.reviewer,
        "act-press": old.press_statement,
    }  # fmt: skip
    return _asked("put_back_report", review.case, fields, at, starting=starting)


def said(given, name: str) -> str:
    """What was answered to one of our own questions, as text."""
    return str(given.answers.get(SECTION, {}).get(f"act-{name}", ""))


def day_said(given, name: str) -> dt.date | None:
    text = said(given, name)
    return dt.date.fromisoformat(text) if text else None


def answers_of(asked: Asked, given) -> dict:
    return flat(asked.form, given.answers)
