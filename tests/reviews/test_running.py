"""Reviewer, terms, written questions, pauses of a running review (C-19, C-22, C-34, C-43, DAR-9, BEX-9)."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from cases.acts import close_case
from cases.queries import next_steps, possible_acts, procedure_of
from cases.state import state_of
from deadlines.models import Deadline
from documents.models import OutboxMessage
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from procedures import reader
from reviews import queries, rules
from reviews.acts import (
    add_reviewer,
    answer_progress,
    appoint_reviewer,
    change_reviewer,
    check_reviewer,
    end_appointment,
    give_sign_in,
    pause_review,
    remove_reviewer,
    request_progress,
    resume_review,
    set_terms,
)
from reviews.models import Appointment, ReviewPermission
from reviews.named import settle_all
from reviews.queries import lateness_of, stage_of, tracker_rows, visible_reviews
from tests.factories import a_member, a_partnership, acting_as, london, the_procedure

from .scenes import LATER, commissioned

CONTRACT = {"contract_from": dt.date(2026, 10, 5), "contract_to": dt.date(2027, 3, 31)}
GOOD = {"knowledge": "yes", "research": "yes", "complexity": "yes", "hindsight": "yes", "findings": "yes",
        "conflict": "no"}  # fmt: skip
TERMS = {
    "scope": {"terms-questions": "Who knew what?"},
    "parties": {"terms-agencies": "All five.", "terms-family": "A daughter, by the reviewer."},
}


def listed(found, **changed):
    given = {"name": "Rena Reed", "email": "rena@reviews.example", "organisation": "Reed Reviews",
             "independent": True, "experience": "Ten reviews.", "found_by": "The regional list"}  # fmt: skip
    return add_reviewer(**{**given, **changed}, actor=found.secretary, at=LATER)


def appointed():
    """A review under way with Rena as its reviewer, who can sign in."""
    found = commissioned()
    rena = listed(found)
    check_reviewer(review=found.review, reviewer=rena, answers=GOOD, remarks={}, actor=found.secretary, at=LATER)
    appoint_reviewer(review=found.review, reviewer=rena, actor=found.secretary, at=LATER, **CONTRACT)
    admin = acting_as(a_member("Ada Admin", "administrator"))
    rena = give_sign_in(reviewer=rena, procedure=the_procedure(), actor=admin, at=LATER)
    return found, rena


def test_c_22_once_a_reviewer_is_appointed_the_case_waits_for_none(redbridge):
    """The case's page and the review's own say the same; another may still be checked if it is needed."""

    def says(found) -> tuple[dict, set]:
        case = found.review.case
        acts = {act.act: act.main for act in possible_acts(case, found.secretary)}
        titles = {row.title for row in next_steps(case, state_of(case, version=the_procedure().version))}
        return acts, {title for title in titles if "reviewer" in title}

    found = commissioned()
    acts, waits = says(found)
    assert (acts["check_reviewer"], "Check that the reviewer is suitable" in waits) == (True, True)
    rena = listed(found)
    check_reviewer(review=found.review, reviewer=rena, answers=GOOD, remarks={}, actor=found.secretary, at=LATER)
    appoint_reviewer(review=found.review, reviewer=rena, actor=found.secretary, at=LATER, **CONTRACT)
    acts, waits = says(found)
    assert (acts["check_reviewer"], waits) == (False, set())


def client_of(membership) -> Client:
    client = Client()
    client.force_login(membership.user)
    return client


def stands(found) -> tuple[str, str]:
    """How the appointment stands on the way of the review, and whom the list of reviews names."""
    procedure, review = procedure_of(found.case), found.review
    state = state_of(found.case, version=procedure.version)
    way = queries.way_of(review, queries.type_of(review, procedure), procedure, state, due=(), urls={})
    listed_as = queries.tracker_rows([review], at=LATER)[0].reviewer
    return next(each.status for each in way if "Appoint" in each.title), listed_as


def words(response) -> str:
    return " ".join(response.content.decode().split())


def on(found, name: str, **more) -> str:
    return reverse(name, kwargs={"partnership": "redbridge", "review": found.review.key, **more})


def names(review) -> list[str]:
    rows = ReviewPermission.objects.filter(content_object=review).select_related("user")
    return [row.user.name for row in rows]


def test_a_review_is_open_to_its_reviewer_from_the_first_to_the_last_day_of_the_contract(redbridge):
    """C-6, C-22, C-52: not before, not after, and not once the review has ended."""
    found, rena = appointed()
    assert names(found.review) == ["Rena Reed"]
    settle_all(london(2027, 3, 31, 23))
    assert names(found.review) == ["Rena Reed"]
    settle_all(london(2027, 4, 1, 0))
    assert names(found.review) == []
    settle_all(LATER)
    assert names(found.review) == ["Rena Reed"]
    close_case(case=found.case, reasons="The family has moved abroad.", actor=found.secretary, at=LATER)
    assert names(found.review) == []
    made = Appointment.objects.get(reviewer=rena)
    end_appointment(appointment=made, reason="The review has ended.", actor=found.secretary, at=LATER)
    made.refresh_from_db()
    assert made.ended_at == LATER


def test_a_contract_that_begins_later_opens_nothing_yet_and_one_that_is_over_is_refused(redbridge):
    found = commissioned()
    rena = listed(found)
    check_reviewer(review=found.review, reviewer=rena, answers=GOOD, remarks={}, actor=found.secretary, at=LATER)
    act = {"review": found.review, "reviewer": rena, "actor": found.secretary, "at": LATER}
    with pytest.raises(ActRefused, match="over already"):
        appoint_reviewer(**act, contract_from=dt.date(2026, 9, 1), contract_to=dt.date(2026, 10, 4))
    appoint_reviewer(**act, contract_from=dt.date(2026, 12, 1), contract_to=dt.date(2027, 5, 1))
    admin = acting_as(a_member("Ada Admin", "administrator"))
    give_sign_in(reviewer=rena, procedure=the_procedure(), actor=admin, at=LATER)
    assert names(found.review) == []
    settle_all(london(2026, 12, 1))
    assert names(found.review) == ["Rena Reed"]


@pytest.mark.parametrize(
    ("folder", "file", "number"),
    [("bexley", "2019.toml", 6), ("darlington", "dsp1.4.toml", 5), ("bhr", "2020.toml", 6),
     ("redbridge", "1.5.toml", 6)],
)  # fmt: skip
def test_the_checks_are_the_texts(folder, file, number):
    """C-22: six at Bexley, five at Darlington, a conflict of interest among them."""
    procedure = reader.read(*reader.texts_of(reader.TEXTS / folder / file))
    checks = rules.checks_for(procedure, procedure.pathways[0].name)
    assert (len(checks), [check.conflict for check in checks].count(True)) == (number, 1)


def test_an_answer_that_is_not_good_needs_a_word():
    """C-22: a conflict of interest is good when there is none."""
    checks = rules.checks_for(reader.read(*reader.texts_of(reader.TEXTS / "darlington" / "dsp1.4.toml")), "x")
    kept, wrong = rules.judged(checks, {**GOOD, "conflict": "yes", "research": "no"}, {"research": "New to it."})
    assert list(wrong) == ["conflict"]
    assert {each["name"]: each["good"] for each in kept if not each["good"]} == {"research": False, "conflict": False}
    assert list(rules.judged(checks, {}, {})[1]) == [check.name for check in checks]


def test_nobody_is_appointed_unchecked_and_an_unmet_check_needs_a_reason(redbridge):
    """C-22."""
    found = commissioned()
    rena, act = listed(found), {"actor": found.secretary, "at": LATER}
    with pytest.raises(ActRefused):
        appoint_reviewer(review=found.review, reviewer=rena, **CONTRACT, **act)
    bad, why = {**GOOD, "conflict": "yes"}, {"conflict": "She taught here."}
    check = check_reviewer(review=found.review, reviewer=rena, answers=bad, remarks=why, **act)
    assert (check.suitable, check.event.summary) == (
        False, "The checks on Rena Reed were made. Not every check is met.",
    )  # fmt: skip
    with pytest.raises(ActRefused) as refused:
        appoint_reviewer(review=found.review, reviewer=rena, **CONTRACT, **act)
    assert refused.value.about == "in_spite"
    with pytest.raises(ActRefused) as refused:
        appoint_reviewer(review=found.review, reviewer=rena, in_spite="Long ago.", contract_from=dt.date(2026, 10, 6),
                         contract_to=dt.date(2026, 10, 5), **act)  # fmt: skip
    assert refused.value.about == "contract_to"
    appoint_reviewer(review=found.review, reviewer=rena, in_spite="Long ago.", **CONTRACT, **act)
    assert stage_of(found.review).name == "under-way"
    (row,) = tracker_rows(visible_reviews(found.secretary), at=LATER)
    assert row.reviewer == "Rena Reed"
    mail = OutboxMessage.objects.get(kind="reviewer-appointed")
    assert (mail.to_email, found.review.key in mail.body, "Ada Grey" in mail.body) == (
        "rena@reviews.example",
        True,
        False,
    )


def test_a_peer_does_not_carry_out_what_needs_an_independent_reviewer(redbridge):
    """BEX-2, RED-10."""
    found = commissioned()
    peer = listed(found, independent=False)
    check_reviewer(review=found.review, reviewer=peer, answers=GOOD, remarks={}, actor=found.secretary, at=LATER)
    with pytest.raises(ActRefused, match="needs an independent reviewer"):
        appoint_reviewer(review=found.review, reviewer=peer, actor=found.secretary, at=LATER, **CONTRACT)


def test_the_list_is_kept_by_the_office_and_nobody_is_on_it_twice(redbridge):
    """BEX-9, DAR-15."""
    found, rena = appointed()
    with pytest.raises(ActRefused) as refused:
        listed(found, email="RENA@reviews.example")
    assert refused.value.about == "email"
    with pytest.raises(ActRefused):
        add_reviewer(name="X", email="x@x.example", organisation="", independent=True, experience="", found_by="",
                     actor=found.ratifier, at=LATER)  # fmt: skip
    values = {"name": "Rena Reed", "email": rena.email, "organisation": "", "independent": True, "experience": "More.",
              "found_by": ""}  # fmt: skip
    assert change_reviewer(reviewer=rena, values=values, actor=found.secretary, at=LATER).experience == "More."
    assert stands(found) == ("done", "Rena Reed")
    with pytest.raises(ActRefused, match="End the appointment first"):
        remove_reviewer(reviewer=rena, reason="Retired.", actor=found.secretary, at=LATER)
    made = found.review.appointments.get()
    end_appointment(appointment=made, reason="Ill.", actor=found.secretary, at=LATER)
    assert stands(found) == ("now", "")  # page and list say the same
    assert remove_reviewer(reviewer=rena, reason="Retired.", actor=found.secretary, at=LATER).removed_why == "Retired."


def test_a_reviewer_signs_in_to_their_review_and_nothing_else_is_there(redbridge):
    """C-6: no case, no list of people, no other review; a conflict of interest closes the review too."""
    found, rena = appointed()
    client = client_of(rena.membership)
    assert client.get("/redbridge/")["Location"] == "/redbridge/reviews/"
    own = words(client.get("/redbridge/reviews/"))
    assert found.review.reference in own
    page = words(client.get(on(found, "review")))
    assert [each in page for each in ("Rena Reed", "How agencies shared", f"/cases/{found.case.reference}/")] == [
        True, True, False,
    ]  # fmt: skip
    closed = [f"/redbridge/cases/{found.case.reference}/", "/redbridge/meetings/", "/redbridge/our-procedure/",
              "/redbridge/reviewers/", "/redbridge/working-days/", "/redbridge/log/"]  # fmt: skip
    assert [client.get(path).status_code for path in closed] == [403] * len(closed)
    assert client.get(on(found, "set_terms")).status_code == 403
    links = set(re.findall(r'href="(/redbridge/reviews/[^"#]+)"', client.get(on(found, "review")).content.decode()))
    assert {client.get(link).status_code for link in links} == {200}  # nothing leads where they may not go
    end_appointment(appointment=found.review.appointments.get(), reason="Ill.", actor=found.secretary, at=LATER)
    assert client.get(on(found, "review")).status_code == 404


def test_terms_are_versions_and_the_later_ones_say_what_changed(redbridge):
    """BEX-4, DAR-9, RED-33: the method may change with them; two who write at once are told."""
    found, _ = appointed()
    act = {"review": found.review, "actor": found.secretary, "at": LATER}
    first = set_terms(answers=TERMS, methodology="root-cause-analysis", **act)
    assert (first.version, found.review.methodology) == (1, "root-cause-analysis")
    assert first.said[0] == ["Scope", [["Which questions does the review answer?", "Who knew what?"]]]
    for changed, about in (
        ({"seen": 0, "changed": "More."}, ""), ({"seen": 1}, "changed"),
        ({"seen": 1, "changed": "More.", "methodology": "guessing"}, "methodology"),
        ({"seen": 1, "changed": "More.", "answers": {"parties": TERMS["parties"]}}, "id_q-scope-terms-questions"),
    ):  # fmt: skip
        with pytest.raises(ActRefused) as refused:
            set_terms(**{"answers": TERMS, "methodology": "root-cause-analysis", **changed, **act})
        assert (refused.value.about or "") == about
    group = {"group": [{"_row": 1, "terms-member": "Gil", "terms-member-part": "chair"}]}
    second = set_terms(answers={**TERMS, **group}, methodology="multi-agency-audit", seen=1, changed="A group.", **act)
    assert [row.version for row in found.review.terms.all()] == [2, 1]
    assert (second.answers["group"][0]["terms-member"], second.changed) == ("Gil", "A group.")


def test_the_reviewer_is_asked_in_writing_and_answers(redbridge):
    """C-43."""
    found, rena = appointed()
    asked = request_progress(review=found.review, asked="How far?", answer_by=dt.date(2026, 10, 20),
                             actor=found.secretary, at=LATER)  # fmt: skip
    mail = OutboxMessage.objects.get(kind="progress-requested")
    assert (mail.to_email, "20 October 2026" in mail.body, "How far?" in mail.body) == (rena.email, True, False)
    client = client_of(rena.membership)
    page, act = words(client.get(on(found, "review"))), on(found, "answer_progress", asked=asked.pk)
    assert [each in page for each in ("How far?", act)] == [True, True]
    empty = client.post(act, {"answer": ""})
    assert (empty.status_code, "Enter your answer" in words(empty)) == (200, True)
    assert client.post(act, {"answer": "Half way."})["Location"] == on(found, "review")
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by) == ("Half way.", "Rena Reed, Reviewer")
    with pytest.raises(ActRefused, match="has answered this already"):
        answer_progress(question=asked, answer="Again.", actor=found.secretary, at=LATER)


def test_a_pause_moves_no_limit_and_is_the_reason_for_lateness(db):
    """C-19: a child's review at Redbridge; the reason is passed on to national panel and Secretary of State."""
    with tenant(a_partnership()):
        found, _ = appointed()
        limits = list(Deadline.objects.filter(case=found.case).values_list("clock", "due_on").order_by("clock"))
        assert limits != []
        act = {"review": found.review, "actor": found.secretary}
        with pytest.raises(ActRefused) as refused:
            pause_review(reason=" ", at=LATER, **act)
        assert refused.value.about == "reason"
        with pytest.raises(ActRefused) as refused:
            pause_review(reason="The inquest.", told=["national-panel"], at=LATER, **act)
        assert refused.value.about == "told"
        pause_review(reason="The inquest.", expected_on=dt.date(2026, 11, 1), at=LATER, **act)
        assert stage_of(found.review).paused
        (row,) = tracker_rows(visible_reviews(found.secretary), at=LATER)
        assert (row.pause.reason, row.stage.title) == ("The inquest.", "Paused")
        pause = resume_review(reason="It is over.", at=london(2026, 10, 19), **act)
        assert (pause.ended_why, stage_of(found.review).name) == ("It is over.", "under-way")
        late = lateness_of(found.review, at=london(2026, 11, 30))
        assert (late.days, late.reasons) == (14, ("The inquest.",))
        after = list(Deadline.objects.filter(case=found.case).values_list("clock", "due_on").order_by("clock"))
        assert after == limits


def test_where_the_text_says_so_the_reason_of_a_pause_goes_outside():
    """C-19: Bexley P3 2.4, Darlington 15.5, and children's reviews elsewhere by the law."""
    found = {}
    for folder, file in (("bexley", "2019.toml"), ("darlington", "dsp1.4.toml"), ("bhr", "2020.toml"),
                         ("redbridge", "1.5.toml")):  # fmt: skip
        procedure = reader.read(*reader.texts_of(reader.TEXTS / folder / file))
        for pathway in procedure.pathways:
            for act in ("pause_review", "report_delay"):
                steps = procedure.steps_for(act, pathway.name)
                found[folder, pathway.name, act] = [tuple(step.copies_to) for step in steps if step.track == "review"]
    told = [("national-panel", "secretary-of-state")]
    children = {"bexley", "darlington", "bhr"}
    assert {key: value for key, value in found.items() if key[0] in children and value != told} == {}
    redbridge = {key[1:]: value for key, value in found.items() if key[0] == "redbridge"}
    assert (redbridge["child", "pause_review"], redbridge["adult", "pause_review"]) == (told, [()])


def test_each_act_in_the_browser(redbridge):
    """From the list to the pause: what is missing is said, nothing typed is lost, and it goes on the record."""
    found = commissioned()
    client = client_of(found.secretary.membership)
    entry = {"name": "Rena Reed", "email": "rena@reviews.example", "independent": "yes", "experience": "Ten."}
    wrong = client.post("/redbridge/reviewers/add-reviewer/", {**entry, "email": "rena"})
    assert (wrong.status_code, 'value="Rena Reed"' in words(wrong)) == (200, True)
    there = client.post("/redbridge/reviewers/add-reviewer/", entry)["Location"]
    assert "Ten." in words(client.get(there))
    rena = there.rstrip("/").rpartition("/")[2]
    check = on(found, "check_reviewer")
    assert "Rena Reed" in words(client.get(check))
    unsaid = client.post(check, {"reviewer": rena, **GOOD, "conflict": "yes"})
    assert "Say more about your answer" in words(unsaid)
    assert client.post(check, {"reviewer": rena, **GOOD})["Location"] == on(found, "review")
    appoint = on(found, "appoint_reviewer")
    assert "every check is met" in words(client.get(appoint))
    days = {"contract_from-day": 6, "contract_from-month": 10, "contract_from-year": 2026, "contract_to-day": 31,
            "contract_to-month": 3, "contract_to-year": 2027}  # fmt: skip
    assert client.post(appoint, {"reviewer": rena, **days})["Location"] == on(found, "review")
    terms = on(found, "set_terms")
    page = words(client.get(terms))
    assert [each in page for each in ("Which questions does the review answer?", "Governance group", "Drawbacks")] == [
        True, True, True,
    ]  # fmt: skip
    pause = on(found, "pause_review")
    assert "A pause moves no limit" in words(client.get(pause))
    assert client.post(pause, {"reason": "A trial."})["Location"] == on(found, "review")
    assert "A trial." in words(client.get(on(found, "review")))
    page = words(client.get(on(found, "review_people")))
    assert [each in page for each in ("Rena Reed", "every one is met")] == [True] * 2
    refused = words(client.get(on(found, "request_progress")))
    assert "This is done at “Under way”" in refused
