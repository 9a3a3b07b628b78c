"""A fifth partnership set up by writing one file: no line of Python knows of it, and a case goes from its petition to
its decision (C-11 to C-14, C-16, C-26)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.core.management import call_command

from cases.acts import answer_criteria, tell_outcome
from cases.models import Case, Event, Track
from deadlines.models import Deadline
from information.acts import request_information, return_not_known
from information.models import ScopingReturn
from panels.acts import (
    add_agenda_item,
    cast_vote,
    close_question,
    convene_meeting,
    decide_by_correspondence,
    open_meeting,
    put_question,
    ratify_recommendation,
    recommend,
    record_attendance,
)
from panels.models import Meeting
from panels.rules import Ballot, tally
from partnerships.actors import Actor
from partnerships.models import Agency, Partnership
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from referrals import queries
from referrals.acts import check_referral, save_page, start_referral, submit_referral
from tests.factories import a_member, acting_as, an_actor, an_agency, london, the_procedure, the_version

FILE = Path(__file__).parent / "glenmoray.toml"
LODGED = london(2026, 11, 23)  # a Monday; 30 November, St Andrew's Day, is a bank holiday in Scotland alone
SIX = ("health-board", "police", "prison", "council-care", "council-schools", "housing")
OPTIONS = ("learning-review", "conversation", "nothing")


@pytest.fixture
def glenmoray(db):
    call_command("load_procedure", str(FILE), verbosity=0)
    partnership = Partnership.objects.get(slug="glenmoray")
    with tenant(partnership):
        yield partnership


class Cast:
    """The people of the College; each Fellow is of one agency."""

    def __init__(self):
        self.clerk = an_actor("Cal Clerk", "secretariat")
        self.convener = an_actor("Con Convener", "convener")
        self.chief = an_actor("Kit Chief", "senior-chief")
        self.fellows = {name: a_member(f"Fellow {name}", "fellow", agency=name) for name in SIX}

    def fellow(self, agency: str) -> Actor:
        return acting_as(self.fellows[agency])


def stage(case: Case) -> str:
    return Track.objects.get(case=case, name="inquiry").stage


def due(case: Case, clock: str, which: str = "limit") -> dt.date | None:
    row = Deadline.objects.get(case=case, clock=clock, state="open")
    return row.due_on if which == "limit" else row.target_on


def lodged(cast: Cast) -> Case:
    row, _ = start_referral(procedure=the_procedure(), pathway="learning", actor=cast.clerk, at=LODGED)
    answers = {
        "person": {"person-name": "Ishbel Rae", "person-born": "1990", "lives-in-care": "no"},
        "household": [{"_row": "1", "household-name": "Iain Rae", "household-relationship": "Brother"}],
        "story": {"happened-on": "2026-11-02", "story": "She was found alone."},
        "petitioner": {"petitioner-name": "Una Neighbour", "petitioner-email": "una@example.org"},
    }
    for page in queries.pages_of(queries.form_of(row)):
        if page.section.name in answers:
            row = save_page(
                referral=row, page=page, values=answers[page.section.name], typed=None, finished=True,
                seen=queries.seen_of(page, row.answers, row.typed), actor=cast.clerk, at=LODGED,
            )  # fmt: skip
    case = submit_referral(referral=row, actor=cast.clerk, at=LODGED)
    check_referral(case=case, outcome="fit", reasons="It tells us something.", actor=cast.convener, at=LODGED)
    return case


def asked(cast: Cast, case: Case) -> None:
    agencies = list(Agency.objects.filter(slug__in=("health-board", "police")).order_by("slug"))
    request_information(
        case=case, agencies=agencies, wording="What do you hold?", actor=cast.clerk, at=london(2026, 11, 24)
    )


def answered(cast: Cast, case: Case, agency: str, at: dt.datetime) -> None:
    row = ScopingReturn.objects.get(case=case, agency=an_agency(agency))
    return_not_known(scoping_return=row, records_searched="Everything.", actor=cast.fellow(agency), at=at)


def in_writing(cast: Cast) -> tuple[Case, object]:
    """Every record is in, the test answered, the question out by e-mail."""
    case = lodged(cast)
    asked(cast, case)
    answered(cast, case, "health-board", london(2026, 11, 25))
    answered(cast, case, "police", london(2026, 12, 1))
    answer_criteria(
        case=case, aid="worth-learning", answers={"harm": "the person died"}, remarks={}, reasons="She died.",
        actor=cast.convener, at=london(2026, 12, 2),
    )  # fmt: skip
    question = decide_by_correspondence(
        case=case, wording="What should follow?", options=OPTIONS, answers_by=london(2026, 12, 8, 17),
        actor=cast.convener, at=london(2026, 12, 3),
    )  # fmt: skip
    return case, question


def vote(cast: Cast, question, at: dt.datetime, **votes: str) -> None:
    for agency, option in votes.items():
        cast_vote(question=question, option=option, actor=cast.fellow(agency.replace("_", "-")), at=at)


def advised(cast: Cast, item, at: dt.datetime, kind: str = "learning-review", confirmed: bool = False):
    return recommend(
        confirmed=confirmed,
        item=item,
        review_type=kind,
        focus="Who knew.",
        methodology="",
        reasons="She died.",
        actor=cast.convener,
        at=at,
    )


ALL_AGREE = dict.fromkeys((name.replace("-", "_") for name in SIX), "learning-review")


def test_it_keeps_another_countrys_bank_holidays_and_counts_from_day_0(glenmoray):
    """C-16: Friday 27 November is day 0; St Andrew's Day, the Monday after, is no working day here."""
    cast = Cast()
    case = lodged(cast)
    assert dict(Deadline.objects.filter(case=case).values_list("clock", "due_on")) == {
        "acknowledge": dt.date(2026, 11, 25),
        "first-month": dt.date(2026, 12, 23),
        "second-month": dt.date(2027, 1, 23),
    }
    asked(cast, case)
    rows = Deadline.objects.filter(case=case, clock="record")
    assert {row.due_on for row in rows} == {dt.date(2026, 12, 16)}  # 15 December without the holiday


def test_a_clock_starts_only_when_the_last_of_all_records_is_in(glenmoray):
    cast = Cast()
    case = lodged(cast)
    asked(cast, case)
    answered(cast, case, "health-board", london(2026, 11, 25))
    assert not Deadline.objects.filter(case=case, clock="first-word").exclude(due_on=None).exists()
    answered(cast, case, "police", london(2026, 12, 1))
    assert (due(case, "first-word"), due(case, "first-word", "target")) == (dt.date(2026, 12, 15), dt.date(2026, 12, 8))


def test_the_earlier_of_the_next_meeting_and_ten_working_days(glenmoray):
    cast = Cast()
    case = lodged(cast)
    asked(cast, case)
    for agency in ("health-board", "police"):
        answered(cast, case, agency, london(2026, 12, 1))
    assert due(case, "first-word") == dt.date(2026, 12, 15)
    convene_meeting(
        procedure_version=the_version(), body="college", starts_at=london(2026, 12, 10), actor=cast.clerk,
        at=london(2026, 12, 1),
    )  # fmt: skip
    answer_criteria(
        case=case, aid="worth-learning", answers={"harm": "the person died"}, remarks={}, reasons="She died.",
        actor=cast.convener, at=london(2026, 12, 2),
    )  # fmt: skip
    assert due(case, "first-word") == dt.date(2026, 12, 10)


def test_seven_clear_days_notice_or_a_reason(glenmoray):
    """Members are told on Tuesday the 1st of a meeting on Wednesday the 9th; not of one on the 8th."""
    cast = Cast()
    meeting = {"procedure_version": the_version(), "body": "college", "actor": cast.clerk, "at": london(2026, 12, 1)}
    with pytest.raises(ActRefused) as refused:
        convene_meeting(starts_at=london(2026, 12, 8), **meeting)
    assert (refused.value.sentence, refused.value.about) == (
        "The College is called by 7 clear days before meeting: for 8 December 2026 the last day was 30 November 2026. "
        "Choose a later day, or say why it cannot wait.",
        "short_notice_why",
    )
    assert convene_meeting(starts_at=london(2026, 12, 9), **meeting).short_notice_why == ""
    made = convene_meeting(starts_at=london(2026, 12, 8), short_notice_why="A child is at risk.", **meeting)
    assert made.short_notice_why == "A child is at risk."


def test_from_the_petition_to_the_decision_all_agreeing_in_writing(glenmoray):
    cast = Cast()
    case, question = in_writing(cast)
    assert stage(case) == "in-writing"
    vote(cast, question, london(2026, 12, 4), **ALL_AGREE)
    closed = close_question(question=question, actor=cast.convener, at=london(2026, 12, 9))
    assert closed.result["why"] == "“Learning Review” was carried unanimously, by 6 of 6 agencies voting."
    made = advised(cast, question.item, london(2026, 12, 9))
    decision = ratify_recommendation(
        recommendation=made,
        reasons="We agree.",
        decided_with="All three agree.",
        actor=cast.chief,
        at=london(2026, 12, 11),
    )
    tell_outcome(case=case, how="letter", to_whom="Una Neighbour", actor=cast.clerk, at=london(2026, 12, 14))
    case.refresh_from_db()
    assert (decision.outcome, stage(case)) == ("Learning Review", "told")
    assert list(Event.objects.filter(case=case, act="tell_outcome").values_list("act", flat=True)) == ["tell_outcome"]


def test_not_all_agreeing_in_writing_it_goes_to_a_meeting(glenmoray):
    cast = Cast()
    case, question = in_writing(cast)
    vote(cast, question, london(2026, 12, 4), **{**ALL_AGREE, "housing": "conversation"})
    closed = close_question(
        question=question, chairs_choice="learning-review", chairs_reason="I think so.", actor=cast.convener,
        at=london(2026, 12, 9),
    )  # fmt: skip
    assert (closed.result["verdict"], closed.result["carried"], stage(case)) == ("goes to a meeting", "", "in-college")
    written = Meeting.objects.get(kind="correspondence")
    assert (written.state, written.items.get().state) == ("closed", "deferred")
    with pytest.raises(ActRefused, match="no longer on the agenda"):
        advised(cast, question.item, london(2026, 12, 9))


def in_college(cast: Cast) -> tuple[Case, object]:
    """The vote by e-mail settled nothing; the College sits, six of nine agencies and the Convener there."""
    case, question = in_writing(cast)
    vote(cast, question, london(2026, 12, 4), **{**ALL_AGREE, "housing": "conversation"})
    close_question(question=question, actor=cast.convener, at=london(2026, 12, 9))
    meeting = convene_meeting(
        procedure_version=the_version(), body="college", starts_at=london(2027, 1, 12), actor=cast.clerk,
        at=london(2026, 12, 10),
    )  # fmt: skip
    item = add_agenda_item(meeting=meeting, case=case, actor=cast.clerk, at=london(2026, 12, 10))
    open_meeting(meeting=meeting, actor=cast.convener, at=london(2027, 1, 12))
    return case, item


def arrive(cast: Cast, item, *agencies: str, chair: bool = True) -> None:
    at = london(2027, 1, 12, 10, 5)
    for name in agencies:
        record_attendance(meeting=item.meeting, membership=cast.fellows[name], actor=cast.clerk, at=at)
    if chair:
        record_attendance(
            meeting=item.meeting, membership=cast.convener.membership, part="chair", actor=cast.clerk, at=at
        )


LATER = london(2027, 1, 12, 11)


def put(cast: Cast, item):
    return put_question(item=item, wording="What should follow?", options=OPTIONS, actor=cast.convener, at=LATER)


@pytest.mark.parametrize(
    ("there", "chair", "verdict"),
    [
        (SIX[:5], True, "5 of 6 agencies here"),
        (SIX[1:], True, "nobody is here for Glenmoray Health Board or Glenmoray Infirmary; 5 of 6 agencies here"),
        (SIX, False, "nobody is in the chair"),
    ],
)
def test_the_quorum_is_two_thirds_with_the_chair_and_either_of_two_agencies(glenmoray, there, chair, verdict):
    cast = Cast()
    _, item = in_college(cast)
    arrive(cast, item, *there, chair=chair)
    with pytest.raises(ActRefused) as refused:
        put(cast, item)
    assert refused.value.sentence == f"Not quorate for this item: {verdict}. No question can be put."


def test_either_of_the_two_agencies_fills_the_place(glenmoray):
    cast = Cast()
    cast.fellows["hospital"] = a_member("Fellow hospital", "fellow", agency="hospital")
    _, item = in_college(cast)
    arrive(cast, item, "hospital", *SIX[1:])
    assert put(cast, item).state == "open"


def test_the_chairs_casting_vote_and_then_the_answer_of_the_chief_officers(glenmoray):
    cast = Cast()
    case, item = in_college(cast)
    arrive(cast, item, *SIX)
    question = put(cast, item)
    tied = {**dict.fromkeys(("health_board", "police", "prison"), "learning-review"),
            **dict.fromkeys(("council_care", "council_schools", "housing"), "conversation")}  # fmt: skip
    vote(cast, question, LATER, **tied)
    closed = close_question(
        question=question, chairs_choice="conversation", chairs_reason="It is enough.", actor=cast.convener, at=LATER
    )
    assert (closed.result["carried"], closed.result["by_chair"]) == ("conversation", True)
    with pytest.raises(ActRefused) as refused:
        advised(cast, item, LATER, kind="conversation")
    assert (refused.value.sentence, refused.value.about) == (
        "Confirm what “Learning conversation” needs: Everybody who was there will be heard.",
        "confirmed",
    )
    made = advised(cast, item, LATER, kind="conversation", confirmed=True)
    assert made.event.data["confirmed"] == "Everybody who was there will be heard."
    assert stage(case) == "third-month"
    assert due(case, "third-month") == dt.date(2027, 2, 23)
    ratify_recommendation(
        recommendation=made,
        reasons="We agree.",
        decided_with="Two of three agree.",
        actor=cast.chief,
        at=london(2027, 1, 20),
    )
    assert stage(case) == "settled"
    assert due(case, "tell") == dt.date(2027, 1, 25)


@pytest.mark.parametrize(
    ("votes", "chair", "carried", "by_chair", "why"),
    [
        ("aaa", "", "a", False, "“A” was carried unanimously, by 3 of 3 agencies voting."),
        ("aab", "b", "a", False, "“A” was carried by 2 of 3 agencies voting."),
        ("aabbc", "c", "c", True, "The votes alone carried no option; the chair's word carried “C”."),
        ("aabbc", "", "", False, "A tie between “A” and “B”, 2 each."),
    ],
)
def test_unanimous_else_majority_else_chair(votes, chair, carried, by_chair, why):
    found = tally(
        decides="unanimous else majority else chair", tie="chair's casting vote",
        options={"a": "A", "b": "B", "c": "C"}, entitled=[str(n) for n in range(len(votes))], chairs_choice=chair,
        ballots=[Ballot(agency=str(n), option=option) for n, option in enumerate(votes)],
    )  # fmt: skip
    assert (found.carried, found.by_chair, found.why) == (carried, by_chair, why)
