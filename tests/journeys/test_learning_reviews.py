"""Reviews that no statute asks for: Bexley's partnership review with its note, BHR's case review that rests."""

from __future__ import annotations

import datetime as dt

from . import reviewing
from .anywhere import TODAY
from .people import download

KEY_PARTNERS = [("key-partner", ""), ("key-partner", "icb"), ("key-partner", "police")]
STRATEGIC = [("strategic-partner", ""), ("strategic-partner", "council-havering"), ("strategic-partner", "police")]
NOTE = "Add the visits up"


def test_bexleys_partnership_review_ends_in_a_note_for_everybody(visitor, stack):
    """BEX-2, BEX-10: a checklist at the signing off; no report is published, the briefing note is."""
    walk = reviewing.begun(visitor, stack, "bexley", pathway="learning", kind="partnership-review")
    reviewing.carried_out(walk, "lfpg-chair", "lfpg-chair", "lfpg-chair", "Rena Reed")
    action = reviewing.planned(
        walk, "secretariat", "Count missed visits.", "Metropolitan", TODAY + dt.timedelta(days=60)
    )
    reviewing.signed_off(walk, KEY_PARTNERS, CHECKLIST)
    reviewing.publication_decided(
        walk, KEY_PARTNERS, "Nothing is published", reasons="A briefing note takes its place."
    )
    walk.at("secretariat").reads("Finished, not published")
    briefed(walk)
    reviewing.done(walk, action)


CHECKLIST = {"Does it": "Yes", "Does each": "Yes"}


def briefed(walk: reviewing.Walk) -> None:
    says = {"Title": NOTE, "What was learnt?": "Each visit was judged alone.",
            "What should people do differently?": "Say the second missed visit aloud."}  # fmt: skip
    person = walk.of_case("secretariat", "brief-practitioners", "Keep and look at it", "The briefing is kept.", says)
    note = person.page.url
    person.press("Send it to the agencies")
    person.reads("Print it first: the page that was read is the page that is published.")
    person.press("Print it (one page, PDF)")
    assert download(person, "Download")[:4] == b"%PDF"
    person.goto(note)
    person.follow("Publish the briefing note")
    reviewing.filled(person, "Publish it now", "The briefing note is public now.",
                     ticks=["Nobody can be recognised from it"])  # fmt: skip
    reviewing.read_by_anybody(walk, NOTE)


def test_bhrs_case_review_rests_and_goes_on(visitor, stack):
    """BHR-6, C-19: paused with the reason passed on, resumed, finished without a report for the public."""
    walk = reviewing.begun(visitor, stack, "bhr", pathway="child", kind="local-case-review", borough="havering")
    reviewing.carried_out(walk, "prg-chair", "secretariat", "secretariat", "Rena Reed")
    walk.do("prg-chair", "pause-review", "Pause the review", "", {"Why is the review paused?": "A trial."})
    walk.at("prg-chair").reads("Paused since")
    walk.do("secretariat", "resume-review", "Go on", "The review goes on.", {"Why?": "The trial is over."})
    walk.at("secretariat").reads("Reasons given for delay:")
    reviewing.drafted_by_office(walk, "With what the trial brought out.")
    reviewing.signed_off(walk, STRATEGIC)
    reviewing.publication_decided(walk, STRATEGIC, "Nothing is published", reasons="The child would be recognised.")
    action = reviewing.planned(
        walk, "secretariat", "Count missed visits.", "Metropolitan", TODAY + dt.timedelta(days=60)
    )
    walk.of_action("secretariat", action, "drop-action", "The action is given up")
