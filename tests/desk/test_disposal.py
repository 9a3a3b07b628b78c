"""At the end of its time a case is gone from every table, two people having said so, and an anonymous row is left."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client

from cases import acts, disposal, retention
from cases.disclosure import sources_of
from cases.models import Case, Disposal, DisposedCase, Event
from desk.queries import waiting_for
from documents import printing
from documents.files import CheckedFile, keep_file
from documents.models import PrintJob
from information import acts as information
from information import drafts
from information.models import ScopingReturn
from panels import acts as panels
from partnerships.models import AdministrationEvent
from partnerships.refusals import ActRefused
from partnerships.scope import disposal_door, tenant
from referrals.models import LogImport
from tests import factories as make
from tests.documents.test_redaction import a_pdf
from tests.factories import london
from tests.panels import scenes

MARKER = "Zyxomma"  # stands in everything that is written about the case, and nowhere else
CLOSED = london(2026, 9, 20)
LONG_AFTER = london(2034, 9, 21)


@pytest.fixture
def redbridge(db):
    partnership = make.a_partnership()
    with tenant(partnership):
        yield partnership


def lived(scene) -> Case:
    """A life with something in every room: note, letter, files, returns, meeting, minutes, bundle, register."""
    case, office, at = scene.case, scene.secretary, scenes.LATER
    acts.add_person(
        case=case, values=acts.PersonValues(kind="relevant", first_name=MARKER, last_name="Grey"), actor=office, at=at
    )
    acts.add_note(case=case, kind="call", text=f"About {MARKER}.", actor=office, at=at)
    checked = CheckedFile(f"{MARKER}.pdf", "application/pdf", a_pdf(MARKER))
    keep_file(checked, kind="case-paper", at=at, actor=office, case=case)
    acts.write_letter(
        case=case, letter="family-letter", to="free", recipient=f"{MARKER} Grey", address="", salutation="",
        subject=MARKER, body=f"Dear {MARKER}", signed_by="", how="post", actor=office, at=at,
    )  # fmt: skip
    asked = acts.log_disclosure(
        case=case, answers={"recorded": {"act-who": MARKER, "act-what": MARKER}}, actor=office, at=at
    )
    bundle = acts.prepare_bundle(
        case=case, entry=asked.pk, title=MARKER, made_for=MARKER, keys=[one.key for one in sources_of(case)],
        reason=MARKER, actor=office, at=at,
    )  # fmt: skip
    acts.make_bundle(bundle=bundle, words="", with_record=True, actor=office, at=at)
    return case


def asked_and_met() -> tuple:
    """Agencies answer, the panel discusses, minutes are agreed and printed; then the case is closed."""
    scene = scenes.on_the_agenda()
    case, office = lived(scene), scene.secretary
    information.request_information(
        case=case, agencies=[scene.people["nel-icb"].agency], wording=f"What of {MARKER}?", actor=office,
        at=scenes.CONVENED,
    )  # fmt: skip
    row = ScopingReturn.objects.get(case=case)
    health = scene.member("nel-icb")
    drafts.save_row(
        scoping_return=row, values={"happened_on": dt.date(2026, 3, 1), "event": MARKER, "source_record": "x"},
        actor=health, at=scenes.CONVENED,
    )  # fmt: skip
    panels.open_meeting(meeting=scene.meeting, actor=scene.chair, at=scenes.OPENED)
    scene.arrive(*scene.people)
    panels.record_discussion(item=scene.item, text=f"{MARKER} was spoken of.", version=scene.item.version,
                             actor=office, at=scenes.LATER)  # fmt: skip
    for job in PrintJob.objects.filter(state="waiting"):
        printing.make(job.partnership_id, job.pk, clock=lambda: scenes.LATER)
    acts.close_case(case=case, reasons=f"Nothing more for {MARKER}.", actor=office, at=CLOSED)
    return scene, case


def places_of(word: str) -> dict[str, int]:
    """Every table of the database, row by row as text, files too: how many rows have the word in them."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows = [text for (text,) in cursor.fetchall()]
            hexed = word.encode().hex()
            number = sum(word in text or hexed in text for text in rows)
            if number:
                found[table] = number
    return found


def proposed(case, office) -> Disposal:
    return acts.propose_disposal(
        case=case, procedure=make.the_procedure(), reason="Looked through.", actor=office, at=LONG_AFTER
    )


def test_every_trace_of_a_case_is_gone_and_an_anonymous_row_is_left(redbridge):
    scene, case = asked_and_met()
    before = places_of(MARKER)
    assert set(before) >= {
        "cases_person", "cases_historicalperson", "cases_event", "cases_note", "cases_bundle", "cases_bundleitem",
        "documents_storedfile", "documents_printjob", "information_scopingrequest", "information_chronologyrow",
        "panels_agendaitem", "panels_historicalagendaitem",
    }  # fmt: skip
    other = scenes.accepted_case(scene)
    kept = Event.objects.filter(case=other).count()
    disposed = proposed(case, scene.secretary)
    acts.dispose_case(case=case, reference=case.reference, actor=scene.chair, at=LONG_AFTER)
    assert disposal.carry_out(redbridge.pk, disposed.pk, at=LONG_AFTER) is not None
    assert places_of(MARKER) == {}
    assert not Case.objects.filter(pk=case.pk).exists()
    left = DisposedCase.objects.get()
    assert (left.year, left.pathway, left.borough, left.disposed_year) == (2026, "adult", None, 2034)
    assert left.stage == case.stage_title
    event = AdministrationEvent.objects.filter(act="dispose_case").get()
    assert event.actor_label == scene.chair.label
    assert f"Proposed by {scene.secretary.label} on 21/09/2034." in event.summary
    assert Event.objects.filter(case=other).count() == kept > 0
    assert disposal.carry_out(redbridge.pk, disposed.pk, at=LONG_AFTER) is None


def test_a_spreadsheet_that_a_past_case_came_from_goes_too(two, redbridge):
    office, chair = two
    case = closed_case(office, chair)
    sheet = CheckedFile("log.csv", "text/csv", f"Name\n{MARKER}\n".encode())
    kept = LogImport.objects.create(
        file=keep_file(sheet, kind="log-import", at=make.NOW, actor=office), file_name="log.csv", sha256="x", sheet="",
        heading_row=1, headings=[["A", "Name", MARKER]], uploaded_at=make.NOW, asked_at=make.NOW,
    )  # fmt: skip
    Event.objects.create(
        partnership=redbridge, case=case, act="import_case", summary="x", actor_label="x", at=make.NOW,
        data={"import": kept.pk},
    )  # fmt: skip
    assert set(places_of(MARKER)) == {"documents_storedfile", "referrals_logimport"}
    disposed = proposed(case, office)
    acts.dispose_case(case=case, reference=case.reference, actor=chair, at=LONG_AFTER)
    disposal.carry_out(redbridge.pk, disposed.pk, at=LONG_AFTER)
    assert places_of(MARKER) == {}


def closed_case(office, chair, *, pathway="adult") -> Case:
    case = make.a_case(office, pathway=pathway)
    for act in ("acknowledge_referral", "check_referral"):
        from cases.spine import acting

        with acting(act, case=case, actor=office if act.startswith("ack") else chair, at=make.NOW) as doing:
            doing.record(summary="Done.", answer="fit" if act == "check_referral" else "")
    acts.close_case(case=case, reasons="Nothing more.", actor=office, at=CLOSED)
    return case


@pytest.fixture
def two(redbridge):
    return make.an_actor("Oona Office", "secretariat"), make.an_actor("Cara Chair", "panel-chair")


def refused(act, **given) -> str:
    with pytest.raises(ActRefused) as caught:
        act(**given)
    return str(caught.value)


def test_two_people_and_the_right_day_are_needed(two):
    office, chair = two
    case, text = closed_case(office, chair), make.the_procedure()
    early = {"case": case, "procedure": text, "reason": "x", "actor": office}
    assert refused(acts.propose_disposal, **early, at=LONG_AFTER - dt.timedelta(days=3)) == (
        "The time for keeping this case is not over."
    )
    proposed(case, office)
    confirm = {"case": case, "reference": case.reference, "at": LONG_AFTER}
    assert refused(acts.dispose_case, **confirm, actor=office) == (
        "You proposed this yourself. Somebody else has to confirm it."
    )
    assert refused(acts.dispose_case, **{**confirm, "reference": "RED"}, actor=chair) == (
        f"Type the reference of the case, {case.reference}, to confirm."
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Disposal.objects.update(confirmed_by=office.user_id, confirmed_at=LONG_AFTER)
    acts.withdraw_disposal(case=case, reason="Still needed.", actor=chair, at=LONG_AFTER)
    assert refused(acts.dispose_case, **confirm, actor=chair) == "Nobody has proposed to dispose of this case."


def test_a_legal_hold_stops_disposal_until_it_ends(two, redbridge):
    office, chair = two
    case = closed_case(office, chair)
    disposed = proposed(case, office)
    acts.hold_case(case=case, reason="An inquest.", actor=chair, at=LONG_AFTER)
    assert not Disposal.objects.exists()
    held = "The case is on legal hold, so it is kept."
    assert refused(acts.propose_disposal, case=case, procedure=make.the_procedure(), reason="x", actor=office,
                   at=LONG_AFTER) == held  # fmt: skip
    assert disposal.carry_out(redbridge.pk, disposed.pk, at=LONG_AFTER) is None
    assert refused(acts.hold_case, case=case, reason="Again.", actor=chair, at=LONG_AFTER) == (
        "The case is on hold already."
    )
    hold = acts.release_hold(case=case, reason="Over.", actor=office, at=LONG_AFTER)
    assert (hold.reason, hold.put_by, hold.lifted_by, hold.lifted_why) == (
        "An inquest.", chair.label, office.label, "Over.",
    )  # fmt: skip
    proposed(case, office)


def test_the_time_is_the_texts_by_kind_of_case(redbridge):
    text = make.the_procedure()
    years = {
        (pathway, reviewed): retention.rule_for(text, pathway, reviewed=reviewed).years
        for pathway in ("adult", "child", "domestic-homicide")
        for reviewed in (True, False)
    }
    assert years == {
        ("adult", True): 25, ("adult", False): 8, ("child", True): 25, ("child", False): 25,
        ("domestic-homicide", True): 25, ("domestic-homicide", False): 8,
    }  # fmt: skip
    assert retention.due_on(dt.date(2024, 2, 29), 1) == dt.date(2025, 3, 1)
    assert {rule.assumed for rule in text.retention} == {True}


def test_the_list_is_quick_and_shows_what_is_due(two, django_assert_max_num_queries):
    office, chair = two
    cases = [closed_case(office, chair) for _ in range(3)]
    closed_case(office, chair, pathway="child")
    with django_assert_max_num_queries(4):
        rows = retention.kept_cases(office, make.the_procedure(), at=LONG_AFTER)
    assert [row.case.pk for row in rows if row.is_due] == [case.pk for case in cases]


def test_records_are_still_closed_to_removal_outside_the_door(two):
    """The wall holds: the site itself may remove no record; the door lets in the worker, and writes nothing."""
    office, _ = two
    make.a_case(office)
    with disposal_door(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_event")
        assert cursor.fetchone()[0] > 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute("UPDATE cases_event SET summary = 'x'")
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute("DELETE FROM partnerships_partnership")


def test_the_pages_propose_and_confirm(two, redbridge, monkeypatch):
    office, chair = two
    case = closed_case(office, chair)
    pages = {}
    for who in (office, chair):
        pages[who] = Client()
        pages[who].force_login(who.membership.user)
    assert (
        "No closed case has reached the end of its time." in pages[office].get("/redbridge/retention/").content.decode()
    )
    where = f"/redbridge/retention/{case.reference}/"
    assert "Cases without a review: 8 years after closing" in pages[office].get(where).content.decode()
    early = pages[office].post(f"{where}propose-disposal/", {"reason": "Kept words"}).content.decode()
    assert "The time for keeping this case is not over." in early
    assert "Kept words" in early
    assert pages[chair].post(f"{where}hold-case/", {"reason": "An inquest."}).status_code == 302
    assert "An inquest." in pages[office].get(where).content.decode()
    assert pages[office].post(f"{where}release-hold/", {"reason": "Over."}).status_code == 302
    proposed(case, office)
    own = pages[office].get(where).content.decode()
    assert "somebody else has to confirm it" in own
    assert "dispose-case" not in own
    assert "dispose-case" in pages[chair].get(where).content.decode()
    wrong = pages[chair].post(f"{where}dispose-case/", {"reference": "no"}).content.decode()
    assert f"Type the reference of the case, {case.reference}, to confirm." in wrong
    assert pages[chair].post(f"{where}dispose-case/", {"reference": case.reference}).status_code == 302


def test_time_never_counts_from_the_day_a_past_case_came_in(two):
    """RED-12: of a log without a day of closing the last day it tells of counts; where there is none, nobody knows."""
    office, _ = two
    told = {
        "nothing": {"closed_on": ""}, "decided": {"closed_on": "", "decided_on": "2026-09-20"},
        "said": {"closed_on": "2026-09-20"}, "before": {},
    }  # fmt: skip
    took = {}
    for name, data in told.items():
        received = CLOSED if name in {"nothing", "before"} else london(2026, 9, 1)
        case = took[name] = make.a_case(office, pathway="adult", received_at=received)
        Event.objects.create(
            case=case, act="import_case", summary="Taken over.", at=make.NOW, actor_label="Oona", data=data
        )
        case.closed_at = CLOSED
        case.save()
    text = make.the_procedure()
    rows = {row.case.pk: (row.known, row.is_due) for row in retention.kept_cases(office, text, at=LONG_AFTER)}
    assert [rows[took[name].pk] for name in took] == [
        ("unknown", False), ("last day", True), ("closing", True), ("unknown", False)]  # fmt: skip
    case = took["nothing"]
    assert refused(acts.propose_disposal, case=case, procedure=text, reason="x", actor=office, at=LONG_AFTER) == (
        "Nobody has entered when this case was closed, so its time cannot be counted."
    )
    client = Client()
    client.force_login(office.membership.user)
    here = f"/redbridge/retention/{case.reference}/"
    assert "Nobody has entered it" in client.get(here).content.decode()
    day = {"closed_on-day": "1", "closed_on-month": "9", "closed_on-year": "2026", "reason": "The file."}
    early = client.post(f"{here}enter-closing-day/", day).content.decode()
    assert "The case cannot have been closed before it was received." in early and "The file." in early
    assert client.post(f"{here}enter-closing-day/", {**day, "closed_on-day": "30"}).status_code == 302
    case.refresh_from_db()
    assert (retention.kept_one(case, text, at=LONG_AFTER).known, case.closed_at.day) == ("closing", 30)
    # Whoever mistyped it puts it right; a day that the log gave, or that somebody closed the case on, stays.
    assert f"{here}enter-closing-day/" in client.get(here).content.decode()
    again = {"closed_on": dt.date(2026, 10, 1), "reason": "x", "actor": office, "at": LONG_AFTER}
    acts.enter_closing_day(case=case, **again)
    case.refresh_from_db()
    assert retention.kept_one(case, text, at=LONG_AFTER).closed_on == dt.date(2026, 10, 1)
    for kept in (took["said"], closed_case(*two)):
        assert refused(acts.enter_closing_day, case=kept, **again) == (
            "The day on which this case was closed is on record."
        )


def test_what_one_proposed_waits_for_another_to_confirm(two):
    office, chair = two
    case = closed_case(office, chair)

    def waits(actor) -> list[str]:
        rows = waiting_for(actor, make.the_procedure(), at=LONG_AFTER)
        return [row.href for row in rows if "disposed of" in row.text]

    assert (waits(office), waits(chair)) == ([], [])
    proposed(case, office)
    assert (waits(office), waits(chair)) == ([], ["/redbridge/retention/"])
    acts.dispose_case(case=case, reference=case.reference, actor=chair, at=LONG_AFTER)
    assert waits(chair) == []
