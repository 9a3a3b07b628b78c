"""What somebody new to TOML got wrong on a line, in plain words. Pure: text and message in, sentence out."""

from __future__ import annotations

import re

CURLY = "“”„‟‘’‚‛«»"
INVISIBLE = "\u00a0\u2007\u202f\u200b\ufeff"
ANOTHER_DATE = re.compile(
    r"\d{1,2}[/. -]\d{1,2}[/. -]\d{2,4}\b|\d{1,2}(st|nd|rd|th)? [A-Za-z]+,? \d{4}"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b|[A-Z][a-z]+ \d{4}"
)
YES_NO = re.compile(r"(true|false|yes|no|on|off)\b", re.IGNORECASE)
KEY = re.compile(r"\s*([\w-]+)\s*=")
WORD_PROCESSORS = ("{\\rtf", "PK\x03\x04", "\xd0\xcf\x11\xe0", "<html", "<!doctype", "%PDF")


COMMA_MISSING = "a comma is missing between two parts of what stands between { and }"


def is_no_plain_text(text: str) -> bool:
    """A file of a word processor, a web page or a PDF."""
    return text.lstrip("\ufeff \r\n").lower().startswith(tuple(start.lower() for start in WORD_PROCESSORS))


def plainly(text: str, message: str) -> str:
    """tomllib's message as a sentence that says what to write instead, with the line it is about."""
    if is_no_plain_text(text):
        return "This is the file of another program, not plain text: save it as plain text (UTF-8)."
    found = re.search(r"^(.*) \(at (?:line (\d+), column (\d+)|end of document)\)$", message, re.DOTALL)
    if not found:
        return f"This is not TOML: {message[:200]}."
    lines = text.splitlines()
    if found[2]:
        number, column = int(found[2]), int(found[3])
    else:
        number = next((n for n in range(len(lines), 0, -1) if lines[n - 1].strip()), 1)
        column = len(lines[number - 1]) + 1
    line = lines[number - 1] if number <= len(lines) else ""
    hint = _hint(found[1], line, column) or f"this is not TOML: {found[1][:200]}"
    shown = " ".join(line.split())
    return f"Line {number}: {hint}. The line: {shown[:100]}{'…' if len(shown) > 100 else ''}"


def _hint(message: str, line: str, column: int) -> str:
    for look in (_characters, _names, _values, _endings):
        found = look(message, line, column)
        if found:
            return found
    return ""


def _characters(message: str, line: str, column: int) -> str:
    """A sign that looks right and is not."""
    here = line[column - 1 : column] or line[column - 2 : column - 1]
    begins = re.sub(r'"[^"]*"', "", line).strip()[:1]
    if {here, begins} & set(CURLY):
        return (
            'curly quotes stand where straight ones (") belong; use a plain text editor, or switch “smart quotes” off'
        )
    if here in set(INVISIBLE):
        return "an invisible character (a hard space) stands here; delete it and type a plain space"
    dashed = line.lstrip().startswith("-") and "Expected '='" in message
    if dashed or line.lstrip().startswith(("//", "--", ";", "/*", "'")):
        return "a remark begins with #, and a line with a key or a block"
    if "\\" in line and ("escape" in message.lower() or "hex" in message or "'\\\\'" in message):
        return "a backslash has a meaning of its own; write two of them, or put the text in single quotes"
    return ""


def _names(message: str, line: str, column: int) -> str:
    """The name of a block or a key."""
    twice = re.search(r"Cannot (?:declare|mutate).*?\('([\w-]+)'", message)
    if twice:
        return (
            f"there is more than one [{twice[1]}]; a block that comes several times is written [[{twice[1]}]] each time"
        )
    if "Cannot overwrite" in message:
        return _said_twice(line)
    if line.lstrip().startswith("[") and "=" not in line:
        return "the name of a block stands between brackets of the same number on both sides, such as [[roles]]"
    if "Expected '='" in message:
        return _without_equals(line)
    if "Invalid initial character for a key part" in message and "{" in line:
        return "what stands between { and } must be on one line"
    return ""


def _said_twice(line: str) -> str:
    key, block = KEY.match(line), re.match(r"\s*\[+([\w-]+)\]+", line)
    if block:
        return f"it is [{block[1]}] in one place and [[{block[1]}]] in another; write one of them each time"
    return f"{key[1] if key else 'a key'} is said twice in one block; a new block begins with its [[name]]"


def _without_equals(line: str) -> str:
    if re.match(r"\s*[\w-]+\s*:", line):
        return "after a key stands =, not :"
    if re.match(r"\s*[\w-]+( [\w-]+)+\s*=", line):
        return "a key is one word; its parts are joined by _"
    return "a = is missing between the key and what it says"


def _values(message: str, line: str, column: int) -> str:
    """What stands after the =."""
    parts = line.split("=", 1)
    value = parts[1].strip() if len(parts) == 2 else ""
    if not value and len(parts) == 2:
        return "nothing stands after the ="
    if ANOTHER_DATE.match(value):
        return "a date is written year-month-day with two figures each, such as 2026-06-01, and without quotes"
    if YES_NO.fullmatch(value.split("#")[0].strip()):
        return "write true or false, in small letters and without quotes"
    return _lists(message, value)


def _lists(message: str, value: str) -> str:
    if "Unclosed array" in message:
        return "a list needs a comma between its parts and a ] at its end"
    if value.startswith("[") and "Invalid value" in message:
        return "a list has one comma between two parts, and each text stands in quotes"
    return 'text stands in quotes: key = "text"' if re.match(r"[A-Za-z]|\d+ [A-Za-z]", value) else ""


def _endings(message: str, line: str, column: int) -> str:
    """Where something should have ended."""
    if "Unterminated" in message or "Illegal character" in message:
        return 'the text is not closed; a quote (") is missing at its end'
    if "Unclosed" in message:
        in_table = "inline table" in message and _next_key(line, column)
        return COMMA_MISSING if in_table else "a bracket is not closed"
    if "Expected newline" in message:
        after = line[column - 1 :].strip()
        if after.startswith((",", ";")):
            return "nothing follows a value on its line, not even a comma; one key to a line"
        if after and line.count('"') > 2:
            return 'the text has quotes inside; put the whole of it in single quotes, or write \\" for those inside'
        return "something stands after the end of the value"
    return ""


def _next_key(line: str, column: int) -> bool:
    """Whether the next part of an inline table stands where its comma should."""
    return bool(re.match(r"\s*[\w-]+\s*=", line[column - 1 :]))
