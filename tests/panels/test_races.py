"""Two at once: real threads on real connections, twenty times each (RELIABILITY B.4). Exactly one gets through."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from cases.models import Event
from panels.acts import cast_vote, ratify_recommendation, recommend, record_attendance, return_recommendation
from panels.models import Attendance, Ratification, Recommendation, Vote
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from tests.factories import a_member, a_partnership, acting_as, london

from .scenes import LATER, NONE, OPENED, SAR, in_session, ratifier, recommended, voted, voting

TRIALS = 20
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def redbridge(transactional_db):
    partnership = a_partnership()
    with tenant(partnership):
        yield partnership


def at_once(partnership, *acts: Callable[[], object]) -> tuple[list[object], list[str]]:
    """Runs the acts in threads released together; what came back, and the sentences of those refused."""
    gate, done, refused, wrong = threading.Barrier(len(acts)), [], [], []

    def run(act: Callable[[], object]) -> None:
        try:
            with tenant(partnership):
                gate.wait(timeout=10)
                done.append(act())
        except ActRefused as refusal:
            refused.append(str(refusal))
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert wrong == []
    return done, refused


# C-11
def test_two_people_of_one_agency_voting_at_once_leave_one_vote(redbridge):
    scene = voting()
    second = a_member("Second Icb", "agency-representative", agency="nel-icb")
    record_attendance(meeting=scene.meeting, membership=second, actor=scene.secretary, at=OPENED)
    people = (scene.member("nel-icb"), acting_as(second))
    for _ in range(TRIALS):
        Vote.objects.all().delete()
        done, refused = at_once(
            redbridge,
            *(lambda who=who: cast_vote(question=scene.question, option=SAR, actor=who, at=LATER) for who in people),
        )
        assert (len(done), len(refused)) == (1, 1)
        vote = Vote.objects.get()
        assert refused == [f"{vote.cast_by_name} already voted for your agency, NEL NHS ICB. It has one vote."]


def test_a_double_click_on_a_vote_is_one_vote_and_one_entry(redbridge):
    scene = voting()
    me = scene.member("nel-icb")
    for trial in range(TRIALS):
        Vote.objects.all().delete()
        done, refused = at_once(
            redbridge, *[lambda: cast_vote(question=scene.question, option=SAR, actor=me, at=LATER)] * 2
        )
        assert (len(done), refused, Vote.objects.count()) == (2, [], 1)
        assert Event.objects.filter(act="cast_vote").count() == trial + 1


def test_eight_agencies_voting_at_once_leave_eight_votes(redbridge):
    agencies = ("nel-icb", "nelft", "bhrut", "barts-health", "childrens-social-care", "adult-social-care",
                "community-safety", "east-area-police")  # fmt: skip
    scene = voting(*agencies)
    actors = [scene.member(agency) for agency in agencies]
    done, refused = at_once(
        redbridge,
        *(lambda who=who: cast_vote(question=scene.question, option=SAR, actor=who, at=LATER) for who in actors),
    )
    assert (len(done), refused, Vote.objects.count()) == (8, [], 8)


# RED-9
def test_two_ratifications_at_once_leave_one(redbridge):
    scene = recommended()
    first, second = ratifier(), ratifier("Second Ratifier")
    done, refused = at_once(redbridge, *(
        lambda who=who: ratify_recommendation(
            recommendation=scene.recommendation, reasons="Agreed.", actor=who, at=london(2026, 9, 17)
        )
        for who in (first, second)
    ))  # fmt: skip
    assert (len(done), len(refused), Ratification.objects.count()) == (1, 1, 1)
    assert refused[0] == f"{Ratification.objects.get().by} has answered already: ratified on 17 September 2026 at 10am."


def test_ratified_and_returned_at_once_leave_one_answer_every_time(redbridge):
    """The recommendation is put back to open between trials, so that one meeting serves for all of them."""
    scene, first = recommended(), ratifier()
    second = ratifier("Second Ratifier")
    answers = {"recommendation": scene.recommendation, "reasons": "So be it.", "at": london(2026, 9, 17)}
    for trial in range(TRIALS):
        done, refused = at_once(
            redbridge,
            lambda: ratify_recommendation(**answers, actor=first),
            lambda: return_recommendation(**answers, actor=second),
        )
        assert (len(done), len(refused)) == (1, 1), trial
        assert Ratification.objects.count() == 1
        _open_again(scene)


def _open_again(scene):
    from cases.models import Case, Decision, Track

    Ratification.objects.all().delete()
    Decision.objects.all().delete()
    Recommendation.objects.update(state="open")
    Track.objects.filter(case=scene.case, name="adult").update(stage="recommended", closed_at=None)
    Case.objects.update(stage="recommended", stage_track="adult")


def test_recommending_twice_at_once_leaves_one_recommendation(redbridge):
    scene = voted()
    kwargs = {
        "item": scene.item, "focus": "Sharing", "methodology": "reflective-learning", "reasons": "It is met.",
        "actor": scene.chair, "at": LATER,
    }  # fmt: skip
    done, refused = at_once(
        redbridge,
        lambda: recommend(review_type=SAR, **kwargs),
        lambda: recommend(review_type=NONE, **kwargs),
    )
    assert (len(done), len(refused), Recommendation.objects.count()) == (1, 1, 1)


def test_one_person_recorded_twice_at_once_is_there_once(redbridge):
    scene = in_session(here=())
    who = scene.people["nel-icb"]
    for _ in range(TRIALS):
        Attendance.objects.all().delete()
        done, refused = at_once(
            redbridge,
            *[
                lambda: record_attendance(meeting=scene.meeting, membership=who, actor=scene.secretary, at=OPENED),
            ] * 2,
        )  # fmt: skip
        assert (len(done), Attendance.objects.count()) == (1, 1)
        assert refused == ["Rep Nel-Icb is already recorded as here for NEL NHS ICB since 10:02am."]
