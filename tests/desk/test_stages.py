"""The stages that the log offers: each once, in words that tell them apart, and none that no case can come to."""

import pytest

from config.access import ACCESS
from desk.stages import reachable, stage_choices, stages_called
from procedures import library

EDITIONS = [edition for path in library.shipped_files() for edition in [library.from_file(path)]]


@pytest.mark.parametrize("text", EDITIONS, ids=lambda text: f"{text.slug}-{text.version}")
def test_every_stage_is_offered_once_and_in_words_of_its_own(text):
    choices = stage_choices(text)
    assert len({value for value, _ in choices}) == len({words for _, words in choices}) == len(choices)


@pytest.mark.parametrize("text", EDITIONS, ids=lambda text: f"{text.slug}-{text.version}")
def test_a_stage_that_only_an_act_without_a_page_leads_to_is_not_offered(text, monkeypatch):
    assert ("review", "commissioned") in reachable(text)
    monkeypatch.delitem(ACCESS, "commission_review")
    assert "review" not in {track for track, _ in reachable(text)}


def test_two_stages_of_one_name_are_told_apart_by_their_track():
    text = library.shipped("bexley")[0]
    called = stages_called(text)
    assert called["referral", "acknowledged"] == ("referral.acknowledged", "Acknowledged")
    assert called["notification", "acknowledged"] == ("notification.acknowledged", "Acknowledged by the national panel")
    assert called["learning", "recommended"] == called["rapid-review", "recommended"]
