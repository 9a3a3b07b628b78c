"""The demo's actions: one of every kind on the oldest open case, and one from learning elsewhere (C-32, C-37)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from desk.demo.following import Teller, seed_following
from desk.demo.people import seed_people
from partnerships.scope import tenant
from reviews.models import Action, ActionEntry
from tests.factories import a_case, a_partnership, the_procedure


@pytest.mark.parametrize(
    ("folder", "file", "pathway", "up"),
    [("darlington", "dsp1.4.toml", "serious-incident", 1), ("redbridge", "1.5.toml", "adult", 0)],
)
def test_actions_in_every_state(db, folder, file, pathway, up):
    now = timezone.now()
    partnership = a_partnership(folder, file)
    with tenant(partnership):
        seed_people(the_procedure(), at=now)
        a_case(Teller(the_procedure(), now).office, pathway=pathway, received_at=now - dt.timedelta(days=30))
        assert seed_following(the_procedure(), now=now) == 6
        states = sorted(Action.objects.values_list("state", flat=True))
        assert states == ["done", "dropped", "open", "open", "open", "open"]
        late = Action.objects.filter(state="open", due_on__lt=timezone.localdate(now))
        assert late.count() == 2
        assert ActionEntry.objects.filter(act="escalate_action").count() == up
