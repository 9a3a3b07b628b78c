"""Calendar entries: UTC times, a stable UID, a sequence that rises with every change; no personal details (C-30)."""

from __future__ import annotations

import datetime as dt

from icalendar import Calendar, Event, vCalAddress, vText


def invite(
    *,
    uid: str,
    sequence: int,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    summary: str,
    place: str = "",
    url: str = "",
    organiser: str,
    attendee: str = "",
    cancelled: bool = False,
    stamped_at: dt.datetime,
) -> bytes:
    """One meeting as an .ics file. The same `uid` with a higher `sequence` moves or cancels the earlier one.

    Instants must be aware; UTC in the file, because Outlook reads a zone without its table an hour wrong.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Safeguarding case reviews//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "REQUEST" if attendee else "PUBLISH")
    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", stamped_at.astimezone(dt.UTC))
    event.add("dtstart", starts_at.astimezone(dt.UTC))
    event.add("dtend", ends_at.astimezone(dt.UTC))
    event.add("summary", summary)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("class", "CONFIDENTIAL")
    event["organizer"] = vCalAddress(f"mailto:{organiser}")
    if attendee:
        event.add("attendee", vCalAddress(f"mailto:{attendee}"), encode=0)
    if place:
        event["location"] = vText(place)
    if url:
        event.add("url", url)
    calendar.add_component(event)
    return calendar.to_ical()
