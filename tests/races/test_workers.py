"""Workers at once: each reminder once, for any task may run 0, 1 or 3 times (RELIABILITY B.1); one return, two writers.

Two relays that send race in tests/documents/test_relay.py.
"""

from __future__ import annotations

from functools import partial

import pytest

from deadlines.models import Deadline, Reminder
from deadlines.sweep import sweep
from documents.models import OutboxMessage
from information import drafts, returns
from information.models import ScopingReturn
from partnerships.scope import tenant
from tests.factories import NOW, a_case, an_actor, london
from tests.information.factories import POLICE, a_case_in_scoping, a_chair, a_secretary, ask, from_police, return_of

from .together import TRIALS, at_once, of_kind

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_sweeps_at_once_remind_once(committed):
    """Without the advisory lock and ON CONFLICT both find nothing told yet: two reminders and two digests for each."""
    with tenant(committed):
        secretary = an_actor("Sam Secretary", "secretariat")
        an_actor("Chris Chair", "panel-chair")
        for _ in range(3):
            a_case(secretary, received_at=london(2026, 9, 1))
        due = Deadline.objects.filter(state="open").count()
    assert due > 0
    for trial in range(10):
        at = london(2026, 9, 3 + trial, 9)
        found = at_once(None, *[partial(sweep, at)] * 3)
        assert of_kind(found, Exception) == []
        with tenant(committed):
            rows = list(Reminder.objects.values_list("deadline", "occasion", "recipient"))
            written = list(OutboxMessage.objects.filter(kind="reminder").values_list("to_email", "queued_at"))
        assert len(rows) == len(set(rows))
        assert len(written) == len(set(written)), trial
        assert len([one for one in found if one.queued]) <= 1
    assert len(rows) > 10


def test_two_who_write_one_return_at_once_and_the_second_is_told(committed):
    """Without the version the second would write over the first; without the lock both pass the question for it."""
    with tenant(committed):
        secretary, pat, petra = a_secretary(), from_police(), from_police("Petra Police")
        case = a_case_in_scoping(secretary, a_chair())
        ask(case, secretary, POLICE)
        row = return_of(case, POLICE)
    for trial in range(TRIALS):
        with tenant(committed):
            row = return_of(case, POLICE)
        save = partial(
            drafts.save_part, scoping_return=row, part="analysis", seen=returns.seen_of(row, "analysis"), at=NOW
        )
        found = at_once(
            committed,
            *(
                partial(save, values={"why-it-happened": f"{trial} {n}"}, actor=who)
                for n, who in enumerate((pat, petra))
            ),
        )
        assert len(of_kind(found, drafts.ChangedMeanwhile)) == 1, (trial, found)
        with tenant(committed):
            assert [one.answers for one in of_kind(found, ScopingReturn)] == [return_of(case, POLICE).answers]
