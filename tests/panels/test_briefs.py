"""A case on one page: what the meeting is asked, who, what happened, what agencies say, what is missing (C-28)."""

from __future__ import annotations

import datetime as dt

from cases.acts import PersonValues
from documents import papers
from documents.models import PrintJob
from information.acts import request_information, return_not_known
from panels.acts import put_question
from panels.queries.briefs import brief_of, opening_words
from tests.factories import a_case, an_agency

from .scenes import CONVENED, DISCRETIONARY, LATER, NONE, SAR, in_session, on_the_agenda
from .test_pages import client_of, on_case, who, words


def test_opening_words_are_whole_sentences_or_say_that_more_follows():
    text = "She fell. Nobody came until Monday.  The plan was old.\nIt was not looked at again."
    assert opening_words(text, sentences=2, longest=700) == "She fell. Nobody came until Monday."
    assert opening_words(text, sentences=4, longest=30) == "She fell. Nobody came until …"
    assert opening_words("", sentences=1, longest=30) == ""


def test_a_brief_says_what_the_chair_needs_and_what_is_missing(redbridge):
    scene = on_the_agenda("nel-icb", "east-area-police")
    request = {"case": scene.case, "actor": scene.secretary, "at": CONVENED}
    request_information(agencies=[an_agency("nel-icb"), an_agency("east-area-police")], wording="What?", **request)
    row = scene.case.scoping_returns.get(agency__slug="nel-icb")
    return_not_known(scoping_return=row, actor=scene.member("nel-icb"), at=CONVENED)
    brief = brief_of(scene.case, at=CONVENED, reader=scene.secretary)
    assert (brief.title, brief.people) == ("Ada Grey", ("Ada Grey, 76, subject, died 20 August 2026",))
    assert brief.agencies == (
        papers.Pair(label="East Area BCU MPS", value="Has not answered yet."),
        papers.Pair(label="NEL NHS ICB", value="Not known to us"),
    )
    assert brief.missing[0] == "1 agency has not answered: East Area BCU MPS."
    assert brief.asked[0] == "Which review follows, if any, and why?"
    assert {pair.value for pair in brief.tests} == {"Not yet answered"}
    days = [pair.label for pair in brief.deadlines]
    assert days and len(days) <= 5
    # Another case of the same person: the office reads its reference, a reader of the pack only whom to ask.
    other = a_case(
        scene.secretary, received_at=CONVENED - dt.timedelta(days=300),
        people=(PersonValues(kind="subject", first_name="Ada", last_name="Grey", born_on=dt.date(1950, 3, 2)),),
    )  # fmt: skip
    office, anybody = (brief_of(scene.case, at=CONVENED, **how).before for how in ({"reader": scene.secretary}, {}))
    assert office == (f"Ada Grey is in {other.reference} too (the same name and date of birth): {other.stage_title}.",)
    assert anybody == ("Somebody of this case is in another case too. Ask the One Panel Secretariat.",)


def test_the_question_put_is_what_is_asked_and_the_page_prints(redbridge):
    scene = in_session("nel-icb", "childrens-social-care", "adult-social-care", "community-safety", "east-area-police")
    put_question(
        item=scene.item, wording="Is it a review?", options=[SAR, DISCRETIONARY, NONE], actor=scene.chair, at=LATER
    )
    assert brief_of(scene.case, at=LATER).asked == ("Is it a review?",)
    client = client_of(who(scene, "nel-icb"))
    page = words(client.get(on_case(scene, "case_brief")))
    assert "What the meeting is asked" in page and "Is it a review?" in page
    assert client.post(on_case(scene, "print_brief")).status_code == 302
    job = PrintJob.objects.get(kind="case-brief")
    assert (job.case, job.payload["asked"]) == (scene.case, ["Is it a review?"])
