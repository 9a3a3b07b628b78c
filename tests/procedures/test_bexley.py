"""Bexley S.H.I.E.L.D.: every clock, quorum, type of review and answer of its text, by requirement id."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.procedures.reading import asked, clock_ids, day, due, procedure, result_of, room, step

TEXT = procedure("bexley/2019.toml")


# ---- Clocks. In December 2026 the 25th and 28th are bank holidays, in January 2027 the 1st; in 2026 Good Friday is
# 3 April, Easter Monday 6 April, the summer bank holiday 31 August.


def test_every_clock_of_the_rows_is_there():
    """BEX-20 to BEX-31, and C-17 to C-21 where the document says them."""
    assert clock_ids(TEXT) == {f"BEX-{n}" for n in (18, *range(20, 32))} | {
        "C-17",
        "C-18",
        "C-19",
        "C-20",
        "C-21",
        "C-36",
        "C-37",
        "C-7",
    }


@pytest.mark.parametrize("clock", ["notify-national-panel", "authority-reports", "looked-after-death"])
@pytest.mark.parametrize(
    ("aware", "last_day"),
    [
        ("24 Dec 2026", "5 Jan 2027"),
        ("2 Apr 2026", "13 Apr 2026"),
        ("28 Aug 2026", "7 Sep 2026"),
        ("29 Aug 2026", "7 Sep 2026"),  # a Saturday: day 1 is Tuesday, after the bank holiday
        ("23 Aug 2026", "28 Aug 2026"),  # a Sunday
    ],
)
def test_bex_20_c_17_five_working_days_from_the_authority_becoming_aware(clock, aware, last_day):
    assert due(TEXT, clock, authority_aware=aware) == day(last_day)


def test_bex_20_an_instant_counts_by_its_london_day():
    late_evening = dt.datetime(2026, 8, 27, 23, 30, tzinfo=dt.UTC)  # 28 August in London
    assert due(TEXT, "notify-national-panel", authority_aware=late_evening) == day("7 Sep 2026")


def test_bex_20_staff_send_the_form_within_five_working_days_of_becoming_aware():
    assert due(TEXT, "staff-report", person_aware="24 Dec 2026") == day("5 Jan 2027")
    assert asked(TEXT, "staff-report", authority_aware="24 Dec 2026").missing == ("person aware",)


@pytest.mark.parametrize(
    ("received", "last_day"),
    [
        ("24 Dec 2026", "29 Dec 2026"),
        ("2 Apr 2026", "7 Apr 2026"),
        ("29 Aug 2026", "1 Sep 2026"),
        ("7 Sep 2026", "8 Sep 2026"),
    ],
)
def test_bex_21_acknowledged_within_one_working_day(received, last_day):
    assert due(TEXT, "acknowledge", referral_received=received) == day(last_day)


GRID = [  # the day the form is submitted, and grid days 5, 6, 10, 13 and 15
    ("22 Dec 2026", "30 Dec 2026", "31 Dec 2026", "7 Jan 2027", "12 Jan 2027", "14 Jan 2027"),
    ("19 Dec 2026", "29 Dec 2026", "30 Dec 2026", "6 Jan 2027", "11 Jan 2027", "13 Jan 2027"),  # a Saturday
    ("1 Apr 2026", "9 Apr 2026", "10 Apr 2026", "16 Apr 2026", "21 Apr 2026", "23 Apr 2026"),
    ("28 Aug 2026", "4 Sep 2026", "7 Sep 2026", "11 Sep 2026", "16 Sep 2026", "18 Sep 2026"),
    ("31 Aug 2026", "7 Sep 2026", "8 Sep 2026", "14 Sep 2026", "17 Sep 2026", "21 Sep 2026"),  # a bank holiday
]


@pytest.mark.parametrize(("submitted", "five", "six", "ten", "thirteen", "fifteen"), GRID)
def test_bex_22_24_26_27_the_grid_counts_the_day_of_submission_as_day_1(submitted, five, six, ten, thirteen, fifteen):
    for clock in ("first-view", "tell-group", "arrange-rapid-review"):
        assert due(TEXT, clock, referral_submitted=submitted) == day(five)
    meeting = asked(TEXT, "rapid-review-meeting", "target", referral_submitted=submitted)
    assert (meeting.due_on, meeting.parts[1].due_on) == (day(ten), day(six))
    report = asked(TEXT, "briefing-report", referral_submitted=submitted)
    assert (report.due_on, report.provisional, report.missing) == (day(thirteen), True, ("meeting held",))
    assert due(TEXT, "outcome-to-national-panel", referral_submitted=submitted) == day(fifteen)


@pytest.mark.parametrize(
    ("requested", "target", "limit"),
    [
        ("24 Dec 2026", "31 Dec 2026", "5 Jan 2027"),
        ("2 Apr 2026", "9 Apr 2026", "13 Apr 2026"),
        ("30 Aug 2026", "3 Sep 2026", "7 Sep 2026"),
    ],
)
def test_bex_23_each_agency_has_a_target_of_three_days_and_a_limit_of_five(requested, target, limit):
    assert due(TEXT, "agency-information", "target", information_requested=requested) == day(target)
    assert due(TEXT, "agency-information", information_requested=requested) == day(limit)
    assert TEXT.find("clocks", "agency-information").for_each == "agency"


@pytest.mark.parametrize(
    ("received", "limit"),
    [
        ("22 Dec 2026", "8 Jan 2027"),
        ("19 Dec 2026", "6 Jan 2027"),
        ("1 Apr 2026", "17 Apr 2026"),
        ("28 Aug 2026", "14 Sep 2026"),
    ],
)
def test_bex_24_the_rapid_review_meets_within_ten_working_days_of_receipt(received, limit):
    assert due(TEXT, "rapid-review-meeting", referral_received=received) == day(limit)


def test_bex_25_record_of_the_meeting_within_five_working_days():
    assert due(TEXT, "meeting-record", meeting_held="2 Apr 2026") == day("13 Apr 2026")
    assert due(TEXT, "meeting-record", meeting_held="24 Dec 2026") == day("5 Jan 2027")


@pytest.mark.parametrize(
    ("held", "limit"),
    [
        ("10 Apr 2026", "15 Apr 2026"),  # three days after the meeting come first
        ("16 Apr 2026", "21 Apr 2026"),  # both on the same day
        ("20 Apr 2026", "21 Apr 2026"),  # grid day 13 comes first
    ],
)
def test_bex_26_the_earlier_of_three_days_after_the_meeting_and_grid_day_13(held, limit):
    report = asked(TEXT, "briefing-report", referral_submitted="1 Apr 2026", meeting_held=held)
    assert (report.due_on, report.provisional) == (day(limit), False)


@pytest.mark.parametrize(
    ("decided", "limit"),
    [
        ("31 Aug 2026", "28 Feb 2027"),
        ("30 Jun 2026", "30 Dec 2026"),
        ("25 Jun 2026", "25 Dec 2026"),  # counted in months: not moved off a bank holiday
    ],
)
def test_bex_28_c_19_published_within_six_calendar_months_of_the_decision(decided, limit):
    assert due(TEXT, "review-published", decision_to_review=decided) == day(limit)


@pytest.mark.parametrize(
    ("publication", "last_day"),
    [("5 Jan 2027", "22 Dec 2026"), ("9 Apr 2026", "27 Mar 2026"), ("5 Sep 2026", "26 Aug 2026")],
)
def test_bex_29_c_20_the_report_goes_out_seven_working_days_before_publication(publication, last_day):
    assert due(TEXT, "report-sent", planned_publication=publication) == day(last_day)


def test_bex_30_c_21_public_for_a_year_and_reaching_the_day_is_good():
    assert due(TEXT, "report-public", report_public_since="29 Feb 2028") == day("28 Feb 2029")
    assert TEXT.find("clocks", "report-public").permanence is True


def test_bex_31_the_next_meeting_of_the_group_and_the_referrer_asked_before_it():
    meetings = {"learning from practice group": [day("10 Sep 2026"), day("14 Sep 2026"), day("8 Oct 2026")]}
    decided = {"threshold_decided": "14 Sep 2026", "meetings": meetings}
    assert due(TEXT, "next-group-meeting", **decided) == day("8 Oct 2026")
    assert due(TEXT, "invite-referrer", **decided) == day("7 Oct 2026")
    assert asked(TEXT, "next-group-meeting", threshold_decided="14 Sep 2026").missing == (
        "next meeting of learning from practice group",
    )


def test_bex_18_after_a_rapid_review_the_groups_meeting_counts_from_the_hand_over():
    meetings = {"learning from practice group": [day("10 Sep 2026"), day("8 Oct 2026")]}
    assert due(TEXT, "group-after-rapid-review", referred_to_body="23 Sep 2026", meetings=meetings) == day("8 Oct 2026")
    handed_over = step(TEXT, "refer_to_body", "")
    assert handed_over.opens == ("learning",)


@pytest.mark.parametrize(
    ("clock", "stops"),
    [
        ("notify-national-panel", ("record_notification",)),
        ("authority-reports", ("submit_referral",)),
        ("staff-report", ("submit_referral",)),
        ("acknowledge", ("acknowledge_referral",)),
        ("first-view", ("decide_threshold",)),
        ("tell-group", ("share_rationale",)),
        ("arrange-rapid-review", ("add_agenda_item",)),
        ("agency-information", ("submit_return", "return_not_known")),
        ("rapid-review-meeting", ("hold_meeting",)),
        ("meeting-record", ("send_minutes",)),
        ("briefing-report", ("send_recommendation", "escalate")),
        ("outcome-to-national-panel", ("send_outcome",)),
        ("review-published", ("publish_report",)),
        ("report-sent", ("send_report",)),
        ("next-group-meeting", ("hold_meeting",)),
        ("invite-referrer", ("invite_referrer",)),
    ],
)
def test_what_meets_each_clock(clock, stops):
    assert TEXT.find("clocks", clock).stops == stops


# ---- Bodies, quorum, who answers


PARTNERS = ("council", "icb", "police")


@pytest.mark.parametrize("body", ["executive", "learning-from-practice-group", "rapid-review-meeting"])
def test_c_12_quorate_with_one_of_each_key_partner_and_not_without_any_of_them(body):
    assert room(TEXT, body, *PARTNERS) is True
    for missing in PARTNERS:
        others = [partner for partner in PARTNERS if partner != missing]
        assert room(TEXT, body, *others) is False
        assert room(TEXT, body, *PARTNERS, conflicted=(missing,)) is False


def test_c_12_heads_do_not_make_a_quorum():
    body = "learning-from-practice-group"
    assert room(TEXT, body, "council", "council", "council", "icb", "community-health", "hospitals") is False


def test_bex_4_the_group_recommends_a_split_goes_up_and_the_executive_decides_by_majority():
    for name in ("learning-from-practice-group", "rapid-review-meeting"):
        body = TEXT.find("bodies", name)
        assert (body.decides, body.tie, body.goes_up_to) == ("majority", "goes up", "executive")
        assert body.confidentiality == "signed"  # C-25
    executive = TEXT.find("bodies", "executive")
    assert (executive.decides, executive.members) == ("majority", PARTNERS)


@pytest.mark.parametrize(
    ("name", "recommended_by"),
    [("rapid-review", "rapid-review-meeting"), ("learning", "learning-from-practice-group")],
)
def test_bex_4_the_executive_always_takes_the_final_decision(name, recommended_by):
    found = TEXT.find("ratifications", name)
    assert (found.recommended_by, found.by, found.on_behalf_of) == (recommended_by, ("key-partner",), "executive")
    assert found.answers == ("ratified", "returned", "replaced")


def test_bex_12_c_26_deputies():
    assert {role.name: role.stands_in for role in TEXT.roles if role.stands_in} == {
        "secretariat": ("operations-team",),
        "agency-representative": ("agency-deputy",),
        "lfpg-chair": ("lfpg-deputy-chair",),
        "key-partner": ("key-partner-deputy",),
    }


# ---- Types of review, tests, who is told


@pytest.mark.parametrize(
    ("name", "independent", "published", "briefing", "criteria"),
    [
        ("national-review", True, True, True, "met"),
        ("local-review-and-national", True, True, True, "met"),
        ("local-review", True, True, True, ""),
        ("partnership-review", True, False, True, ""),
        ("multi-agency-audit", False, False, True, ""),
        ("agency-review", False, False, True, ""),
        ("no-review", False, False, False, ""),
    ],
)
def test_bex_2_what_each_type_of_review_implies(name, independent, published, briefing, criteria):
    kind = TEXT.find("review_types", name)
    assert (kind.independent_reviewer, kind.published, kind.briefing, kind.needs_criteria) == (
        independent, published, briefing, criteria,
    )  # fmt: skip
    assert kind.is_review is (name != "no-review")


def test_bex_3_c_34_the_four_outcomes_of_a_rapid_review_and_who_hears_of_a_local_one():
    met = TEXT.find("aids", "child-test").results[0]
    assert met.review_types == (
        "local-review-and-national", "local-review", "partnership-review", "multi-agency-audit", "agency-review",
        "no-review",
    )  # fmt: skip
    told = ("national-panel", "ofsted", "dfe")
    assert {kind.name for kind in TEXT.review_types if kind.tells == told} == {
        "local-review", "local-review-and-national",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ({"child": "yes", "abuse": "yes", "died": "yes"}, "met"),
        ({"child": "yes", "abuse": "yes", "died": "no", "harmed": "yes"}, "met"),
        ({"child": "yes", "abuse": "yes", "died": "no", "harmed": "no"}, "not-met"),
        ({"child": "yes", "abuse": "no"}, "not-met"),
        ({"child": "no"}, "not-met"),
        ({"child": "yes", "abuse": "yes"}, ""),
    ],
)
def test_p1_1_1_the_test_of_a_serious_incident(answers, result):
    assert result_of(TEXT, "child-test", **answers) == result


def test_bex_5_bex_13_what_is_taken_into_account():
    def considered(aid):
        return [each.name for each in TEXT.find("aids", aid).questions if each.kind == "consider"]

    assert considered("local-review-criteria") == [
        "improvements", "themes", "together", "panel-suggested",
        "single-agency", "no-agency", "several-areas", "institution",
    ]  # fmt: skip
    assert considered("national-review-criteria") == ["improvements", "law", "themes"]


def test_bex_31_the_threshold_opens_the_rapid_review_with_the_notification_or_the_groups_own_track():
    found = step(TEXT, "decide_threshold", "referral")
    assert found.outcomes == (("met", "rapid-review"), ("not met", "to-learning"))
    assert found.opens_on == (("met", "rapid-review"), ("met", "notification"), ("not met", "learning"))


def test_no_outcome_before_the_notification():
    assert step(TEXT, "send_outcome", "notification").needs == ("notified", "recommendation ratified")


@pytest.mark.parametrize("act", ["record_notification", "recommend", "send_outcome", "send_recommendation"])
def test_bex_8_the_three_key_partners_get_a_copy_whatever_the_outcome(act):
    assert [told.who for told in TEXT.told if told.act == act] == [("key-partner",)]
    assert {step.copies_to for step in TEXT.steps if step.act == act} == {("key-partner",)}


def test_bex_15_agencies_hear_the_outcome():
    heard = {told.act for told in TEXT.told if told.who == ("agencies asked",)}
    assert heard == {"ratify_recommendation", "replace_recommendation", "decide_escalation", "send_minutes"}


def test_bex_1_two_doors_each_with_a_form_for_everybody_and_marked_as_rebuilt():
    doors = {pathway.name: pathway.form for pathway in TEXT.pathways}
    assert doors == {"serious-incident": "serious-incident-notification", "learning": "partnership-review-referral"}
    for name in doors.values():
        form = TEXT.find("forms", name)
        assert (form.use, form.public, form.reconstructed) == ("referral", True, True)


def test_reminders_are_the_default_with_a_copy_to_the_chair_when_overdue():
    found = TEXT.reminders
    assert (found.before, found.on_day, found.overdue_every, found.copy_overdue_to) == ((2,), True, 1, ("lfpg-chair",))


def test_bex_14_below_the_criteria_the_chair_confirms_how_it_will_be_looked_into():
    """The engine asks for it only when the test is not met: tests/procedures/fifth and tests/panels."""
    asked = {kind.name for kind in TEXT.review_types if kind.confirm}
    assert asked == {"local-review", "partnership-review", "multi-agency-audit"}
    assert {kind.confirm_when for kind in TEXT.review_types if kind.confirm} == {"not met"}
