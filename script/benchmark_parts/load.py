"""A small load generator: some clients that ask again as soon as they are answered, bounded in time."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import dataclass

CLIENTS = 8


@dataclass(frozen=True)
class Load:
    """What one burst measured: answers a second, and seconds that half, 95 and 99 of 100 answers took at most."""

    rate: float
    p50: float
    p95: float
    p99: float
    size: int


class WrongAnswer(AssertionError):
    """A page that was not the one asked for: a figure for it would mean nothing."""


def burst(port: int, path: str, cookie: str, *, seconds: float, clients: int = CLIENTS, wanted: bytes) -> Load:
    """Ask for one page from several clients for so long. WrongAnswer when any answer is not 200 or lacks `wanted`."""
    head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Proto: https\r\nCookie: {cookie}\r\n\r\n".encode()
    times: list[float] = []
    wrong: list[str] = []
    until = time.perf_counter() + seconds
    size = [0]

    def ask_again_and_again() -> None:
        client = None
        while time.perf_counter() < until and not wrong:
            begun = time.perf_counter()
            try:
                answer, client = _ask(client, port, head)
            except (OSError, WrongAnswer) as error:
                wrong.append(str(error))
                return
            times.append(time.perf_counter() - begun)
            if not answer.startswith(b"HTTP/1.1 200") or wanted not in answer:
                wrong.append(answer[:300].decode(errors="replace"))
            size[0] = len(answer)
        if client is not None:
            client.close()

    threads = [threading.Thread(target=ask_again_and_again) for _ in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    if wrong:
        raise WrongAnswer(f"{path}: {wrong[0]}")
    times.sort()
    return Load(len(times) / took, *(times[int(len(times) * part)] for part in (0.5, 0.95, 0.99)), size[0])


def _ask(client: socket.socket | None, port: int, head: bytes) -> tuple[bytes, socket.socket | None]:
    """One request, on the open connection where the server keeps one (gunicorn's sync workers close it)."""
    if client is None:
        client = socket.create_connection(("127.0.0.1", port), timeout=60)
    client.sendall(head)
    answer = b""
    while b"\r\n\r\n" not in answer:
        if not (more := client.recv(65536)):
            raise WrongAnswer("the connection was closed before an answer")
        answer += more
    headers, _, _ = answer.partition(b"\r\n\r\n")
    said = headers.lower().split(b"content-length:")
    whole = len(headers) + 4 + int(said[1].split(b"\r\n")[0]) if len(said) > 1 else None
    while whole is None or len(answer) < whole:
        if not (more := client.recv(65536)):
            break
        answer += more
    if whole is not None and len(answer) < whole:
        raise WrongAnswer("the connection was closed in the middle of an answer")
    if whole is None or b"connection: close" in headers.lower():
        client.close()
        return answer, None
    return answer, client
