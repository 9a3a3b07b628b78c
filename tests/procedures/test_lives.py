"""A referral is logged in each of the three partnerships, and its case walked from receipt to a published review."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.acts import answer_criteria
from cases.models import Case, Event, Person, Track
from cases.queries import body_of
from cases.sheets.answers import all_hold, flat
from cases.sheets.pages import pages_of
from cases.spine import acting
from deadlines.models import Deadline
from panels.queries.lists import waiting_cases
from partnerships.actors import Actor
from partnerships.models import Borough
from partnerships.scope import tenant
from procedures.model import Field
from referrals import queries
from referrals.acts import save_page, start_referral, submit_referral
from tests.factories import a_partnership, an_actor, london, the_procedure

MORNING = london(2026, 9, 1)  # a Tuesday
SAMPLE = {
    "e-mail": "rosa@hospital.example",
    "yes/no": "no",
    "yes/no/don't know": "no",
    "NHS number": "9434765919",
    "agency": "police",
}
TESTED = {"child": "yes", "abuse": "yes", "died": "yes", "harmed": "yes", "in-area": "yes"}
NOT_MET = {"child": "yes", "abuse": "no"}


@pytest.fixture
def partnership(request, db):
    made = a_partnership(*request.param)
    with tenant(made):
        yield made


BEXLEY = pytest.mark.parametrize("partnership", [("bexley", "2019.toml")], indirect=True)
DARLINGTON = pytest.mark.parametrize("partnership", [("darlington", "dsp1.4.toml")], indirect=True)
BHR = pytest.mark.parametrize("partnership", [("bhr", "2020.toml")], indirect=True)


def somebody(*roles: str) -> Actor:
    kinds = {role.kind for role in the_procedure().roles if role.name in roles}
    return Actor(label=f"Somebody ({', '.join(roles)})", roles=frozenset(roles), kinds=frozenset(kinds))


def answer(question: Field, pathway: str):
    """A usable answer to a question that must be answered, and to those whose answers clocks and people need."""
    if question.sets == "pathway":
        return pathway
    if question.kind == "date":
        return "2010-05-04" if question.person == "born_on" else "2026-08-27"
    if question.choices:
        first = question.choices[0].value
        return [first] if question.kind == "several of" else first
    return SAMPLE.get(question.kind, "Some words")


def wanted(question: Field, known: dict) -> bool:
    """Whether a form cannot do without the answer, or a clock or a person needs it."""
    if not all_hold(question.shown_when, known):
        return False
    must = question.required or (bool(question.required_when) and all_hold(question.required_when, known))
    return must or bool(question.fact) or question.person == "born_on"


def referred(pathway: str, borough: str = "") -> Case:
    """A referral filled in as far as it must be, and submitted."""
    office = an_actor("Sam Secretary", "secretariat")
    row, _ = start_referral(
        procedure=the_procedure(), pathway=pathway, actor=office, at=MORNING,
        borough=Borough.objects.get(slug=borough) if borough else None,
    )  # fmt: skip
    form = queries.form_of(row)
    for page in pages_of(form):
        known = flat(form, row.answers)
        values = {question.name: answer(question, pathway) for question in page.fields if wanted(question, known)}
        row = save_page(
            referral=row, page=page, values=[] if page.section.repeats else values, typed=None, finished=True,
            seen=queries.seen_of(page, row.answers, row.typed), actor=office, at=MORNING,
        )  # fmt: skip
    return submit_referral(referral=row, actor=office, at=MORNING)


def done(case: Case, act: str, role: str, *, on: dt.datetime, track: str = "", outcome: str = "", **data) -> None:
    with acting(act, case=case, actor=somebody(role), at=on, track=track, reason="As agreed.") as doing:
        doing.record(summary=act, answer=outcome, data=data)


def answer_the_test(case: Case, answers: dict, role: str = "secretariat", on: dt.datetime = MORNING) -> None:
    answer_criteria(
        case=case,
        aid="child-test",
        answers=answers,
        remarks={},
        reasons="The papers say so.",
        actor=somebody(role),
        at=on,
    )


def afterwards(case: Case) -> dt.datetime:
    """Twenty minutes after the last that happened on the case: nothing is dated before it was its turn (C-51)."""
    return Event.objects.filter(case=case).latest("at").at + dt.timedelta(minutes=20)


def walked(case: Case, steps: str) -> None:
    """Each line: act, role, track, what comes of it."""
    for line in (line for line in steps.splitlines() if line.strip()):
        act, role, track, outcome, review_type = (part.strip() for part in f"{line}||||".split("|")[:5])
        more = {"review_type": review_type} if review_type else {}
        done(case, act, role, on=afterwards(case), track=track, outcome=outcome, **more)


def stages(case: Case) -> dict[str, str]:
    return dict(Track.objects.filter(case=case).values_list("name", "stage"))


def limits() -> dict[str, dt.date]:
    return dict(Deadline.objects.filter(state="open").values_list("clock", "due_on"))


REVIEWED = """
check_reviewer|{by}|review
appoint_reviewer|{by}|review
submit_draft|reviewer|review
sign_off_report|{signs}|review
decide_publication|{signs}|review|in full
send_report|secretariat|review
publish_report|secretariat|review
"""


@BEXLEY
@pytest.mark.parametrize("pathway", ["serious-incident", "learning"])
def test_bex_1_both_doors_give_a_reference_at_once(partnership, pathway):
    case = referred(pathway)
    assert (case.reference, case.pathway, stages(case)) == ("BEX-2026-0001", pathway, {"referral": "received"})
    assert list(Person.objects.values_list("kind", "first_name")) == [("subject", "Some words")]


@BEXLEY
def test_bexley_what_is_due_after_a_serious_incident_form(partnership):
    referred("serious-incident")
    assert limits() == {
        "acknowledge": dt.date(2026, 9, 2),
        "notify-national-panel": dt.date(2026, 9, 4),
        "first-view": dt.date(2026, 9, 7),
    }
    assert dict(Deadline.objects.filter(state="met").values_list("clock", "due_on")) == {
        "authority-reports": dt.date(2026, 9, 4),
        "staff-report": dt.date(2026, 9, 4),
    }


@BEXLEY
def test_bexley_a_serious_incident_from_the_form_to_a_published_review(partnership):
    case = referred("serious-incident")
    answer_the_test(case, TESTED)
    walked(
        case,
        """
        acknowledge_referral|secretariat|referral
        inform_partners|secretariat|referral
        give_view|key-partner|referral
        decide_threshold|key-partner|referral|met
        share_rationale|secretariat|rapid-review
        record_notification|local-authority|notification
        add_agenda_item|secretariat|rapid-review
        recommend|lfpg-chair|rapid-review
        send_recommendation|secretariat|rapid-review
        ratify_recommendation|key-partner|rapid-review||local-review
        send_outcome|secretariat|notification
        record_reply|secretariat|notification|agrees
        tell_outcome|secretariat|rapid-review
        refer_to_body|lfpg-chair
        commission_review|lfpg-chair
        """
        + REVIEWED.format(by="lfpg-chair", signs="key-partner"),
    )
    assert stages(case) == {
        "referral": "rapid-review", "notification": "replied", "rapid-review": "told", "learning": "waiting",
        "review": "published",
    }  # fmt: skip


@BEXLEY
def test_bexley_below_the_criteria_the_group_recommends_and_the_executive_decides(partnership):
    case = referred("learning")
    answer_the_test(case, NOT_MET)
    walked(
        case,
        """
        acknowledge_referral|secretariat|referral
        decide_threshold|key-partner|referral|not met
        invite_referrer|secretariat|learning
        add_agenda_item|secretariat|learning
        recommend|lfpg-chair|learning
        send_recommendation|lfpg-chair|learning
        ratify_recommendation|key-partner|learning||partnership-review
        tell_outcome|secretariat|learning
        """,
    )
    assert stages(case) == {"referral": "to-learning", "learning": "told"}


@BEXLEY
def test_bex_31_what_was_no_serious_incident_waits_for_the_group_and_a_serious_one_for_the_review_meeting(partnership):
    """The body follows the track the case stands on, for its page and for the list of cases that wait."""
    below, serious = referred("serious-incident"), referred("serious-incident")
    office = an_actor("Sam Secretary", "secretariat")
    for case, answers, found in ((below, NOT_MET, "not met"), (serious, TESTED, "met")):
        answer_the_test(case, answers)
        done(case, "acknowledge_referral", "secretariat", on=MORNING, track="referral")
        done(case, "decide_threshold", "key-partner", on=MORNING, track="referral", outcome=found)
        case.refresh_from_db()
    assert (body_of(below), body_of(serious)) == ("learning-from-practice-group", "rapid-review-meeting")
    waiting = waiting_cases(office, body="learning-from-practice-group")
    assert [case.reference for case in waiting] == [below.reference]


@BEXLEY
def test_bex_4_a_split_group_goes_up_to_the_executive(partnership):
    case = referred("learning")
    answer_the_test(case, NOT_MET)
    walked(
        case,
        """
        acknowledge_referral|secretariat|referral
        decide_threshold|key-partner|referral|not met
        add_agenda_item|secretariat|learning
        escalate|lfpg-chair|learning
        decide_escalation|key-partner|learning||multi-agency-audit
        """,
    )
    assert stages(case) == {"referral": "to-learning", "learning": "decided"}


@DARLINGTON
@pytest.mark.parametrize("pathway", ["serious-incident", "learning"])
def test_dar_2_one_form_serves_both_requests(partnership, pathway):
    case = referred(pathway)
    assert (case.reference, case.pathway, stages(case)) == ("DAR-2026-0001", pathway, {"referral": "received"})


@DARLINGTON
def test_darlington_what_is_due_after_a_referral(partnership):
    referred("serious-incident")
    assert limits() == {
        "authority-tells-partners": dt.date(2026, 8, 28),
        "business-manager-tells-partners": dt.date(2026, 9, 2),
        "partners-meet": dt.date(2026, 9, 8),
        "notify-national-panel": dt.date(2026, 9, 4),
    }
    assert Deadline.objects.get(clock="partners-meet").target_on == dt.date(2026, 9, 4)  # DAR-24 comes first
    assert Deadline.objects.get(clock="referral-form").due_on == dt.date(2026, 8, 28)


@DARLINGTON
def test_darlington_a_serious_incident_from_the_form_to_a_published_review(partnership):
    case = referred("serious-incident")
    answer_the_test(case, TESTED)
    walked(
        case,
        """
        inform_partners|secretariat|referral
        decide_threshold|statutory-partner|referral|met
        share_rationale|secretariat
        record_notification|local-authority|notification
        record_acknowledgement|secretariat|notification
        add_agenda_item|secretariat|rapid-review
        tell_outcome|local-authority|referral
        recommend|rapid-review-chair|rapid-review
        ratify_recommendation|scrutineer|rapid-review||local-review
        send_outcome|secretariat|notification
        record_reply|secretariat|notification|agrees
        tell_outcome|local-authority|rapid-review
        commission_review|statutory-partner
        """
        + REVIEWED.format(by="statutory-partner", signs="statutory-partner"),
    )
    assert stages(case) == {
        "referral": "told", "notification": "replied", "rapid-review": "told", "review": "published",
    }  # fmt: skip


@DARLINGTON
def test_dar_4_learning_goes_to_the_sub_group_and_no_action_ends(partnership):
    first, second = referred("serious-incident"), referred("learning")
    answer_the_test(first, NOT_MET)
    walked(
        first,
        """
        inform_partners|local-authority|referral
        decide_threshold|statutory-partner|referral|no further action
        tell_outcome|local-authority|referral
        """,
    )
    assert stages(first) == {"referral": "told"}
    walked(
        second,
        """
        refer_to_body|secretariat|referral
        add_agenda_item|secretariat|learning
        recommend|ld-chair|learning
        ratify_recommendation|statutory-partner|learning||multi-agency-audit
        tell_outcome|local-authority|learning
        """,
    )
    assert stages(second) == {"referral": "learning", "learning": "told"}


@BHR
def test_bhr_12_a_referral_belongs_to_a_borough(partnership):
    case = referred("child", "havering")
    assert (case.reference, case.borough.slug, stages(case)) == ("BHR-2026-0001", "havering", {"referral": "received"})
    assert limits() == {"notify-national-panel": dt.date(2026, 9, 4)}


@BHR
def test_bhr_a_serious_incident_from_the_form_to_a_published_review(partnership):
    case = referred("child", "redbridge")
    answer_the_test(case, TESTED)
    walked(
        case,
        """
        decide_threshold|local-authority|referral|met
        record_notification|local-authority|notification
        add_agenda_item|secretariat|rapid-review
        decide_by_correspondence|prg-chair|rapid-review
        recommend|prg-chair|rapid-review
        ratify_recommendation|strategic-partner|rapid-review||local-review
        send_outcome|secretariat|notification
        record_reply|secretariat|notification|agrees
        tell_outcome|secretariat|rapid-review
        commission_review|strategic-partner
        """
        + REVIEWED.format(by="secretariat", signs="strategic-partner"),
    )
    assert stages(case) == {
        "referral": "rapid-review", "notification": "replied", "rapid-review": "told", "review": "published",
    }  # fmt: skip


@BHR
def test_bhr_10_local_action_after_the_national_panel_suggests_it(partnership):
    case = referred("child", "barking-and-dagenham")
    answer_the_test(case, TESTED)
    walked(
        case,
        """
        decide_threshold|local-authority|referral|met
        record_notification|secretariat|notification
        add_agenda_item|secretariat|rapid-review
        recommend|prg-chair|rapid-review
        ratify_recommendation|bhr-strategic-partner|rapid-review||no-review
        send_outcome|secretariat|notification
        record_reply|secretariat|notification|suggests a local review
        add_agenda_item|secretariat|local-action
        recommend|prg-chair|local-action
        ratify_recommendation|strategic-partner|local-action||workshop
        tell_outcome|secretariat|local-action
        raise_dispute|agency-lead
        decide_dispute|bhr-strategic-partner
        """,
    )
    assert stages(case) == {
        "referral": "rapid-review", "notification": "replied", "rapid-review": "decided", "local-action": "told",
    }  # fmt: skip
    assert Event.objects.filter(act="decide_dispute").count() == 1
