"""Names of files that come in and go out."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

from django.http import HttpResponse
from django.utils.http import content_disposition_header

NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')


def clean_name(name: str) -> str:
    """A name without folders, control characters or tricks of writing direction, its ending kept, at most 120 long."""
    name = PureWindowsPath(PurePosixPath(unicodedata.normalize("NFC", name)).name).name
    name = re.sub(r"\s+", " ", NOT_IN_A_NAME.sub("", name)).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    stem = stem.strip(" .")[:110] or "file"
    return f"{stem}.{ending[:8]}" if ending else stem


def attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A download that a browser never shows in our own pages (ASVS 5.4.1)."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, clean_name(name))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store, private"
    return response
