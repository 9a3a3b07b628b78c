"""Dates, counts and names as people read them. Nothing here asks what day it is."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MONTHS = ("January February March April May June July August September October November December").split()


def local(value):
    """An aware instant in London; a plain date or a naive datetime cannot be one and raises ValueError."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError(f"an aware datetime is wanted, not {value!r}")
    return value.astimezone(LONDON)


def day_of(value):
    """The London day of a date or of an instant."""
    return local(value).date() if isinstance(value, datetime) else value


def date_long(value):
    """30 November 2026; nothing for nothing."""
    if value is None:
        return ""
    day = day_of(value)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def date_short(value):
    """30 Nov 2026, for tables; nothing for nothing."""
    if value is None:
        return ""
    day = day_of(value)
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def date_weekday(value):
    """Monday 30 November 2026, for meetings and due days."""
    return "" if value is None else f"{day_of(value):%A} {date_long(value)}"


def time_short(value):
    """10:30am; 12am and 12pm are said as midnight and midday."""
    if value is None:
        return ""
    moment = local(value) if isinstance(value, datetime) else value
    if moment.minute == 0 and moment.hour in (0, 12):
        return "midday" if moment.hour else "midnight"
    hour = moment.hour % 12 or 12
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{hour}{minutes}{'pm' if moment.hour >= 12 else 'am'}"


def datetime_long(value):
    """30 November 2026 at 10:30am, in London; the day alone where nobody gave a time (kept as midnight)."""
    if value is None or _no_time(value):
        return date_long(value)
    return f"{date_long(value)} at {time_short(value)}"


def datetime_short(value):
    """30 Nov 2026, 10:30am, for tables and timelines; the day alone where nobody gave a time."""
    if value is None or _no_time(value):
        return date_short(value)
    return f"{date_short(value)}, {time_short(value)}"


def _no_time(value) -> bool:
    """Dates that clocks run from are kept as the first instant of their day in London."""
    moment = local(value)
    return (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0)


def iso(value):
    """For the datetime attribute of <time>."""
    return local(value).isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


def part_date(value):
    """A date of which perhaps only the month and year, or the year, is known: March 1984, 1984."""
    if value in (None, ""):
        return ""
    year, month, day = (*str(value).split("-"), None, None)[:3]
    words = [str(int(day))] if day else []
    words += [MONTHS[int(month) - 1]] if month else []
    return " ".join([*words, year])


def plural(count, one, many=None):
    """3 agencies, 1 agency; the plural is the singular with an s unless given."""
    word = one if count == 1 else (many or one + "s")
    return f"{count:,} {word}"


def working_days_left(left):
    """3 working days left, due today, 2 working days late; nothing when it is not known."""
    if left is None:
        return ""
    if left == 0:
        return "due today"
    return f"{plural(abs(left), 'working day')} {'left' if left > 0 else 'late'}"


def initials(name):
    """SA of Sam Alder, for the small round marks; at most two letters."""
    words = [word for word in str(name).replace("-", " ").split() if word[0].isalnum()]
    picked = words[:1] + words[-1:] if len(words) > 1 else words
    return "".join(word[0].upper() for word in picked)


def nhs_number(value):
    """943 476 5919; anything that has not ten digits is shown as it is."""
    text = "".join(str(value or "").split())
    return f"{text[:3]} {text[3:6]} {text[6:]}" if len(text) == 10 else text


def sentence(value):
    """The first letter made a capital, the rest left alone (capitalize would lower NHS to nhs)."""
    text = str(value)
    return text[:1].upper() + text[1:]


def listing(values, word="and"):
    """police, health and education; where a name has a comma of its own: “council, adults; police; and health”."""
    items = [str(value) for value in values]
    if len(items) < 2:
        return "".join(items)
    if any(", " in item for item in items):
        return f"{'; '.join(items[:-1])}; {word} {items[-1]}"
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


_STOPS = re.compile(r"(?<![.])([.!?])\.(?![.])")


def one_stop(text):
    """A sentence made of somebody’s own words ends once: “Who led?.” -> “Who led?”."""
    return _STOPS.sub(r"\1", text)


def size_words(size):
    """792 bytes -> “1 KB”; 1,258,291 -> “1.2 MB”: as people speak of files, and never less than 1 KB."""
    return f"{size / 1024**2:.1f} MB" if size >= 1024**2 else f"{max(round(size / 1024), 1)} KB"


def series(values):
    """The same without a last word: parted by commas, by semicolons where a name has a comma of its own."""
    items = [str(value) for value in values]
    return ("; " if any(", " in item for item in items) else ", ").join(items)


_CLAUSES = (
    (re.compile(r"\bP(\d+) (?=\d)"), r"part \1 section "),
    (re.compile(r"\bP(\d+)\b"), r"part \1"),
    (re.compile(r"\bs(?=\d)"), "section "),
    (re.compile(r"\bapp\. "), "appendix "),
    (re.compile(r"^(?=\d)"), "section "),
)


def clause(see):
    """Where a document says it, for somebody who has never seen it: "P3 2.3" is "part 3 section 2.3"."""
    for pattern, words in _CLAUSES:
        see = pattern.sub(words, see)
    return see


FILTERS = {
    function.__name__: function
    for function in (
        date_long,
        date_short,
        date_weekday,
        time_short,
        datetime_long,
        datetime_short,
        iso,
        part_date,
        plural,
        working_days_left,
        initials,
        nhs_number,
        sentence,
        listing,
        series,
        one_stop,
        size_words,
        clause,
    )
}
