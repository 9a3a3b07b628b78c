"""A review under way in any partnership, and papers for it: plain functions, time and people always given."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from cases.acts import PersonValues
from cases.models import Case, Decision, Event
from cases.spine import open_track
from desk.demo.report_pdf import report_pdf
from documents.files import CheckedFile, check_upload
from partnerships.actors import Actor
from reviews.acts import submit_draft
from reviews.models import Review
from tests.factories import a_case, a_member, acting_as, london, the_procedure

START = london(2026, 10, 5, 9)
ADA = PersonValues(kind="subject", first_name="Ada", last_name="Example", born_on=dt.date(2015, 4, 1))


@dataclass
class Running:
    """A review under way: its case and the people who carry it on."""

    review: Review
    case: Case
    office: Actor

    def draft(self, at: dt.datetime, text: str = "First draft", name: str = "Ada Example draft.pdf"):
        return submit_draft(
            review=self.review, answers={"recorded": {"act-note": text, "act-whose": "Rita Reviewer"}},
            uploads=upload("act-file", a_pdf(text, name)), actor=self.office, at=at,
        )  # fmt: skip


def under_way(pathway: str, review_type: str) -> Running:
    """As it stands once a reviewer works; how it came to that is other tests' matter."""
    office = acting_as(a_member("Sam Secretary", "secretariat"), START)
    case = a_case(office, pathway=pathway, received_at=START, people=(ADA,))
    procedure = the_procedure()
    kind = procedure.find("review_types", review_type)

    def an_event(act: str) -> Event:
        return Event.objects.create(
            case=case, act=act, summary="Done.", at=START, actor_label="Set-up",
            data={"review_type": kind.name} if act == "ratify_recommendation" else {},
        )  # fmt: skip

    decision = Decision.objects.create(
        case=case, kind="ratify_recommendation", outcome="ratified", reasons="Agreed.", decided_by="The board",
        decided_at=START, data={"review_type": kind.name}, event=an_event("ratify_recommendation"),
    )  # fmt: skip
    open_track(case, procedure, "review", at=START)
    case.tracks.filter(name="review").update(stage="under-way")
    review = Review.objects.create(
        case=case, key="bcdfghjk", number=1, reference=f"{case.reference}/R1", review_type=kind.name,
        review_type_title=kind.title, focus="What was shared.", body="board", body_title="The board",
        commissioned_at=START, commissioned_by="The board", decision=decision, event=an_event("commission_review"),
    )  # fmt: skip
    return Running(review, case, office)


def a_pdf(text: str = "What was learnt.", name: str = "report.pdf") -> CheckedFile:
    return check_upload(SimpleUploadedFile(name, report_pdf("A report", [text])))


def a_locked_pdf() -> CheckedFile:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret")
    writer.write(out)
    return check_upload(SimpleUploadedFile("locked.pdf", out.getvalue()))


def upload(question: str, *files: CheckedFile, section: str = "recorded"):
    return [(section, "", question, list(files))]


def said(**answers) -> dict:
    """Answers to our own questions: planned_on="…" is “act-planned-on”."""
    return {"recorded": {f"act-{name.replace('_', '-')}": value for name, value in answers.items()}}
