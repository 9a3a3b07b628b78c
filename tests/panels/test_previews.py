"""What a page says will be sent is what is sent: with the greeting and the signature that every e-mail gets (C-30)."""

from __future__ import annotations

from cases.telling import preview
from documents.models import OutboxMessage
from documents.queries import shown_body
from panels.acts import ratify_recommendation
from panels.acts.letters import INVITATION, sending
from tests.factories import london

from .scenes import LATER, on_the_agenda, ratifier, recommended


def test_the_letter_of_a_meeting(redbridge):
    scene = on_the_agenda("nel-icb")
    shown = sending(scene.meeting, INVITATION, at=LATER)
    sent = OutboxMessage.objects.filter(kind="invitation").first()
    assert (shown.subject, shown.body) == (sent.subject, shown_body(sent))
    assert (shown.body.startswith("Hello,\n\n"), shown.body.endswith(f"\n\n{redbridge.title}\n")) == (True, True)


def test_the_letters_of_an_act_on_a_case(redbridge):
    scene, chair = recommended(), ratifier()
    at = london(2026, 9, 17)
    shown = {each.to: each.body for each in preview(scene.case, "ratify_recommendation", chair, at=at)}
    before = OutboxMessage.objects.count()
    ratify_recommendation(recommendation=scene.recommendation, reasons="Agreed.", actor=chair, at=at)
    sent = {
        f"{each.to_name} <{each.to_email}>": shown_body(each)
        for each in OutboxMessage.objects.order_by("id")[before:]
        if each.kind == "recommendation-answered"
    }
    assert sent and {to: shown[to] for to in sent} == sent
