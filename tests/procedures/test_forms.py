"""What each partnership's referral form asks, by the document it restates; who marks what as ours."""

from __future__ import annotations

import pytest

from procedures.model import Field, Form
from tests.procedures.reading import procedure

BEXLEY, BHR = procedure("bexley/2019.toml"), procedure("bhr/2020.toml")
DARLINGTON, REDBRIDGE = procedure("darlington/dsp1.4.toml"), procedure("redbridge/1.5.toml")
EARLIER = procedure("redbridge/earlier.toml")
APPENDIX_1 = DARLINGTON.find("forms", "notifiable-incident")
NOTIFICATION = BEXLEY.find("forms", "serious-incident-notification")
LEARNING = BEXLEY.find("forms", "partnership-review-referral")
INCIDENT = BHR.find("forms", "serious-incident-referral")


def asks(form: Form) -> dict[str, Field]:
    return {question.name: question for section in form.sections for question in section.fields}


def values(form: Form, name: str) -> list[str]:
    return [choice.value for choice in asks(form)[name].choices]


def ours(form: Form) -> set[str]:
    """Lists whose choices are usual values, not the source's."""
    return {question.name for question in asks(form).values() if question.usual_values}


# ---- Darlington, appendix 1


def test_dar_2_fifteen_sections_in_the_order_of_the_appendix():
    numbers = [section.see.split(",")[1].split(";")[0].strip() for section in APPENDIX_1.sections]
    assert list(dict.fromkeys(numbers)) == [str(number) for number in range(1, 16)]
    assert numbers == sorted(numbers, key=int)


def test_dar_2_what_repeats():
    repeats = {s.name: (s.repeats, s.people, s.of) for s in APPENDIX_1.sections if s.repeats}
    assert repeats == {
        "parents": ("group", "relevant", ()),
        "siblings": ("group", "relevant", ()),
        "siblings-plans": ("each person", "", ("siblings",)),
        "agencies": ("group", "", ()),
        "alleged-abusers": ("group", "", ()),
        "charged": ("group", "", ()),
    }


def test_dar_2_lists_that_the_source_prints_are_whole_and_lost_ones_are_marked():
    assert len(values(APPENDIX_1, "characteristics")) == 18
    assert len(values(APPENDIX_1, "disability-areas")) == 10
    assert values(APPENDIX_1, "plan-category") == ["Physical abuse", "Emotional abuse", "Sexual abuse", "Neglect"]
    assert ours(APPENDIX_1) == {"main-cause", "legal-status", "resident-at", "sibling-ethnicity"}


def test_dar_20_the_form_asks_when_the_referrer_knew():
    assert (asks(APPENDIX_1)["person-aware-on"].fact, asks(APPENDIX_1)["person-aware-on"].required) == (
        "person aware",
        True,
    )


def test_dar_1_the_manager_who_looked_at_it_first_is_asked_for_and_may_be_missing():
    found = asks(APPENDIX_1)["authorised-by"]
    assert (found.sets, found.required, APPENDIX_1.public) == ("quality assured by", False, True)


def test_dar_2_staff_conduct_criminal_proceedings_and_the_ofsted_number():
    found = {name: asks(APPENDIX_1)[name].kind for name in ("staff-conduct", "proceedings-begun", "establishment-urn")}
    assert found == {
        "staff-conduct": "yes/no", "proceedings-begun": "yes/no/don't know", "establishment-urn": "Ofsted URN"
    }  # fmt: skip


# ---- Bexley, appendices 1 and 2


def test_bex_1_two_doors_to_two_forms_both_reconstructed_and_open_to_everybody():
    assert {p.name: p.form for p in BEXLEY.pathways} == {
        "serious-incident": NOTIFICATION.name,
        "learning": LEARNING.name,
    }
    assert [(form.reconstructed, form.public) for form in (NOTIFICATION, LEARNING)] == [(True, True)] * 2


@pytest.mark.parametrize("form", [NOTIFICATION, LEARNING], ids=lambda form: form.name)
def test_bex_1_parents_and_the_public_may_refer_and_are_helped(form):
    assert {"family", "public"} <= set(values(form, "referrer-kind"))
    assert "Practice Review and Learning Manager" in form.intro
    helped = asks(form)["helped-by"]
    assert helped.shown_when == ("referrer-kind is one of family, public",)
    agency = asks(form)["referrer-agency"]
    assert (agency.required, agency.required_when) == (False, ("referrer-kind is agency",))


def test_bex_16_a_child_may_have_harmed_others_and_be_the_subject():
    assert values(NOTIFICATION, "child-part") == ["harmed", "harmed-others", "both"]


def test_bex_17_every_death_asks_whether_the_child_death_process_was_told():
    found = asks(NOTIFICATION)["child-death-process-told"]
    assert (found.shown_when, found.required_when) == (("died is yes",), ("died is yes",))


def test_bex_20_both_dates_of_becoming_aware():
    assert {q.fact for q in asks(NOTIFICATION).values() if q.fact} == {
        "incident", "person aware", "authority aware", "death"
    }  # fmt: skip


def test_bex_6_incidents_with_the_same_theme_are_asked_for():
    assert "same theme" in asks(NOTIFICATION)["themes"].label


def test_bex_31_the_referrer_may_say_they_will_present_the_case():
    assert asks(LEARNING)["present"].kind == "yes/no"


# ---- BHR


def test_bhr_1_bhr_7_a_joint_agency_response_is_a_source_and_says_why():
    assert "joint-agency-response" in values(INCIDENT, "source")
    cause = asks(INCIDENT)["response-cause"]
    assert cause.required_when == ("source is joint-agency-response",)


def test_bhr_11_the_forms_that_are_not_among_the_sources_are_marked():
    assert {form.name: form.reconstructed for form in BHR.forms if form.use in {"referral", "return"}} == {
        "serious-incident-referral": True,
        "agency-summary": True,
        "learning-information": True,
        "agency-review-report": False,  # assumed: no document of theirs asks for one
    }


def test_bhr_5_the_form_asks_for_the_three_kinds_of_learning():
    assert {"learning-practice", "learning-together", "learning-policy"} <= set(asks(INCIDENT))


def test_bhr_21_a_looked_after_childs_death_can_be_seen_in_the_answers():
    assert values(INCIDENT, "legal-status")[0] == "Looked after"
    assert asks(INCIDENT)["died-on"].fact == "death"


def test_bhr_12_every_case_is_of_one_borough():
    assert [borough.name for borough in BHR.boroughs] == ["barking-and-dagenham", "havering", "redbridge"]


# ---- Redbridge, appendix E in both editions


@pytest.mark.parametrize("text", [REDBRIDGE, EARLIER], ids=lambda text: text.version)
def test_red_appendix_e_six_sections_the_last_for_the_secretariat(text):
    """RED-6, RED-12, RED-15: one form for all three kinds of review."""
    form = text.find("forms", "one-panel-referral")
    numbers = [section.see.rsplit(", ", 1)[-1] for section in form.sections]
    assert numbers == ["1", "2", "3", "4", "5", "6"]
    assert [section.by for section in form.sections][-1] == "secretariat"
    assert values(form, "pathway") == ["adult", "child", "domestic-homicide"]


def test_red_20_care_leavers_to_24_are_the_newer_editions():
    hints = [asks(text.find("forms", "one-panel-referral"))["pathway"].choices[1].hint for text in (REDBRIDGE, EARLIER)]
    assert hints == ["A child under 18, or a care leaver up to 24.", "A child under 18."]


@pytest.mark.parametrize("text", [BEXLEY, BHR, DARLINGTON, REDBRIDGE, EARLIER], ids=lambda t: f"{t.slug} {t.version}")
def test_no_list_of_ours_is_taken_for_the_sources(text):
    """A reconstructed form marks every list of choices that its text does not print."""
    for form in text.forms:
        if form.reconstructed and form.use == "referral":
            lists = {q.name for q in asks(form).values() if q.choices}
            printed = {"asked-for", "protection-category"}
            assert lists - ours(form) <= printed, form.name


def test_dar_4_what_the_sub_group_is_told_is_appendix_2_whatever_the_decision():
    """The reasons are asked for only when the criteria are not met."""
    (shared,) = [step for step in DARLINGTON.steps if step.act == "share_rationale"]
    form = DARLINGTON.find("forms", shared.form)
    assert (form.see, shared.copies_to) == ("appendix 2", ("ld-chair",))
    assert [name for name, q in asks(form).items() if q.shown_when == ("partners-met is no",)] == [
        "why-not-met",
        "information-shared",
        "learning-seen",
    ]
