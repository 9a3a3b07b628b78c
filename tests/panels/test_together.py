"""A body whose members answer each for itself: its own rule makes the decision (BEX-4, RED-4, DAR-6, C-13, C-14)."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Decision, Event
from cases.queries import record_rows
from documents.models import OutboxMessage
from panels.acts import decide_escalation, ratify_recommendation, replace_recommendation, return_recommendation
from panels.acts.together import Said
from panels.models import BodyAnswer, Ratification, Recommendation
from panels.queries.to_answer import recommendations_to_answer
from panels.rules import NO_PART, together
from panels.rules.quorum import Member
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from procedures.model import Body, Quorum
from tests.factories import a_member, a_partnership, acting_as, london
from tests.procedures.test_lives import TESTED, answer_the_test, referred, walked

from .scenes import DISCRETIONARY, NONE, SAR, recommended, send

AT = london(2026, 9, 17)
WAY = "multi-incident-review"
THREE = tuple(Member(slug=slug, title=slug.title()) for slug in ("council", "icb", "police"))
OPTIONS = {"yes": "Ratify", "no": "Send it back", "other": "No review"}


def a_body(decides: str = "majority", **quorum) -> Body:
    rule = Quorum(**(quorum or {"seats": (("council",), ("icb",), ("police",))}))
    return Body(name="executive", title="Executive", kind="executive", decides=decides, quorum=rule)


@pytest.mark.parametrize(
    ("decides", "answers", "carried"),
    [
        ("majority", {"council": "yes", "icb": "yes"}, ""),  # the text asks for all three
        ("majority", {"council": "yes", "icb": "yes", "police": "no"}, "yes"),
        ("majority", {"council": "yes", "icb": "no", "police": "other"}, ""),
        ("unanimous", {"council": "yes", "icb": "yes", "police": "no"}, ""),
        ("unanimous", {"council": "yes", "icb": "yes", "police": "yes"}, "yes"),
        ("majority", {"council": "yes", "icb": "yes", "police": NO_PART}, ""),
    ],
)
def test_the_rule_of_the_body_counts_the_answers_of_its_members(decides, answers, carried):
    assert together(a_body(decides), THREE, answers, OPTIONS).carried == carried


def test_a_member_still_silent_is_waited_for_unless_it_could_change_nothing():
    two = {"number": 2}
    some = {"council": "yes", "icb": "yes"}
    assert together(a_body(**two), THREE, some, OPTIONS).carried == "yes"
    assert (
        together(a_body("unanimous", **two), THREE, some, OPTIONS).why
        == "Nothing is decided yet: no answer from Police."
    )
    split = {"council": "yes", "icb": "no"}
    assert [m.slug for m in together(a_body(**two), THREE, split, OPTIONS).waiting] == ["police"]
    assert together(a_body(**two), THREE, {**split, "police": NO_PART}, OPTIONS).why == (
        "A tie between “Ratify” and “Send it back”, 1 each. "
        "Nothing is decided; each of them can still change its answer."
    )
    lacking = together(a_body(), THREE, some, OPTIONS)
    assert lacking.why == "Nothing is decided yet: police has not answered."


@pytest.fixture
def bexley(db):
    with tenant(a_partnership("bexley", "2019.toml")) as partnership:
        yield partnership


def with_the_executive():
    """A recommendation of the rapid review meeting that waits for the three."""
    case = referred("serious-incident")
    answer_the_test(case, TESTED)
    walked(
        case,
        """
        acknowledge_referral|secretariat|referral
        inform_partners|secretariat|referral
        decide_threshold|key-partner|referral|met
        record_notification|local-authority|notification
        add_agenda_item|secretariat|rapid-review
        recommend|lfpg-chair|rapid-review
        send_recommendation|secretariat|rapid-review
        """,
    )
    made = Recommendation.objects.create(
        case=case, body="rapid-review-meeting", review_type="local-review", review_type_title="Local review",
        focus="Bruises.", methodology=WAY, reasons="It is met.", recommended_at=AT,
        recommended_by="The chair", event=Event.objects.get(case=case, act="recommend"),
    )  # fmt: skip
    return case, made


def partner(agency: str, role: str = "key-partner"):
    return acting_as(a_member(f"{agency.title()} Lead", role, agency=agency))


# BEX-4
def test_each_of_the_three_answers_for_itself_and_the_majority_decides(bexley):
    case, made = with_the_executive()
    case.refresh_from_db()
    three = {agency: partner(agency) for agency in ("council", "icb", "police")}
    given = {"recommendation": made, "at": AT}
    assert ratify_recommendation(**given, reasons="Yes.", actor=three["council"]) is None
    assert [row.made.pk for row in recommendations_to_answer(three["council"])] == []
    assert [row.made.pk for row in recommendations_to_answer(three["icb"])] == [made.pk]
    assert return_recommendation(**given, reasons="Look at school.", actor=three["police"]) is None
    case.refresh_from_db()
    assert (case.stage, Decision.objects.filter(kind="ratify_recommendation").count()) == ("with-executive", 0)
    # The police think again, then the third answer decides.
    replace_recommendation(
        **given, review_type="multi-agency-audit", focus="School", methodology=WAY,
        reasons="An audit is enough.", actor=acting_as(a_member("Pia Second", "key-partner", agency="police")),
    )  # fmt: skip
    decision = ratify_recommendation(**given, reasons="We agree.", actor=three["icb"])
    case.refresh_from_db()
    assert (case.stage, decision.data["review_type"]) == ("decided", "local-review")
    assert [line.partition(": ")[2] for line in decision.reasons.splitlines()] == ["Yes.", "We agree."]
    told = decision.data["decided_with"]
    assert "Ratify (Council Lead)." in told and "(Pia Second)." in told
    assert told.endswith("“Ratify” was carried by 2 of 3 agencies voting.")
    assert (Ratification.objects.count(), BodyAnswer.objects.filter(settled_at=None).count()) == (1, 0)
    events = Event.objects.filter(case=case, act="ratify_recommendation").order_by("id")
    assert [event.to_stage for event in events] == ["", "", "decided"]
    acts = ("return_recommendation", "replace_recommendation", "ratify_recommendation")
    rows = [row for row in reversed(record_rows(case)) if row.act in acts]
    answer = "gave the answer of Metropolitan Police Service for the S.H.I.E.L.D. Executive"
    assert [row.one_of_several for row in rows] == [True] * 5
    assert [row.summary for row in rows if "Police" in row.summary] == [
        f"Police Lead {answer}: Send it back.",
        f"Pia Second {answer}: Decide otherwise: Multi-agency audit. "
        "It counts instead of the one that Police Lead gave.",
    ]
    assert rows[-1].summary.endswith(
        "The answer that Icb Lead gave for NHS South East London Integrated Care Board completed it."
    )


def test_one_may_enter_what_the_others_said_and_the_majority_may_be_against_the_last_to_answer(bexley):
    case, made = with_the_executive()
    case.refresh_from_db()
    council, police = partner("council"), partner("police")
    given = {"recommendation": made, "at": AT}
    others = [Said(agency="icb", same=True, words="Ines Lead, by telephone")]
    with pytest.raises(ActRefused) as refused:
        return_recommendation(
            **given, reasons="Not yet.", others=[Said(agency="icb", same=True, words=" ")], actor=council
        )
    assert refused.value.about == "words-icb"
    assert return_recommendation(**given, reasons="Not yet.", others=others, actor=council) is None
    entered = BodyAnswer.objects.get(agency__slug="icb")
    assert (entered.given_by, entered.entered_by) == ("Ines Lead, by telephone", "Council Lead")
    answer = ratify_recommendation(**given, reasons="Yes.", actor=police)  # outvoted: it goes back
    assert (answer.answer, answer.reasons) == ("returned", "Not yet.")
    case.refresh_from_db()
    assert case.stage == "arranging"


# RED-4
def test_what_goes_up_is_decided_by_the_majority_of_those_above(redbridge):
    partners = {a: partner(a, "statutory-partner") for a in ("nel-icb", "east-area-police", "adult-social-care")}
    scene = recommended(nel_icb=SAR, childrens_social_care=SAR, adult_social_care=NONE, community_safety=NONE)
    kwargs = {
        "case": scene.case, "review_type": DISCRETIONARY, "focus": "Housing", "methodology": "peer-review-members",
        "reasons": "Learning is likely.", "at": AT,
    }  # fmt: skip
    nobody = acting_as(a_member("Una Unplaced", "statutory-partner"))
    with pytest.raises(ActRefused, match="Your agency is no member of the Statutory safeguarding partners"):
        decide_escalation(**kwargs, actor=nobody)
    assert decide_escalation(**kwargs, actor=partners["nel-icb"]) is None
    assert decide_escalation(**kwargs, actor=partners["east-area-police"]) is None
    decision = decide_escalation(**kwargs, actor=partners["adult-social-care"])
    assert decision.outcome == "Safeguarding Adult Review (discretionary)"
    assert decision.data["decided_with"].endswith(
        "“Safeguarding Adult Review (discretionary)” was carried by 3 of 3 agencies voting."
    )


def test_the_page_shows_who_has_answered_and_asks_for_the_others(bexley):
    case, made = with_the_executive()
    council, icb = partner("council"), partner("icb")
    ratify_recommendation(recommendation=made, reasons="We are for it.", actor=council, at=AT)
    client = Client()
    client.force_login(icb.membership.user)
    url = reverse("return_recommendation", kwargs={"partnership": "bexley", "reference": case.reference})
    shown = " ".join(client.get(url).content.decode().split())
    assert "We are for it." in shown and "Has not answered" in shown
    assert "Who took part, and who agreed?" not in shown
    wrong = send(client, url, {"reasons": "No.", "member-police": "none", "words-police": ""})
    assert "why it takes no part" in wrong.content.decode() and BodyAnswer.objects.count() == 1
    done = send(client, url, {"reasons": "No."}, follow=True)
    assert "Your answer is on record." in done.content.decode()
    assert BodyAnswer.objects.get(agency__slug="icb").reasons == "No."


# BEX-4
def test_a_tie_of_the_three_is_told_to_all_and_waits_for_each_of_them_again(bexley):
    """Who has not been the last to answer hears of it as well, and the case's page shows who said what."""
    case, made = with_the_executive()
    case.refresh_from_db()
    office = a_member("Oona Office", "secretariat")
    three = {agency: partner(agency) for agency in ("council", "icb", "police")}
    given = {"recommendation": made, "at": AT}
    ratify_recommendation(**given, reasons="Yes.", actor=three["council"])
    return_recommendation(**given, reasons="Ask again.", actor=three["icb"])
    assert recommendations_to_answer(three["council"]) == []
    assert OutboxMessage.objects.filter(kind="answers-decide-nothing").count() == 0
    other = {"review_type": "partnership-review", "focus": "Bruises.", "methodology": WAY}
    assert replace_recommendation(**given, **other, reasons="Smaller.", actor=three["police"]) is None
    told = OutboxMessage.objects.filter(kind="answers-decide-nothing").values_list("to_email", flat=True)
    everybody = [office, *(who.membership for who in three.values())]
    assert set(told) == {one.user.email for one in everybody} | {"sam.secretary@bexley.example"}
    for who in three.values():
        assert [row.made.pk for row in recommendations_to_answer(who)] == [made.pk]
    client = Client()
    client.force_login(office.user)
    page = client.get(reverse("case_panel", kwargs={"partnership": "bexley", "reference": case.reference})).content
    text = " ".join(re.sub(r"<[^>]+>", " ", page.decode()).split())
    assert "Nothing is decided; each of them can still change its answer." in text
    assert "Send it back" in text and "Icb Lead" in text
    ratify_recommendation(**given, reasons="So be it.", actor=three["icb"])
    made.refresh_from_db()
    assert made.state == "ratified"
