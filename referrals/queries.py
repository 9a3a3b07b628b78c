"""What pages need of referrals: drafts, pages and how far they are, questions, where it stands for the referrer."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from cases.letters import reasons_of
from cases.models import Case, Event
from cases.queries import final_decision, plain_stage, what_happens_next
from cases.sheets import answers as meaning
from cases.sheets.engine import Problem, Sheet, judged
from cases.sheets.fields import Around
from cases.sheets.oddities import oddities
from cases.sheets.pages import Page, pages_of
from cases.sheets.summary import Names, Part, summary
from config.filters import date_long
from documents.files import check_upload
from documents.models import StoredFile
from partnerships.models import Borough
from partnerships.queries import member_agencies
from partnerships.scope import current_partnership
from procedures import library
from procedures.model import Aid, Form, Pathway, Procedure, Section
from procedures.models import ProcedureVersion

from .models import Referral, ReferralQuestion

PREFILLED = ("referrer name", "referrer e-mail", "pathway", "borough", "received on")
EDITABLE = (Referral.State.DRAFT, Referral.State.SENT_BACK)


def version_row(procedure: Procedure) -> ProcedureVersion:
    """The stored edition of a procedure in the partnership that is open."""
    return ProcedureVersion.objects.get(partnership=current_partnership(), version=procedure.version)


def procedure_of(referral: Referral) -> Procedure:
    """The edition whose form is being filled in."""
    return library.of_version(referral.procedure)


def form_of(referral: Referral) -> Form:
    return procedure_of(referral).find("forms", referral.form)


def pathways(procedure: Procedure, *, public: bool) -> list[Pathway]:
    """The pathways that a referral form starts; without an account only those whose form is public."""
    forms = {form.name: form for form in procedure.forms if form.use == "referral"}
    return [p for p in procedure.pathways if p.form in forms and (forms[p.form].public or not public)]


def boroughs() -> list[Borough]:
    return list(Borough.objects.filter(partnership=current_partnership()).order_by("title"))


def referral_numbered(pk: int) -> Referral:
    """A referral of the open partnership, or the usual 404."""
    found = _referrals().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def referral_of(case: Case) -> Referral | None:
    return _referrals().filter(case=case).first()


def _referrals():
    here = Referral.objects.filter(partnership=current_partnership())
    return here.select_related("procedure", "borough", "case", "case__procedure", "entered_by__user")


def referrals_from(email: str) -> list[Referral]:
    """What was begun with an e-mail address and not given up: for somebody who lost their links. The newest five."""
    mine = _referrals().filter(referrer_email__iexact=email).exclude(state=Referral.State.WITHDRAWN)
    return list(mine.last_saved_first()[:5])


def pathway_of(referral: Referral) -> Pathway:
    return procedure_of(referral).find("pathways", referral.pathway)


def told_of(referral: Referral) -> list[str]:
    """Who hears of the next steps, in the partnership's words: for the confirmation page."""
    procedure = library.of_version(referral.case.procedure)
    roles = {role.name: role.title for role in procedure.roles}
    who = [
        word for told in procedure.told if told.act in ("submit_referral", "acknowledge_referral") for word in told.who
    ]
    steps = procedure.steps_for("check_referral", referral.pathway)
    return list(dict.fromkeys(roles[name] for name in [*who, *(n for s in steps for n in s.by)] if name in roles))


def office_drafts() -> list[Referral]:
    """What the office is writing for somebody. A referrer's own draft is theirs until they submit it."""
    return list(_referrals().being_written().by_the_office().last_saved_first()[:200])


def around(referral: Referral, at: dt.datetime, *, form: Form | None = None) -> Around:
    """What the questions need to know of the world."""
    people = meaning.people(form or form_of(referral), referral.answers)
    # Somebody who rang may have no e-mail address; a referrer who writes by private link has one.
    excused = frozenset({"referrer e-mail"} if referral.entered_by_id else ())
    return Around(
        timezone.localdate(at),
        tuple((agency.slug, agency.title) for agency in member_agencies()),
        tuple(people),
        check_upload,
        excused,
        timezone.localdate(referral.received_at) if referral.received_at else None,
    )


# The pages of a draft


@dataclass(frozen=True)
class Task:
    """One section on the task list. `state`: not started, in progress, needs correcting, completed, not needed."""

    section: Section
    page: Page
    state: str


@dataclass(frozen=True)
class Progress:
    sheets: tuple[Sheet, ...]
    tasks: tuple[Task, ...]

    @property
    def problems(self) -> list[Problem]:
        return [problem for sheet in self.sheets for problem in sheet.problems]

    @property
    def done(self) -> int:
        return sum(task.state == "completed" for task in self.tasks)


def progress(referral: Referral, at: dt.datetime) -> Progress:
    """Every page judged as it stands, and from that the task list."""
    form = form_of(referral)
    world = around(referral, at, form=form)
    sheets = tuple(
        judged(page, form=form, answers=referral.answers, around=world, typed=referral.typed.get(page.name))
        for page in pages_of(form)
    )
    return Progress(
        sheets, tuple(_task(referral, section, sheets) for section in form.sections if section.by == "referrer")
    )


def _task(referral: Referral, section: Section, sheets: tuple[Sheet, ...]) -> Task:
    mine = [sheet for sheet in sheets if sheet.page.section.name == section.name and _is_asked(sheet)]
    first = mine[0].page if mine else next(s.page for s in sheets if s.page.section.name == section.name)
    names = [sheet.page.name for sheet in mine]
    left = [name for name in names if name not in referral.finished_sections]
    begun = _is_begun(referral, section) or any(name in referral.typed for name in names)
    if not mine:
        return Task(section, first, "not needed")
    if any(name in referral.typed for name in names) and any(sheet.problems for sheet in mine):
        return Task(section, first, "needs correcting")
    if not left:
        return Task(section, first, "needs correcting" if any(s.problems for s in mine) else "completed")
    return Task(section, first, "in progress" if begun or len(left) < len(names) else "not started")


def _is_begun(referral: Referral, section: Section) -> bool:
    """Somebody answered something here: what was filled in for them at the start does not count."""
    answered = {
        q.name for _, values in meaning.groups(section, referral.answers) for q in section.fields if q.name in values
    }
    return any(question.name in answered and question.sets not in PREFILLED for question in section.fields)


def _is_asked(sheet: Sheet) -> bool:
    return any(group.form.questions for group in sheet.groups)


def page_after(referral: Referral, page: Page, at: dt.datetime) -> Page | None:
    """The next page of the same section that asks anything; None when the section is through."""
    form = form_of(referral)
    world = around(referral, at, form=form)
    following = [p for p in pages_of(form) if p.section.name == page.section.name and p.number > page.number]
    return next((p for p in following if _is_asked(Sheet(p, form=form, answers=referral.answers, around=world))), None)


def find_page(form: Form, name: str) -> Page:
    found = next((page for page in pages_of(form) if page.name == name), None)
    if found is None:
        raise Http404
    return found


def seen_of(page: Page, answers: Mapping, typed: Mapping) -> str:
    """A short mark of what one page says: whoever saves it must have seen this, or is told what changed."""
    kept = answers.get(page.section.name)
    if isinstance(kept, dict) and not page.section.repeats:
        kept = {q.name: kept[q.name] for q in page.fields if q.name in kept}
    both = json.dumps([kept or None, typed.get(page.name)], sort_keys=True)
    return hashlib.sha256(both.encode()).hexdigest()[:16]


# Questions and where it stands


def questions_of(referral: Referral) -> list[ReferralQuestion]:
    return list(ReferralQuestion.objects.filter(partnership=current_partnership(), referral=referral))


def open_questions(referral: Referral) -> list[ReferralQuestion]:
    return [question for question in questions_of(referral) if question.answered_at is None]


@dataclass(frozen=True)
class Standing:
    """What the referrer may see once it is submitted: reference, stage in plain words, outcome when told (C-52)."""

    reference: str
    received_at: dt.datetime
    plain: str
    closed: bool
    outcome: str = ""
    reasons: str = ""
    told_at: dt.datetime | None = None
    letter: StoredFile | None = None


def standing(referral: Referral) -> Standing:
    case = referral.case
    here = {"partnership": current_partnership(), "case": case}
    told = Event.objects.filter(**here, act="tell_outcome", annulled_by=None).order_by("-id").first()
    common = {
        "reference": case.reference,
        "received_at": case.received_at,
        "plain": plain_stage(case),
        "closed": case.closed_at is not None,
    }
    if told is None:
        return Standing(**common)
    decision = final_decision(case)
    letter = StoredFile.objects.filter(**here, kind="decision-letter").order_by("-id").defer("content").first()
    return Standing(
        **common,
        outcome=decision.outcome if decision else "",
        reasons=reasons_of(case, decision) if decision else "",
        told_at=told.at,
        letter=letter,
    )


# On the case


def odd_in(referral: Referral) -> list[str]:
    """What is odd about its answers, though it may be true."""
    subject = procedure_of(referral).find("pathways", referral.pathway).subject
    return oddities(form_of(referral), referral.answers, subject=subject)


def summary_of(referral: Referral, names: Names) -> list[Part]:
    """What the referrer wrote, in the order of the form."""
    return summary(form_of(referral), referral.answers, names)


@dataclass(frozen=True)
class DecisionPart:
    """The section that the office fills in after the meeting, read from what the case records of its decision."""

    title: str
    rows: tuple[tuple[str, str], ...]


def decision_part(referral: Referral, case: Case) -> DecisionPart | None:
    """None where the form has no such section."""
    section = next((s for s in form_of(referral).sections if s.by == "secretariat"), None)
    if section is None:
        return None
    decision = final_decision(case)
    if decision is None:
        return DecisionPart(section.title, ())
    rows = [
        ("Decision", decision.outcome),
        ("Reasons", decision.reasons),
        ("Decided by", decision.decided_by),
        ("Decided on", date_long(decision.decided_at)),
        ("What happens next", what_happens_next(case)),
    ]
    return DecisionPart(section.title, tuple(rows))


def aids_beside(procedure: Procedure, pathway: str) -> list[Aid]:
    """The statutory tests, the pathway's own first (C-10)."""
    test = procedure.find("pathways", pathway).test
    return sorted(procedure.aids, key=lambda aid: aid.test != test)


def reason_of(referral: Referral) -> str:
    """Why the case was referred, in the referrer's words."""
    return str(meaning.sets(form_of(referral), referral.answers).get("reason", ""))
