"""Rows that every partnership shares, as each text says them."""

from __future__ import annotations

import re

import pytest

from tests.procedures.reading import procedure, step

BEXLEY, BHR = procedure("bexley/2019.toml"), procedure("bhr/2020.toml")
DARLINGTON, REDBRIDGE = procedure("darlington/dsp1.4.toml"), procedure("redbridge/1.5.toml")
EVERY = pytest.mark.parametrize("text", [BEXLEY, BHR, DARLINGTON, REDBRIDGE], ids=lambda text: text.slug)


@EVERY
def test_c_28_themes_that_come_back_and_what_was_found_before_are_asked_for(text):
    words = " ".join(f"{q.text} {q.hint}" for aid in text.aids for q in aid.questions).lower()
    assert "themes" in words or "theme" in words
    assert "before" in words or "previously" in words or "already" in words


@EVERY
def test_c_37_actions_and_briefings_do_not_wait_for_a_report(text):
    """Both can be done at any time: no stage, nothing first, and no track that only a report opens."""
    for act in ("create_action", "brief_practitioners"):
        free = [s for s in text.steps if s.act == act and not s.from_stages and not s.needs and not s.track]
        assert free, act


@EVERY
def test_c_27_a_case_holds_several_people_each_with_a_relationship(text):
    """The subject, and as many others as needed."""
    form = text.find("forms", text.pathways[0].form)
    others = [section for section in form.sections if section.people == "relevant" and section.repeats == "group"]
    assert others
    for section in others:
        assert "relationship" in {question.person for question in section.fields}, section.name


def test_dar_18_the_community_safety_partnership_tells_of_homicides_and_the_office_logs_them():
    body = DARLINGTON.find("outside_bodies", "community-safety-partnership")
    assert (body.see, "DAR-18" in body.ids) == ("11.4", True)
    assert "secretariat" in step(DARLINGTON, "submit_referral", "referral").by


@EVERY
def test_c_42_the_record_of_a_rapid_review_has_practice_episodes_and_inequalities(text):
    asked = [
        {question.name for section in form.sections for question in section.fields}
        for form in text.forms
        if form.use == "outcome"
    ]
    assert any({"episodes", "inequalities"} <= names for names in asked)


@EVERY
def test_no_number_of_a_requirement_is_shown_to_people(text):
    words = [f"{q.label} {q.hint}" for form in text.forms for section in form.sections for q in section.fields]
    words += [f"{section.guidance} {form.intro}" for form in text.forms for section in form.sections]
    assert [each for each in words if re.search(r"\b(C|RED|BEX|DAR|BHR)-\d", each)] == []
