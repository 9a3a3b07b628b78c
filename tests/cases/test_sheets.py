"""Every kind of question, every structure, and what hostile or mistaken hands type into them (issue 2, section 3)."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.sheets import answers as meaning
from cases.sheets.engine import judged
from cases.sheets.pages import pages_of
from cases.sheets.rules import clean_text
from cases.sheets.summary import Names, summary
from config.govform import label_text
from tests.referrals import factories as make

BIDI = "Ada\u202egrey"


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("line", "  Ada \t Grey ", "Ada Grey"),
        ("line", "Ada\x00Grey\x07", "AdaGrey"),
        ("line", BIDI, "Adagrey"),
        ("line", "أحمد 🕊️ <b>", "أحمد 🕊️ <b>"),
        ("paragraph", "one\r\ntwo\r\n", "one\ntwo"),
        ("address", "1 High Street\r\nIlford", "1 High Street\nIlford"),
        ("number", "٤٢", 42),
        ("age", "41", 41),
        ("time", "4.10pm", "16:10"),
        ("time", "16:10", "16:10"),
        ("yes/no", "yes", "yes"),
        ("yes/no/don't know", "don't know", "don't know"),
        ("person", "others-1", "others-1"),
        ("agency", "police", "police"),
        ("NHS number", "943 476 5919", "9434765919"),
        ("NHS number", "٩٤٣٤٧٦٥٩١٩", "9434765919"),
        ("Ofsted URN", "sc 123456", "SC123456"),
        ("telephone", "01632 960 001 ext. 12", "01632 960 001 ext. 12"),
        ("e-mail", "a.b@example.org", "a.b@example.org"),
        ("declaration", "on", True),
        ("line", "   ", None),
    ],
)
def test_what_is_kept_of_what_was_typed(kind, typed, kept):
    assert make.answer(kind, typed) == (kept, [])


@pytest.mark.parametrize(
    ("kind", "typed", "message"),
    [
        ("line", "x" * 201, "The answer must be 200 characters or fewer"),
        ("paragraph", "x" * 100_000, "The answer must be 20,000 characters or fewer"),
        ("number", "1e3", "The answer must be a whole number"),
        ("number", "²", "The answer must be a whole number"),
        ("number", "-1", "The answer must be 0 or more"),
        ("number", "9" * 5000, "The answer must be a whole number"),
        ("age", "131", "The answer must be 130 or less"),
        ("time", "25:00", "The answer must be a time of day, like 2:30pm or 14:30"),
        ("time", "soon", "The answer must be a time of day, like 2:30pm or 14:30"),
        ("yes/no", "perhaps", "The answer: select one of the options shown"),
        ("person", "subject-99", "The answer: select one of the options shown"),
        ("agency", "another-partnerships-agency", "The answer: select one of the options shown"),
        ("agency", "other", "Enter the name of the other agency"),
        ("NHS number", "943 476 591", "The answer must have 10 digits, like 943 476 5919"),
        ("NHS number", "9434765918", "The answer: check each digit, one of them is wrong"),
        ("Ofsted URN", "12", "The answer must have 5 to 8 digits, some with letters such as SC or EY in front"),
        ("telephone", "call me", "The answer must be a telephone number, like 01632 960 001 or +44 808 157 0192"),
        ("e-mail", "a@b@c", "The answer must be in the correct format, like name@example.com"),
    ],
)
def test_what_is_refused_and_how_it_is_said(kind, typed, message):
    assert make.answer(kind, typed) == (None, [message])


@pytest.mark.parametrize("kind", ["line", "paragraph", "number", "age", "time", "yes/no", "NHS number", "e-mail"])
def test_required_questions_say_so(kind):
    kept, messages = make.answer(kind, required=True)
    assert (kept, len(messages)) == (None, 1)


def test_choices():
    choices = ("none", "some", "all")
    assert make.answer("one of", "some", choices=choices) == ("some", [])
    assert make.answer("several of", "some", "all", choices=choices) == (["some", "all"], [])
    assert make.answer("several of", "some", "never", choices=choices) == (
        None,
        ["The answer: select one of the options shown"],
    )


@pytest.mark.parametrize(
    ("kind", "boxes", "kept", "messages"),
    [
        ("date", ("3", "5", "2026"), "2026-05-03", []),
        ("date", ("٣", "٥", "٢٠٢٦"), "2026-05-03", []),
        ("date", ("3", "May", "2026"), "2026-05-03", []),
        ("date", ("31", "2", "2026"), None, ["The answer must be a real date"]),
        ("date", ("3", "", "2026"), None, ["The answer must include a month"]),
        ("date", ("3", "5", "26"), None, ["The answer must have a year of 4 numbers, like 1984"]),
        ("date", ("3", "5", "1066"), None, ["The answer must be 1 January 1900 or later"]),
        ("date", ("<b>", "\x00", "🕊️"), None, ["The answer must include a month"]),
        ("part-known date", ("", "5", "2026"), "2026-05", []),
        ("part-known date", ("", "", "2026"), "2026", []),
        ("part-known date", ("3", "5", "2026"), "2026-05-03", []),
        ("part-known date", ("3", "", "2026"), None, ["The answer must include a month"]),
        ("part-known date", ("", "13", "2026"), None, ["The answer must be a real date"]),
    ],
)
def test_dates(kind, boxes, kept, messages):
    of = make.one(kind)
    page = make.sheet(of, "only", make.post(**make.date_boxes("x", *boxes)))
    assert (page.values.get("x"), [p.message for p in page.problems]) == (kept, messages)


def test_dates_of_what_happened_cannot_be_in_the_future():
    of = make.one("date", fact="incident", label="Date of incident")
    page = make.sheet(of, "only", make.post(**make.date_boxes("x", "16", "6", "2026")))
    assert [p.message for p in page.problems] == ["Date of incident must be today or in the past"]
    assert make.sheet(of, "only", make.post(**make.date_boxes("x", "15", "6", "2026"))).problems == []


def test_nothing_typed_is_lost_when_something_is_refused():
    of = make.referral_form()
    long = "y" * 100_000
    data = make.post(reason=long, **make.date_boxes("incident-date", "31", "2", "2026"))
    page = make.sheet(of, "context", data)
    shown = page.groups[0].form
    assert shown["reason"].value() == long
    assert shown["incident-date"].value() == {"day": "31", "month": "2", "year": "2026"}
    assert page.malformed is True
    assert page.values == {}


def test_impossible_orders_are_said_beside_the_question():
    of = make.referral_form()
    kept = {"context": {"incident-date": "1980-02-01", "reason": "why"}}
    boxes = {**make.date_boxes("born", "3", "5", "1990"), **make.date_boxes("died", "2", "5", "1990")}
    page = make.sheet(of, "subject", make.post(first="Ada", last="Grey", **boxes), answers=kept)
    assert [(p.target, p.message) for p in page.problems] == [
        ("id_q-born-day", "Born must be the same as or before incident date, 1 February 1980"),
        ("id_q-died-day", "Died must be the same as or after born, 3 May 1990"),
    ]
    assert page.malformed is False
    assert page.values["born"] == "1990-05-03"


def test_a_month_that_may_be_in_order_is_not_called_wrong():
    of = make.form(
        make.section(
            "subject",
            make.question("born", "part-known date", person="born_on"),
            make.question("died", "part-known date", person="died_on"),
            people="subject",
        )
    )
    assert meaning.clashes(of, {"subject": {"born": "1990-05-03", "died": "1990"}}, make.TODAY) == []
    assert len(meaning.clashes(of, {"subject": {"born": "1990-05-03", "died": "1990-04"}}, make.TODAY)) == 2


def test_a_death_asked_in_another_section_than_the_birth_is_not_before_it():
    child = make.section("child", make.question("born", "date", person="born_on"), people="subject")
    harm = make.section("harm", make.question("died", "date", person="died_on"), people="subject")
    others = make.section(
        "others", make.question("birth", "date", person="born_on"), people="relevant", repeats="group"
    )
    mother = {"_row": "1", "birth": "2026-06-01"}
    kept = {"child": {"born": "2026-05-05"}, "harm": {"died": "2026-05-01"}, "others": [mother]}
    found = meaning.clashes(make.form(child, harm, others), kept, make.TODAY)
    assert sorted(clash.field for clash in found) == ["born", "died"]


@pytest.mark.parametrize(
    ("day", "incident", "messages"),
    [
        ("2026-06-15", "2026-05-01", []),
        ("2025-06-13", "2025-05-01", ["Referral date must be within the last 12 months. Check the year"]),
        ("2026-04-30", "2026-05-01", ["Referral date must be the same as or after incident date, 1 May 2026"]),
    ],
)
def test_the_date_of_the_referral_is_sensible(day, incident, messages):
    of = make.referral_form()
    kept = {"context": {"referral-date": day, "incident-date": incident}}
    found = meaning.clashes(of, kept, make.TODAY)
    assert [clash.message for clash in found if clash.field == "referral-date"] == messages


def test_c_51_a_death_and_an_incident_come_before_the_referral_and_its_receipt():
    """BEX-1, RED-12: whichever day is typed, and whichever day the office received the form."""
    of = make.referral_form()
    kept = {"context": {"referral-date": "2026-06-01", "incident-date": "2026-05-01"}}
    late = [clash.message for clash in meaning.clashes(of, kept, make.TODAY, dt.date(2026, 4, 30))]
    assert late == ["Incident date must be the same as or before the day the referral was received, 30 April 2026"]
    died = make.section("subject", make.question("died", "date", person="died_on"), people="subject")
    day = make.section(
        "context", make.question("day", "date", sets="received on"), make.question("hurt", "date", fact="incident")
    )
    both = {"subject": {"died": "2026-05-02"}, "context": {"day": "2026-05-01", "hurt": "2026-05-03"}}
    found = meaning.clashes(make.form(died, day), both, make.TODAY)
    assert {clash.field for clash in found} == {"died", "day", "hurt"} and len(found) == 6


def test_an_age_must_fit_the_date_of_birth():
    of = make.form(
        make.section(
            "subject",
            make.question("born", "date", person="born_on"),
            make.question("age", "age", person="age"),
            people="subject",
        )
    )
    assert meaning.clashes(of, {"subject": {"born": "1990-05-03", "age": 36}}, make.TODAY) == []
    assert [c.field for c in meaning.clashes(of, {"subject": {"born": "1990-05-03", "age": 35}}, make.TODAY)] == ["age"]


def test_a_repeating_group_grows_shrinks_and_keeps_its_numbers():
    of = make.referral_form()
    data = make.post(rows=["1", "2"], **{"1-other-name": "Bea", "2-other-name": "Cyd"})
    added = make.sheet(of, "others", data, row_change="add")
    assert [(g.row, g.form["other-name"].value()) for g in added.groups] == [("1", "Bea"), ("2", "Cyd"), ("3", None)]
    assert (added.focus, added.problems) == ("3", [])
    removed = make.sheet(of, "others", data, row_change="1")
    assert [(g.row, g.form["other-name"].value()) for g in removed.groups] == [("2", "Cyd")]
    saved = make.sheet(of, "others", make.post(rows=["2"], **{"2-other-name": "Cyd"}))
    assert saved.values == [{"_row": "2", "other-name": "Cyd"}]


def test_an_empty_row_is_no_mistake_and_nobody():
    of = make.referral_form()
    page = make.sheet(of, "others", make.post(rows=["1"]))
    assert (page.values, page.problems) == ([], [])
    half = make.sheet(of, "others", make.post(rows=["1"], **{"1-relation": "sister"}))
    assert [p.message for p in half.problems] == ["Relevant person 1: Enter other name"]


@pytest.mark.parametrize("rows", [[], ["0"], ["x"], ["1", "1"], ["-1"], ["9" * 400], ["1; drop table"]])
def test_rows_that_nobody_could_have_sent(rows):
    page = make.sheet(make.referral_form(), "others", make.post(rows=rows))
    assert [group.row for group in page.groups] == ["1"]


def test_the_subject_must_be_answered_for_the_others_may_be():
    of = make.referral_form()
    page = make.sheet(of, "involvement", make.post(**{"subject-status": "Known", "others-status": ""}))
    assert (page.values, page.problems) == ({"subject": {"status": "Known"}}, [])
    blank = make.sheet(of, "involvement", make.post())
    assert [p.message for p in blank.problems] == ["About the subject: Enter status"]


def test_each_person_is_asked_about():
    of = make.form(make.section("views", make.question("view", "paragraph"), repeats="each person"))
    page = make.sheet(of, "views", make.post(**{"others-1-view": "Wants to help"}))
    assert [g.title for g in page.groups] == ["Ada Grey", "Bea Grey"]
    assert page.values == {"others-1": {"view": "Wants to help"}}


def test_a_follow_up_comes_on_the_next_page_and_only_when_called_for():
    of = make.form(
        make.section(
            "health",
            make.question("died", "yes/no"),
            make.question("cause", "line", shown_when=("died is yes",), required=True),
        )
    )
    assert [(p.name, [q.name for q in p.fields]) for p in pages_of(of)] == [
        ("health", ["died"]),
        ("health-2", ["cause"]),
    ]
    assert [
        q.name for q in make.sheet(of, "health-2", answers={"health": {"died": "no"}}).groups[0].form.questions
    ] == []
    asked = make.sheet(of, "health-2", make.post(), answers={"health": {"died": "yes"}})
    assert [p.message for p in asked.problems] == ["Enter cause"]


def test_required_when():
    of = make.form(
        make.section("a", make.question("died", "yes/no"), make.question("day", "date", required_when=("died is yes",)))
    )
    assert [p.message for p in make.sheet(of, "a", make.post(died="yes")).problems] == ["Enter an answer to “Day”"]
    assert make.sheet(of, "a", make.post(died="no")).problems == []


def test_what_another_answer_makes_needed_is_not_marked_optional():
    of = make.form(
        make.section("a", make.question("died", "yes/no")),
        make.section("b", make.question("day", "date", required_when=("died is yes",)), make.question("note")),
    )
    died = make.sheet(of, "b", answers={"a": {"died": "yes"}}).groups[0].form
    alive = make.sheet(of, "b", answers={"a": {"died": "no"}}).groups[0].form
    assert [label_text(died[name]) for name in ("day", "note")] == ["Day", "Note (optional)"]
    assert label_text(alive["day"]) == "Day (optional)"


def test_a_long_section_is_cut_into_pages():
    of = make.form(make.section("long", *[make.question(f"q{n}") for n in range(15)]))
    assert [(p.name, len(p.fields), p.title) for p in pages_of(of)] == [
        ("long", 8, "Long"),
        ("long-2", 7, "Long: more details"),
    ]
    kept = {"long": {"q0": "a", "q9": "b"}}
    page = make.sheet(of, "long-2", make.post(q10="c"), answers=kept)
    assert page.merged() == {"long": {"q0": "a", "q10": "c"}}


def test_half_done_is_fine_when_put_aside():
    page = make.sheet(make.referral_form(), "subject", make.post(first="Ada"), insist=False)
    assert (page.values, page.problems) == ({"first": "Ada"}, [])


def test_what_the_secretariat_fills_in_is_not_asked_of_the_referrer():
    of = make.referral_form()
    assert [p.name for p in pages_of(of)] == ["context", "subject", "others", "involvement", "referrer"]
    assert [p.name for p in pages_of(of, "secretariat")] == ["decision"]


TEXT = st.text(max_size=150).map(clean_text).map(lambda t: " ".join(t.split()))
DAYS = st.dates(min_value=make.dt.date(1990, 1, 1), max_value=make.TODAY).map(str)


@given(
    first=TEXT.filter(bool),
    reason=st.text(max_size=400).map(clean_text).filter(bool),
    incident=DAYS,
    rows=st.lists(st.tuples(TEXT.filter(bool), st.sampled_from(["1950", "1950-02", "1950-02-28"])), max_size=4),
)
def test_what_is_kept_comes_back_as_it_was(first, reason, incident, rows):
    of = make.referral_form()
    kept = {
        "context": {"reason": reason, "incident-date": incident},
        "subject": {"first": first, "last": "Grey", "nhs": make.NHS},
        "others": [{"_row": str(n), "other-name": name, "other-born": born} for n, (name, born) in enumerate(rows, 1)],
        "involvement": {"subject": {"status": reason}},
        "referrer": {"referrer-name": first, "referrer-agency": "other: Refuge", "referrer-email": "a@example.org"},
    }
    kept = json.loads(json.dumps(kept))
    for page in pages_of(of):
        again = judged(page, form=of, answers=kept, around=make.AROUND)
        assert (again.values, again.problems) == (kept[page.section.name], [])


@given(st.dictionaries(st.sampled_from(["first", "born-day", "born-month", "born-year", "nhs"]), st.text(max_size=60)))
def test_nothing_that_is_typed_breaks_the_page(boxes):
    of = make.referral_form()
    page = make.sheet(of, "subject", make.post(**boxes))
    json.dumps(page.values)
    assert all(problem.message for problem in page.problems)


def test_a_question_asked_once_stands_with_the_subject_alone():
    of = make.form(
        make.section(
            "involvement",
            make.question("status", "paragraph"),
            make.question("together", "paragraph", once=True),
            repeats="subject and others",
        )
    )
    asked = [[q.name for q in group.form.questions] for group in make.sheet(of, "involvement").groups]
    assert asked == [["status", "together"], ["status"]]
    shown = summary(of, {}, Names({}, {}, make.TODAY))[0].blocks
    assert [[row.label for row in block.rows] for block in shown] == [["Status", "Together"], ["Status"]]
