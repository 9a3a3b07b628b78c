"""Darlington DSP1.4: every clock, quorum, type of review and answer of its text, by requirement id."""

from __future__ import annotations

import pytest

from tests.procedures.reading import asked, clock_ids, day, due, procedure, result_of, room, step

TEXT = procedure("darlington/dsp1.4.toml")


# ---- Clocks. In December 2026 the 25th and 28th are bank holidays, in January 2027 the 1st; in 2026 Good Friday is
# 3 April, Easter Monday 6 April, the summer bank holiday 31 August.


def test_every_clock_of_the_rows_is_there():
    """DAR-20 to DAR-31, and C-17 to C-21; DAR-5 and DAR-10 are served by clocks of their own."""
    wanted = {f"DAR-{n}" for n in (5, 10, *range(20, 32))}
    assert clock_ids(TEXT) == wanted | {"C-17", "C-18", "C-19", "C-20", "C-21", "C-36", "C-37", "C-50", "C-7"}


@pytest.mark.parametrize(
    ("clock", "start"),
    [
        ("referral-form", "person_aware"),  # DAR-20
        ("authority-tells-partners", "authority_aware"),  # DAR-21
        ("business-manager-tells-partners", "referral_received"),  # DAR-22
    ],
)
@pytest.mark.parametrize(
    ("started", "last_day"),
    [
        ("24 Dec 2026", "29 Dec 2026"),
        ("2 Apr 2026", "7 Apr 2026"),
        ("29 Aug 2026", "1 Sep 2026"),  # a Saturday before the bank holiday
        ("7 Sep 2026", "8 Sep 2026"),
    ],
)
def test_dar_20_21_22_one_working_day(clock, start, started, last_day):
    assert due(TEXT, clock, **{start: started}) == day(last_day)


@pytest.mark.parametrize(
    ("received", "aware", "target", "limit"),
    [
        ("28 Aug 2026", "26 Aug 2026", "3 Sep 2026", "7 Sep 2026"),  # the date of DAR-24 comes first
        ("28 Aug 2026", "31 Aug 2026", "7 Sep 2026", "7 Sep 2026"),
        ("23 Dec 2026", "24 Dec 2026", "4 Jan 2027", "4 Jan 2027"),
        ("2 Apr 2026", "1 Apr 2026", "10 Apr 2026", "13 Apr 2026"),
    ],
)
def test_dar_23_the_partners_meet_within_five_working_days_and_see_the_earlier_date(received, aware, target, limit):
    starts = {"referral_received": received, "authority_aware": aware}
    assert due(TEXT, "partners-meet", "target", **starts) == day(target)
    assert due(TEXT, "partners-meet", **starts) == day(limit)


def test_dar_23_without_the_authoritys_date_the_target_is_provisional():
    found = asked(TEXT, "partners-meet", "target", referral_received="28 Aug 2026")
    assert (found.due_on, found.provisional, found.missing) == (day("7 Sep 2026"), True, ("authority aware",))


@pytest.mark.parametrize("clock", ["notify-national-panel", "looked-after-death"])
@pytest.mark.parametrize(
    ("aware", "last_day"),
    [
        ("24 Dec 2026", "5 Jan 2027"),
        ("2 Apr 2026", "13 Apr 2026"),
        ("28 Aug 2026", "7 Sep 2026"),
        ("23 Aug 2026", "28 Aug 2026"),  # a Sunday
    ],
)
def test_dar_24_c_17_the_national_panel_within_five_working_days(clock, aware, last_day):
    assert due(TEXT, clock, authority_aware=aware) == day(last_day)


def test_c_17_the_looked_after_clock_is_ours_and_only_for_a_looked_after_childs_death():
    found = TEXT.find("clocks", "looked-after-death")
    assert (found.assumed, found.when) == (True, ("subject is looked after", "subject died"))


def test_dar_25_the_local_authority_tells_the_referrer_within_five_working_days_of_the_decision():
    assert due(TEXT, "tell-referrer", threshold_decided="23 Dec 2026") == day("4 Jan 2027")
    assert due(TEXT, "tell-referrer", threshold_decided="28 Aug 2026") == day("7 Sep 2026")
    assert TEXT.find("clocks", "tell-referrer").who == "local-authority"


@pytest.mark.parametrize(
    ("acknowledged", "target", "limit"),
    [
        ("23 Dec 2026", "11 Jan 2027", "18 Jan 2027"),
        ("31 Mar 2026", "16 Apr 2026", "23 Apr 2026"),
        ("22 Aug 2026", "7 Sep 2026", "14 Sep 2026"),  # a Saturday
    ],
)
def test_dar_26_27_c_18_ten_wished_for_fifteen_at_most_from_the_acknowledgement(acknowledged, target, limit):
    starts = {"national_panel_acknowledged": acknowledged}
    assert due(TEXT, "rapid-review-panel", "target", **starts) == day(target)
    assert due(TEXT, "rapid-review-panel", **starts) == day(limit)
    assert due(TEXT, "decision-to-national-panel", **starts) == day(limit)


def test_dar_26_nothing_is_due_before_the_acknowledgement():
    assert asked(TEXT, "rapid-review-panel", notification_sent="23 Dec 2026").missing == (
        "national panel acknowledged",
    )


def test_agencies_have_five_working_days_by_our_default():
    found = TEXT.find("clocks", "agency-information")
    assert (found.for_each, found.assumed) == ("agency", True)
    assert due(TEXT, "agency-information", information_requested="24 Dec 2026") == day("5 Jan 2027")


@pytest.mark.parametrize(
    ("publication", "last_day"),
    [("5 Jan 2027", "22 Dec 2026"), ("9 Apr 2026", "27 Mar 2026"), ("5 Sep 2026", "26 Aug 2026")],
)
def test_dar_28_c_20_the_report_goes_out_seven_working_days_before_publication(publication, last_day):
    assert due(TEXT, "report-sent", planned_publication=publication) == day(last_day)


@pytest.mark.parametrize(
    ("decided", "limit"),
    [("31 Aug 2026", "28 Feb 2027"), ("25 Jun 2026", "25 Dec 2026"), ("31 Aug 2027", "29 Feb 2028")],
)
def test_dar_29_c_19_published_within_six_calendar_months(decided, limit):
    assert due(TEXT, "review-published", decision_to_review=decided) == day(limit)


def test_dar_30_head_of_service_after_three_months_chief_officer_six_after_the_original_deadline():
    late = {"deadline": "30 Nov 2026", "original_deadline": "31 Aug 2026"}
    assert due(TEXT, "action-to-head-of-service", **late) == day("28 Feb 2027")
    assert due(TEXT, "action-to-chief-officer", **late) == day("28 Feb 2027")
    extended = {**late, "deadline": "31 Mar 2027"}
    assert due(TEXT, "action-to-head-of-service", **extended) == day("30 Jun 2027")
    assert due(TEXT, "action-to-chief-officer", **extended) == day("28 Feb 2027")
    for clock in ("action-to-head-of-service", "action-to-chief-officer"):
        assert TEXT.find("clocks", clock).for_each == "action"


def test_dar_10_an_extension_needs_the_chief_officer():
    assert step(TEXT, "extend_action", "").jointly_with == ("chief-officer",)
    assert step(TEXT, "escalate_action", "").copies_to == ("head-of-service",)
    assert step(TEXT, "escalate_action_further", "").copies_to == ("chief-officer",)


def test_dar_31_c_21_public_for_a_year_and_reaching_the_day_is_good():
    assert due(TEXT, "report-public", report_public_since="29 Feb 2028") == day("28 Feb 2029")
    assert TEXT.find("clocks", "report-public").permanence is True


def test_c_50_the_procedures_own_review_date_is_the_one_it_names():
    assert due(TEXT, "procedure-review", procedure_in_force=TEXT.in_force_from) == day("1 May 2023")
    assert TEXT.review_by == day("1 May 2023")


@pytest.mark.parametrize(
    ("clock", "stops"),
    [
        ("referral-form", ("submit_referral",)),
        ("authority-tells-partners", ("inform_partners",)),
        ("business-manager-tells-partners", ("inform_partners",)),
        ("partners-meet", ("hold_meeting", "decide_threshold")),
        ("notify-national-panel", ("record_notification",)),
        ("tell-referrer", ("tell_outcome",)),
        ("rapid-review-panel", ("hold_meeting",)),
        ("decision-to-national-panel", ("send_outcome",)),
        ("report-sent", ("send_report",)),
        ("review-published", ("publish_report",)),
        ("action-to-head-of-service", ("escalate_action", "complete_action")),
        ("action-to-chief-officer", ("escalate_action_further", "complete_action")),
    ],
)
def test_what_meets_each_clock(clock, stops):
    assert TEXT.find("clocks", clock).stops == stops


# ---- Bodies, quorum, who answers


PARTNERS = ("council", "ccg", "police")


@pytest.mark.parametrize(
    "body", ["statutory-partners", "rapid-review-panel", "learning-and-development", "governance-group"]
)
def test_c_12_quorate_with_one_of_each_statutory_partner_and_not_without_any_of_them(body):
    assert room(TEXT, body, *PARTNERS) is True
    for missing in PARTNERS:
        others = [partner for partner in PARTNERS if partner != missing]
        assert room(TEXT, body, *others) is False
        assert room(TEXT, body, *PARTNERS, conflicted=(missing,)) is False
    assert TEXT.find("bodies", body).assumed is True


def test_c_12_another_service_of_the_council_or_of_health_fills_no_place():
    assert room(TEXT, "rapid-review-panel", "adult-social-care", "ccg", "police") is False
    assert room(TEXT, "rapid-review-panel", "council", "hospitals", "police") is False


def test_dar_6_the_partners_then_the_scrutineer_answer_a_rapid_review():
    found = TEXT.find("ratifications", "rapid-review")
    assert found.recommended_by == "rapid-review-panel"
    assert found.by == ("statutory-partner", "scrutineer")
    assert found.answers == ("ratified", "returned", "replaced")


def test_dar_7_the_partners_approve_what_the_sub_group_determines():
    found = TEXT.find("ratifications", "learning")
    assert (found.recommended_by, found.by) == ("learning-and-development", ("statutory-partner",))


def test_dar_19_advisers_attend_without_a_vote():
    assert TEXT.find("bodies", "rapid-review-panel").invited_vote is False


def test_dar_9_the_governance_group_has_the_rapid_reviews_chair():
    assert TEXT.find("bodies", "governance-group").chair == TEXT.find("bodies", "rapid-review-panel").chair


# ---- Threshold, tests, types of review


def test_dar_4_three_answers_of_the_partners_with_the_scrutineer_and_what_each_opens():
    found = step(TEXT, "decide_threshold", "referral")
    assert (found.by, found.jointly_with) == (("statutory-partner",), ("scrutineer",))
    assert found.outcomes == (("met", "criteria-met"), ("learning", "learning"), ("no further action", "no-action"))
    assert found.opens_on == (("met", "rapid-review"), ("met", "notification"), ("learning", "learning"))
    told = [told.who for told in TEXT.told if told.act == "decide_threshold"]
    assert told == [
        ("local-authority", "secretariat")
    ]  # who acts on it; the sub-group hears by the step that shares it
    shared = next(step for step in TEXT.steps if step.act == "share_rationale")
    assert [told.who for told in TEXT.told if told.act == "share_rationale"] == [("ld-chair",)]
    assert (shared.needs, shared.optional) == (("threshold decided",), False)


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ({"child": "yes", "abuse": "yes", "harmed": "yes", "in_area": "yes"}, "met-here"),
        ({"child": "yes", "abuse": "yes", "harmed": "yes", "in_area": "no", "outside_england": "yes"}, "met-abroad"),
        ({"child": "yes", "abuse": "yes", "harmed": "yes", "in_area": "no", "outside_england": "no"}, "not-met"),
        ({"child": "yes", "abuse": "yes", "harmed": "no"}, "not-met"),
        ({"child": "yes", "abuse": "no"}, "not-met"),
        ({"child": "no"}, "not-met"),
        ({"child": "yes", "abuse": "yes", "harmed": "yes", "in_area": "no"}, ""),
    ],
)
def test_dar_3_the_criteria(answers, result):
    assert result_of(TEXT, "child-test", **answers) == result


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ({"several": "yes", "similar": "no"}, "practice-review"),
        ({"several": "yes", "similar": "yes"}, "audit"),
        ({"several": "no", "one": "yes"}, "agency-review"),
        ({"several": "no", "one": "no", "explore": "yes"}, "quality-assurance"),
        ({"several": "no", "one": "no", "explore": "no"}, "nothing"),
    ],
)
def test_dar_7_the_sub_groups_five_answers(answers, result):
    assert result_of(TEXT, "learning-routes", **answers) == result


@pytest.mark.parametrize(
    ("name", "published", "criteria", "commissioned_by"),
    [
        ("national-review", True, "met", ""),
        ("local-review", True, "", "statutory-partners"),
        ("multi-agency-practice-review", False, "", "learning-and-development"),
        ("multi-agency-audit", False, "", "learning-and-development"),
        ("other-agency-review", False, "", "learning-and-development"),
        ("quality-assurance", False, "", "learning-and-development"),
        ("no-review", False, "", ""),
    ],
)
def test_dar_6_dar_7_what_each_type_of_review_implies(name, published, criteria, commissioned_by):
    kind = TEXT.find("review_types", name)
    assert (kind.published, kind.needs_criteria, kind.commissioned_by) == (published, criteria, commissioned_by)
    assert kind.is_review is (name != "no-review")


def test_c_34_who_hears_of_a_local_review():
    assert TEXT.find("review_types", "local-review").tells == ("national-panel", "ofsted", "dfe")


def test_dar_13_six_methodologies_with_what_speaks_for_and_against_them():
    found = {each.name: (len(each.benefits), len(each.drawbacks)) for each in TEXT.methodologies}
    assert found == {
        "traditional": (4, 5),
        "action-learning": (8, 1),
        "peer-review": (4, 4),
        "multi-agency-practice-learning": (0, 0),
        "root-cause-analysis": (0, 0),
        "significant-event-analysis": (0, 0),
    }


def test_dar_17_partners_and_scrutineer_sign_off_before_the_wider_partnership_sees_it():
    signed = step(TEXT, "sign_off_report", "review")
    assert (signed.by, signed.jointly_with, signed.copies_to) == (("statutory-partner",), ("scrutineer",), ())
    assert step(TEXT, "publish_report", "review").copies_to == ("wider-partnership",)


def test_no_outcome_before_the_notification():
    assert step(TEXT, "send_outcome", "notification").needs == ("notified", "recommendation ratified")


def test_dar_1_dar_2_one_form_for_both_requests_open_to_everybody():
    assert {pathway.name: pathway.form for pathway in TEXT.pathways} == {
        "serious-incident": "notifiable-incident",
        "learning": "notifiable-incident",
    }
    form = TEXT.find("forms", "notifiable-incident")
    fields = {field.name: field for section in form.sections for field in section.fields}
    assert [choice.value for choice in fields["asked-for"].choices] == ["serious-incident", "learning"]
    assert (fields["person-aware-on"].fact, fields["person-aware-on"].required) == ("person aware", True)  # DAR-20
    assert len(fields["characteristics"].choices) == 18
    assert (form.public, form.reconstructed) == (True, False)


def test_dar_5_dar_19_the_three_years_stand_on_the_request():
    letter = TEXT.find("letters", "request-for-information")
    assert letter.paragraphs[1] == (
        "Please go back no more than three years. If something older matters, bring it to the meeting."
    )


def test_dar_25_a_referrer_who_is_not_satisfied_reaches_director_and_partners():
    raised = step(TEXT, "raise_dispute", "")
    assert (raised.by, raised.copies_to) == (("referrer", "secretariat"), ("director", "statutory-partner"))
    assert step(TEXT, "decide_dispute", "").by == ("director", "statutory-partner")
