"""Calling the roll, and the page on the wall (C-11, RED-4)."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.acts import declare_conflict
from panels.acts import close_question
from panels.models import Vote
from panels.queries.roll import next_to_call, roll_of

from .scenes import DISCRETIONARY, FIVE, LATER, SAR, Scene, vote, voting


def address(name: str, **kwargs) -> str:
    return reverse(name, kwargs={"partnership": "redbridge", **kwargs})


def client_of(actor) -> Client:
    client = Client()
    client.force_login(actor.membership.user)
    return client


def words(response) -> str:
    return " ".join(response.content.decode().split())


def roll(scene: Scene) -> dict[str, str]:
    rows = roll_of(scene.question, at=timezone.now())
    return {row.slug: "conflict" if row.conflicted else row.said or ("voted" if row.vote else "") for row in rows}


def test_the_roll_is_called_in_the_order_of_the_text_and_says_who_entered_each(redbridge):
    scene = voting(*FIVE, "nelft", "housing-service")
    vote(scene, "nelft", DISCRETIONARY)  # on a device: theirs, and not shown how
    member = scene.people["housing-service"]
    declare_conflict(case=scene.case, membership=member, reason="A relative.", actor=scene.secretary, at=LATER)
    secretary, page = client_of(scene.secretary), address("roll_call", reference=scene.case.reference)
    rows = roll_of(scene.question, at=timezone.now())
    assert [row.slug for row in rows] == [member.slug for member in rows_of_the_text(scene)]
    for _ in range(5):
        now = next_to_call(roll_of(scene.question, at=timezone.now()))
        sent = {"seen": scene.question.pk, "agency": now.slug, "person": now.callers[0].number, "option": SAR}
        assert secretary.post(page, sent).status_code == 302
    assert next_to_call(roll_of(scene.question, at=timezone.now())) is None
    title = "Safeguarding Adult Review (mandatory)"
    wanted = {agency: title for agency in FIVE} | {"nelft": "voted", "housing-service": "conflict"}
    assert {slug: said for slug, said in roll(scene).items() if said} == wanted
    assert {v.entered_by for v in Vote.objects.exclude(agency__slug="nelft")} == {scene.secretary.label}
    shown = words(secretary.get(page))
    assert "Everybody who is there has been called." in shown
    assert f"entered by {scene.secretary.label}" in shown
    # What was typed for one agency is never entered for the next, whatever happened meanwhile.
    before = Vote.objects.count()
    answer = secretary.post(page, {"seen": scene.question.pk, "agency": "nelft", "person": 1, "option": SAR})
    assert (answer.status_code, Vote.objects.count()) == (200, before)
    assert "This agency cannot be called any more." in words(answer)
    # A spoken vote can be put right; one from a device cannot be entered over.
    changed = {
        "seen": scene.question.pk,
        "agency": "nel-icb",
        "person": _caller(scene, "nel-icb"),
        "option": DISCRETIONARY,
    }
    secretary.post(page + "?agency=nel-icb", changed)
    assert Vote.objects.get(agency__slug="nel-icb").option == DISCRETIONARY
    assert [row.may_enter for row in roll_of(scene.question, at=timezone.now()) if row.slug == "nelft"] == [False]


def _caller(scene: Scene, agency: str) -> int:
    return next(row for row in roll_of(scene.question, at=timezone.now()) if row.slug == agency).callers[0].number


def rows_of_the_text(scene: Scene):
    from panels.queries.room import room_of

    return room_of(scene.meeting, scene.case).members


def test_the_wall_shows_who_has_voted_and_only_at_the_end_how(redbridge):
    scene = voting()
    vote(scene, "nel-icb", DISCRETIONARY)
    client, page = client_of(scene.secretary), address("projector", meeting=scene.meeting.pk)
    shown = words(client.get(page))
    assert f"Case {scene.case.reference}" in shown
    assert "1 of 5 agencies has voted" in shown
    subject = scene.case.people.get(kind="subject").full_name
    assert subject not in shown
    assert "app-vote__count" not in shown
    version = shown.split("projector/part/?version=")[1].split('"')[0]
    part = address("projector_part", meeting=scene.meeting.pk)
    assert client.get(part, {"version": version}).status_code == 204
    for agency in FIVE[1:]:
        vote(scene, agency, SAR)
    close_question(question=scene.question, actor=scene.chair, at=LATER)
    shown = words(client.get(part, {"version": version}))
    assert "was carried by 4 of 5 agencies voting." in shown
    assert shown.count("app-vote__count") == 4
