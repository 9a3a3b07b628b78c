"""The acts on a referral: what they leave behind, who may do them, and many hands at once."""

from __future__ import annotations

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from cases.models import Case, Decision, Event, Fact, Person, Track
from deadlines.models import Deadline
from documents.models import OutboxMessage
from partnerships.actors import referrer
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from referrals import acts, queries
from referrals.models import Referral, ReferralQuestion
from tests.factories import NOW, a_partnership, an_actor, london, the_procedure
from tests.referrals import steps

ROSA = referrer("Rosa Referrer")
ANSWERS = {
    "context": {"referred-on": "2026-09-01", "pathway": "adult", "reason": "Found by a neighbour.",
                "incident-on": "2026-08-20"},
    "subject": {"first-name": "Ada", "last-name": "Grey", "born-on": "1950-03-02", "died": "yes",
                "died-on": "2026-08-20", "gp": "Dr Hill"},
    "relevant-people": [{"_row": "1", "relevant-name": "Bea Grey", "relevant-relationship": "Sister"}],
    "referrer": {"referrer-name": "Rosa Referrer", "referrer-agency": "bhrut", "referrer-email": steps.EMAIL},
}  # fmt: skip


def a_draft(actor=ROSA, at=NOW, **more) -> Referral:
    row, _ = acts.start_referral(
        procedure=the_procedure(), pathway="adult", referrer_email=steps.EMAIL, actor=actor, at=at, **more
    )
    row.answers = ANSWERS
    row.save()
    return row


def a_submitted(**more) -> Case:
    return acts.submit_referral(referral=a_draft(**more), actor=ROSA, at=NOW)


@pytest.fixture
def office(redbridge):
    return an_actor("Sam Secretary", "secretariat")


@pytest.fixture
def chair(redbridge):
    return an_actor("Chris Chair", "panel-chair", agency="east-area-police")


def acts_done(case) -> list[str]:
    return list(Event.objects.filter(case=case).order_by("pk").values_list("act", flat=True))


def test_what_a_submitted_referral_leaves_behind(redbridge):
    case = a_submitted()
    assert (case.reference, case.stage, case.received_at) == ("RED-2026-0001", "received", NOW)
    assert acts_done(case) == ["submit_referral"]
    ada = Person.objects.get(kind="subject")
    assert (ada.full_name, ada.born_on, ada.died_on, ada.details) == (
        "Ada Grey",
        dt.date(1950, 3, 2),
        dt.date(2026, 8, 20),
        {"Has the person died?": "Yes", "gp": "Dr Hill"},
    )
    assert Fact.objects.get(name="answers").value == {"pathway": "adult", "died": "yes"}
    row = Referral.objects.get()
    assert (row.state, row.case_id, row.submitted_at) == ("submitted", case.pk, NOW)


def test_an_incomplete_or_contradictory_draft_is_not_submitted(redbridge):
    row = a_draft()
    row.answers = {**ANSWERS, "subject": {**ANSWERS["subject"], "died-on": "1950-03-01"}}
    row.save()
    with pytest.raises(ActRefused):
        acts.submit_referral(referral=row, actor=ROSA, at=NOW)
    assert (Case.objects.count(), Referral.objects.get().state) == (0, "draft")


def test_yesterdays_telephone_call_counts_from_yesterday(office):
    """C-51: clocks run from the call, not from the typing."""
    rang = london(2026, 8, 31, 16, 10)
    row = a_draft(actor=office, received_at=rang, received_how="telephone")
    case = acts.submit_referral(referral=row, actor=office, at=NOW)
    received = Fact.objects.get(case=case, name="referral_received").happened_at
    event = Event.objects.get(case=case)
    assert (case.received_at, received, event.at) == (rang, rang, rang)
    assert event.recorded_at > event.at


def test_the_email_of_somebody_who_rang_may_be_missing(office):
    row, _ = acts.start_referral(procedure=the_procedure(), pathway="adult", actor=office, at=NOW)
    row.answers = {**ANSWERS, "referrer": {"referrer-name": "Rosa Referrer", "referrer-agency": "bhrut"}}
    row.save()
    assert acts.submit_referral(referral=row, actor=office, at=NOW).referrer_email == ""


def test_acknowledged_sent_back_answered_and_checked(office, chair):
    case = a_submitted()
    acts.acknowledge_referral(case=case, actor=office, at=NOW)
    asked = acts.send_back_referral(
        case=case,
        questions=["Which hospital?", " ", "Since when?"],
        answer_by=dt.date(2026, 9, 8),
        actor=office,
        at=NOW,
    )
    assert [question.text for question in asked] == ["Which hospital?", "Since when?"]
    row = Referral.objects.get()
    assert (case.stage, row.state) == ("sent-back", "sent-back")
    cyd = {"_row": "2", "relevant-name": "Cyd Grey"}
    row.answers = {**ANSWERS, "context": {**ANSWERS["context"], "incident-on": "2026-08-19"},
                   "subject": {**ANSWERS["subject"], "last-name": "Gray"},
                   "relevant-people": [*ANSWERS["relevant-people"], cyd]}  # fmt: skip
    row.save()
    with pytest.raises(ActRefused):
        acts.resubmit_referral(case=case, replies={asked[0].pk: "The General"}, actor=ROSA, at=NOW)
    replies = {asked[0].pk: "The General", asked[1].pk: "Since May"}
    acts.resubmit_referral(case=case, replies=replies, actor=ROSA, at=NOW)
    acts.resubmit_referral(case=case, replies=replies, actor=ROSA, at=NOW)
    assert [q.answer for q in ReferralQuestion.objects.order_by("pk")] == ["The General", "Since May"]
    assert [p.full_name for p in Person.objects.order_by("pk")] == ["Ada Gray", "Bea Grey", "Cyd Grey"]
    case.refresh_from_db()
    assert (case.stage, case.search_text) == ("acknowledged", "RED-2026-0001 RED 2026 0001 Ada Gray")
    newest = Fact.objects.filter(name="incident").order_by("-pk").first()
    assert newest.happened_at == london(2026, 8, 19, 0)
    decision = acts.check_referral(case=case, outcome="fit", reasons="Serious neglect.", actor=chair, at=NOW)
    assert (decision.outcome, decision.decided_by) == ("Fit", chair.label)
    assert acts_done(case) == [
        "submit_referral", "acknowledge_referral", "send_back_referral", "resubmit_referral", "check_referral",
    ]  # fmt: skip
    assert sorted(Track.objects.filter(closed_at=None).values_list("name", flat=True)) == ["adult"]


def test_letters_to_the_referrer_carry_a_private_link_and_no_details(office):
    case = a_submitted()
    acts.acknowledge_referral(case=case, actor=office, at=NOW)
    acts.send_back_referral(
        case=case, questions=["Where was Ada?"], answer_by=dt.date(2026, 9, 8), actor=office, at=NOW
    )
    letters = list(OutboxMessage.objects.filter(to_email=steps.EMAIL).order_by("pk"))
    assert [letter.kind for letter in letters] == ["referral-received", "acknowledgement", "questions-to-referrer"]
    where = [re.search(r"/redbridge/refer/(\S*)", letter.body)[1] for letter in letters]
    assert [bool(re.fullmatch(r"[\w-]{20,}/", rest)) for rest in where] == [True, True, True]
    assert [word for letter in letters for word in ("Ada", "Grey", "Where was") if word in letter.body] == []
    assert "8 September 2026" in letters[2].body


def test_not_fit_stands_with_its_reasons(office, chair):
    case = a_submitted()
    acts.acknowledge_referral(case=case, actor=office, at=NOW)
    with pytest.raises(ActRefused):
        acts.check_referral(case=case, outcome="not fit", reasons=" ", actor=chair, at=NOW)
    with pytest.raises(ActRefused):
        acts.check_referral(case=case, outcome="perhaps", reasons="why", actor=chair, at=NOW)
    acts.check_referral(case=case, outcome="not fit", reasons="No abuse or neglect.", actor=chair, at=NOW)
    assert Decision.objects.get().reasons == "No abuse or neglect."
    assert case.stage == "not-taken-forward"


def test_only_the_chair_looks_first(office):
    case = a_submitted()
    acts.acknowledge_referral(case=case, actor=office, at=NOW)
    with pytest.raises(ActRefused):
        acts.check_referral(case=case, outcome="fit", reasons="why", actor=office, at=NOW)


def test_withdrawn_with_a_reason_and_kept_in_the_log(office):
    case = a_submitted()
    with pytest.raises(ActRefused):
        acts.withdraw_referral(case=case, reason="", actor=ROSA, at=NOW)
    acts.withdraw_referral(case=case, reason="Referred twice.", actor=ROSA, at=NOW)
    assert (case.stage, Referral.objects.get().state, Case.objects.count()) == ("withdrawn", "withdrawn", 1)
    assert list(Deadline.objects.filter(case=case, state="open")) == []  # nobody is chased for it


def test_what_the_referrer_may_see(office):
    case = a_submitted()
    stands = queries.standing(Referral.objects.get())
    assert (stands.reference, stands.outcome, stands.told_at) == (case.reference, "", None)
    assert stands.plain == queries.library.of_version(case.procedure).stage("referral", "received").plain


# Many hands at once: real threads, each with a connection of its own


def at_once(count: int, job, partnership) -> list:
    """Runs job(n) in `count` threads that start together; results or exceptions in order."""
    barrier = Barrier(count)

    def run(n):
        try:
            with tenant(partnership):
                barrier.wait(timeout=20)
                return job(n)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.mark.django_db(transaction=True)
def test_a_form_posted_by_eight_hands_at_once_is_one_referral():
    partnership = a_partnership()
    for trial in range(3):
        with tenant(partnership):
            pk = a_draft().pk

        def post(_, pk=pk):
            return acts.submit_referral(referral=queries.referral_numbered(pk), actor=ROSA, at=NOW).reference

        assert at_once(8, post, partnership) == [f"RED-2026-{trial + 1:04d}"] * 8


@pytest.mark.django_db(transaction=True)
def test_references_have_no_gaps_when_eight_submit_at_once_and_one_fails():
    partnership = a_partnership()
    with tenant(partnership):
        drafts = [a_draft().pk for _ in range(8)]
        broken = queries.referral_numbered(drafts[3])
        broken.answers = {}
        broken.save()

    def post(n):
        return acts.submit_referral(referral=queries.referral_numbered(drafts[n]), actor=ROSA, at=NOW).reference

    found = at_once(8, post, partnership)
    assert isinstance(found[3], ActRefused)
    assert sorted(str(each) for each in found if isinstance(each, str)) == [f"RED-2026-{n:04d}" for n in range(1, 8)]


@pytest.mark.django_db(transaction=True)
def test_two_who_save_one_page_at_once_leave_the_first_and_tell_the_second():
    from cases.sheets.pages import pages_of

    partnership = a_partnership()
    for trial in range(10):
        with tenant(partnership):
            row = a_draft()
            page = next(p for p in pages_of(queries.form_of(row)) if p.name == "subject")
            seen = queries.seen_of(page, row.answers, row.typed)

        def save(n, row=row, page=page, seen=seen):
            values = {"first-name": f"Ada{n}", "last-name": "Grey"}
            return acts.save_page(referral=row, page=page, values=values, typed=None, finished=True, seen=seen,
                                  actor=ROSA, at=NOW).answers["subject"]["first-name"]  # fmt: skip

        found = at_once(2, save, partnership)
        told = [each for each in found if isinstance(each, acts.Overtaken)]
        kept = [each for each in found if isinstance(each, str)]
        with tenant(partnership):
            stored = queries.referral_numbered(row.pk).answers["subject"]["first-name"]
        assert (len(told), kept, trial) == (1, [stored], trial)
