"""A page of the running meeting is never left with the past: what comes while it is drawn is drawn next time."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import connection

from cases.acts import declare_conflict
from panels.acts import record_leaving
from panels.models import Attendance, Meeting
from panels.queries.live import live_page, version_of_page
from panels.queries.voting import vote_key
from partnerships.scope import tenant
from tests.factories import a_partnership

from .scenes import FIVE, LATER, voting

pytestmark = pytest.mark.django_db(transaction=True)
ICB = "nel-icb"
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def redbridge(transactional_db):
    partnership = a_partnership()
    with tenant(partnership):
        yield partnership


def elsewhere(partnership, act: Callable[[], object]) -> None:
    """Done and committed by somebody else's connection."""
    found = []

    def run() -> None:
        try:
            with tenant(partnership):
                act()
        except Exception as error:
            found.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=30)
    assert found == [] and not thread.is_alive()


class Between:
    """Lets something happen just before the query of this number; `reached` tells whether there was one."""

    def __init__(self, number: int, act: Callable[[], None]) -> None:
        self.left, self.act, self.reached = number, act, False

    def __call__(self, execute, sql, params, many, context):
        if self.left == 0:
            self.reached = True
            self.act()
        self.left -= 1
        return execute(sql, params, many, context)


def loaded(meeting: Meeting) -> Meeting:
    return Meeting.objects.get(partnership=meeting.partnership_id, pk=meeting.pk)


def comes_and_goes(scene, number: int) -> Callable[[], object]:
    """Somebody of an agency is here in one turn and gone in the next, each a minute after the last."""
    at = LATER + number * MINUTE
    here = Attendance.objects.filter(
        partnership=scene.meeting.partnership_id, membership=scene.people[ICB], left_at=None, arrived_at__lte=at
    ).first()
    if here is None:
        return lambda: scene.arrive(ICB, at=at)
    return lambda: record_leaving(attendance=here, actor=scene.secretary, at=at)


def test_a_change_at_any_moment_of_drawing_is_on_the_page_or_drawn_next(redbridge):
    """The version asked last would be the newest with the old people beside it: the page asked, was told that
    nothing had changed, and stayed wrong.
    """
    scene = voting(*FIVE)
    number = 0
    while True:
        job = comes_and_goes(scene, number)
        between = Between(number, lambda job=job: elsewhere(redbridge, job))
        meeting = loaded(scene.meeting)
        with connection.execute_wrapper(between):
            page = live_page(meeting, scene.chair, at=LATER + number * MINUTE)
        if not between.reached:
            break
        assert page.version != version_of_page(loaded(scene.meeting)), f"held back by a change before query {number}"
        number += 1
    assert number > 10
    assert page.version == version_of_page(loaded(scene.meeting))


def test_the_voting_form_changes_when_a_conflict_is_recorded_for_its_reader(redbridge):
    scene = voting(*FIVE)
    member = scene.member(ICB)
    before = vote_key(loaded(scene.meeting), member)
    assert live_page(loaded(scene.meeting), member, at=LATER).vote.may_vote
    declare_conflict(
        case=scene.case, membership=scene.people[ICB], reason="She led the team.", actor=scene.secretary, at=LATER
    )
    assert vote_key(loaded(scene.meeting), member) != before
    page = live_page(loaded(scene.meeting), member, at=LATER)
    assert page.vote is None or not page.vote.may_vote


def test_who_came_after_the_request_began_is_here_on_its_page(redbridge):
    """The page's version counts their coming; its people must, too."""
    scene = voting(*FIVE)
    row = Attendance.objects.filter(partnership=redbridge, meeting=scene.meeting, left_at=None).first()
    record_leaving(attendance=row, actor=scene.secretary, at=LATER)
    page = live_page(loaded(scene.meeting), scene.chair, at=LATER - MINUTE)
    assert [p.state for p in page.people if p.attendance and p.attendance.pk == row.pk] == ["left"]
