"""Asking a ClamAV server whether a file is infected (its INSTREAM command), when CLAMD_URL names one.

Fails closed: a file that could not be looked at is not accepted.
"""

from __future__ import annotations

import socket
import struct
from urllib.parse import urlsplit

CHUNK = 64 * 1024
SECONDS = 30


class NotScanned(Exception):
    """The server did not answer, or not in words we know."""


def infection(content: bytes, url: str) -> str:
    """The name of the infection, or nothing. `url`: tcp://host:3310 or unix:///path.

    Raises NotScanned when the server cannot say: away, or the file is beyond its limits.
    """
    try:
        with _connect(url) as server:
            server.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK):
                part = content[start : start + CHUNK]
                server.sendall(struct.pack(">I", len(part)) + part)
            server.sendall(struct.pack(">I", 0))
            answer = b""
            while not answer.endswith(b"\0") and (more := server.recv(4096)):
                answer += more
    except OSError as error:
        raise NotScanned(str(error)) from error
    said = answer.rstrip(b"\0").decode(errors="replace").removeprefix("stream: ").strip()
    if said == "OK":
        return ""
    # Going beyond a limit is reported as a find of this family, and is no infection.
    if said.endswith(" FOUND") and not said.startswith("Heuristics.Limits"):
        return said.removesuffix(" FOUND")
    raise NotScanned(said)


def _connect(url: str) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        server = socket.socket(socket.AF_UNIX)
        server.settimeout(SECONDS)
        server.connect(parts.path)
        return server
    return socket.create_connection((parts.hostname or "localhost", parts.port or 3310), timeout=SECONDS)
