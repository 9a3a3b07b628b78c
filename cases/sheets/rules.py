"""What text, numbers and dates on a referral may be: plain values in, plain values out.

Answers are stored as JSON: cleaned text, numbers, ISO dates ("2026-05" or "2026" when only partly known), lists for
several choices. Each `read_*` takes what was typed and returns the stored value, or raises `Unusable` with the end
of a sentence ("must have …"); the form puts the question's name before it.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

LONGEST_LINE = 200
LONGEST_PARAGRAPH = 20_000

# Characters that turn the reading direction of everything after them: a name could otherwise rewrite the page.
_TURNERS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_EXTENSION = r"(?i:\s*(?:ext\.?|x)\s*)[0-9]{1,6}"


class Unusable(ValueError):
    """What was typed cannot be stored as it stands; the message ends a sentence that begins with the question."""


def clean_text(raw: str) -> str:
    """Text fit to store and show: no NUL or other control characters, one kind of line end, nothing around it."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n").translate(_TURNERS)
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def ascii_digits(raw: str) -> str:
    """Digits of any script as 0 to 9, so that ٣ counts as 3; everything else unchanged."""
    return "".join(str(unicodedata.decimal(c)) if unicodedata.decimal(c, None) is not None else c for c in raw)


def read_line(raw: str) -> str:
    return " ".join(clean_text(raw).split())


def read_urn(raw: str) -> str:
    """The number Ofsted gives a school or setting."""
    text = ascii_digits(clean_text(raw)).upper().replace(" ", "")
    if text and not re.fullmatch(r"(SC|EY|CA|VC)?[0-9]{5,8}", text):
        raise Unusable("must have 5 to 8 digits, some with letters such as SC or EY in front")
    return text


def read_telephone(raw: str) -> str:
    """Kept as typed, for people to ring; 7 to 15 digits, an extension may follow."""
    text = " ".join(ascii_digits(clean_text(raw)).split())
    if not text:
        return ""
    digits = re.sub(r"[^0-9]", "", re.sub(f"{_EXTENSION}$", "", text))
    if not re.fullmatch(rf"\+?[0-9()\s./-]+({_EXTENSION})?", text) or not 7 <= len(digits) <= 15:
        raise Unusable("must be a telephone number, like 01632 960 001 or +44 808 157 0192")
    return text


def earliest(value: str) -> dt.date:
    """The first day a stored date can mean: 2026-05 is 1 May 2026."""
    year, month, day = (int(part) for part in (*value.split("-"), "1", "1")[:3])
    return dt.date(year, month, day)


def latest(value: str) -> dt.date:
    """The last day a stored date can mean: 2026-02 is 28 February 2026."""
    first, known = earliest(value), value.count("-")
    if known == 2:
        return first
    if known == 0:
        return dt.date(first.year, 12, 31)
    return (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)


def whole_day(value: str) -> dt.date | None:
    """The day, when it is known to the day; None for a month or a year."""
    return earliest(value) if value.count("-") == 2 else None


def age_on(born: dt.date, day: dt.date) -> int:
    """Completed years on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
