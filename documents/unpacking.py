"""What lies packed in an Office file, unpacked no further than we are ready to read (ASVS 5.2.3).

The file's own list of sizes may lie and one part may be opened many times, so what is counted is what really comes
out: its bytes, and its marks (“<”), because a parser's work grows with both.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

CHUNK = 64 * 1024
PACKED_AS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that Office writes; others unpack without bounds


class NotReadable(ValueError):
    """Why a file cannot be read, fit for the screen."""


class Meter:
    """How much of one file may still be unpacked; NotReadable with the sentence `says` once it is too much."""

    def __init__(self, says: str, *, most_bytes: int, most_marks: int):
        self.says, self.bytes_left, self.marks_left = says, most_bytes, most_marks

    def take(self, chunk: bytes) -> None:
        self.bytes_left -= len(chunk)
        self.marks_left -= chunk.count(b"<")
        if self.bytes_left < 0 or self.marks_left < 0:
            raise NotReadable(self.says)


def chunks_of(packed: zipfile.ZipFile, part: str, meter: Meter) -> Iterator[bytes]:
    """One part of a packed file bit by bit, each counted. KeyError when there is no such part."""
    info = packed.getinfo(part)
    if info.compress_type not in PACKED_AS:
        raise NotReadable(meter.says)
    with packed.open(info) as file:
        while chunk := file.read(CHUNK):
            meter.take(chunk)
            yield chunk


def whole_part(packed: zipfile.ZipFile, part: str, meter: Meter) -> bytes:
    """One part of a packed file as it is."""
    return b"".join(chunks_of(packed, part, meter))
