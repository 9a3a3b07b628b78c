"""A case with an action in an agency, and the people around it: plain functions, time and people always given."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cases.models import Case
from partnerships.actors import Actor
from partnerships.models import Membership
from reviews.acts import create_action
from reviews.acts.actions import Wanted
from reviews.models import Action
from tests.factories import a_case, a_member, acting_as, an_agency, london

START = london(2026, 9, 1)
DUE = dt.date(2026, 12, 1)
CHILD = "serious-incident"


@dataclass
class Scene:
    secretary: Actor
    chair: Actor
    owner: Membership
    head: Membership
    chief: Membership
    case: Case
    agency: object
    action: Action | None = None

    @property
    def me(self) -> Actor:
        return acting_as(self.owner)


def wanted(agency, owner=None, **changed) -> Wanted:
    values = {
        "what": "Ask every new mother about her partner, alone.", "agency": agency, "owner": owner, "due_on": DUE,
        "measure": "Nine of ten files looked at show it.",
    }  # fmt: skip
    return Wanted(**{**values, **changed})


def in_darlington(agency="ccg") -> Scene:
    """Everybody Darlington's text names for a late action, and one action of an agency (C-37: without a report)."""
    theirs = an_agency(agency)
    scene = Scene(
        secretary=acting_as(a_member("Sam Secretary", "secretariat")),
        chair=acting_as(a_member("Lee Chair", "ld-chair")),
        owner=a_member("Olive Owner", "agency-representative", agency=agency),
        head=a_member("Hana Head", "head-of-service", agency=agency),
        chief=a_member("Cleo Chief", "chief-officer", agency=agency),
        case=None, agency=theirs,
    )  # fmt: skip
    scene.case = a_case(scene.secretary, pathway=CHILD, received_at=START)
    scene.action = create_action(
        case=scene.case, wanted=wanted(theirs, scene.owner), actor=scene.secretary, at=START
    )  # fmt: skip
    return scene
