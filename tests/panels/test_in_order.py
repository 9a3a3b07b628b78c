"""Several answer a recommendation one after the other: each hears when it is their turn, and no answer is lost."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cases.letters import decision_letter, reasons_of
from cases.models import Decision, Event
from cases.queries import plain_stage, what_happens_next
from documents.models import OutboxMessage
from panels import rules
from panels.acts import ratify_recommendation
from panels.models import Recommendation
from panels.queries.answering import what_follows
from partnerships.scope import tenant
from tests.factories import a_member, a_partnership, acting_as, london
from tests.procedures.test_lives import TESTED, answer_the_test, done, referred, walked

from .scenes import send

AT = london(2026, 9, 17)


@pytest.fixture
def darlington(db):
    with tenant(a_partnership("darlington", "dsp1.4.toml")) as partnership:
        yield partnership


def recommended():
    case = referred("serious-incident")
    answer_the_test(case, TESTED)
    walked(
        case,
        """
        acknowledge_referral|secretariat|referral
        inform_partners|secretariat|referral
        decide_threshold|statutory-partner|referral|met
        record_notification|local-authority|notification
        add_agenda_item|secretariat|rapid-review
        recommend|rapid-review-chair|rapid-review
        """,
    )
    made = Recommendation.objects.create(
        case=case, body="rapid-review-panel", review_type="local-review",
        review_type_title="Local Child Safeguarding Practice Review", focus="Bruises.",
        methodology="root-cause-analysis", reasons="It is met.", recommended_at=AT, recommended_by="The chair",
        event=Event.objects.get(case=case, act="recommend"),
    )  # fmt: skip
    case.refresh_from_db()
    return case, made


def letters(since: int) -> list[tuple[str, str]]:
    return list(OutboxMessage.objects.order_by("id")[since:].values_list("kind", "to_name"))


def page(member, case, name):
    client = Client()
    client.force_login(member.user)
    return client, reverse(name, kwargs={"partnership": "darlington", "reference": case.reference})


# DAR-6
def test_the_last_signature_decides_and_the_ones_before_are_heard_and_kept(darlington):
    case, made = recommended()
    three = {agency: a_member(f"{agency.title()} Lead", "statutory-partner", agency=agency)
             for agency in ("council", "ccg", "police")}  # fmt: skip
    last = a_member("Dina Everly", "scrutineer")
    office = acting_as(a_member("Olga Office", "business-unit"))
    before = OutboxMessage.objects.count()
    client, url = page(three["council"], case, "ratify_recommendation")
    shown = client.get(url).content.decode()
    assert "No e-mail leaves with this answer alone." in shown and "has been answered" not in shown
    said = send(client, url, {"reasons": "The council agrees with the panel."}, follow=True).content.decode()
    assert "Your answer is on record. Nothing is decided yet: " in said and "is ratified." not in said
    ratify_recommendation(recommendation=made, reasons="Agreed.", actor=acting_as(three["ccg"]), at=AT)
    assert letters(before) == []
    # The last of the three hands on to the Scrutineer, who hears that it is their turn.
    client, url = page(three["police"], case, "ratify_recommendation")
    assert "it is now your turn to answer" in client.get(url).content.decode()
    said = send(client, url, {"reasons": "Agreed."}, follow=True).content.decode()
    assert "Your answer is on record. The Independent Scrutineer/Chair answers next." in said
    assert letters(before) == [("answer-is-yours", "Dina Everly")]
    assert Decision.objects.filter(kind="ratify_recommendation").count() == 0
    assert what_follows(case, made, acting_as(last), "ratify_recommendation").rows is None
    decision = ratify_recommendation(recommendation=made, reasons="Agreed.", actor=acting_as(last), at=AT)
    assert {kind for kind, _to in letters(before + 1)} == {"recommendation-answered"}
    told = decision.data["decided_with"].splitlines()
    assert [line.partition(":")[0] for line in told] == [
        "Statutory Safeguarding Partner", "Independent Scrutineer/Chair",
    ]  # fmt: skip
    assert all(f"{name.title()} Lead" in told[0] for name in three)
    # The letter: on whose behalf, every reason that is one, a name under it.
    letter = decision_letter(
        case, decision, reasons=reasons_of(case, decision), next_steps=what_happens_next(case), actor=office, at=AT
    )
    assert letter.decided_by == ("the Statutory Safeguarding Partners, with Dina Everly, Independent Scrutineer/Chair")
    assert "Council Lead" not in letter.decided_by and "Agreed." not in letter.reasons
    assert any("The council agrees with the panel." in words for words in letter.reasons)
    assert letter.next_steps[0].startswith("The Statutory Safeguarding Partners will commission the review.")
    assert (letter.signed_by, letter.signed_role) == (
        "Olga Office", "Business Unit, Darlington Safeguarding Partnership",
    )  # fmt: skip


# DAR-25, C-52
def test_what_the_referrer_reads_is_not_the_notice_to_somebody_else(darlington):
    case, _made = recommended()
    assert plain_stage(case) == "The panel has made its recommendation."
    done(case, "ratify_recommendation", "statutory-partner", on=AT, track="rapid-review", review_type="local-review")
    done(case, "tell_outcome", "local-authority", on=london(2026, 9, 18), track="rapid-review")
    done(case, "record_acknowledgement", "secretariat", on=london(2026, 9, 21), track="notification")
    case.refresh_from_db()
    assert (case.stage_track, plain_stage(case)) == ("notification", "You have been told the outcome.")


@pytest.mark.parametrize(
    ("body", "labels", "counted", "words"),
    [
        ("Partners", ["Dina Day, Scrutineer"], True, "the Partners, with Dina Day, Scrutineer"),
        ("Partners", [], True, "the Partners"),
        ("The Board", ["Ray, Chair"], False, "Ray, Chair, on behalf of The Board"),
        ("", ["Ray, Chair", "Di, Head"], False, "Ray, Chair and Di, Head"),
    ],
)
def test_who_decided_in_words(body, labels, counted, words):
    assert rules.deciders(body, labels, counted) == words
