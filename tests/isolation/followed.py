"""What follows from a case in each partnership: an action of the police, and what is learnt."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.acts.naming import ToBeRead
from partnerships.models import Agency
from reviews import acts as reviews
from reviews.acts.actions import Wanted
from reviews.acts.learning import Asked, Learnt

from .world import POLICE, THEIRS, Side


def having_read(act, **values):
    """The words hold a name to look for, so that a leak can be seen: the service asks that such places are read."""
    with pytest.raises(ToBeRead) as asked:
        act(**values)
    return act(**values, read=asked.value.mark)


def followed(side: Side) -> None:
    """An action on the case that is being scoped, owned by a person of the police."""
    things, at, secretary = side.things, side.now, side.actor("secretariat")
    agency = Agency.objects.get(partnership=side.partnership, slug=POLICE)
    wanted = Wanted(
        what=f"Look again at the file of {side.surname()}.", agency=agency, owner=side.people["agency-representative"],
        due_on=at.date() + dt.timedelta(days=30), measure=f"Seen by {side.slug.title()}.",
    )  # fmt: skip
    things.plan_action = having_read(
        reviews.create_action, case=side.cases["scoping"], wanted=wanted, actor=secretary, at=at
    )
    what_was_learnt(side)


def what_was_learnt(side: Side) -> None:
    """A recommendation, and the learning log: theirs is longer, so that their number is none of ours."""
    things, at, whose = side.things, side.now, side.surname()
    secretary = side.actor("secretariat")
    asked = Asked(
        wording=f"Ring the family of {whose}.", agency=things.plan_action.agency,
        by_on=at.date() + dt.timedelta(days=90), measure=f"Seen by {side.slug.title()}.", themes=["recording"],
    )  # fmt: skip
    things.advice = having_read(
        reviews.record_recommendation, case=side.cases["scoping"], asked=asked, actor=secretary, at=at
    )
    words = {"title": "Ring again", "about": "", "learnt": f"Of {side.slug.title()}.", "differently": "Ring.",
             "good": "", "questions": "", "more": ""}  # fmt: skip
    things.briefing = reviews.write_briefing(case=side.cases["scoping"], values=words, actor=secretary, at=at)
    learnt = Learnt(kind="fire", title=f"A fire near {whose}", whose=side.slug.title(), says=f"About {whose}.")
    for _ in range(2 if side.slug == THEIRS else 1):
        things.lesson = reviews.log_learning(learnt=learnt, actor=secretary, at=at)
