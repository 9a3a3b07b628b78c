"""What follows from a case in each partnership: an action of the police, and what is learnt."""

from __future__ import annotations

import datetime as dt

from cases.models import Event
from partnerships.models import Agency
from reviews import acts as reviews
from reviews.acts.actions import Wanted
from reviews.models import LearningEntry, ReviewRecommendation

from .world import POLICE, Side


def followed(side: Side) -> None:
    """An action on the case that is being scoped, owned by a person of the police."""
    things, at, secretary = side.things, side.now, side.actor("secretariat")
    agency = Agency.objects.get(partnership=side.partnership, slug=POLICE)
    wanted = Wanted(
        what=f"Look again at the file of {side.surname()}.", agency=agency, owner=side.people["agency-representative"],
        due_on=at.date() + dt.timedelta(days=30), measure=f"Seen by {side.slug.title()}.",
    )  # fmt: skip
    things.plan_action = reviews.create_action(case=side.cases["scoping"], wanted=wanted, actor=secretary, at=at)
    what_was_learnt(side)


def what_was_learnt(side: Side) -> None:
    """A recommendation and an entry of the learning log."""
    case, at, whose = side.cases["scoping"], side.now, side.surname()
    event = Event.objects.get(case=case, act="create_action")
    ReviewRecommendation.objects.create(
        partnership=side.partnership, case=case, kind="good-practice", number=1, wording=f"Of {whose}.", event=event,
        written_at=at,
    )  # fmt: skip
    LearningEntry.objects.create(
        partnership=side.partnership, number=1, kind="fire", title=f"A fire near {whose}", whose=side.slug.title(),
        says=f"About {whose}.", logged_at=at, logged_by="The office",
    )  # fmt: skip
