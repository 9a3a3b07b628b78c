"""Redbridge's texts: each clock, quorum, outcome and reference by requirement id, with fixed facts.

Dates are counted by hand with England's bank holidays: 2026: 3 and 6 April, 4 and 25 May, 31 August, 25 and 28
December; 2027: 1 January.
"""

from __future__ import annotations

import pytest

from procedures.vocabulary import ACTS

from .reading import asked, clock_ids, day, due, procedure, result_of, room, step

V15 = procedure("redbridge/1.5.toml")
EARLIER = procedure("redbridge/earlier.toml")
PATHWAYS = ("adult", "child", "domestic-homicide")

# clock, start, the day it happened, due
ONE_START = [
    ("acknowledge", "referral_received", "1 Jun 2026", "2 Jun 2026"),  # C-2
    ("acknowledge", "referral_received", "30 May 2026", "1 Jun 2026"),  # C-2, a Saturday
    ("first-look", "referral_acknowledged", "5 Jun 2026", "9 Jun 2026"),  # RED-6
    ("look-after-answers", "referral_resubmitted", "5 Jun 2026", "9 Jun 2026"),  # RED-6
    ("questions-answered", "referral_sent_back", "27 Aug 2026", "4 Sep 2026"),  # C-2, over a bank holiday
    ("scoping-return", "information_requested", "21 Dec 2026", "7 Jan 2027"),  # RED-21, over Christmas
    ("scoping-return", "information_requested", "1 Jun 2026", "15 Jun 2026"),  # RED-21
    ("scoping-return-domestic-homicide", "information_requested", "1 Jun 2026", "15 Jun 2026"),  # RED-22
    ("papers", "meeting", "16 Jun 2026", "9 Jun 2026"),  # RED-8
    ("escalation", "case_escalated", "12 Jun 2026", "19 Jun 2026"),  # RED-4
    ("information-wanted", "information_wanted", "12 Jun 2026", "12 Jun 2026"),  # RED-8: the day the chair gave
    ("disagreement-adult", "case_escalated", "12 Jun 2026", "19 Jun 2026"),  # RED-5
    ("disagreement-child", "case_escalated", "12 Jun 2026", "19 Jun 2026"),  # RED-5
    ("disagreement-domestic-homicide", "case_escalated", "12 Jun 2026", "19 Jun 2026"),  # RED-5
    ("objection", "objection_made", "16 Jun 2026", "23 Jun 2026"),  # RED-9
    ("ratification", "recommendation_made", "16 Jun 2026", "23 Jun 2026"),  # RED-9
    ("ratification-domestic-homicide", "recommendation_made", "16 Jun 2026", "23 Jun 2026"),  # RED-9
    ("ratification-child", "recommendation_made", "16 Jun 2026", "23 Jun 2026"),  # RED-9
    ("tell-referrer", "final_decision", "22 Jun 2026", "29 Jun 2026"),  # C-15
    ("tell-not-taken-forward", "referral_checked", "1 Jun 2026", "8 Jun 2026"),  # C-15
    ("tell-referrer-child", "threshold_decided", "1 Jun 2026", "8 Jun 2026"),  # C-15
    ("domestic-homicide-decision", "board_told", "31 Aug 2026", "30 Sep 2026"),  # RED-24
    ("home-office-told", "final_decision", "22 Jun 2026", "29 Jun 2026"),  # RED-22
    ("domestic-homicide-report", "decision_to_review", "31 Aug 2026", "28 Feb 2027"),  # C-45
    ("national-notification", "authority_aware", "2 Apr 2026", "13 Apr 2026"),  # C-17 (a), over Easter
    ("looked-after-death", "authority_aware", "1 Jun 2026", "8 Jun 2026"),  # C-17 (b)
    ("care-leaver-death", "authority_aware", "1 Jun 2026", "8 Jun 2026"),  # C-17 (c)
    ("rapid-review-return", "information_requested", "1 Jun 2026", "8 Jun 2026"),  # RED-20
    ("rapid-review-sent", "referral_received", "1 Jun 2026", "22 Jun 2026"),  # RED-20, C-18: day 15
    ("review-published", "decision_to_review", "22 Jun 2026", "22 Dec 2026"),  # C-19
    ("report-sent", "planned_publication", "5 Jan 2027", "22 Dec 2026"),  # C-20
    ("report-public", "report_public_since", "22 Dec 2026", "22 Dec 2027"),  # C-21
    ("annual-report", "procedure_in_force", "1 Jun 2026", "1 Jun 2027"),  # RED-11
    ("procedure-review", "procedure_in_force", "1 Jun 2026", "1 Jun 2027"),  # RED-13, C-50
]


@pytest.mark.parametrize(("clock", "start", "on", "expected"), ONE_START)
def test_a_clock_with_one_start(clock, start, on, expected):
    assert due(V15, clock, **{start: on}) == day(expected)


def test_every_clock_is_among_those_tested():
    several = {"collated", "considered", "virtual-panel", "safety-action", "action-due", "review-reports"}
    assert {clock.name for clock in V15.clocks} == {row[0] for row in ONE_START} | several


def test_returns_are_put_together_the_day_before_the_next_one_panel():
    """RED-21."""
    meetings = {"one panel": [day("9 Jun 2026"), day("16 Jun 2026")]}
    found = asked(V15, "collated", meetings=meetings, all_returns_in=[day("10 Jun 2026")])
    assert found.due_on == day("15 Jun 2026")


def test_the_case_is_considered_at_the_next_meeting_with_ten_days_for_the_agencies():
    """RED-21, RED-22: target and limit have starts of their own."""
    meetings = {"one panel": [day("16 Jun 2026"), day("14 Jul 2026")]}
    facts = {"referral_checked": "2 Jun 2026", "information_requested": "3 Jun 2026"}
    assert asked(V15, "considered", "target", meetings=meetings, **facts).due_on == day("16 Jun 2026")
    assert asked(V15, "considered", "limit", meetings=meetings, **facts).due_on == day("14 Jul 2026")


def test_the_virtual_panel_decides_by_the_earlier_of_two_days():
    """RED-20, C-17."""
    facts = {"referral_received": "1 Jun 2026", "authority_aware": "22 May 2026"}
    assert due(V15, "virtual-panel", **facts) == day("1 Jun 2026")
    assert due(V15, "virtual-panel", **{**facts, "authority_aware": "1 Jun 2026"}) == day("4 Jun 2026")


def test_every_row_that_has_a_time_has_a_clock():
    rows = {"RED-4", "RED-6", "RED-8", "RED-9", "RED-11", "RED-13", "RED-20", "RED-21", "RED-22", "RED-24"}
    rows |= {"C-15", "C-17", "C-18", "C-19", "C-20", "C-21", "C-45", "C-50"}
    assert rows - clock_ids(V15) == set()


def test_every_clock_says_its_row_in_a_comment():
    from procedures.reader import TEXTS

    text = (TEXTS / "redbridge" / "1.5.toml").read_text(encoding="utf-8")
    for block in text.split("[[clocks]]")[:-1]:
        assert block.rstrip().splitlines()[-1].startswith(("# C-", "# RED-")), block[-200:]


FIVE = ("nelft", "childrens-social-care", "adult-social-care", "community-safety", "east-area-police")


def test_one_panel_needs_all_five_sectors():
    """RED-3: by sector, so a sixth agency of another sector replaces nobody."""
    assert room(V15, "one-panel", *FIVE)
    for missing in FIVE:
        present = [agency for agency in FIVE if agency != missing]
        assert not room(V15, "one-panel", *present, "housing-service", "legal-services")


def test_any_health_agency_stands_for_health_and_a_conflicted_one_does_not():
    """RED-3, C-12."""
    for health in ("nel-icb", "bhrut", "barts-health"):
        assert room(V15, "one-panel", health, *FIVE[1:])
    assert not room(V15, "one-panel", *FIVE, conflicted=("nelft",))
    assert room(V15, "one-panel", *FIVE, "bhrut", conflicted=("nelft",))


def test_public_health_is_not_health():
    """RED-1: the agency is the service, not the council."""
    assert not room(V15, "one-panel", "public-health", *FIVE[1:])


def test_statutory_partners_are_one_of_each():
    """C-12, RED-4."""
    assert room(V15, "statutory-partners", "nel-icb", "east-area-police", "adult-social-care")
    assert room(V15, "statutory-partners", "nel-icb", "east-area-police", "childrens-social-care")
    assert not room(V15, "statutory-partners", "nel-icb", "east-area-police")
    assert not room(V15, "virtual-panel", "nel-icb", "east-area-police", "adult-social-care")


def test_how_one_panel_decides():
    """RED-2, RED-4, RED-5, RED-8."""
    panel = V15.find("bodies", "one-panel")
    assert (panel.decides, panel.tie, panel.goes_up_to) == ("majority", "goes up", "statutory-partners")
    assert panel.dissent == ("agency-lead", "panel-chair")
    assert panel.cancel_only_when == ("no new referral", "no critical decision pending")
    assert (panel.meets, panel.meeting_kinds) == ("monthly", ("meeting", "correspondence"))


def test_the_fourteen_member_agencies():
    """RED-1."""
    assert [agency.title for agency in V15.agencies] == [
        "NEL NHS ICB", "East Area BCU MPS", "LBR Adult Social Care", "LBR Children's Social Care",
        "LBR Education & SEND", "LBR Community Safety", "LBR Public Health", "LBR Housing Service", "NELFT", "BHRUT",
        "Barts Health NHS Trust", "Department of Work and Pensions", "National Probation Service",
        "LBR Legal Services",
    ]  # fmt: skip


def test_who_answers_a_recommendation():
    """RED-9."""
    found = {r.name: (r.recommended_by, r.by, r.on_behalf_of, r.answers, r.told) for r in V15.ratifications}
    three = ("ratified", "returned", "replaced")
    assert found == {
        "adult": ("one-panel", ("rsab-chair",), "rsab", three, ("statutory-partner",)),
        "child": ("one-panel", ("rscp-scrutineer",), "rscp", three, ()),
        "domestic-homicide": ("one-panel", ("csp-chair",), "csp", three, ()),
        "rapid-review": ("rapid-review-panel", ("statutory-partner",), "rscp", ("ratified", "returned"), ()),
    }
    assert due_of_objection("16 Jun 2026") == day("23 Jun 2026")


def due_of_objection(recommended: str):
    from deadlines.calendar import england
    from deadlines.rules import evaluate

    sentence = V15.find("ratifications", "adult").objection
    return evaluate(sentence, {"recommendation made": day(recommended)}, england()).due_on


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ({"died": "yes", "abuse": "yes", "together": "yes", "complex": "yes"}, "mandatory-complex"),
        ({"died": "yes", "abuse": "yes", "together": "yes", "complex": "no"}, "mandatory"),
        ({"died": "no", "harmed": "yes", "abuse": "yes", "together": "yes", "complex": "no"}, "mandatory"),
        ({"died": "yes", "abuse": "no", "learning": "yes"}, "discretionary"),
        ({"died": "yes", "abuse": "yes", "together": "no", "learning": "yes"}, "discretionary"),
        ({"died": "no", "harmed": "no", "learning": "no", "good_practice": "yes"}, "good-practice-result"),
        ({"died": "no", "harmed": "no", "learning": "no", "good_practice": "no"}, "none"),
        ({"died": "yes", "abuse": "yes"}, ""),
    ],
)
def test_the_sar_tool(answers, result):
    """RED-31."""
    assert result_of(V15, "sar-tool", **answers) == result
    assert result_of(EARLIER, "sar-tool", **answers) == result


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ({"aged_16": "no"}, "not-met"),
        ({"aged_16": "yes", "violence": "yes", "by_whom": "yes"}, "met"),
        ({"aged_16": "yes", "violence": "yes", "by_whom": "no", "suicide": "no"}, "not-met"),
        ({"aged_16": "yes", "violence": "no", "suicide": "yes"}, "met-suicide"),
        ({"aged_16": "yes", "violence": "no", "suicide": "no"}, "not-met"),
    ],
)
def test_the_domestic_homicide_aid(answers, result):
    """RED-32."""
    assert result_of(V15, "domestic-homicide", **answers) == result


CHILD = "a child under 18, not looked after"
IN_CARE = "a looked-after child"


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ({"who": CHILD, "abuse": "yes", "harm": "yes", "also_in_care": "no"}, "met"),
        ({"who": CHILD, "abuse": "yes", "harm": "no"}, "not-met"),
        ({"who": IN_CARE, "abuse": "yes", "harm": "yes", "also_in_care": "yes"}, "met-in-care"),
        ({"who": IN_CARE, "abuse": "no", "died_in_care": "yes"}, "in-care-only"),
        ({"who": CHILD, "abuse": "no", "died_in_care": "no"}, "not-met"),
        ({"who": "a care leaver from 18 to 24", "leaver_died": "yes"}, "leaver"),
        ({"who": "a care leaver from 18 to 24", "leaver_died": "no"}, "not-met"),
        ({"who": "a care leaver under 18", "abuse": "yes", "harm": "yes", "also_in_care": "no"}, "met"),
    ],
)
def test_the_serious_incident_aid(answers, result):
    """RED-30."""
    assert result_of(V15, "serious-incident", **answers) == result


def test_three_things_to_consider_and_three_to_have_regard_to():
    """RED-30; how the case is distinct comes first."""
    asked_about = [q.name for q in V15.find("aids", "serious-incident").questions if q.kind == "consider"]
    assert asked_about == ["distinct", "improvements", "themes", "together", "single", "none-involved", "institution"]


def test_every_review_type_is_mandatory_discretionary_or_not_statutory():
    """RED-10, C-44: no “non-statutory SAR”."""
    assert {kind.name: kind.statutory for kind in V15.review_types} == {
        "sar-mandatory": "mandatory",
        "sar-discretionary": "discretionary",
        "cspr-local": "discretionary",
        "dardr": "mandatory",
        "internal-review": "",
        "learning-review": "",
        "no-review": "",
    }
    assert [kind.name for kind in V15.review_types if not kind.is_review] == ["no-review"]
    assert {k.name: k.commissioned_by for k in V15.review_types if k.commissioned_by} == {
        "sar-mandatory": "rsab", "sar-discretionary": "rsab", "cspr-local": "rscp", "dardr": "csp"
    }  # fmt: skip


def test_seven_methodologies_with_two_kinds_of_peer_review():
    """RED-33."""
    assert [way.name for way in V15.methodologies] == [
        "appreciative-inquiry", "reflective-learning", "rapid-review-approach", "individual-agency-review",
        "multi-agency-audit", "peer-review-members", "peer-review-outside", "root-cause-analysis",
    ]  # fmt: skip
    assert all(way.benefits and way.drawbacks for way in V15.methodologies)


def test_the_six_sections_of_the_referral_form():
    """Appendix E."""
    form = V15.find("forms", "one-panel-referral")
    assert [(section.name, section.by, section.repeats) for section in form.sections] == [
        ("context", "referrer", ""),
        ("subject", "referrer", ""),
        ("relevant-people", "referrer", "group"),
        ("involvement", "referrer", "subject and others"),
        ("referrer", "referrer", ""),
        ("decision", "secretariat", ""),
    ]
    labels = {section.name: [field.label for field in section.fields] for section in form.sections}
    assert labels["subject"] == [
        "First name", "Last name", "Other names used", "Date of birth", "Age", "Gender", "Ethnicity", "Disability",
        "NHS number", "GP", "Has the person died?", "Date of death", "Post-mortem result", "Home address",
        "Housing tenure", "School or college",
    ]  # fmt: skip
    assert labels["decision"] == ["Meeting date", "One Panel recommendation", "Follow-up action"]
    assert [field.name for field in form.sections[3].fields if field.once] == ["worked-together"]
    facts = {field.fact for section in form.sections for field in section.fields if field.fact}
    assert facts == {"incident", "authority aware", "board told", "death"}


@pytest.mark.parametrize("pathway", PATHWAYS)
def test_every_pathway_has_a_first_look_and_its_own_test(pathway):
    """RED-6, C-10."""
    (look,) = V15.steps_for("check_referral", pathway)
    assert look.by == ("panel-chair",)
    assert dict(look.outcomes) == {"fit": "accepted", "not fit": "not-taken-forward"}
    assert {aid.test for aid in V15.aids} == {"adult", "child", "domestic homicide"}


def test_the_adult_pathway_from_referral_to_told():
    """RED-21: the main way through, step by step."""
    way = [
        ("acknowledge_referral", "referral", "acknowledged"),
        ("compile_chronology", "adult", ""),
        ("add_agenda_item", "adult", "on-agenda"),
        ("recommend", "adult", "recommended"),
        ("ratify_recommendation", "adult", "decided"),
        ("tell_outcome", "adult", "told"),
    ]
    assert [(act, track, step(V15, act, track).to_stage) for act, track, _ in way] == way
    assert step(V15, "request_information", "adult").by == ("secretariat",)
    assert step(V15, "recommend", "adult").needs == ("every test answered", "lead process chosen")
    assert step(V15, "ratify_recommendation", "adult").by == ("rsab-chair",)
    assert {s.track for s in V15.steps_for("recommend", "adult")} == {"adult"}


def test_a_child_is_notified_before_the_outcome_is_sent():
    """RED-20, C-40."""
    assert step(V15, "send_outcome", "rapid-review").needs == ("notified",)
    assert dict(step(V15, "decide_threshold", "child").opens_on) == {
        "criteria met": "rapid-review",
        "criteria not met": "learning",
        "death of a care leaver: notify only": "learning",
    }
    assert step(V15, "refer_to_body", "learning").opens == ("child",)


def test_the_home_office_hears_either_way():
    """RED-22, C-45."""
    notice = V15.find("notices", "domestic-homicide-decision")
    assert (notice.to, notice.when, notice.by) == (
        ("home-office",), ("recommendation ratified",), ("csp-chair", "secretariat"),
    )  # fmt: skip
    assert "directs a review" in notice.replies
    (sent,) = V15.steps_for("record_notification", "domestic-homicide")
    assert sent.notices == ("domestic-homicide-decision",)
    clock = V15.find("clocks", "home-office-told")
    assert (clock.notice, clock.stops) == ("domestic-homicide-decision", ("record_notification",))


def test_acts_of_the_whole_life_are_there():
    """RED-10, RED-12, RED-14, RED-23."""
    acts = {s.act for s in V15.steps}
    assert acts <= set(ACTS)
    wanted = {"commission_review", "comment_on_draft", "agree_actions", "sign_off_report", "record_learning_result"}
    assert wanted <= acts


def test_no_letter_that_is_mailed_carries_personal_details():
    """C-30."""
    assert [letter.name for letter in V15.letters if letter.personal and letter.use == "message"] == ["outcome"]
    assert "outcome" not in {told.letter for told in V15.told}


def test_the_earlier_version():
    """RED-1, RED-6, RED-9, RED-13, RED-14, RED-15."""
    assert (EARLIER.superseded_by, EARLIER.in_force_from, EARLIER.version) == ("1.5", None, "earlier")
    posts = [role for role in EARLIER.roles if role.kind == "member" and role.agency]
    assert len(posts) == 20
    assert set(EARLIER.find("roles", "agency-representative").stands_in) == {"agency-deputy", *(p.name for p in posts)}
    titles = {agency.title for agency in EARLIER.agencies}
    assert {"LB Redbridge HASS", "Refuge, Redbridge VAWG"} <= titles
    assert EARLIER.find("roles", "panel-chair").agency == "nel-ics"
    assert {r.name: r.by for r in EARLIER.ratifications if r.recommended_by == "one-panel"} == {
        "adult": ("rsab-board",), "child": ("rscp-board",), "domestic-homicide": ("csp-board",)
    }  # fmt: skip
    assert {s.by for s in EARLIER.steps if s.act == "check_referral"} == {("secretariat",)}
    assert "panel-chair" in step(EARLIER, "request_progress", "review").by
    assert due(EARLIER, "procedure-review", first_meeting="1 Sep 2025") == day("1 Sep 2026")


def test_the_earlier_version_needs_the_same_five_sectors():
    """RED-3."""
    assert room(EARLIER, "one-panel", *FIVE)
    assert not room(EARLIER, "one-panel", *FIVE[1:], "refuge")


def test_both_versions_share_the_clocks_their_documents_share():
    """RED-20, RED-21."""
    for clock, start, on, expected in ONE_START:
        if clock not in {"care-leaver-death", "procedure-review"}:
            assert due(EARLIER, clock, **{start: on}) == day(expected)
