"""Calendar entries: UTC times, a stable UID, a sequence that rises with every change; no personal details (C-30)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from icalendar import Calendar, Event, vCalAddress, vText


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing in a calendar. Instants must be aware. The same `uid` with a higher `sequence` moves or cancels it."""

    uid: str
    sequence: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    summary: str
    place: str = ""
    url: str = ""
    cancelled: bool = False


def invite(entry: Entry, *, organiser: str, attendee: str = "", stamped_at: dt.datetime) -> bytes:
    """One entry as an .ics file."""
    calendar = _calendar("CANCEL" if entry.cancelled else "REQUEST" if attendee else "PUBLISH")
    event = _event(entry, organiser, stamped_at)
    if attendee:
        event.add("attendee", vCalAddress(f"mailto:{attendee}"), encode=0)
    calendar.add_component(event)
    return calendar.to_ical()


def feed(entries: Iterable[Entry], *, name: str, organiser: str, stamped_at: dt.datetime) -> bytes:
    """Several entries for a calendar program that fetches them again and again."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", dt.timedelta(hours=6), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for entry in entries:
        calendar.add_component(_event(entry, organiser, stamped_at))
    return calendar.to_ical()


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Safeguarding case reviews//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(entry: Entry, organiser: str, stamped_at: dt.datetime) -> Event:
    """UTC in the file, because Outlook reads a zone without its table an hour wrong."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", stamped_at.astimezone(dt.UTC))
    event.add("dtstart", entry.starts_at.astimezone(dt.UTC))
    event.add("dtend", entry.ends_at.astimezone(dt.UTC))
    event.add("summary", entry.summary)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("class", "CONFIDENTIAL")
    event["organizer"] = vCalAddress(f"mailto:{organiser}")
    if entry.place:
        event["location"] = vText(entry.place)
    if entry.url:
        event.add("url", entry.url)
    return event
