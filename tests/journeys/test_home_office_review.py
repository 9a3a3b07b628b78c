"""Redbridge: a domestic abuse related death review, to the Home Office and back, and on to its last action (RED-22)."""

from __future__ import annotations

import datetime as dt

from . import reviewing
from .anywhere import TODAY

TITLE = "Adult D: what the neighbours knew"
CHAIR = [("csp-chair", "")]


def test_the_home_office_asks_for_changes_and_clears_the_report(visitor, stack):
    """C-45: sent, changes required, signed off and sent again, cleared; nothing is published before."""
    walk = reviewing.begun(
        visitor, stack, "redbridge", pathway="domestic-homicide", kind="dardr", people=("Ida", "Nairn")
    )
    reviewing.carried_out(walk, "secretariat", "secretariat", "secretariat", "Rena Reed")
    walk.do("panel-chair", "comment-on-draft", "Put the comments on record", "The comments are on record.",
            {"Whose comments are they?": "One Panel"})  # fmt: skip
    action = reviewing.planned(walk, "secretariat", "Train housing officers.", "LBR", TODAY + dt.timedelta(days=90))
    walk.of_case("panel-chair", "agree-actions", "Record what was agreed", "The actions are agreed.")
    reviewing.signed_off(walk, CHAIR)
    reviewing.publication_decided(walk, [("secretariat", "")], "The report in full", day=TODAY)
    assured(walk, "Changes required")
    walk.at("secretariat").reads("Hand in a draft")
    reviewing.drafted_by_office(walk, "The sister is protected.")
    reviewing.signed_off(walk, CHAIR)
    assured(walk, "Cleared")
    reviewing.published(walk, "secretariat", TITLE)
    reviewing.read_by_anybody(walk, TITLE)
    reviewing.done(walk, action)
    walk.at("secretariat", "report/").reads("Quality assurance: cleared.")


def assured(walk: reviewing.Walk, answer: str) -> None:
    walk.do("secretariat", "send-to-quality-assurance", "Record that it was sent", "")
    says = {"What is the answer?": answer, "What it says, or what has to be changed": "Protect the sister."}
    walk.do("secretariat", "record-quality-assurance", "Record the answer", "", says)
