"""An Outlook message made of bytes: a compound file with the few streams that make a message. Values only."""

from __future__ import annotations

import datetime as dt
import struct

SECTOR, SMALL = 512, 64
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)


def message(*, subject: str, body: str, sender: str, sent_at: dt.datetime) -> bytes:
    """The bytes of an .msg file. `sender`: Rosa <rosa@hospital.example>."""
    headers = f"From: {sender}\r\nSubject: {subject}\r\n"
    texts = {0x0037: subject, 0x1000: body, 0x007D: headers, 0x001A: "IPM.Note"}
    properties = struct.pack("<8xIIII8x", 0, 0, 0, 0)
    streams = {}
    for number, text in texts.items():
        data = text.encode("utf-16-le")
        properties += struct.pack("<HHIII", 0x001F, number, 6, len(data) + 2, 0)
        streams[f"__substg1.0_{number:04X}001F"] = data
    ticks = int((sent_at - EPOCH).total_seconds()) * 10_000_000
    properties += struct.pack("<HHIQ", 0x0040, 0x0039, 6, ticks)
    streams["__properties_version1.0"] = properties
    return compound_file(streams)


def compound_file(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams, each shorter than 4 KB, and an empty storage in its root."""
    small, small_fat, entries = b"", [], []
    for name in sorted(streams, key=lambda name: (len(name), name.upper())):
        data = streams[name]
        assert 0 < len(data) < 4096
        start, count = len(small_fat), -(-len(data) // SMALL)
        small += data.ljust(count * SMALL, b"\0")
        small_fat += [*range(start + 1, start + count), END]
        entries.append((name, 2, start, len(data)))
    entries.append(("__nameid_version1.0", 1, 0, 0))
    sectors: list[bytes] = []
    fat: list[int] = []

    def put(data: bytes) -> int:
        first, count = len(sectors), -(-len(data) // SECTOR)
        sectors.extend(data[n * SECTOR : (n + 1) * SECTOR].ljust(SECTOR, b"\0") for n in range(count))
        fat.extend([*range(first + 1, first + count), END])
        return first

    container = put(small)
    table_of_small = put(_table(small_fat))
    directory = _entry("Root Entry", 5, child=1, start=container, size=len(small))
    for number, (name, kind, start, size) in enumerate(entries, 1):
        following = number + 1 if number < len(entries) else FREE
        directory += _entry(name, kind, right=following, start=start, size=size)
    first = put(directory)
    place = len(sectors)
    fat.append(FAT)
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, first, 0,
        4096, table_of_small, 1, END, 0, place,
    )  # fmt: skip
    return header.ljust(SECTOR, b"\xff") + b"".join(sectors) + _table(fat)


def _table(numbers: list[int]) -> bytes:
    """One sector of a table of sectors."""
    assert len(numbers) <= SECTOR // 4
    return struct.pack(f"<{SECTOR // 4}I", *numbers, *[FREE] * (SECTOR // 4 - len(numbers)))


def _entry(name: str, kind: int, *, right: int = FREE, child: int = FREE, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16xIQQIQ", text.ljust(64, b"\0"), len(text), kind, 1, FREE, right, child, 0, 0, 0, start, size
    )
