"""Sections that depend on others: asked only after an answer, asked of those entered in one section, telling more of
the one subject (DAR-2, C-27)."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.sheets.answers import all_answers, all_hold, asked_in, people
from cases.sheets.summary import Names, summary
from referrals.people import people_of
from tests.referrals.factories import AROUND, form, post, question, section, sheet

FAMILY = form(
    section("child", question("first", person="first_name"), people="subject"),
    section("parents", question("parent", person="name"), repeats="group", people="relevant"),
    section("siblings", question("sibling", person="name"), repeats="group", people="relevant", item="sibling"),
    section("plan", question("now", "yes/no"), question("before", "yes/no")),
    section(
        "plans",
        question("began", "part-known date", label="Began"),
        repeats="each person",
        of=("siblings",),
        shown_when=("any of now, before is yes",),
    ),
    section("school", question("attends", person="school"), question("likes", label="Likes"), people="subject"),
)
ANSWERS = {
    "child": {"first": "Ada"},
    "parents": [{"_row": "1", "parent": "Bea Grey"}],
    "siblings": [{"_row": "1", "sibling": "Cyd Grey"}, {"_row": "12", "sibling": "Dee Grey"}],
    "plan": {"now": "no", "before": "yes"},
    "plans": {"siblings-1": {"began": "2024-05"}},
    "school": {"attends": "Hill School", "likes": "Drawing"},
}
PEOPLE = tuple(people(FAMILY, ANSWERS))


def around():
    from dataclasses import replace

    return replace(AROUND, people=PEOPLE)


def asked_of(answers) -> list[str]:
    made = sheet(FAMILY, "plans", answers=answers, around=around())
    return [group.title for group in made.groups if group.form.questions]


def test_the_subject_is_one_person_however_many_sections_speak_of_it():
    assert PEOPLE == (
        ("child", "Ada"), ("parents-1", "Bea Grey"), ("siblings-1", "Cyd Grey"), ("siblings-12", "Dee Grey")
    )  # fmt: skip
    made = people_of(FAMILY, ANSWERS)
    assert [(p.kind, p.first_name, p.last_name, p.details) for p in made] == [
        ("subject", "Ada", "", {"school": "Hill School", "Likes": "Drawing"}),
        ("relevant", "Bea", "Grey", {}),
        ("relevant", "Cyd", "Grey", {"Began": "May 2024"}),
        ("relevant", "Dee", "Grey", {}),
    ]


def test_it_is_asked_of_the_siblings_alone_and_only_after_one_of_two_answers():
    assert asked_of(ANSWERS) == ["Cyd Grey", "Dee Grey"]
    assert asked_of({**ANSWERS, "plan": {"now": "no", "before": "no"}}) == []
    assert asked_of({**ANSWERS, "plan": {}}) == []


def test_what_is_not_asked_any_more_is_neither_shown_nor_told_of():
    no_plan = {**ANSWERS, "plan": {"now": "no", "before": "no"}}
    names = Names({}, dict(PEOPLE), dt.date(2026, 6, 15))
    titles = [part.title for part in summary(FAMILY, no_plan, names)]
    assert titles == ["Child", "Parents", "Siblings", "Plan", "School"]
    assert [block.title for block in summary(FAMILY, ANSWERS, names)[4].blocks] == ["Cyd Grey", "Dee Grey"]
    assert people_of(FAMILY, no_plan)[2].details == {}
    assert [a.section.name for a in all_answers(FAMILY, no_plan)].count("plans") == 0


def test_a_plan_typed_for_one_sibling_is_kept_with_that_sibling():
    made = sheet(
        FAMILY, "plans", _posted({"q-siblings-12-began-month": "3", "q-siblings-12-began-year": "2025"}),
        answers=ANSWERS, around=around(),
    )  # fmt: skip
    assert (made.is_right, made.values) == (True, {"siblings-12": {"began": "2025-03"}})


def _posted(boxes):
    data = post()
    for name, value in boxes.items():
        data.setlist(name, [value])
    return data


@pytest.mark.parametrize(
    ("text", "values", "holds"),
    [
        ("any of a, b is yes", {"a": "yes"}, True),
        ("any of a, b is yes", {"b": "yes", "a": "no"}, True),
        ("any of a, b is yes", {"a": "no", "b": "no"}, False),
        ("any of a, b is yes", {}, False),
        ("any of a, b is don't know", {"b": "don't know"}, True),
    ],
)
def test_any_of_several_answers(text, values, holds):
    assert all_hold([text], values) is holds
    assert asked_in([text]) == ["a", "b"]
