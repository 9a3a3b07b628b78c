"""Dates and times as three or four boxes, in the wording of GOV.UK errors (C-51 needs times of events).

The field keeps what was typed whatever it was; an error says which box is wrong (`params["parts"]`), so that
the summary at the top can lead to it.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django import forms
from django.core.exceptions import ValidationError

from config.filters import LONDON, MONTHS, date_long, local, part_date, time_short

DATE_PARTS = ("day", "month", "year")
MONTH_NUMBERS = {name.lower()[:n]: i for i, name in enumerate(MONTHS, 1) for n in range(3, len(name) + 1)}
TIME = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?$")


@dataclass(frozen=True)
class PartDate:
    """A date of which the year is known, perhaps the month, perhaps the day."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self):
        """1984, 1984-03 or 1984-03-12: sorts by time and fits a text column of ten."""
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part]
        return "-".join(parts)

    @classmethod
    def parse(cls, text):
        """The other way round; a whole date becomes one too."""
        return cls(*(int(part) for part in str(text).split("-")))

    @property
    def words(self):
        """March 1984."""
        return part_date(self)


class PartsWidget(forms.Widget):
    """Boxes named NAME-day, NAME-month, NAME-year and perhaps NAME-time, drawn by config.govform."""

    def __init__(self, parts=DATE_PARTS, attrs=None):
        super().__init__(attrs)
        self.parts = parts

    def value_from_datadict(self, data, files, name):
        return {part: (data.get(f"{name}-{part}") or "").strip() for part in self.parts}

    def value_omitted_from_data(self, data, files, name):
        return not any(f"{name}-{part}" in data for part in self.parts)

    def id_for_label(self, id_):
        return f"{id_}-{self.parts[0]}" if id_ else id_

    def typed(self, value):
        """What to show in each box for a value of whatever kind."""
        if isinstance(value, dict):
            return {part: value.get(part, "") for part in self.parts}
        if value in (None, ""):
            return dict.fromkeys(self.parts, "")
        shown = {"time": time_short(value)} if isinstance(value, datetime) else {}
        known = PartDate.parse(local(value).date() if isinstance(value, datetime) else value)
        return {part: str(getattr(known, part, None) or shown.get(part, "")) for part in self.parts}


class PartsField(forms.Field):
    """What the three fields below share: which boxes are empty, which are wrong, what is said."""

    parts = DATE_PARTS
    needed = DATE_PARTS
    earliest = date(1900, 1, 1)
    latest = date(2089, 12, 31)  # deadlines have room after it: deadlines.calendar

    def __init__(self, *, when=None, **kwargs):
        """`when` is "past" or "future" (today counts as both); the form then has to be given `today`."""
        kwargs.setdefault("widget", PartsWidget(self.parts))
        super().__init__(**kwargs)
        self.when = when
        self.today = None

    def clean(self, value):
        typed = self.widget.typed(value)
        if not any(typed.values()):
            if self.required:
                self.fail(self.error_messages["required"], "required", self.parts)
            return None
        missing = [part for part in self.missing(typed) if not typed[part]]
        if missing:
            names = " and ".join([", ".join(missing[:-1]), missing[-1]] if missing[1:] else missing)
            self.fail(f"{self.name} must include a {names}", "incomplete", missing)
        answer = self.answer(typed)
        self.check_when(answer)
        return answer

    @property
    def name(self):
        """The label as the subject of a sentence; a question cannot be one."""
        label = str(self.label or "Date")
        return "The date" if label.endswith("?") else label

    def missing(self, typed):
        return self.needed

    def fail(self, message, code, parts):
        raise ValidationError(str(message).replace("%", "%%"), code=code, params={"parts": tuple(parts)})

    def day_from(self, typed):
        """The date of three filled boxes; a month may be a word."""
        year = typed["year"]
        month = MONTH_NUMBERS.get(typed["month"].lower(), typed["month"])
        if year.isascii() and year.isdigit() and len(year) != 4:
            self.fail(f"{self.name} must have a year of 4 numbers, like 1984", "year", ["year"])
        wrong = [
            part
            for part, value in (("day", typed["day"]), ("month", str(month)), ("year", year))
            if not (value.isascii() and value.isdigit())
        ]
        if not wrong and not 1 <= int(month) <= 12:
            wrong = ["month"]
        try:
            day = date(int(year), int(month), int(typed["day"]))
        except ValueError:
            self.fail(f"{self.name} must be a real date", "invalid", wrong or DATE_PARTS)
        if day < self.earliest:
            self.fail(f"{self.name} must be {date_long(self.earliest)} or later", "too_early", ["year"])
        if day > self.latest and self.when != "past":
            self.fail(f"{self.name} must be {date_long(self.latest)} or earlier", "too_late", ["year"])
        return day

    def check_when(self, answer):
        if not self.when:
            return
        if self.today is None:
            raise TypeError(f"a form with the field {self.name!r} must be given today=")
        day = answer if type(answer) is date else self.whole_day(answer)
        if self.when == "past" and day > self.today:
            self.fail(f"{self.name} must be today or in the past", "future", self.parts)
        if self.when == "future" and day < self.today:
            self.fail(f"{self.name} must be today or in the future", "past", self.parts)

    def whole_day(self, answer):
        return local(answer).date()

    def bound_data(self, data, initial):
        return data

    def has_changed(self, initial, data):
        return self.widget.typed(initial) != self.widget.typed(data)


class DayMonthYearField(PartsField):
    """A whole date; its value is a date."""

    def answer(self, typed):
        return self.day_from(typed)


class PartDateField(PartsField):
    """A date of which the day, or the day and the month, may be left empty; its value is a PartDate."""

    def missing(self, typed):
        return ("month", "year") if typed["day"] else ("year",)

    def answer(self, typed):
        day = self.day_from({**typed, "day": typed["day"] or "1", "month": typed["month"] or "1"})
        return PartDate(day.year, day.month if typed["month"] else None, day.day if typed["day"] else None)

    def whole_day(self, answer):
        """Compared leniently: a month or year that has begun is not yet in the future, nor over."""
        if self.when == "past":
            return date(answer.year, answer.month or 1, answer.day or 1)
        return date(answer.year, answer.month or 12, answer.day or 28)


class DateTimeFields(PartsField):
    """A date and a time of day, "2:30pm" or "14:30"; its value is an instant in Europe/London."""

    parts = needed = (*DATE_PARTS, "time")

    def answer(self, typed):
        day = self.day_from(typed)
        clock = read_time(typed["time"])
        if clock is None:
            self.fail(f"{self.name} must have a real time, like 2:30pm or 14:30", "time", ["time"])
        moment = datetime.combine(day, clock, tzinfo=LONDON)
        if moment.astimezone(UTC).astimezone(LONDON).time() != clock:
            self.fail(f"{self.name} cannot be in the hour that the clocks skipped", "skipped", ["time"])
        return moment


def read_time(text):
    """A time of day from how people write it, or nothing."""
    text = text.strip().lower()
    if text in ("midday", "noon", "midnight"):
        return time(0 if text == "midnight" else 12)
    found = TIME.match(text)
    if not found or not text.isascii():
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").replace(".", "")
    if (half and not 1 <= hour <= 12) or (not half and found[2] is None):
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
