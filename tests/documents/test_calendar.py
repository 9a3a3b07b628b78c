"""Calendar entries in UTC, with a stable UID and a rising sequence."""

from icalendar import Calendar

from documents.calendar import Entry, invite
from tests.factories import NOW, london


def an_invite(**changes) -> dict:
    values = {
        "uid": "meeting-7@reviews.northmoor.example",
        "sequence": 0,
        "starts_at": london(2026, 7, 1, 10),
        "ends_at": london(2026, 7, 1, 12),
        "summary": "Review Panel meeting",
        **changes,
    }
    to = {"attendee": values.pop("attendee", ""), "organiser": "reviews@northmoor.example", "stamped_at": NOW}
    calendar = Calendar.from_ical(invite(Entry(**values), **to))
    (event,) = calendar.walk("VEVENT")
    return {
        "method": str(calendar["METHOD"]),
        "uid": str(event["UID"]),
        "sequence": int(event["SEQUENCE"]),
        "start": event["DTSTART"].to_ical().decode(),
        "end": event["DTEND"].to_ical().decode(),
        "status": str(event["STATUS"]),
    }


def test_summer_times_are_utc():
    assert an_invite() == {
        "method": "PUBLISH",
        "uid": "meeting-7@reviews.northmoor.example",
        "sequence": 0,
        "start": "20260701T090000Z",
        "end": "20260701T110000Z",
        "status": "CONFIRMED",
    }


def test_a_change_and_a_cancellation_keep_the_uid():
    moved = an_invite(sequence=1, attendee="a@example.org", starts_at=london(2026, 12, 1, 10))
    assert (moved["method"], moved["uid"], moved["sequence"], moved["start"]) == (
        "REQUEST",
        "meeting-7@reviews.northmoor.example",
        1,
        "20261201T100000Z",
    )
    gone = an_invite(sequence=2, cancelled=True)
    assert (gone["method"], gone["status"]) == ("CANCEL", "CANCELLED")
