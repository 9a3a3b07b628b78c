"""What a sheet or record takes over from the case, and the paper that is sent before anything is recorded as sent."""

from __future__ import annotations

import pytest

from cases.models import Case, Decision, Event
from cases.spine import acting
from documents import pdf
from documents.models import PrintJob
from notifications import known, papers
from notifications.models import Outcome
from referrals.models import Referral
from tests.factories import the_procedure
from tests.procedures.test_lives import referred

from . import scenes
from .test_outcomes import decided, notified, outcome_form
from .test_pages import address, own, people, signed_in  # noqa: F401


@pytest.mark.parametrize(
    ("review_type", "answer"),
    [("local-review", "yes"), ("local-review-and-national", "yes"), ("national-review", "no"),
     ("multi-agency-audit", "no"), ("no-review", "no")],
)  # fmt: skip
def test_bex_7_whether_there_is_a_local_review_is_known_once_decided(bexley, review_type, answer):
    case = scenes.bexley_opened()
    field = "local-review"
    assert field not in known.starting(outcome_form(), case).get("decision", {})
    event = Event.objects.filter(case=case).last()
    Decision.objects.create(
        case=case, kind="ratify_recommendation", outcome="x", reasons="y", decided_by="z", decided_at=scenes.hours(6),
        data={"review_type": review_type}, event=event,
    )  # fmt: skip
    assert known.starting(outcome_form(), case)["decision"][field] == answer


def test_who_took_part_is_who_sat_at_the_meeting(bexley):
    case = scenes.bexley_opened()
    scenes.done(case, "add_agenda_item", "secretariat", at=scenes.hours(4), track="rapid-review")
    with acting("hold_meeting", case=case, actor=scenes.somebody("secretariat"), at=scenes.hours(5)) as doing:
        doing.record(summary="Held.", data={"present": ["Council", "Police"], "not_represented": ["ICB", "School"]})
    said = known.starting(outcome_form(), case)["who"]["agencies"]
    assert said.splitlines() == ["Council", "Police", "ICB: not represented", "School: not represented"]


def test_the_record_can_be_printed_before_it_is_sent(people):  # noqa: F811
    """BEX-7, DAR-12."""
    case = scenes.bexley_opened()
    notified(case)
    decided(case)
    client = signed_in(people.office)
    here = address(case, "send-outcome/")
    done = client.post(here, {**own(), "q-facts-facts": "So far.", "version": "0", "aside": "print"})
    job = PrintJob.objects.get(kind="outcome-record")
    row = Outcome.objects.get()
    assert (done.status_code, done.url, row.sent_at) == (302, f"/bexley/papers/{job.pk}/", None)
    assert job.about == f"outcome-draft:{row.pk}"
    labels = [pair["label"] for pair in job.payload["details"]]
    assert "Sent" not in labels and "To" in labels and job.payload["checks"] == []
    answers = {p["label"]: p["value"] for s in job.payload["sections"] for g in s["groups"] for p in g["answers"]}
    assert answers["Is a national review thought necessary?"] == "Not answered"
    assert pdf.render(job.kind, job.payload)[:5] == b"%PDF-"


def test_the_sheet_takes_over_what_the_referral_answered(darlington):
    """DAR-24: main cause, death, proceedings; and the paper says how it is to be sent, not that it was."""
    case = referred("serious-incident")
    row = Referral.objects.get(case=case)
    row.answers = {
        **row.answers, "case": {"main-cause": "Neglect"}, "proceedings": {"proceedings-begun": "yes"},
        "reporting": {**row.answers["reporting"], "died": "no"},
    }  # fmt: skip
    row.save()
    sheet = the_procedure().find("forms", "national-notification")
    said = known.starting(sheet, Case.objects.get(pk=case.pk))["incident"]
    assert (said["harm"], said["cause"], said["proceedings"]) == (
        "Seriously harmed", "Neglect", "Have criminal proceedings been instigated? Yes.",
    )  # fmt: skip
    assert papers.NOT_ANSWERED == "Not answered"
