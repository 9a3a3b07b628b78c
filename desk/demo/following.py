"""What follows from a case: actions in every state, a recommendation, good practice, learning from elsewhere."""

from __future__ import annotations

import datetime as dt

from cases.models import Case
from deadlines.calendar import LONDON
from documents.files import CheckedFile
from partnerships.actors import Actor, actor_of
from partnerships.models import Membership
from partnerships.queries import holders_of_kind
from partnerships.scope import current_partnership
from procedures.model import Procedure
from reviews import acts
from reviews.acts.actions import Wanted
from reviews.acts.learning import Asked, Learnt
from reviews.models import Action

NOTE = CheckedFile("What the audit found.txt", "text/plain", b"Nine of ten files show that the question was asked.\n")
GUIDE = "Write a one-page guide on whom to ring out of hours, and put it up in every team room."
AUDIT = "Look at ten files each month to see whether missed visits were followed up."
TRAINING = "Train every new member of staff in asking about the other adults in a home."
SYSTEM = "Let the case system warn when a second appointment is missed."
LEAFLET = "Print a leaflet for waiting rooms."


class Teller:
    """Who does what; every act is done by whoever this text lets do it."""

    def __init__(self, procedure: Procedure, now: dt.datetime):
        self.procedure, self.now = procedure, now.astimezone(LONDON)
        self.office = self.actor(holders_of_kind("secretariat", procedure=procedure, on=now.date())[0])
        people = holders_of_kind("member", procedure=procedure, on=now.date())
        seen = {person.agency_id: person for person in people if person.agency_id is not None}
        self.owners = list(seen.values())
        owning = holders_of_kind("action-owner", procedure=procedure, on=now.date())
        self.owning = next((person for person in owning if person.agency_id is not None), None)

    def actor(self, membership: Membership) -> Actor:
        fresh = Membership.objects.select_related("user", "agency").prefetch_related("roles").get(
            partnership=current_partnership(), pk=membership.pk
        )  # fmt: skip
        return actor_of(fresh, self.procedure, self.now.date())

    def who(self, act: str, pathway: str) -> Actor | None:
        """The first person who holds a role that may do the act."""
        for step in self.procedure.steps_for(act, pathway):
            for name in step.by:
                role = next((one for one in self.procedure.roles if one.name == name), None)
                people = holders_of_kind(role.kind, procedure=self.procedure, on=self.now.date()) if role else []
                found = next((p for p in people if any(held.role == name for held in p.roles.all())), None)
                if found is not None:
                    return self.actor(found)
        return None

    def ago(self, days: int) -> dt.datetime:
        return self.now - dt.timedelta(days=days)


def seed_following(procedure: Procedure, *, now: dt.datetime) -> int:
    """On the case that came first and is still open. Returns how many actions there are."""
    case = Case.objects.filter(partnership=current_partnership(), restricted=False, closed_at=None).exclude(
        received_at__gt=now - dt.timedelta(days=9)
    ).order_by("received_at").first()  # fmt: skip
    teller = Teller(procedure, now)
    if case is None or not teller.owners:
        return 0
    began = max(3, (now - case.received_at).days - 1)
    advice = _what_was_learnt(teller, case, began)
    made = [
        _action(teller, case, began, number, what, due, advice if number == 1 else None)
        for number, (what, due) in enumerate(
            ((GUIDE, 21), (TRAINING, 1 - began + 2), (SYSTEM, 1 - began + 3), (AUDIT, 10), (LEAFLET, 14)))
    ]  # fmt: skip
    _how_they_went(teller, case, made)
    return len(made) + _from_elsewhere(teller)


def _what_was_learnt(teller: Teller, case: Case, began: int):
    agency = teller.owners[0].agency
    asked = Asked(
        wording="Every agency asks about the other adults in a home, and writes down who they are.", agency=agency,
        owner="Named professional", by_on=(teller.now + dt.timedelta(days=90)).date(),
        measure="Nine of ten files looked at name every adult in the home.",
        themes=["hidden-adults", "professional-curiosity"],
    )  # fmt: skip
    at = teller.ago(began - 1)
    acts.record_good_practice(
        case=case, wording="A neighbour who rang at night was rung back the same night.", agency=agency,
        themes=["family-involvement"], actor=teller.office, at=at,
    )  # fmt: skip
    advice = acts.record_recommendation(case=case, asked=asked, actor=teller.office, at=at)
    return acts.answer_recommendation(
        recommendation=advice, answer="accepted", body="The partners", actor=teller.office, at=at
    )


def _action(teller: Teller, case: Case, began: int, number: int, what: str, days: int, advice) -> Action:
    owner = teller.owners[number % len(teller.owners)]
    if number == 1 and teller.owning is not None:
        owner = teller.owning
    due = max(teller.now.date() + dt.timedelta(days=days), teller.ago(began - 1).date() + dt.timedelta(days=1))
    wanted = Wanted(
        what=what, agency=owner.agency, owner=owner, due_on=due, recommendation=advice,
        measure="Staff who are asked in supervision know it.", origin=Action.Origin.MEETING,
        origin_words="The first meeting about the case",
    )  # fmt: skip
    return acts.create_action(case=case, wanted=wanted, actor=teller.office, at=teller.ago(began - 1))


def _how_they_went(teller: Teller, case: Case, made: list[Action]) -> None:
    """In time; late; late and told further up; done with proof; given up."""
    in_time, late, told_up, done, dropped = made
    acts.report_progress(
        action=in_time, how_far="under way", text="A draft is with the teams.", actor=teller.actor(in_time.owner),
        at=teller.ago(1),
    )  # fmt: skip
    acts.report_progress(
        action=late, how_far="held up", text="Two of five courses have been held.",
        barriers="The trainer’s post is empty.", actor=teller.actor(late.owner), at=teller.ago(1),
    )  # fmt: skip
    asks = teller.who("seek_explanation", case.pathway)
    if asks is not None:
        acts.seek_explanation(action=told_up, question="What stands in the way?", actor=asks, at=teller.ago(1))
    goes_up = teller.who("escalate_action", case.pathway)
    if goes_up is not None:
        acts.escalate_action(
            action=told_up, question="What will be done, and by when?", reason="Nobody has answered.", actor=goes_up,
            at=teller.ago(0),
        )  # fmt: skip
    acts.complete_action(
        action=done, text="Ten files were looked at in each of two months.", proof="Nine of ten show it.", files=[NOTE],
        actor=teller.actor(done.owner), at=teller.ago(1),
    )  # fmt: skip
    acts.drop_action(
        action=dropped, reason="The waiting rooms have screens now, which show the same.", actor=teller.office,
        at=teller.ago(0),
    )  # fmt: skip


def _from_elsewhere(teller: Teller) -> int:
    learnt = Learnt(
        kind="national", title="Who else lives in the home", whose="A national panel",
        says="In many reviews nobody had asked who the other adults in the home were.",
        published_on=teller.ago(120).date(), themes=["hidden-adults"],
    )  # fmt: skip
    entry = acts.log_learning(learnt=learnt, actor=teller.office, at=teller.ago(30))
    acts.consider_learning(
        learning=entry, body="The partners", on=teller.ago(20).date(), version=1,
        implications="Our own forms ask only about parents.", actor=teller.office, at=teller.ago(20),
    )  # fmt: skip
    owner = teller.owners[-1]
    wanted = Wanted(
        what="Add a question about other adults to the assessment form.", agency=owner.agency, owner=owner,
        due_on=(teller.now + dt.timedelta(days=40)).date(), measure="The form asks it.",
        origin=Action.Origin.LEARNING, origin_words=entry.title,
    )  # fmt: skip
    acts.create_action(learning=entry, wanted=wanted, actor=teller.office, at=teller.ago(19))
    return 1
