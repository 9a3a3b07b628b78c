"""Redbridge: a death that may have come from domestic abuse, to the Community Safety Partnership's decision and the
Home Office, which hears of a "no" too (RED-22, RED-23, RED-24, RED-32, C-45)."""

from __future__ import annotations

import pytest

from . import deciding
from . import office as offices
from .anywhere import Office, say
from .people import choose, letter, problems

SLUG = "redbridge"
DARDR = "Domestic Abuse Related Death Review (formerly Domestic Homicide Review)"
LEARNING = "Learning review without a statutory basis"
REFLECTIVE = "Reflective learning session or multi-agency practitioner event"
HERE = ["Barts", "East Area", "LBR Adult", "LBR Children", "LBR Community"]
NO_OTHER_TEST = (
    ("serious-incident", (("Who is the case about?", "An adult"),)),
    ("sar-tool", (("Has an adult at risk died?", "No"), ("Has an adult at risk come to", "No"),
                  ("Could enough of value", "No"), ("Is there good practice", "No"))),
)  # fmt: skip
KILLED = (("Has a person of 16 or over died?", "Yes"), ("Does the death appear", "Yes"), ("By a relative", "Yes"))
NOT_KILLED = (*KILLED[:1], ("Does the death appear", "No"), ("Did the person take their own life", "No"))


@pytest.mark.parametrize(
    ("stage", "answers", "decided", "hour", "reply"),
    [("scoping", KILLED, DARDR, "3:05pm", "Agrees"), ("received", NOT_KILLED, LEARNING, "3:35pm", "Directs a review")],
    ids=["a review", "no statutory review"],
)
def test_the_home_office_hears_of_the_decision(visitor, stack, stage, answers, decided, hour, reply):
    """RED-22, RED-24, RED-32, C-45; without a statutory review One Panel picks a methodology instead (RED-23)."""
    office = Office(visitor, SLUG, offices.at_stage(visitor, SLUG, stage, "Domestic homicide"))
    if stage == "received":
        acknowledged_and_fit(office)
    where = deciding.called_together(office, "One Panel", time_of_day=hour)
    for aid, said in (*NO_OTHER_TEST, ("domestic-homicide", answers)):
        office.answer_test("secretariat", aid, *said)
    deciding.in_session(office.who("panel-chair"), where, HERE)
    deciding.on_paper(office, "panel-chair", dict.fromkeys(HERE, decided))
    deciding.recommended(office, "panel-chair", decided, REFLECTIVE)
    deciding.answered(office, "csp-chair", "").reads(f"Decided: {decided}")
    the_home_office(office, reply)
    the_referrer_is_told(office, stack, decided)


def acknowledged_and_fit(office: Office) -> None:
    office.at_case("secretariat", "acknowledge-referral/").press("Acknowledge")
    chair = office.at_case("panel-chair", "check-referral/")
    choose(chair, "Fit")
    chair.page.get_by_label("Reasons").fill("A death, and the family asks whether it could have been seen.")
    chair.press("Record the first look")
    chair.reads("The first look is on the record.")


def the_home_office(office: Office, reply: str) -> None:
    """Still to be told by the record, then told on its sheet, and its answer recorded."""
    chair = office.at_case("csp-chair", "notifications/")
    chair.follow("Prepare the sheet", exact=False)
    chair.press("Keep the sheet")
    chair.follow("Record that it was sent")
    chair.press("Record the notification")
    chair.reads("It went to: Home Office.")
    chair.follow("Record the answer", exact=False)
    chair.press("Record the answer")
    assert problems(chair) == ["Select an answer to “What does it answer?”"]
    say(chair, "What does it answer?", reply)
    chair.press("Record the answer")
    chair.reads(f"Answered: {reply.lower()}")
    chair.fits()


def the_referrer_is_told(office: Office, stack, decided: str) -> None:
    secretary = office.at_case("secretariat", "tell-outcome/")
    secretary.reads(decided)
    secretary.press("Tell the outcome")
    secretary.reads("The outcome is told.")
    letter(stack, "rosa.referrer@hospital.example", f"{office.reference}: there is an outcome")
