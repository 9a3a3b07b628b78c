"""Redbridge's three pathways walked through the engine, and what is due on the way (RED-20 to RED-23)."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.acts import answer_criteria
from cases.queries import body_of, visible_cases
from deadlines.models import Deadline
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from tests.factories import PersonValues, a_case, a_partnership, an_actor, london, rule_out_the_other_tests

from .test_lives import afterwards, done, limits, somebody, stages, walked

MORNING = london(2026, 9, 1)  # a Tuesday
CHILD = PersonValues(kind="subject", first_name="Kit", last_name="Grey", born_on=dt.date(2014, 5, 4))
MANDATORY = {"died": "yes", "abuse": "yes", "together": "yes", "complex": "no"}
SERIOUS = {"who": "a child under 18, not looked after", "abuse": "yes", "harm": "yes", "also-in-care": "no"}
NOT_SERIOUS = {"who": "a child under 18, not looked after", "abuse": "no", "died-in-care": "no"}
HOMICIDE = {"aged-16": "yes", "violence": "yes", "by-whom": "yes"}


@pytest.fixture(autouse=True)
def partnership(db):
    made = a_partnership()
    with tenant(made):
        yield made


def answered(case, aid: str, answers: dict, role: str = "secretariat") -> None:
    answer_criteria(
        case=case, aid=aid, answers=answers, remarks={}, reasons="The papers say so.", actor=somebody(role),
        at=afterwards(case),
    )  # fmt: skip
    if role == "secretariat":  # the One Panel looks at all three tests (C-10)
        rule_out_the_other_tests(case, somebody(role), afterwards(case), but=(aid,))


def ended(clock: str) -> str:
    return Deadline.objects.get(clock=clock).state


TO_THE_AGENDA = """
acknowledge_referral|secretariat|referral
check_referral|panel-chair|referral|fit
add_agenda_item|secretariat|{track}
"""


def test_an_adult_from_referral_to_a_published_review():
    """RED-21, RED-9, RED-10."""
    case = a_case(somebody("secretariat"), pathway="adult", received_at=MORNING)
    assert limits() == {"acknowledge": dt.date(2026, 9, 2)}
    walked(case, TO_THE_AGENDA.format(track="adult"))
    answered(case, "sar-tool", MANDATORY)
    walked(
        case,
        """
        put_question|panel-chair|adult
        cast_vote|agency-representative|adult
        close_question|panel-chair|adult
        recommend|panel-chair|adult
        """,
    )
    assert stages(case) == {"referral": "accepted", "adult": "recommended"}
    assert limits() == {"ratification": dt.date(2026, 9, 8)}
    walked(
        case,
        """
        ratify_recommendation|rsab-chair|adult||sar-mandatory
        tell_outcome|secretariat|adult
        commission_review|rsab-chair
        check_reviewer|secretariat|review
        appoint_reviewer|secretariat|review
        submit_draft|reviewer|review
        comment_on_draft|panel-chair|review
        agree_actions|panel-chair|review
        sign_off_report|rsab-chair|review
        decide_publication|secretariat|review|in full
        publish_report|secretariat|review
        """,
    )
    assert stages(case) == {"referral": "accepted", "adult": "told", "review": "published"}
    assert (ended("ratification"), ended("tell-referrer"), ended("first-look")) == ("met", "met", "met")
    assert limits() == {}


def test_the_referrer_is_told_within_five_working_days_of_whatever_settled_the_case():
    """C-15, RED-4."""
    case = a_case(somebody("secretariat"), received_at=MORNING)
    walked(case, TO_THE_AGENDA.format(track="adult") + "escalate|panel-chair|adult")
    assert limits()["escalation"] == dt.date(2026, 9, 8)
    done(case, "decide_escalation", "statutory-partner", on=london(2026, 9, 3), review_type="no-review")
    assert limits() == {"tell-referrer": dt.date(2026, 9, 10)}


def test_a_referral_that_goes_nowhere_is_answered_too():
    """RED-6, RED-12, C-15."""
    case = a_case(somebody("secretariat"), received_at=MORNING)
    walked(case, "acknowledge_referral|secretariat|referral\ncheck_referral|panel-chair|referral|not fit")
    assert (stages(case), limits()) == (
        {"referral": "not-taken-forward"},
        {"tell-not-taken-forward": dt.date(2026, 9, 8)},
    )
    done(case, "tell_outcome", "secretariat", on=london(2026, 9, 2))
    assert limits() == {}


def test_a_referral_sent_back_and_answered():
    """C-2, RED-6."""
    case = a_case(somebody("secretariat"), received_at=MORNING)
    walked(case, "send_back_referral|secretariat|referral")
    assert limits() == {"questions-answered": dt.date(2026, 9, 8)}
    done(case, "resubmit_referral", "referrer", on=london(2026, 9, 4))
    assert (stages(case), limits()) == ({"referral": "acknowledged"}, {"look-after-answers": dt.date(2026, 9, 8)})


def test_no_ratification_while_a_dissent_is_open():
    """RED-5, RED-9."""
    case = a_case(somebody("secretariat"), received_at=MORNING)
    walked(case, TO_THE_AGENDA.format(track="adult"))
    answered(case, "sar-tool", MANDATORY)
    walked(case, "recommend|panel-chair|adult\nrecord_dissent|agency-representative|adult")
    with pytest.raises(ActRefused):
        done(case, "ratify_recommendation", "rsab-chair", on=MORNING)
    walked(case, "pass_on_dissent|agency-lead|adult\nreconvene|panel-chair|adult")
    assert stages(case)["adult"] == "waiting"


@pytest.mark.parametrize("role", ["csp-chair", "rscp-scrutineer", "panel-chair", "secretariat", "statutory-partner"])
def test_nobody_else_ratifies_for_adults(role):
    """RED-9."""
    case = a_case(somebody("secretariat"), received_at=MORNING)
    walked(case, TO_THE_AGENDA.format(track="adult"))
    answered(case, "sar-tool", MANDATORY)
    walked(case, "recommend|panel-chair|adult")
    with pytest.raises(ActRefused) as refusal:
        done(case, "ratify_recommendation", role, on=MORNING)
    assert str(refusal.value) == "Only the RSAB Independent Chair can do this."


def test_a_refusal_speaks_of_the_track_the_case_is_on():
    case = a_case(somebody("secretariat"), received_at=MORNING)
    walked(case, "acknowledge_referral|secretariat|referral\ncheck_referral|panel-chair|referral|fit")
    with pytest.raises(ActRefused) as refusal:
        done(case, "recommend", "panel-chair", on=MORNING)
    assert str(refusal.value) == (
        "The case is at “Gathering information”. This is done at “On an agenda” or “More information needed”."
    )


def test_a_child_with_notification_and_rapid_review():
    """RED-20, C-17, C-18, C-40."""
    case = a_case(
        somebody("secretariat"), pathway="child", received_at=MORNING, people=[CHILD],
        facts={"authority_aware": london(2026, 8, 28)},
    )  # fmt: skip
    assert limits() == {"acknowledge": dt.date(2026, 9, 2), "virtual-panel": dt.date(2026, 9, 4)}
    answered(case, "serious-incident", SERIOUS, role="statutory-partner")
    walked(
        case,
        """
        decide_threshold|statutory-partner|child|criteria met
        share_rationale|statutory-partner|child
        tell_outcome|secretariat|child
        open_track|head-of-safeguarding
        """,
    )
    case.refresh_from_db()
    assert body_of(case) == "rapid-review-panel"
    assert limits() == {
        "acknowledge": dt.date(2026, 9, 2),
        "national-notification": dt.date(2026, 9, 7),
        "rapid-review-sent": dt.date(2026, 9, 22),
    }
    walked(
        case,
        """
        request_information|secretariat|rapid-review
        compile_chronology|secretariat|rapid-review
        add_agenda_item|secretariat|rapid-review
        recommend|rscp-scrutineer|rapid-review
        ratify_recommendation|statutory-partner|rapid-review||cspr-local
        """,
    )
    with pytest.raises(ActRefused):
        done(case, "send_outcome", "secretariat", on=MORNING)
    walked(
        case,
        """
        record_notification|head-of-safeguarding|notification
        record_acknowledgement|secretariat|notification
        send_outcome|secretariat|rapid-review
        record_reply|secretariat|notification|agrees
        commission_review|rscp-scrutineer
        """,
    )
    assert stages(case) == {
        "referral": "received", "child": "told", "notification": "answered", "rapid-review": "sent",
        "review": "commissioned",
    }  # fmt: skip
    assert (ended("national-notification"), ended("rapid-review-sent")) == ("met", "met")


def test_a_child_below_the_criteria_comes_to_one_panel_and_may_go_back():
    """RED-20, RED-23, C-39."""
    case = a_case(somebody("secretariat"), pathway="child", received_at=MORNING, people=[CHILD])
    answered(case, "serious-incident", NOT_SERIOUS, role="statutory-partner")
    walked(
        case,
        """
        decide_threshold|statutory-partner|child|criteria not met
        share_rationale|statutory-partner|child
        tell_outcome|secretariat|child
        add_agenda_item|secretariat|learning
        refer_to_body|panel-chair|learning
        """,
    )
    assert stages(case) == {"referral": "received", "child": "considering", "learning": "waiting"}
    case.refresh_from_db()
    assert body_of(case) == "one-panel"
    rule_out_the_other_tests(case, somebody("secretariat"), afterwards(case), but=("serious-incident",))
    walked(
        case,
        """
        add_agenda_item|secretariat|learning
        recommend|panel-chair|learning
        ratify_recommendation|rscp-scrutineer|learning||learning-review
        tell_outcome|secretariat|learning
        record_learning_result|secretariat
        """,
    )
    assert stages(case)["learning"] == "told"


def test_a_domestic_homicide_is_decided_within_a_month_of_the_csp_being_told():
    """RED-22, RED-24, C-45."""
    case = a_case(
        somebody("secretariat"), pathway="domestic-homicide", received_at=MORNING,
        facts={"board_told": london(2026, 8, 31)},
    )  # fmt: skip
    assert limits()["domestic-homicide-decision"] == dt.date(2026, 9, 30)
    walked(case, TO_THE_AGENDA.format(track="domestic-homicide"))
    answered(case, "domestic-homicide", HOMICIDE)
    walked(
        case,
        """
        recommend|panel-chair|domestic-homicide
        ratify_recommendation|csp-chair|domestic-homicide||dardr
        tell_outcome|secretariat|domestic-homicide
        record_notification|csp-chair
        commission_review|csp-chair
        """,
    )
    assert stages(case) == {"referral": "accepted", "domestic-homicide": "told", "review": "commissioned"}
    assert (ended("domestic-homicide-decision"), ended("home-office-told")) == ("met", "met")


def test_who_chairs_the_rapid_review_panel_sees_what_is_on_its_agenda():
    """RED-20, C-52: the scrutineer has a part from then on; whoever chairs nothing waits for the recommendation."""
    case = a_case(somebody("secretariat"), pathway="child", received_at=MORNING, people=[CHILD])
    answered(case, "serious-incident", SERIOUS, role="statutory-partner")
    walked(case, "decide_threshold|statutory-partner|child|criteria met")
    scrutineer, board = an_actor("Sue Scrutineer", "rscp-scrutineer"), an_actor("Bo Board", "rsab-chair")
    assert [seen_by(actor, case) for actor in (scrutineer, board)] == [False, False]
    walked(case, "request_information|secretariat|rapid-review\nadd_agenda_item|secretariat|rapid-review")
    assert [seen_by(actor, case) for actor in (scrutineer, board)] == [True, False]


def seen_by(actor, case) -> bool:
    return visible_cases(actor).filter(pk=case.pk).exists()
