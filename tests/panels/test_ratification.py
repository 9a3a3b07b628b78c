"""Recommendation, dissent, escalation, ratification (RED-4, RED-5, RED-9, RED-10, C-13 to C-15)."""

from __future__ import annotations

import pytest

from cases.conditions import holds
from cases.models import Case, Decision, Event, Fact
from cases.queries import procedure_of
from cases.state import state_of
from deadlines.models import Deadline
from documents.models import OutboxMessage
from panels.acts import (
    decide_escalation,
    escalate,
    object_to_recommendation,
    pass_on_dissent,
    ratify_recommendation,
    recommend,
    reconvene,
    record_dissent,
    replace_recommendation,
    return_recommendation,
)
from panels.acts.together import Said
from panels.models import Dissent, Ratification, Recommendation
from panels.queries.lists import waiting_cases
from partnerships.refusals import ActRefused
from tests.factories import a_member, acting_as, london

from .scenes import (
    DISCRETIONARY,
    LATER,
    NONE,
    SAR,
    in_session,
    listed,
    ratifier,
    recommend_now,
    recommended,
    voted,
    voting,
)
from .scenes import a_meeting as another_meeting

ANSWERED = london(2026, 9, 17)
WITH_THE_OTHERS = (
    Said(agency="east-area-police", same=True, words="Pia Police"),
    Said(agency="adult-social-care", same=True, words="Ada Adults"),
    Said(agency="childrens-social-care", same=False, words="Away."),
)


def refusal(act, **kwargs) -> str:
    with pytest.raises(ActRefused) as refused:
        act(**kwargs)
    return str(refused.value)


def words(scene, **more):
    return {
        "item": scene.item, "review_type": SAR, "focus": "Sharing", "methodology": "reflective-learning",
        "reasons": "It is met", "actor": scene.chair, "at": LATER, **more,
    }  # fmt: skip


def test_a_recommendation_that_agrees_with_the_vote_waits_for_ratification(redbridge):
    ratifier()
    scene = recommended()
    scene.case.refresh_from_db()
    assert (scene.recommendation.state, scene.case.stage) == ("open", "recommended")
    assert scene.recommendation.review_type_title == "Safeguarding Adult Review (mandatory)"
    letter = OutboxMessage.objects.get(kind="recommendation-made")
    due = Deadline.objects.get(clock="ratification", state="open").due_on
    assert (letter.to_name, due.isoformat()) == ("Robin Ratifier", "2026-09-22")
    assert letter.body.startswith("One Panel has made a recommendation on case RED-2026-0001.")
    assert "Ada" not in letter.body


def test_what_a_recommendation_needs(redbridge):
    scene = in_session()
    assert refusal(recommend, **words(scene)) == "No vote has been taken on this case. Put the question first."
    scene = voting_on(scene)
    assert refusal(recommend, **words(scene)) == "The vote is still open. Close it first."
    from panels.acts import close_question

    close_question(question=scene.question, actor=scene.chair, at=LATER)
    assert refusal(recommend, **words(scene, review_type="a feast")) == "Choose the type of review."
    assert refusal(recommend, **words(scene, methodology="")) == "Choose how the review is to be carried out."
    assert refusal(recommend, **words(scene, focus=" ")) == "Say what the focus is."
    assert refusal(recommend, **words(scene, reasons="")) == "Give the reasons."
    assert refusal(recommend, **words(scene, actor=scene.member("nel-icb"))) == "Only the Panel Chair can do this."
    assert Recommendation.objects.count() == 0


def voting_on(scene):
    from panels.acts import put_question

    scene.question = put_question(item=scene.item, wording="Which?", options=(SAR, NONE), actor=scene.chair, at=LATER)
    return scene


# RED-4, C-13
@pytest.mark.parametrize("chosen", [DISCRETIONARY, NONE])
def test_a_choice_other_than_the_vote_goes_up_with_its_reason(redbridge, chosen):
    scene = voted()
    made = recommend_now(scene, chosen)
    scene.case.refresh_from_db()
    assert (made.state, scene.case.stage) == ("escalated", "escalated")
    assert Event.objects.get(act="escalate").reason == (
        "The chair's choice differs from “Safeguarding Adult Review (mandatory)”, which was carried."
    )


def test_a_tie_goes_up_and_the_statutory_partners_decide_finally(redbridge):
    partner = acting_as(a_member("Stella Statutory", "statutory-partner", agency="nel-icb"))
    scene = recommended(nel_icb=SAR, childrens_social_care=SAR, adult_social_care=NONE, community_safety=NONE)
    assert scene.recommendation.state == "escalated"
    kwargs = {
        "case": scene.case, "review_type": DISCRETIONARY, "focus": "Housing", "methodology": "peer-review-members",
        "reasons": "Learning is likely.", "others": WITH_THE_OTHERS, "at": ANSWERED,
    }  # fmt: skip
    assert refusal(decide_escalation, **kwargs, actor=scene.chair).startswith("Only the Statutory safeguarding partner")
    decision = decide_escalation(**kwargs, actor=partner)
    scene.case.refresh_from_db()
    scene.recommendation.refresh_from_db()
    assert (scene.case.stage, scene.recommendation.state) == ("decided", "replaced")
    assert decision.outcome == "Safeguarding Adult Review (discretionary)"
    assert "LBR Children's Social Care: took no part. Away." in decision.data["decided_with"]
    assert Fact.objects.get(name="decision_to_review").happened_at == ANSWERED
    assert OutboxMessage.objects.filter(kind="escalated").count() == 1


# RED-9
def test_the_right_role_ratifies_once(redbridge):
    scene, chair = recommended(), ratifier()
    kwargs = {"recommendation": scene.recommendation, "reasons": "Agreed.", "at": ANSWERED}
    scrutineer = acting_as(a_member("Sue Scrutineer", "rscp-scrutineer"))
    for wrong in (scrutineer, scene.chair, scene.secretary, scene.member("nel-icb")):
        assert refusal(ratify_recommendation, **kwargs, actor=wrong) == "Only the RSAB Independent Chair can do this."
    assert refusal(ratify_recommendation, **{**kwargs, "reasons": " "}, actor=chair) == "Give the reasons."
    decision = ratify_recommendation(**kwargs, actor=chair)
    scene.case.refresh_from_db()
    assert (scene.case.stage, decision.outcome) == ("decided", "Safeguarding Adult Review (mandatory)")
    assert decision.data["review_type"] == SAR
    assert Fact.objects.get(name="decision_to_review").happened_at == ANSWERED
    other = ratifier("Second Ratifier")
    assert refusal(ratify_recommendation, **kwargs, actor=other) == (
        "Robin Ratifier, RSAB Independent Chair has answered already: ratified on 17 September 2026 at 10am."
    )
    assert (Ratification.objects.count(), Decision.objects.filter(kind="ratify_recommendation").count()) == (1, 1)


def test_returned_with_reasons_it_waits_for_the_panel_again(redbridge):
    scene, chair = recommended(), ratifier()
    answer = return_recommendation(
        recommendation=scene.recommendation, reasons="Look at housing too.", actor=chair, at=ANSWERED
    )
    scene.case.refresh_from_db()
    scene.recommendation.refresh_from_db()
    assert (answer.answer, scene.recommendation.state, scene.case.stage) == ("returned", "returned", "waiting")
    assert [case.pk for case in waiting_cases(scene.secretary, body="one-panel")] == [scene.case.pk]
    again = listed(scene, scene.case, another_meeting(scene, london(2026, 10, 13)))
    assert again.pk != scene.item.pk


def test_replaced_with_reasons_the_recommendation_stays_on_record(redbridge):
    scene, chair = recommended(), ratifier()
    kwargs = {
        "recommendation": scene.recommendation, "review_type": NONE, "focus": "None", "methodology": "",
        "reasons": "The test is not met.", "actor": chair, "at": ANSWERED,
    }  # fmt: skip
    same = {
        **kwargs, "review_type": SAR, "focus": scene.recommendation.focus,
        "methodology": scene.recommendation.methodology,
    }  # fmt: skip
    assert refusal(replace_recommendation, **same) == "This is what was recommended. Ratify it instead."
    with_a_way = refusal(replace_recommendation, **{**kwargs, "methodology": scene.recommendation.methodology})
    assert with_a_way == "“No review” has no methodology. Choose “None”."
    decision = replace_recommendation(**kwargs)
    scene.recommendation.refresh_from_db()
    assert (scene.recommendation.state, decision.outcome) == ("replaced", "No review")
    assert Ratification.objects.get().replaced_by["review_type"] == NONE
    assert Fact.objects.filter(name="decision_to_review").count() == 0


# RED-5
def test_dissent_goes_through_the_lead_to_the_chair_who_reconvenes(redbridge):
    scene, chair = recommended(), ratifier()
    lead = acting_as(a_member("Lee Lead", "agency-lead", agency="nel-icb"))
    other_lead = acting_as(a_member("Olive Lead", "agency-lead", agency="nelft"))
    made = {"recommendation": scene.recommendation, "rationale": "The test is not met.", "at": LATER}
    dissent = record_dissent(**made, actor=scene.member("nel-icb"))
    assert refusal(record_dissent, **made, actor=scene.member("nel-icb")) == (
        "A dissent of NEL NHS ICB is on record already."
    )
    assert "no disagreement waits for an answer" in refusal(
        ratify_recommendation, recommendation=scene.recommendation, reasons="Yes", actor=chair, at=ANSWERED
    )
    passing = {"dissent": dissent, "remarks": "I agree with my colleague.", "at": LATER}
    assert (
        refusal(pass_on_dissent, **passing, actor=other_lead)
        == "Only the lead of NEL NHS ICB can pass this dissent on."
    )
    assert pass_on_dissent(**passing, actor=lead).state == "passed-on"
    assert refusal(pass_on_dissent, **passing, actor=lead) == "This dissent has been passed on already."
    reconvene(case=scene.case, reasons="A fair point.", actor=scene.chair, at=ANSWERED)
    scene.case.refresh_from_db()
    scene.recommendation.refresh_from_db()
    dissent.refresh_from_db()
    assert (scene.case.stage, scene.recommendation.state, dissent.state) == ("waiting", "withdrawn", "reconvened")


def test_a_dissent_goes_to_the_board_chairs_and_the_lead_agencies_who_decide(redbridge):
    """RED-5: not RED-4, which is of what the panel itself could not settle."""
    scene = recommended()
    above = [a_member("Stella Statutory", "statutory-partner", agency="nel-icb")]
    above += [a_member(f"Chair {role}", role) for role in ("rsab-chair", "rscp-scrutineer", "csp-chair")]
    record_dissent(recommendation=scene.recommendation, rationale="No.", actor=scene.member("nel-icb"), at=LATER)
    escalate(case=scene.case, reasons="The ICB disagrees.", actor=scene.chair, at=ANSWERED)
    assert Dissent.objects.get().state == "escalated"
    told = OutboxMessage.objects.filter(kind="escalated").values_list("to_email", flat=True)
    assert sorted(told) == sorted(one.user.email for one in above)
    running = Deadline.objects.filter(case=scene.case, state="open", clock__in=["escalation", "disagreement-adult"])
    assert [(row.clock, row.role) for row in running] == [("disagreement-adult", "rsab-chair")]
    deciding = {
        "case": scene.case, "review_type": SAR, "focus": "Sharing", "methodology": "reflective-learning",
        "reasons": "The test is met.", "at": ANSWERED,
    }  # fmt: skip
    alone = refusal(decide_escalation, **deciding, actor=acting_as(above[0]))
    assert alone == "Say who took part in the decision."
    decide_escalation(
        **deciding, decided_with="The three chairs and the four lead agencies.", actor=acting_as(above[3])
    )
    ended = Deadline.objects.filter(case=scene.case, state="met", clock__in=["escalation", "disagreement-adult"])
    assert [row.clock for row in ended] == ["disagreement-adult"]
    scene.recommendation.refresh_from_db()
    dissent = Dissent.objects.get()
    assert (scene.recommendation.state, dissent.state, dissent.outcome) == ("ratified", "decided", "The test is met.")


def test_a_returned_recommendation_takes_its_dissent_along(redbridge):
    """RED-5, RED-9: what is looked at again waits for no lead, and a later recommendation can be ratified."""
    scene = recommended()
    record_dissent(recommendation=scene.recommendation, rationale="No.", actor=scene.member("nel-icb"), at=LATER)
    return_recommendation(recommendation=scene.recommendation, reasons="Again.", actor=ratifier(), at=ANSWERED)
    assert Dissent.objects.get().state == "reconvened"
    case = Case.objects.get(pk=scene.case.pk)
    assert holds(state_of(case, version=procedure_of(case).version), "no dissent open") is True


def test_a_statutory_partner_objects_in_time_only(redbridge):
    scene = recommended()
    partner = acting_as(a_member("Stella Statutory", "statutory-partner"))
    kwargs = {"recommendation": scene.recommendation, "reasons": "Not this way.", "actor": partner}
    late = refusal(object_to_recommendation, **kwargs, at=london(2026, 9, 23))
    assert late == "The time for objecting ended on 22 September 2026."
    object_to_recommendation(**kwargs, at=london(2026, 9, 22, 23))
    scene.case.refresh_from_db()
    scene.recommendation.refresh_from_db()
    assert (scene.case.stage, scene.recommendation.state) == ("escalated", "escalated")


def test_a_vote_is_never_open_when_recommending(redbridge):
    scene = voting()
    assert refusal(recommend, **words(scene)) == "The vote is still open. Close it first."
