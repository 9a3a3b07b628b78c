"""The pages of recorded acts: what stands beside the questions, what is offered, nothing typed is lost."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases import acts
from cases.models import Decision, Event
from cases.recorded import RECORDED
from partnerships.models import User
from partnerships.scope import tenant
from tests import factories as make

from .deciding import LATER, before_the_partners, darlingtons_people, given


@pytest.fixture
def darlington(db):
    partnership = make.a_partnership("darlington", "dsp1.4.toml")
    with tenant(partnership):
        yield partnership


@pytest.fixture
def people(darlington):
    return darlingtons_people()


def address(act: str, case) -> str:
    return reverse(act, kwargs={"partnership": case.partnership.slug, "reference": case.reference})


def as_(client, name: str):
    client.force_login(User.objects.get(email__startswith=f"{name}@"))
    return client


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def errors(response) -> list[str]:
    found = re.search(r'govuk-error-summary__list">(.*?)</ul>', response.content.decode(), re.S)
    return re.findall(r">([^<>]*\S[^<>]*)</a>", found[1]) if found else []


MET = {
    "asked": ["act-outcome"],
    "q-recorded-act-outcome": "met",
    "q-recorded-act-reasons": "Neglect is suspected.",
    "q-recorded-act-took-part": ["statutory-partner.council", "statutory-partner.ccg", "statutory-partner.police"],
    "q-recorded-act-absent-why": "",
    "q-threshold-decision-unexpected-death": "yes",
    "q-threshold-decision-learning-left": "yes",
}


def test_the_decision_has_criteria_views_and_seats_before_it(client, people):
    """DAR-4, C-10, C-14: everything the partners need is on the page."""
    case = before_the_partners(people)
    page = words(as_(client, "cora.council").get(address("decide_threshold", case)))
    for each in (
        "Decide whether the criteria are met", "Criteria met (a): the national panel is notified",
        "Has a child died whose death was not expected?", "Durham Constabulary (Pat Police)",
        "Independent Scrutineer/Chair (Sid Scrutineer)",
        "Decided together with the Independent Scrutineer/Chair.", "Oona Office",
    ):  # fmt: skip
        assert each in page, each
    assert "Nobody has given a view yet." not in page  # nobody is asked for one here


def test_a_decision_is_sent_by_the_page_and_what_is_missing_is_said_beside_it(client, people):
    """C-14: nothing typed is lost when somebody's absence has no reason."""
    case = before_the_partners(people)
    browser = as_(client, "cora.council")
    data = {**MET, "asked": list(_asked(browser, case))}
    back = browser.post(address("decide_threshold", case), data)
    assert errors(back) == ["Say why Independent Scrutineer/Chair did not take part."]
    assert "Neglect is suspected." in words(back)
    done = browser.post(address("decide_threshold", case), {**data, "q-recorded-act-absent-why": "Ill."})
    assert done["Location"] == address("case", case)
    assert Decision.objects.get(case=case, partnership=case.partnership).outcome == "Criteria met: rapid review"


def _asked(browser, case):
    page = browser.get(address("decide_threshold", case)).content.decode()
    return re.findall(r'name="asked" value="([^"]+)"', page)


def test_an_empty_decision_says_what_is_missing(client, people):
    case = before_the_partners(people)
    browser = as_(client, "cora.council")
    back = browser.post(address("decide_threshold", case), {"asked": list(_asked(browser, case))})
    assert errors(back) == [
        "Select an answer to “What is decided?”",
        "Enter reasons for the decision",
        "Select an answer to “Who took part?”",
        "Select an answer to “Has a child died whose death was not expected?”",
        "Select an answer to “Is there anything left to learn from the case?”",
    ]
    assert not Decision.objects.filter(case=case, partnership=case.partnership).exists()


def test_who_may_not_is_told_who_may(client, people):
    case = before_the_partners(people)
    page = as_(client, "oona.office").get(address("decide_threshold", case))
    assert "Only the Statutory Safeguarding Partner can do this." in words(page)
    assert "<textarea" not in page.content.decode()


def test_the_reasons_to_share_are_there_already(client, people):
    """DAR-4: the decision and its reasons, ready to send on."""
    case = before_the_partners(people)
    answers = {
        **given(outcome="met", reasons="Neglect is suspected.", took_part=["scrutineer"], absent_why="By letter."),
        "threshold-decision": {"unexpected-death": "yes", "learning-left": "yes"},
    }
    acts.decide_threshold(case=case, answers=answers, actor=people["council"], at=LATER)
    page = as_(client, "oona.office").get(address("share_rationale", case)).content.decode()
    assert "Decision: Criteria met: rapid review.\n\nReasons: Neglect is suspected.</textarea>" in page


def test_a_paper_handed_in_can_be_read_from_the_record(client, people):
    case = before_the_partners(people)
    browser = as_(client, "oona.office")
    page = browser.get(address("inform_family", case)).content.decode()
    data = {
        "asked": re.findall(r'name="asked" value="([^"]+)"', page), "q-recorded-act-told": "yes",
        "q-recorded-act-who": "Her mother", "q-recorded-act-what": "By letter", "q-recorded-act-part": "yes",
        "q-papers-act-papers": SimpleUploadedFile("letter.txt", b"Dear family"),
    }  # fmt: skip
    assert browser.post(address("inform_family", case), data).status_code == 302
    record = browser.get(address("case_record", case)).content.decode()
    link = re.search(r'href="(/darlington/files/\d+/)">letter.txt', record)[1]
    assert browser.get(link).content == b"Dear family"


@pytest.mark.parametrize("act", sorted(RECORDED))
def test_every_recorded_act_has_a_page_on_a_case(client, people, act):
    """Offered or not, the page opens and says which."""
    case = before_the_partners(people)
    page = as_(client, "oona.office").get(address(act, case))
    assert page.status_code == 200
    assert not Event.objects.filter(case=case, partnership=case.partnership, act=act, at__gt=LATER).exists()
