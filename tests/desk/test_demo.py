"""The demo goes through the same acts as the real thing, for whatever partnerships are loaded."""

from django.core.management import call_command

from cases.models import Case
from partnerships.models import Partnership
from partnerships.scope import tenant

EVERY_STAGE = {
    "received", "acknowledged", "sent-back", "not-taken-forward", "scoping", "on-agenda", "more-information",
    "recommended", "escalated", "decided", "told",
}  # fmt: skip


def test_seeding_fills_every_partnership_and_runs_again(db):
    call_command("load_procedures", verbosity=0)
    call_command("seed_demo", verbosity=0)
    before = _stages()
    assert {stage for _, stage in before["redbridge"]} >= EVERY_STAGE
    assert min(len(stages) for stages in before.values()) >= 2
    call_command("seed_demo", verbosity=0)
    assert _stages() == before


def _stages() -> dict:
    found = {}
    for partnership in Partnership.objects.all():
        with tenant(partnership):
            found[partnership.slug] = sorted(Case.objects.values_list("stage_track", "stage"))
    return found
