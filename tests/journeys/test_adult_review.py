"""Redbridge: a Safeguarding Adult Review from the board's answer to the recommendation to its last action (RED-21)."""

from __future__ import annotations

import datetime as dt

from . import deciding, reviewing
from .anywhere import TODAY, Office

SLUG, REVIEWER = "redbridge", "Rena Reed"
WORDS = "Every agency asks about the other adults in a home, and writes down who they are."


def test_from_the_boards_answer_to_the_last_action(visitor, stack):
    """RED-21, C-21, C-28: ratified, commissioned, reported, not published with a reason, asked for before, closed."""
    walk = reviewing.begun(
        visitor,
        stack,
        SLUG,
        pathway="adult",
        kind="sar-mandatory",
        people=("Abel", "Kirkby"),
        how=reviewing.RECOMMENDED,
    )
    office = walk.office
    deciding.answered(office, "rsab-chair", "")
    reviewing.carried_out(walk, "rsab-chair", "secretariat", "secretariat", REVIEWER)
    walk.do("panel-chair", "comment-on-draft", "Put the comments on record", "The comments are on record.",
            {"Whose comments are they?": "One Panel"})  # fmt: skip
    advice = reviewing.recommended(
        walk,
        "secretariat",
        WORDS,
        "Barts",
        "Fathers, partners and other adults in the home",
        before="Says much the same",
    )
    reviewing.accepted(office.who("secretariat"), advice, "The board")
    day = TODAY + dt.timedelta(days=90)
    action = reviewing.planned(walk, "secretariat", "Train every team.", "Barts", day, carries_out="Recommendation")
    reviewing.signed_off(walk, [("rsab-chair", "")])
    reviewing.publication_decided(
        walk, [("secretariat", "")], "Nothing is published", reasons="He would be recognised."
    )
    walk.at("secretariat").reads("Finished, not published")
    closed_with_an_action_to_do(office)
    reviewing.done(walk, action)
    reviewing.followed_to_its_end(walk)


def closed_with_an_action_to_do(office: Office) -> None:
    """C-37: what ends with the case and what goes on is shown first; the action stays with its owner."""
    person = office.at_case("secretariat", "close-case/")
    person.reads("These go on, and whoever must act is still reminded")
    reviewing.filled(person, "Close", "", {"Reason": "Everything is decided."})
    person.reads("To do by this day: action")
