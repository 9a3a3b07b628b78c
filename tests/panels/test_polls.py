"""Dates offered, answered on one's own page, measured against the deadlines, and one chosen (RED-2, BEX-26, C-12)."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import OutboxMessage
from panels.acts import answer_dates, choose_date, offer_dates, withdraw_dates
from panels.acts.chasing import remind_to_answer
from panels.models import AgendaItem, DatePoll, Meeting, PollAnswer
from panels.queries.polls import asked_of, date_rows, open_polls
from panels.rules import AFTER_TARGET, IN_TIME, TOO_LATE, Bound, Follows, window
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from tests.factories import a_member, a_partnership, acting_as, london, the_version
from tests.procedures.test_lives import TESTED, answer_the_test, referred, walked

from .scenes import FIVE, Scene, the_people

AT = london(2026, 9, 1)
FIRST, SECOND = london(2026, 9, 15, 10), london(2026, 9, 17, 14)


def refusal(act, **kwargs) -> str:
    with pytest.raises(ActRefused) as refused:
        act(**kwargs)
    return str(refused.value)


def offered(scene: Scene, **more) -> DatePoll:
    return offer_dates(
        **{
            "procedure_version": the_version(), "body": "one-panel", "dates": [SECOND, FIRST], "place": "Town hall",
            "answers_by": dt.date(2026, 9, 8), "actor": scene.secretary, "at": AT, **more,
        }
    )  # fmt: skip


def says(scene: Scene, poll: DatePoll, agency: str, *answers: str) -> None:
    numbers = [date.pk for date in poll.dates.all()]
    answer_dates(poll=poll, answers=dict(zip(numbers, answers, strict=True)), actor=scene.member(agency), at=AT)


def test_dates_are_offered_answered_and_one_becomes_the_meeting(redbridge):
    scene = the_people()
    assert refusal(offered, scene=scene, dates=[FIRST, FIRST]).startswith("Offer at least two different dates")
    assert refusal(offered, scene=scene, answers_by=dt.date(2026, 9, 16)) == (
        "Answers have to come before the first of the dates."
    )
    assert refusal(offered, scene=scene, actor=scene.member("nel-icb")).startswith(
        "Only the Panel Chair or the One Panel Secretariat"
    )
    poll = offered(scene)
    assert refusal(offered, scene=scene) == "These dates are offered already."
    told = OutboxMessage.objects.filter(kind="which-dates")
    assert {m.to_email for m in told} >= {person.user.email for person in scene.people.values()}
    assert f"/redbridge/meetings/dates/{poll.pk}/" in told[0].body
    assert [row[2] for row in open_polls(scene.member("nel-icb"), at=AT)] == [True]
    for agency in FIVE:
        says(scene, poll, agency, "no" if agency == "community-safety" else "yes", "maybe")
    says(scene, poll, "nel-icb", "yes", "yes")  # said again: it takes the place of the first
    assert (PollAnswer.objects.count(), [row[2] for row in open_polls(scene.member("nel-icb"), at=AT)]) == (10, [False])
    one, two = date_rows(poll, scene.secretary, at=AT)
    assert [slot.title for slot in one.quorum.slots if not slot.met] == ["Community safety"]
    assert (one.quorum.met, two.quorum.met, len(one.cannot), len(two.can), len(two.maybe)) == (False, True, 1, 1, 4)
    outsider = acting_as(a_member("Olga Other", "rsab-chair"))
    assert refusal(answer_dates, poll=poll, answers={}, actor=outsider, at=AT) == "You are not asked for this meeting."
    made = choose_date(date=two.date, actor=scene.secretary, at=AT)
    poll.refresh_from_db()
    assert (poll.state, poll.meeting_id, made.starts_at, made.place) == ("chosen", made.pk, SECOND, "Town hall")
    assert OutboxMessage.objects.filter(kind="invitation").count() == told.count()
    assert refusal(withdraw_dates, poll=poll, actor=scene.secretary, at=AT) == (
        "These dates are no longer asked for: a date is chosen."
    )
    # RED-2: what is on every agenda is on this one, the cases between.
    items = AgendaItem.objects.filter(meeting=made).order_by("position").values_list("standing", flat=True)
    assert list(items) == ["before"] * 3 + ["after"] * 2


def letters(kind: str, first_words: str = "") -> list[str]:
    found = OutboxMessage.objects.filter(kind=kind, subject__startswith=first_words).order_by("to_email")
    return list(found.values_list("to_email", flat=True))


# RED-2: a poll has a last day for answers, and nobody has to look who is missing
def test_whoever_has_not_answered_is_reminded_and_then_the_office_hears_of_it(redbridge):
    scene = the_people()
    poll = offered(scene)  # asked on 1 September, answers by the 8th
    for agency in FIVE[:3]:
        says(scene, poll, agency, "yes", "no")
    silent = sorted([*(scene.people[one].user.email for one in FIVE[3:]), scene.chair.membership.user.email])
    for day in (1, 2, 3):
        assert remind_to_answer(at=london(2026, 9, day)) == 0
    for at in (london(2026, 9, 4), london(2026, 9, 4, 16), london(2026, 9, 7)):
        remind_to_answer(at=at)  # two working days before, however often it is looked at
    assert letters("which-dates", "A reminder: ") == silent
    says(scene, poll, FIVE[3], "maybe", "yes")
    remind_to_answer(at=london(2026, 9, 8))  # on the last day: only those still silent
    again = [scene.people[FIVE[4]].user.email, scene.chair.membership.user.email]
    assert letters("which-dates", "A reminder: ") == sorted([*silent, *again])
    assert letters("time-to-choose-a-date") == []
    for at in (london(2026, 9, 9), london(2026, 9, 9, 12), london(2026, 9, 14)):
        remind_to_answer(at=at)
    office = sorted([scene.chair.membership.user.email, scene.secretary.membership.user.email])
    assert letters("time-to-choose-a-date") == office
    said = OutboxMessage.objects.filter(kind="time-to-choose-a-date")[0]
    assert said.subject == "One Panel: the time to answer about dates is up"
    assert "were asked until 8 September 2026 which dates suit them (Town hall). No answer came from " in said.body
    assert f"/redbridge/meetings/dates/{poll.pk}/" in said.body and "Rep " not in said.body


def test_of_a_poll_that_is_over_nobody_is_reminded(redbridge):
    scene = the_people()
    withdrawn, chosen = offered(scene), offered(scene, dates=[london(2026, 9, 22, 10), london(2026, 9, 24, 10)])
    withdraw_dates(poll=withdrawn, actor=scene.secretary, at=AT)
    late = {"date": chosen.dates.all()[0], "actor": scene.secretary}
    assert refusal(choose_date, **late, at=london(2026, 9, 23)) == "This date has passed. Choose a later one."
    choose_date(**late, at=AT)
    assert remind_to_answer(at=london(2026, 9, 8)) == remind_to_answer(at=london(2026, 9, 9)) == 0


def test_when_everybody_has_answered_the_office_reads_that(redbridge):
    scene = the_people()
    poll = offered(scene)
    for person in asked_of(poll, at=AT):
        numbers = [date.pk for date in poll.dates.all()]
        answer_dates(poll=poll, answers=dict.fromkeys(numbers, "yes"), actor=acting_as(person), at=AT)
    assert remind_to_answer(at=london(2026, 9, 8)) == 0
    remind_to_answer(at=london(2026, 9, 9))
    assert (
        "(Town hall). Everybody has answered."
        in OutboxMessage.objects.get(kind="time-to-choose-a-date", to_email=scene.secretary.membership.user.email).body
    )


def test_a_date_against_target_and_limit():
    def left(since: dt.date, due: dt.date) -> int:
        return (due - since).days

    sent = frozenset({"send_outcome"})
    report = Follows(title="Report", due_on=dt.date(2026, 9, 17), ends_with=sent)
    minutes = Follows(title="Minutes", due_on=dt.date(2026, 9, 21))
    bounds = [
        Bound(title="Limit", due_on=dt.date(2026, 9, 18), target_on=dt.date(2026, 9, 16), ends_with=sent),
        Bound(title="Too early", due_on=dt.date(2026, 9, 11)),
        Bound(title="The meeting itself", due_on=dt.date(2026, 9, 15)),
    ]
    found = window(dt.date(2026, 9, 14), [report, minutes], bounds, left)
    assert [(one.bound.title, one.verdict, one.spare) for one in found] == [
        ("Too early", TOO_LATE, -3), ("The meeting itself", IN_TIME, 1), ("Limit", AFTER_TARGET, 1),
    ]  # fmt: skip


# BEX-26: "meeting on the 14th: report by the 17th, one day to spare"
def test_the_page_says_what_a_date_means_for_the_case(db):
    with tenant(a_partnership("bexley", "2019.toml")):
        case = referred("serious-incident")
        answer_the_test(case, TESTED)
        walked(
            case,
            """
            acknowledge_referral|secretariat|referral
            inform_partners|secretariat|referral
            decide_threshold|key-partner|referral|met
            record_notification|local-authority|notification
            """,
        )
        case.refresh_from_db()
        secretary = acting_as(a_member("Sam Secretary", "secretariat"))
        lead = a_member("Cora Council", "agency-representative", agency="council")
        poll = offer_dates(
            procedure_version=the_version(), body="rapid-review-meeting", place="By video", case=case,
            dates=[london(2026, 9, 14, 10), london(2026, 9, 28, 10)], answers_by=dt.date(2026, 9, 8), actor=secretary,
            at=london(2026, 9, 2),
        )  # fmt: skip
        early, late = date_rows(poll, secretary, at=london(2026, 9, 2))
        assert early.follows and early.follows[0].due_on == dt.date(2026, 9, 17)
        assert (early.verdict, late.verdict) == (IN_TIME, TOO_LATE)
        office, member = Client(), Client()
        office.force_login(secretary.membership.user)
        member.force_login(lead.user)
        address = reverse("date_poll", kwargs={"partnership": "bexley", "poll": poll.pk})
        shown = " ".join(office.get(address).content.decode().split())
        assert "by Thursday 17 September 2026." in shown and "Outside the limit" in shown and "to spare." in shown
        own = " ".join(member.get(address).content.decode().split())
        assert "which dates suit you?" in own and case.reference not in own
        assert "There is a problem" in member.post(address, {}).content.decode() and PollAnswer.objects.count() == 0
        sent = {f"date-{date.pk}": "yes" for date in poll.dates.all()}
        assert member.post(address, sent).status_code == 302
        assert PollAnswer.objects.count() == 2
        choose = reverse("choose_date", kwargs={"partnership": "bexley", "poll": poll.pk, "date": early.date.pk})
        assert member.get(choose).status_code == 404
        assert "would not be quorate" in office.get(choose).content.decode()
        assert Meeting.objects.count() == 0


def test_the_form_of_the_office_shows_first_what_is_sent(redbridge):
    scene = the_people()
    client = Client()
    client.force_login(scene.secretary.membership.user)
    url = reverse("offer_dates", kwargs={"partnership": "redbridge"})
    assert client.get(url).status_code == 200
    year = dt.date.today().year + 1
    sent = {"body": "one-panel", "kind": "meeting", "place": "Hall", "case": "", "form_token": str(uuid4())}
    for name, day in (("date_1", 14), ("date_2", 16)):
        sent |= {f"{name}-day": day, f"{name}-month": 9, f"{name}-year": year, f"{name}-time": "10am"}
    sent |= {"answers_by-day": 1, "answers_by-month": 9, "answers_by-year": year}
    first = client.post(url, sent).content.decode()
    assert "Nothing has been sent yet." in first and DatePoll.objects.count() == 0
    key = first.split('name="checked" value="')[1].split('"')[0]
    done = client.post(url, {**sent, "checked": key})
    assert (done.status_code, DatePoll.objects.get().dates.count()) == (302, 2)
