"""Reviews of the demo: ordered on the decisions that were told, each brought to another stage by the same acts."""

from __future__ import annotations

import datetime as dt

from cases.acts import record_contact, record_involvement, record_process
from cases.models import Case
from deadlines.queries import calendar_of
from information import acts as information
from information import drafts
from information.queries import askable
from partnerships.models import Membership
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership
from procedures.model import Procedure
from procedures.models import ProcedureVersion
from reviews import acts
from reviews.models import Review, Reviewer
from reviews.queries import decision_to_commission
from reviews.rules import checks_for, ways_for
from reviews.rules.guests import Guest

from .telling import NoStep, Story

TERMS = {
    "scope": {
        "terms-questions": "Who knew what, and when? What made it hard to act on it together?",
        "terms-outside": "Decisions of the courts.",
        "terms-diversity": "Language at home, and how poverty shaped the choices there were.",
    },
    "parties": {
        "terms-agencies": "Every agency that had contact in the time looked at: a report and a chronology each.",
        "terms-family": "The reviewer speaks with an aunt; an advocate is offered.",
        "terms-practitioners": "Two learning events, without blame.",
    },
    "group": [
        {"_row": 1, "terms-member": "Independent chair", "terms-member-part": "chair"},
        {"_row": 2, "terms-member": "Designated doctor", "terms-member-for": "Integrated care board",
         "terms-member-part": "member"},
    ],
    "media": {
        "terms-media": "Nothing is said before the report. Questions go to one desk.",
        "terms-media-lead": "The council’s communications team",
        "terms-media-agreed": "The statutory partners",
    },
}  # fmt: skip
IMR = {
    "imr-author": {"imr-author": "A senior officer without a part in the case", "imr-sources": "Records and talks."},
    "imr-involvement": {"imr-summary": "Eleven contacts in two years, most of them by telephone."},
    "imr-analysis": {"imr-why": "Each contact was read by itself; nobody had the whole picture.",
                     "imr-good": "A worker kept in touch when others had closed."},
    "imr-learning": {"imr-learnt": "To read a new contact with those before it.", "imr-done": "A change in duty."},
}  # fmt: skip


def seed_reviews(procedure: Procedure, *, now: dt.datetime) -> int:
    """A review on every decision for one that waits: the first under way with everything, the second paused, further
    ones just ordered. Returns how many."""
    version = ProcedureVersion.objects.filter(partnership=current_partnership(), version=procedure.version).first()
    calendar, told = calendar_of(current_partnership()), 0
    cases = Case.objects.filter(partnership=current_partnership(), closed_at=None, restricted=False).order_by("pk")
    for case in cases.select_related("procedure", "borough"):
        decision = decision_to_commission(case)
        if decision is None:
            continue
        story = Story(procedure, version, calendar, decision.decided_at.astimezone(now.tzinfo))
        story.case = case
        try:
            told += _one(story, decision, told, now)
        except (ActRefused, NoStep):
            continue
    return told


def _one(story: Story, decision, number: int, now: dt.datetime) -> int:
    """One review. What comes after the order is spread over the time there has been since the decision."""
    step = (now - story.at) / 12

    def on() -> dt.datetime:
        story.at += step
        return story.at

    ways = ways_for(story.procedure)
    review = acts.commission_review(
        case=story.case, focus=decision.data["focus"], body=story.procedure.bodies[0].name,
        methodology=decision.data.get("methodology") or (ways[0].name if ways else ""),
        lead=story.case.lead_process or _first_test(story), actor=story.who("commission_review"), at=on(),
    )  # fmt: skip
    if number > 1:
        return 1
    reviewer = _reviewer(story)
    _appointed(story, review, reviewer, on)
    if number == 1:
        acts.pause_review(
            review=review, reason="The trial must not be touched.", expected_on=(now + dt.timedelta(days=60)).date(),
            actor=story.who("pause_review"), at=on(),
        )  # fmt: skip
        return 1
    _under_way(story, review, on)
    return 1


def _first_test(story: Story) -> str:
    return next((aid.test for aid in story.procedure.aids if aid.test != "other"), "")


def _reviewer(story: Story) -> Reviewer:
    """The demo's person with the reviewer's role, on the list with a colleague."""
    found = Reviewer.objects.filter(partnership=current_partnership()).approved().first()
    if found is not None:
        return found
    secretary = story.of_kind("secretariat")
    role = story.procedure.roles_of_kind("reviewer")[0].name
    person = Membership.objects.active().holding(role).select_related("user").first()
    entries = [
        (person.user.name, person.user.email, "Reed and Reed Reviews", True, "Fourteen reviews so far."),
        ("Peer from another area", "peer@another-area.example", "Another partnership", False, "Leads audits there."),
    ]  # fmt: skip
    rows = [
        acts.add_reviewer(
            name=name, email=email, organisation=organisation, independent=independent, experience=experience,
            found_by="The regional list", actor=secretary, at=story.at,
        )
        for name, email, organisation, independent, experience in entries
    ]  # fmt: skip
    return acts.give_sign_in(
        reviewer=rows[0], procedure=story.procedure, actor=story.of_kind("administrator"), at=story.at
    )


def _appointed(story: Story, review: Review, reviewer: Reviewer, on) -> None:
    checks = checks_for(story.procedure, story.case.pathway)
    answers = {check.name: "no" if check.conflict else "yes" for check in checks}
    acts.check_reviewer(
        review=review, reviewer=reviewer, answers=answers, remarks={}, actor=story.who("check_reviewer"), at=on()
    )
    at = on()
    acts.appoint_reviewer(
        review=review, reviewer=reviewer, contract_from=at.date(), contract_to=at.date() + dt.timedelta(days=180),
        actor=story.who("appoint_reviewer"), at=at,
    )  # fmt: skip


def _under_way(story: Story, review: Review, on) -> None:
    """Terms, the family, another process, reports asked and one sent, a question in writing, a learning event."""
    secretary, case = story.of_kind("secretariat"), story.case
    acts.set_terms(review=review, answers=TERMS, methodology=review.methodology, actor=story.who("set_terms"), at=on())
    entries = (
        (record_involvement, {"act-part": "family", "act-who": "An aunt", "act-agrees": "yes",
                              "act-how": "Two conversations, and a meeting before publication.",
                              "act-by-whom": "The reviewer"}),
        (record_contact, {"act-who": "An aunt", "act-how": "telephone", "act-by": "The reviewer",
                          "act-told": "What the review is for.", "act-said": "She wants to be heard early."}),
        (record_process, {"act-kind": "inquest", "act-who": "The coroner’s officer",
                          "act-effect": "The hearing is expected before the draft."}),
    )  # fmt: skip
    for record, answers in entries:
        record(case=case, answers={"recorded": answers}, actor=secretary, at=on())
    _reports(story, on)
    at = on()
    acts.request_progress(
        review=review, asked="How far are the talks with practitioners?", answer_by=at.date() + dt.timedelta(days=10),
        actor=story.who("request_progress"), at=at,
    )  # fmt: skip
    acts.convene_learning_event(
        review=review, title="Looking back together", purpose="What helped, and what stood in the way.",
        place="Civic Centre, room 4", starts_at=at + dt.timedelta(days=40),
        guests=[Guest("Una Field", "una.field@agency.example"), Guest("Ravi Marsh", "ravi.marsh@agency.example")],
        actor=secretary, at=at,
    )  # fmt: skip


def _reports(story: Story, on) -> None:
    """Two agencies that owe nothing are asked; the first has sent its report, signed off by its lead."""
    owing = set(story.case.scoping_returns.open().values_list("agency_id", flat=True))
    chosen = [agency for agency in askable(story.case) if agency.pk not in owing][:2]
    if not chosen:
        return
    request = information.request_information(
        case=story.case, agencies=chosen, wording="Please write your agency’s report for the review.", track="review",
        actor=story.of_kind("secretariat"), at=on(),
    )  # fmt: skip
    row, at = request.returns.order_by("agency__title").first(), on()
    writer = story.who("submit_return", row.agency)
    for part, values in IMR.items():
        row = drafts.save_part(scoping_return=row, part=part, values=values, seen=None, actor=writer, at=at)
    for months in (3, 11, 14):
        day = at.date() - dt.timedelta(days=30 * months)
        entry = {"happened_on": day, "event": "A call about the household; advice was given.", "source_record": "Notes"}
        drafts.save_row(scoping_return=row, values=entry, actor=writer, at=at)
    row.refresh_from_db()
    drafts.ask_sign_off(scoping_return=row, actor=writer, at=at)
    row.refresh_from_db()
    information.sign_off_return(scoping_return=row, actor=_lead(story, row.agency), at=at)


def _lead(story: Story, agency):
    steps = [
        step for step in story.procedure.steps_for("sign_off_return", story.case.pathway) if step.track == "review"
    ]
    for role in (name for step in steps for name in step.by):
        found = story.holder(role, agency)
        if found is not None:
            return found
    raise NoStep("nobody signs off")
