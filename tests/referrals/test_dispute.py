"""A referrer who is not satisfied with the outcome, behind their private link (DAR-25)."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from cases import acts
from cases.models import Case, Event
from partnerships.scope import tenant
from tests.cases.deciding import darlingtons_people, decision, given
from tests.factories import a_partnership, the_procedure
from tests.referrals.filling import begun, filled, submitted
from tests.referrals.steps import messages


@pytest.fixture
def darlington(db):
    partnership = a_partnership("darlington", "dsp1.4.toml")
    with tenant(partnership):
        yield partnership


@pytest.fixture
def token(client, darlington):
    """A serious incident that somebody without an account referred, up to its reference."""
    form = the_procedure().find("forms", "notifiable-incident")
    secret = begun(client, darlington, "serious-incident")
    filled(client, darlington, secret, "serious-incident", form)
    submitted(client, darlington, secret)
    return secret


def told(case, people) -> None:
    """The partners decide that there is something to learn, and the referrer hears it."""
    now = timezone.now()
    acts.inform_partners(case=case, answers=given(how="here"), actor=people["office"], at=now)
    acts.answer_criteria(
        case=case, aid="child-test", answers={"child": "no"}, remarks={}, reasons="19.", actor=people["office"], at=now
    )
    acts.decide_threshold(case=case, answers=decision("learning"), actor=people["police"], at=now)
    acts.tell_outcome(case=case, how="letter", to_whom="Rosa", actor=people["office"], at=now)


def at(name: str, token: str) -> str:
    return reverse(name, kwargs={"partnership": "darlington", "token": token})


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_there_is_nothing_to_dispute_before_the_outcome(client, token):
    assert "not satisfied" not in words(client.get(at("refer_tasks", token)))
    assert client.get(at("refer_dispute", token))["Location"] == at("refer_tasks", token)


def test_a_referrer_says_why_and_reads_the_answer(client, token):
    people, case = darlingtons_people(), Case.objects.get()
    told(case, people)
    assert "Say that you are not satisfied with the outcome" in words(client.get(at("refer_tasks", token)))
    assert messages(client.post(at("refer_dispute", token), {"what": ""})) == [
        "Enter an answer to “What do you not agree with, and why?”"
    ]
    sent = client.post(at("refer_dispute", token), {"what": "It was neglect.", "wanted": "A review."})
    assert sent["Location"] == at("refer_tasks", token)
    assert "It has not been answered yet." in words(client.get(at("refer_tasks", token)))
    assert "Say that you are not satisfied" not in words(client.get(at("refer_tasks", token)))
    again = client.post(at("refer_dispute", token), {"what": "And again.", "wanted": ""})
    assert "We have what you wrote already, and it will be answered." in words(again)
    assert Event.objects.get(act="raise_dispute").reason == "It was neglect."
    answers = given(decision="partly agreed with", reasons="We look again.", next="A practice review.")
    acts.decide_dispute(case=case, answers=answers, actor=people["director"], at=timezone.now())
    page = words(client.get(at("refer_tasks", token)))
    for each in ("It was neglect.", "We agree with you in part", "We look again.", "A practice review."):
        assert each in page, each


def test_what_others_raised_is_not_the_referrers_to_read(client, token):
    """C-52: only what they raised themselves."""
    people, case = darlingtons_people(), Case.objects.get()
    told(case, people)
    answers = given(what="The police see it otherwise.", whose="Durham Constabulary")
    acts.raise_dispute(case=case, answers=answers, actor=people["office"], at=timezone.now())
    assert "The police see it otherwise." not in words(client.get(at("refer_tasks", token)))
