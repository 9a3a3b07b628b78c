"""Whose turn it is to sign or to decide: told by e-mail, offered on the page, and shown all that is proposed."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from cases.acts import give_agency_access
from cases.models import Conflict, Event, Fact
from cases.queries import procedure_of
from documents.access import may_read
from documents.models import OutboxMessage, StoredFile
from reviews import queries
from reviews.turns import preview_of_turns
from tests.factories import a_member, acting_as, an_agency, london

from .test_publication import FULL, OUT, PLANNED, SIGNED, Life, person
from .test_report import address_of
from .test_running import client_of

UNTIL = PLANNED + dt.timedelta(days=90)
HELD = {
    "outcome": "learning only", "reasons": "A sibling.", "embargo_why": "The trial ends.",
    "embargo_until": UNTIL.isoformat(), "planned_on": UNTIL.isoformat(),
}  # fmt: skip
WORDS = f"Only what was learnt is published, and that is held back until {UNTIL.day} March 2027"


def told(kind: str) -> list[str]:
    return list(OutboxMessage.objects.filter(kind=kind).order_by("id").values_list("to_name", flat=True))


def previewed(life, act, actor) -> list[str]:
    found = preview_of_turns(life.review, act, procedure_of(life.run.case), actor, at=SIGNED)
    return [each.to for each in found]


def offered(life, actor) -> list[str]:
    return [act.act for act in queries.report_page(
        life.review, procedure_of(life.run.case), actor, at=SIGNED).acts]  # fmt: skip


def test_each_is_written_when_it_becomes_their_turn(darlington):
    """DAR-17, DAR-9: the partners first, then the scrutineer; then both decide; a new proposal comes back."""
    life = Life(signed=False)
    away = person("Connie Flict", "statutory-partner", agency="council")
    Conflict.objects.create(case=life.run.case, membership=away.membership, reason="A cousin.", declared_at=SIGNED)
    partner, scrutineer = "P council", "Sue Scrutineer"
    assert [each.split(" <")[0] for each in previewed(life, "submit_draft", life.office)] == [partner]
    life.run.draft(SIGNED)
    assert (told("signature-waits"), told("publication-waits")) == ([partner], [])
    life.run.draft(SIGNED, "Again")
    assert told("signature-waits") == [partner]  # it waited already
    assert [each.split(" <")[0] for each in previewed(life, "sign_off_report", life.partner)] == [scrutineer]
    life.sign(life.partner)
    assert told("signature-waits") == [partner, scrutineer]
    assert previewed(life, "sign_off_report", life.scrutineer) == [f"{partner} <{life.partner.membership.user.email}>"]
    life.sign(life.scrutineer)
    assert told("publication-waits") == [partner]  # who signed last is looking at it
    life.decide(life.partner)
    assert previewed(life, "decide_publication", life.scrutineer) == [
        f"{partner} <{life.partner.membership.user.email}>, if you decide otherwise than proposed"]  # fmt: skip
    life.decide(life.scrutineer, **HELD)
    assert told("publication-waits") == [partner, partner]
    mail = OutboxMessage.objects.filter(kind="signature-waits").first()
    assert mail.subject == f"{life.review.reference}: a report to read and to sign"
    assert ("Ada" in mail.body, f"/reviews/{life.review.key}/report/" in mail.body) == (False, True)


def test_nobody_is_offered_what_they_have_done_or_cannot_do_yet(darlington):
    """DAR-17, C-21: signed, not yet one's turn, under embargo; whoever proposed can still decide otherwise."""
    life = Life(signed=False)
    life.run.draft(SIGNED)
    assert ("sign_off_report" in offered(life, life.partner), "sign_off_report" in offered(life, life.scrutineer)) == (
        True, False)  # fmt: skip
    life.sign(life.partner)
    assert ("sign_off_report" in offered(life, life.partner), "sign_off_report" in offered(life, life.scrutineer)) == (
        False, True)  # fmt: skip
    life.sign(life.scrutineer)
    life.decide(life.partner, **HELD)
    assert ("decide_publication" in offered(life, life.partner)) is False
    page = client_of(life.scrutineer.membership).get(address_of(life.run, "report_of_review")).content.decode()
    for words in ("A sibling.", "The trial ends. (until 1 March 2027)", "Still to decide"):
        assert page.count(words) == 1
    own = client_of(life.partner.membership).get(address_of(life.run, "report_of_review")).content.decode()
    assert ("Decide otherwise" in own, "Decide otherwise" in page) == (True, False)
    life.decide(life.scrutineer, **HELD)
    assert "send_report" in offered(life, life.office)
    life.send(text_too=True)
    assert "send_report" not in offered(life, life.office)  # everybody has it
    assert "publish_report" not in offered(life, life.office)
    shown = client_of(life.office.membership).get(address_of(life.run, "publish_report")).content.decode()
    assert ("under embargo until 1 March 2027" in shown, 'type="file"' in shown) == (True, False)


def test_what_is_held_back_is_said_beside_the_limit_and_leads_to_the_delay(darlington):
    """C-19: no limit moves; the delay and its reason are reported, and then that is said."""
    life = Life()
    Fact.objects.create(
        case=life.run.case, name="decision_to_review", happened_at=london(2026, 8, 3), event=life.review.event
    )
    life.decided(**HELD)
    procedure = procedure_of(life.run.case)

    def held(at=SIGNED):
        return queries.held_back(life.review, procedure, queries.deadlines_of(life.review, at=at), at=at)

    assert (held().words, held().past.clock, held().reported) == (f"{WORDS}: The trial ends.", "review-published", None)
    page = client_of(life.office.membership).get(address_of(life.run, "review")).content.decode()
    assert page.count(WORDS) == 3  # in what comes next, on its way, beside the limit
    assert page.count("Report the delay and its reason</a>") == 1
    Event.objects.create(
        case=life.run.case, act="report_delay", summary="Reported.", reason="The trial.", at=SIGNED, actor_label="Sam"
    )
    assert held().reported == SIGNED
    where = reverse("case_deadlines", args=["darlington", life.run.case.reference])
    beside = f"{WORDS}: The trial ends. No limit moves with that."
    assert beside in client_of(life.office.membership).get(where).content.decode()
    assert held(london(2027, 3, 1)) is None
    both = {**FULL, "embargo_why": "The trial ends.", "embargo_until": "2026-11-20"}
    life.decided(**both)
    first = "Publication is held back until 20 November 2026 and planned for 1 December 2026: The trial ends."
    assert [held().words, held(london(2026, 11, 20)).words] == [first, "Publication is planned for 1 December 2026."]
    life.decided(outcome="in full", embargo_why="The inquest.")
    assert held().words == "Publication is held back, with no day for it yet: The inquest."
    life.decided(**FULL)
    assert (held().words, held().past) == ("Publication is planned for 1 December 2026.", None)


def test_a_withdrawn_report_is_read_by_those_who_work_on_it(darlington):
    """C-21, C-52: published and signed files are closed to others once it is taken down."""
    life = Life()
    give_agency_access(case=life.run.case, agency=an_agency("hospitals"), why="Asked", at=SIGNED)
    member = acting_as(a_member("Hal Hospital", "agency-representative", agency="hospitals"), SIGNED)
    life.decided(**FULL)
    life.send()
    life.publish()
    published = StoredFile.objects.get(about="act:publish_report")
    signed = queries.signed_version(life.review).file

    def reads():
        return [may_read(file, who) for file in (published, signed) for who in (member, life.office, life.partner)]

    assert reads() == [True] * 6
    life.take_down()
    assert reads() == [False, True, True] * 2
    page = client_of(member.membership).get(address_of(life.run, "report_of_review")).content.decode()
    assert f"/files/{signed.pk}/" not in page
    life.put_back(OUT + dt.timedelta(days=20))
    corrected = StoredFile.objects.get(about="act:put_back_report")
    assert (may_read(corrected, member), reads()) == (True, [False, True, True] * 2)
