"""What the meeting of twelve begins with, made by the acts inside the running stack: a case ready for its panel."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from cases.acts import answer_criteria
from partnerships.actors import Actor
from partnerships.models import Membership
from partnerships.queries import partnership_called
from partnerships.scope import tenant
from tests.factories import acting_as, rule_out_the_other_tests
from tests.panels.scenes import SAR_MET, Scene, a_meeting, accepted_case, listed


def set_up() -> str:
    """A case with its three tests answered, on the agenda of a meeting today: "RED-2026-0012 7"."""
    now = timezone.now()
    with tenant(partnership_called("redbridge")):
        scene = Scene(_demo("secretariat", now), _demo("panel-chair", now))
        case = accepted_case(scene)
        before = now - dt.timedelta(minutes=7)
        meeting = a_meeting(scene, before.replace(second=0, microsecond=0))
        listed(scene, case, meeting)
        answer_criteria(
            case=case, aid="sar-tool", answers=SAR_MET, remarks={}, reasons="The answers say so.", actor=scene.chair,
            at=before,
        )  # fmt: skip
        rule_out_the_other_tests(case, scene.chair, before, but=("sar-tool",))
        return f"{case.reference} {meeting.pk}"


def _demo(role: str, at: dt.datetime) -> Actor:
    return acting_as(Membership.objects.get(user__email=f"{role}@redbridge.example"), at)
