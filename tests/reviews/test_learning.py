"""What is learnt: recommendations, good practice, asked for before, learning from elsewhere (C-28, C-32, BEX-10)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from cases.acts import PersonValues, add_person, annul_event, restrict_case
from cases.models import Event
from deadlines.models import Deadline
from documents.models import OutboxMessage
from partnerships.refusals import ActRefused
from reviews.acts import (
    agree_actions,
    answer_recommendation,
    complete_action,
    consider_learning,
    correct_recommendation,
    create_action,
    drop_action,
    extend_action,
    log_learning,
    record_good_practice,
    record_recommendation,
)
from reviews.acts.learning import Asked, Learnt
from reviews.models import Action, LearningEntry
from reviews.queries import actions as queries
from reviews.queries import implementation, learning
from reviews.rules.learning import NEAR, SAME, THEME, nearness, words_of
from tests.factories import a_case, a_member, acting_as, an_agency, london

from .plans import START, in_darlington, wanted
from .test_pages import address, client_of, day, posted, words

AUTUMN = london(2026, 10, 5)
SPRING = london(2027, 4, 6)
BY = dt.date(2026, 12, 1)


@pytest.fixture
def scene(darlington):
    return in_darlington()


def refusal(act, **kwargs) -> str:
    with pytest.raises(ActRefused) as refused:
        act(**kwargs)
    return str(refused.value)


def asked(scene, wording="Midwives ask every mother about violence when she is alone.", **changed) -> Asked:
    values = {"wording": wording, "agency": scene.agency, "by_on": BY, "measure": "An audit of fifty files.",
              "themes": ["domestic-abuse"]}  # fmt: skip
    return Asked(**{**values, **changed})


def recorded(scene, case=None, at=START, **changed):
    return record_recommendation(case=case or scene.case, asked=asked(scene, **changed), actor=scene.secretary, at=at)


def test_nearness_is_by_sense_and_theme():
    assert words_of("Ask, ask and ASK the GP!") == ["ask", "and", "the"]
    one = 0.0607927
    assert nearness(0.6 * one, [], [])[1] == SAME
    assert nearness(0.4 * one, ["a"], ["a"])[1] == SAME
    assert nearness(0.4 * one, [], [])[1] == ""
    assert nearness(0.2 * one, ["a"], ["a", "b"])[1] == NEAR
    assert nearness(0.0, ["a"], ["a"])[1] == THEME


def test_bex_10_each_recommendation_has_who_by_when_and_its_measure(scene):
    common = {"case": scene.case, "actor": scene.secretary, "at": START}
    assert refusal(record_recommendation, **common, asked=asked(scene, by_on=None)) == "Say by when."
    assert refusal(record_recommendation, **common, asked=asked(scene, agency=None)) == (
        "Choose the agency that it is for."
    )
    unknown = asked(scene, themes=["astrology"])
    assert refusal(record_recommendation, **common, asked=unknown) == "Choose themes from the list."
    first, second = recorded(scene), recorded(scene)
    good = record_good_practice(wording="The school nurse rang again.", themes=["recording"], **common)
    assert [(one.kind, one.number) for one in learning.of_case(scene.case)] == [
        ("recommendation", 1), ("recommendation", 2), ("good-practice", 1),
    ]  # fmt: skip
    assert (first.words, good.words) == ("Recommendation 1", "Good practice 1")
    annul_event(case=scene.case, event_id=second.event_id, reason="Twice.", actor=scene.secretary, at=AUTUMN)
    assert [one.words for one in learning.of_case(scene.case)] == ["Recommendation 1", "Good practice 1"]
    assert refusal(
        answer_recommendation, recommendation=good, answer="accepted", body="Board", actor=scene.secretary, at=AUTUMN
    ) == "Good practice asks for no answer."  # fmt: skip


def test_a_recommendation_names_nobody_of_the_case(scene):
    """RED-11: what is printed word for word is looked through before it is kept."""
    add_person(
        case=scene.case, values=PersonValues(kind="subject", first_name="Callum", last_name="Tolland"),
        actor=scene.secretary, at=START,
    )  # fmt: skip
    assert "names somebody of the case: “Callum Tolland” in the wording" in refusal(
        recorded, scene=scene, wording="In the home of Callum Tolland."
    )
    row = recorded(scene)
    answer = {"recommendation": row, "answer": "partly", "body": "The board", "actor": scene.secretary, "at": AUTUMN}
    assert "Callum Tolland" in refusal(answer_recommendation, **answer, why="Callum Tolland's family.")


def test_a_recommendation_is_answered_and_put_right_with_reasons(scene):
    row = recorded(scene)
    common = {"recommendation": row, "actor": scene.secretary, "at": AUTUMN}
    assert refusal(answer_recommendation, **common, answer="not-accepted", body="The board") == (
        "Give the reason: it is reported to the boards."
    )
    answer_recommendation(**common, answer="not-accepted", why="The law already asks it.", body="The board")
    report = implementation(scene.case.partnership, dt.date(2026, 10, 1), dt.date(2026, 12, 31))
    assert [(one.words, one.state, one.reasons) for one in report.findings] == [
        ("Recommendation 1", "not implemented", ("The law already asks it.",)), ("Action 1", "under way", ()),
    ]  # fmt: skip
    better = asked(scene, wording="Midwives and health visitors ask.")
    stale = {**common, "asked": better, "reason": "Both."}
    assert refusal(correct_recommendation, **stale, version=1).startswith("Somebody else changed it")
    row = correct_recommendation(**stale, version=2)
    assert (row.wording, row.version) == ("Midwives and health visitors ask.", 3)
    wrong = Event.objects.get(case=scene.case, act="answer_recommendation")
    annul_event(case=scene.case, event_id=wrong.pk, reason="Another.", actor=scene.secretary, at=AUTUMN)
    row.refresh_from_db()
    assert (row.answer, row.answered_at) == ("", None)


def test_c_28_the_same_asked_in_other_words_is_found_with_what_became_of_it(scene):
    """Stems and themes, never the exact words only."""
    earlier = recorded(scene)
    action = create_action(
        case=scene.case, wanted=wanted(scene.agency, recommendation=earlier), actor=scene.secretary, at=START
    )
    drop_action(action=action, reason="There was no money.", actor=scene.secretary, at=AUTUMN)
    recorded(scene, wording="Drains are cleaned weekly.", measure="Clean drains.", themes=["housing"])
    other = a_case(scene.secretary, pathway="serious-incident", received_at=START)

    def found(wording, *themes):
        rows = learning.asked_before(scene.secretary, wording=wording, themes=themes)
        return [(one.words, one.how, one.became, one.why) for one in rows]

    lost = "There was no money."
    again = found("The midwife asking mothers, alone, about violent partners")
    assert again == [("Recommendation 1", SAME, "Not implemented", lost)]
    assert found("Something else entirely", "domestic-abuse") == [("Recommendation 1", THEME, "Not implemented", lost)]
    assert found("Something else entirely") == []
    page = address("record_recommendation", scene, reference=other.reference)
    office = client_of(scene.secretary)
    values = {
        "wording": "Ask mothers about violence, alone.", "agency": scene.agency.pk, "owner": "", "measure": "An audit.",
        "themes": ["domestic-abuse"], **day("by_on", timezone.localdate() + dt.timedelta(days=90)),
    }  # fmt: skip
    shown = posted(office, page, **values)
    assert shown.status_code == 200 and "Asked for before" in words(shown) and lost in words(shown)
    assert not other.review_recommendations.exists()
    assert posted(office, page, **values, seen="yes").status_code == 302
    row = other.review_recommendations.get()
    assert row.event.data["asked_before"] == [f"{scene.case.reference}, Recommendation 1"]
    one = address("recommendation", scene, reference=other.reference, recommendation=row.pk)
    assert lost in words(office.get(one))


def test_c_52_earlier_recommendations_of_a_case_one_may_not_open_are_not_shown(scene):
    recorded(scene)
    member = acting_as(a_member("Pia Police", "agency-representative", agency="police"))
    same = {"wording": "Midwives ask every mother about violence", "themes": ()}
    assert len(learning.asked_before(scene.secretary, **same)) == 1
    assert learning.asked_before(member, **same) == []
    assert learning.search(member, learning.Wanted(words="midwives")) == []
    restrict_case(case=scene.case, restricted=True, reason="A relative.", actor=scene.secretary, at=AUTUMN)
    assert learning.asked_before(scene.chair, **same) == []


def test_c_32_learning_from_elsewhere_is_logged_considered_and_leads_to_actions(scene):
    learnt = Learnt(kind="national", title="Babies under one", whose="National panel", says="Ask about fathers.",
                    themes=["babies"])  # fmt: skip
    assert refusal(log_learning, learnt=learnt, actor=scene.me, at=START) == "Your role does not include this."
    entry = log_learning(learnt=learnt, actor=scene.secretary, at=START)
    assert (entry.number, entry.reference) == (1, "Learning 1")
    common = {"learning": entry, "body": "Sub-group", "actor": scene.chair, "at": AUTUMN}
    assert refusal(consider_learning, **common, on=AUTUMN.date(), implications=" ", version=1).startswith("Say what")
    consider_learning(**common, on=AUTUMN.date(), implications="Our form asks only of mothers.", version=1)
    assert LearningEntry.objects.get().implications == "Our form asks only of mothers."
    action = create_action(learning=entry, wanted=wanted(scene.agency, scene.owner, origin="learning"),
                           actor=scene.secretary, at=AUTUMN)  # fmt: skip
    assert (action.case_id, action.reference, action.number) == (None, "Learning 1", 1)
    rows = Deadline.objects.filter(about=action.about).order_by("due_on")
    assert [(row.clock, row.owner_id) for row in rows] == [
        ("action-due", scene.owner.pk), ("action-to-head-of-service", None), ("action-to-chief-officer", None),
    ]  # fmt: skip
    mail = OutboxMessage.objects.get(kind="action-given", case=None)
    assert (mail.to_name, mail.subject.startswith("Learning 1: an action for")) == ("Olive Owner", True)
    until = dt.date(2027, 2, 1)
    extend_action(action=action, until=until, reason="New.", asked_by="Cleo Chief", actor=scene.chair, at=AUTUMN)
    assert rows.get(clock="action-due").due_on == until
    assert rows.get(clock="action-to-chief-officer").due_on == dt.date(2027, 6, 1)
    own, _ = queries.mine(scene.me, at=AUTUMN)
    assert {row.action.pk for row in own} == {action.pk, scene.action.pk}
    complete_action(action=action, text="The form asks.", proof="The form.", actor=scene.me, at=AUTUMN)
    assert {row.state for row in rows.all()} == {"met"}
    found = [one.reference for one in learning.search(scene.chair, learning.Wanted(theme="babies"))]
    assert found == ["Learning 1"]


def test_the_learning_log_is_kept_and_searched_in_the_browser(scene):
    office, chair = client_of(scene.secretary), client_of(scene.chair)
    values = {"kind": "fire", "title": "Smoking in bed", "whose": "Fire service", "link": "", "themes": ["fire"],
              "says": "Emollients burn."}  # fmt: skip
    assert posted(office, address("log_learning", scene), **values).status_code == 302
    page = address("lesson", scene, lesson=1)
    assert "Nobody has considered it yet." in words(chair.get(page))
    today = timezone.localdate()
    sent = posted(chair, address("consider_learning", scene, lesson=1), body="Sub-group", version=1,
                  implications="Our pharmacists do not know.", **day("on", today))  # fmt: skip
    assert sent.status_code == 302
    create = address("create_learning_action", scene, lesson=1)
    due = today + dt.timedelta(days=40)
    made = posted(office, create, what="Tell pharmacists.", agency=scene.agency.pk, owner="", owner_name="",
                  measure="All know.", **day("due_on", due))  # fmt: skip
    assert made.status_code == 302
    assert "Tell pharmacists." in words(office.get(page))
    assert "Tell pharmacists." in words(office.get(address("action_plan", scene) + "?theme=fire"))
    search = address("lessons", scene)
    assert "Smoking in bed" in words(client_of(scene.owner).get(search + "?words=emollient"))
    assert "Nothing matches." in words(office.get(search + "?words=giraffe"))


def test_red_23_without_a_review_the_panel_agrees_sharing_and_owners(redbridge):
    secretary = acting_as(a_member("Sam Secretary", "secretariat"))
    chair = acting_as(a_member("Chris Chair", "panel-chair", agency="east-area-police"))
    case = a_case(secretary)
    common = {"case": case, "body": "One Panel, 5 October 2026", "actor": chair, "at": AUTUMN}
    assert refusal(agree_actions, **common, actions=[]).startswith("Choose the actions")
    action = create_action(case=case, wanted=wanted(an_agency("nel-icb")), actor=secretary, at=START)
    agree_actions(**common, actions=[action], sharing="A briefing to all GPs.")
    action = Action.objects.get(pk=action.pk)
    assert (action.agreed_by, action.agreed_at) == ("One Panel, 5 October 2026", AUTUMN)
    assert [event.reason for event in learning.sharing_of(case)] == ["A briefing to all GPs."]


def test_dar_11_what_became_of_recommendations_for_the_annual_report(scene):
    done, half, running = (recorded(scene, wording=f"Do {word}.") for word in ("this", "that", "more"))
    for row, ends in ((done, "d"), (half, "dx"), (running, "o")):
        for end in ends:
            action = create_action(
                case=scene.case, wanted=wanted(scene.agency, recommendation=row), actor=scene.secretary, at=START
            )
            if end == "d":
                complete_action(action=action, text="Done.", proof="Seen.", actor=scene.secretary, at=AUTUMN)
            elif end == "x":
                drop_action(action=action, reason="Too dear.", actor=scene.secretary, at=SPRING)
    record_good_practice(case=scene.case, wording="A warm handover.", actor=scene.secretary, at=AUTUMN)
    report = implementation(scene.case.partnership, dt.date(2026, 4, 1), dt.date(2027, 3, 31))
    assert [(one.words, one.state_words, one.done, one.actions) for one in report.findings] == [
        ("Recommendation 1", "Implemented", 1, 1), ("Recommendation 2", "Under way", 1, 2),
        ("Recommendation 3", "Under way", 0, 1), ("Action 1", "Under way", 0, 1),
    ]  # fmt: skip
    assert report.good_practice == ((scene.case.reference, "A warm handover."),)
    later = implementation(scene.case.partnership, dt.date(2027, 4, 1), dt.date(2028, 3, 31))
    assert [(one.words, one.state, one.reasons) for one in later.of("partly")] == [
        ("Recommendation 2", "partly", ("Too dear.",))
    ]
    assert later.of("implemented") == ()  # it was in the year before
