"""Darlington: a local child safeguarding practice review from its order to its last action (DAR-6 to DAR-17)."""

from __future__ import annotations

import datetime as dt

from . import reviewing
from .anywhere import TODAY

SLUG, REVIEWER, OWNER = "darlington", "Una Wise", "agency-representative"
EMAIL = "una.wise@reviews.example"
POLICE, COUNCIL = "Durham Constabulary", "Darlington Borough Council, Children's Services"
OUTSIDE = ["Child Safeguarding Practice Review Panel", "Secretary of State for Education", "Ofsted"]
DECIDE = [
    ("statutory-partner", ""),
    ("statutory-partner", "council"),
    ("statutory-partner", "police"),
    ("scrutineer", ""),
]
GUIDE, LEAFLET = "Write a guide on second calls.", "Print a leaflet for waiting rooms."
WORDS = "Every agency tells the others of a second call within a day."
SAID = {
    "Name and post of the author": "Ada Author, Head of Quality",
    "What does it rest on?": "Our records and two conversations.",
    "What did your agency know and do?": "We were called three times.",
    "Why did things happen as they did?": "Each call was taken by itself.",
    "What has your agency learnt?": "Look at the calls together.",
}
CALLS = [(TODAY - dt.timedelta(days=400), "A neighbour rang."), (TODAY - dt.timedelta(days=60), "A second call.")]
VISITS = [(TODAY - dt.timedelta(days=60), "The visit was missed.")]


def test_from_the_order_to_the_last_action(visitor, stack):
    walk = reviewing.begun(visitor, stack, SLUG, pathway="serious-incident", kind="local-review")
    reviewing.commissioned(walk, "statutory-partner")
    reviewing.terms_set(walk, "rapid-review-chair")
    reviewing.family_agreed(walk, "secretariat")
    reviewing.on_the_list(walk.office, REVIEWER, EMAIL)
    reviewing.appointed(walk, "secretariat", "statutory-partner", REVIEWER)
    reviewer = reviewing.first_sign_in(visitor, stack, EMAIL)
    reviewing.asked_in_writing(walk, "secretariat", reviewer, "Will the draft be ready in May?", "Yes, by the tenth.")
    event = reviewing.called_together(walk, stack, "secretariat", "gita.guest@school.example")
    reviewing.reports_asked(walk, [POLICE, COUNCIL])
    reviewing.report_sent(walk, "police", SAID, CALLS, signs="chief-officer")
    reviewing.report_sent(walk, "council", SAID, VISITS, signs="chief-officer")
    reviewing.chronology_seen(walk, "secretariat", 3)
    reviewing.drafted(walk, reviewer, "The first draft.")
    reviewing.commented(walk, "ld-chair", "The sub-group", "Say more of school.", reviewer, "A section was added.")
    reviewing.drafted(walk, reviewer, "With what school knew.")
    reviewing.learnt_together(walk, "secretariat", *event)
    late, leaflet = agreed(walk)
    reviewing.signed_off(walk, DECIDE)
    reviewing.publication_decided(walk, DECIDE, "The report in full", day=TODAY, soon="A court asked.")
    reviewing.sent_outside(walk, OUTSIDE)
    reviewing.published(walk, "secretariat", "Child C: calls that were each taken alone", press="Why, and what now.")
    reviewing.read_by_anybody(walk, "Child C: calls that were each taken alone").reads("Why, and what now.")
    followed_up(walk, late, leaflet)


def agreed(walk: reviewing.Walk) -> tuple[str, str]:
    """What is recommended, accepted, and who does what; the addresses of two actions."""
    advice = reviewing.recommended(walk, "secretariat", WORDS, COUNCIL, "Sharing information")
    reviewing.accepted(walk.office.who("secretariat"), advice, "The Statutory Safeguarding Partners")
    past, soon = TODAY - dt.timedelta(days=100), TODAY + dt.timedelta(days=40)
    late = reviewing.planned(walk, "secretariat", GUIDE, COUNCIL, past, carries_out=WORDS, decided_ago=150)
    leaflet = reviewing.planned(walk, "secretariat", LEAFLET, POLICE, soon)
    says = {"Who agreed?": "The sub-group", "How is the learning shared, and by whom?": "At team meetings."}
    walk.of_case("ld-chair", "agree-actions", "Record what was agreed", "The actions are agreed.", says)
    return late, leaflet


def followed_up(walk: reviewing.Walk, late: str, leaflet: str) -> None:
    """DAR-10, DAR-11: late, explained, told upwards, given more time at the chief officer's wish, given up, done."""
    more = [("Until which day?", TODAY + dt.timedelta(days=30))]
    says = {"How far is it?": "Held up", "What stands in the way?": "A post is empty."}
    proof = [("Evidence", reviewing.pdf("Plan.pdf", "Half of it."))]
    walk.of_action(OWNER, late, "report-progress", "It is on record.", says, agency="council", files=proof)
    walk.of_action("ld-chair", late, "seek-explanation", "The owner is asked.")
    walk.of_action(OWNER, late, "explain-delay", "It is on record.", agency="council")
    walk.of_action("ld-chair", late, "escalate-action", "They are told")
    walk.of_action("chief-officer", late, "ask-extension", "More time is asked for.", agency="council", days=more)
    walk.of_action("ld-chair", late, "extend-action", "The action has more time.", days=more)
    walk.of_action("secretariat", leaflet, "drop-action", "The action is given up")
    secretary = walk.office.who("secretariat")
    secretary.goto(f"/{SLUG}/actions/exceptions/")
    for action in (GUIDE, LEAFLET):
        secretary.reads(action)
    walk.of_action(OWNER, late, "complete-action", "The action is done", agency="council")
    reviewing.followed_to_its_end(walk)
    reviewing.in_the_annual_report(walk, "Local Child Safeguarding Practice Review", LEAFLET)
