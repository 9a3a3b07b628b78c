"""BHR, one partnership of three boroughs: every clock, quorum, type of review and answer, by requirement id."""

from __future__ import annotations

import pytest

from tests.procedures.reading import clock_ids, day, due, procedure, result_of, room, step

TEXT = procedure("bhr/2020.toml")
BOROUGHS = ("barking-and-dagenham", "havering", "redbridge")


# ---- Clocks. In December 2026 the 25th and 28th are bank holidays, in January 2027 the 1st; in 2026 Good Friday is
# 3 April, Easter Monday 6 April, the summer bank holiday 31 August.


def test_every_clock_of_the_rows_is_there():
    """BHR-20 to BHR-23 and C-17 to C-21; the agency summary's clock is ours (BHR-11)."""
    wanted = {f"BHR-{n}" for n in (11, *range(20, 24))}
    assert clock_ids(TEXT) == wanted | {"C-17", "C-18", "C-19", "C-20", "C-21", "C-36", "C-37", "C-7"}


@pytest.mark.parametrize(
    "clock", ["notify-national-panel", "looked-after-death-outside", "looked-after-death-partners"]
)
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
def test_bhr_20_bhr_21_c_17_five_working_days_and_the_start_is_ours(clock, aware, last_day):
    assert due(TEXT, clock, authority_aware=aware) == day(last_day)
    assert TEXT.find("clocks", clock).assumed is True


def test_bhr_21_only_for_a_looked_after_childs_death_whatever_was_suspected():
    for clock, stops in (
        ("looked-after-death-outside", ("record_notification",)),
        ("looked-after-death-partners", ("inform_partners",)),
    ):
        found = TEXT.find("clocks", clock)
        assert (found.when, found.stops) == (("subject is looked after", "subject died"), stops)


@pytest.mark.parametrize(
    ("sent", "last_day"),
    [("24 Dec 2026", "19 Jan 2027"), ("29 Aug 2026", "21 Sep 2026"), ("31 Mar 2026", "23 Apr 2026")],
)
def test_bhr_22_c_18_the_rapid_review_fifteen_working_days_after_the_notification_was_sent(sent, last_day):
    assert due(TEXT, "rapid-review-to-national-panel", notification_sent=sent) == day(last_day)
    found = TEXT.find("clocks", "rapid-review-to-national-panel")
    assert (found.assumed, found.stops) == (True, ("send_outcome",))


def test_bhr_11_agency_summaries_in_five_working_days_by_our_default():
    found = TEXT.find("clocks", "agency-summary")
    assert (found.for_each, found.assumed) == ("agency", True)
    assert due(TEXT, "agency-summary", information_requested="30 Aug 2026") == day("7 Sep 2026")


@pytest.mark.parametrize(
    ("decided", "limit"),
    [("31 Aug 2026", "28 Feb 2027"), ("25 Jun 2026", "25 Dec 2026"), ("15 Jan 2026", "15 Jul 2026")],
)
def test_bhr_23_c_19_published_within_six_calendar_months(decided, limit):
    assert due(TEXT, "review-published", decision_to_review=decided) == day(limit)


@pytest.mark.parametrize(
    ("publication", "last_day"),
    [("5 Jan 2027", "22 Dec 2026"), ("9 Apr 2026", "27 Mar 2026"), ("5 Sep 2026", "26 Aug 2026")],
)
def test_bhr_23_c_20_the_report_goes_out_seven_working_days_before_publication(publication, last_day):
    assert due(TEXT, "report-sent", planned_publication=publication) == day(last_day)


def test_bhr_23_c_21_public_for_a_year_and_reaching_the_day_is_good():
    assert due(TEXT, "report-public", report_public_since="1 Sep 2026") == day("1 Sep 2027")
    assert TEXT.find("clocks", "report-public").permanence is True


# ---- Boroughs, bodies, quorum


def test_bhr_12_three_boroughs_each_with_its_own_bodies_and_role_holders():
    assert tuple(borough.name for borough in TEXT.boroughs) == BOROUGHS
    assert {body.name: body.per_borough for body in TEXT.bodies} == {
        "practice-review-group": True,
        "local-strategic-partners": True,
        "bhr-strategic-partners": False,
    }
    assert {role.name for role in TEXT.roles if role.per_borough} == {
        "secretariat", "business-manager", "prg-chair", "prg-deputy-chair", "strategic-partner", "scrutineer",
        "local-authority",
    }  # fmt: skip
    assert {agency.name: agency.boroughs for agency in TEXT.agencies if agency.boroughs} == {
        f"council-{borough}": (borough,) for borough in BOROUGHS
    }


@pytest.mark.parametrize("body", ["practice-review-group", "local-strategic-partners"])
@pytest.mark.parametrize("council", [f"council-{borough}" for borough in BOROUGHS])
def test_c_12_quorate_with_council_health_and_police_and_not_without_any_of_them(body, council):
    partners = (council, "ccg", "police")
    assert room(TEXT, body, *partners) is True
    for missing in partners:
        assert room(TEXT, body, *(each for each in partners if each != missing)) is False
        assert room(TEXT, body, *partners, conflicted=(missing,)) is False


def test_c_12_the_partners_of_all_three_boroughs_need_each_council():
    everybody = (*(f"council-{borough}" for borough in BOROUGHS), "ccg", "police")
    assert room(TEXT, "bhr-strategic-partners", *everybody) is True
    for missing in everybody:
        assert room(TEXT, "bhr-strategic-partners", *(each for each in everybody if each != missing)) is False


def test_bhr_2_the_group_may_work_virtually_and_in_writing():
    assert TEXT.find("bodies", "practice-review-group").meeting_kinds == ("meeting", "virtual", "correspondence")


def test_bhr_3_bhr_10_the_strategic_partners_of_the_borough_decide_on_reviews_and_local_action_alike():
    (found,) = TEXT.ratifications
    assert (found.recommended_by, found.by) == ("practice-review-group", ("strategic-partner",))
    assert found.on_behalf_of == "local-strategic-partners"
    assert found.answers == ("ratified", "returned", "replaced")
    for track in ("rapid-review", "local-action"):
        assert step(TEXT, "ratify_recommendation", track).by == ("strategic-partner",)


def test_bhr_9_disputes_go_to_the_strategic_partners():
    assert step(TEXT, "raise_dispute", "").copies_to == ("bhr-strategic-partner",)
    assert step(TEXT, "decide_dispute", "").by == ("bhr-strategic-partner", "strategic-partner")
    group = TEXT.find("bodies", "practice-review-group")
    assert (group.tie, group.goes_up_to) == ("goes up", "local-strategic-partners")
    assert TEXT.find("bodies", "local-strategic-partners").goes_up_to == "bhr-strategic-partners"


# ---- Threshold, tests, types of review


def test_bhr_3_bhr_5_the_threshold_opens_the_rapid_review_with_the_notification_or_local_action():
    found = step(TEXT, "decide_threshold", "referral")
    assert found.outcomes == (("met", "rapid-review"), ("not met", "local-action"))
    assert found.opens_on == (("met", "rapid-review"), ("met", "notification"), ("not met", "local-action"))


def test_bhr_10_c_31_a_local_review_suggested_by_the_national_panel_opens_local_action():
    found = step(TEXT, "record_reply", "notification")
    assert [answer for answer, _ in found.outcomes] == [
        "agrees", "wants a national review", "wants more information", "suggests a local review",
    ]  # fmt: skip
    assert found.opens_on == (("suggests a local review", "local-action"),)


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ({"child": "yes", "abuse": "yes", "harmed": "yes", "in_area": "yes"}, "met"),
        ({"child": "yes", "abuse": "yes", "harmed": "yes", "in_area": "no", "outside_england": "yes"}, "met"),
        ({"child": "yes", "abuse": "yes", "harmed": "yes", "in_area": "no", "outside_england": "no"}, "not-met"),
        ({"child": "yes", "abuse": "no"}, "not-met"),
    ],
)
def test_2_2_the_criteria(answers, result):
    assert result_of(TEXT, "child-test", **answers) == result


def test_bhr_4_four_local_criteria():
    questions = TEXT.find("aids", "local-criteria").questions
    assert [each.name for each in questions if each.kind == "consider"] == [
        "improvements", "themes", "together", "panel-suggested",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ({"practice": "yes"}, "local-action"),
        ({"practice": "no", "challenges": "yes"}, "local-action"),
        ({"practice": "no", "challenges": "no", "policy": "yes"}, "local-action"),
        ({"practice": "no", "challenges": "no", "policy": "no"}, "none"),
    ],
)
def test_bhr_5_any_of_the_three_is_enough_by_our_default(answers, result):
    assert result_of(TEXT, "local-action", **answers) == result
    assert TEXT.find("aids", "local-action").assumed is True


@pytest.mark.parametrize(
    ("name", "independent", "published", "criteria"),
    [
        ("national-review", True, True, "met"),
        ("local-review", True, True, "met"),
        ("organisation-review", False, False, ""),
        ("local-case-review", True, False, ""),
        ("workshop", False, False, ""),
        ("linked-review", False, False, ""),
        ("themed-review", False, False, ""),
        ("no-review", False, False, ""),
    ],
)
def test_bhr_6_what_each_type_of_review_implies(name, independent, published, criteria):
    kind = TEXT.find("review_types", name)
    assert (kind.independent_reviewer, kind.published, kind.needs_criteria) == (independent, published, criteria)
    assert kind.is_review is (name != "no-review")


def test_bhr_6_local_action_offers_the_five_types():
    assert TEXT.find("aids", "local-action").results[0].review_types == (
        "organisation-review", "local-case-review", "workshop", "linked-review", "themed-review",
    )  # fmt: skip


def test_bhr_11_forms_are_marked_as_rebuilt():
    of_its_own = {"serious-incident-referral", "agency-summary", "learning-information"}
    assert of_its_own <= {form.name for form in TEXT.forms}
    # those that the base text gives every partnership stand in for nothing that was lost
    assert {form.name for form in TEXT.forms if not form.reconstructed} == {
        "agency-review-report", "terms-of-reference",
    }  # fmt: skip


def test_bhr_8_bhr_20_who_gets_a_copy():
    assert [told.who for told in TEXT.told if told.act == "record_notification"] == [("secretariat",)]
    assert [told.who for told in TEXT.told if told.act == "ratify_recommendation"] == [
        ("prg-chair", "secretariat", "scrutineer")
    ]


def test_no_outcome_before_the_notification():
    assert step(TEXT, "send_outcome", "notification").needs == ("notified", "recommendation ratified")
