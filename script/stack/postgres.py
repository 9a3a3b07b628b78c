"""PostgreSQL from the wheel's own binaries: make a cluster, start it, wait until it answers."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

from .home import Account, make_folder
from .paths import StackError
from .processes import spawn

UNSAFE_BUT_QUICK = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


def make_cluster(binaries: Path, account: Account, data: Path, password: str, *, durable: bool) -> None:
    """Create the data folder once. A folder left half-made by a killed start is made again."""
    if (data / "PG_VERSION").exists() and (data / "safeguarding-ready").exists():
        return
    if data.exists():
        data.rename(data.with_name(f"{data.name}-incomplete-{int(time.time())}"))
    make_folder(data, 0o700)
    account.own(data)
    password_file = data.parent / "initdb-password"
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    account.own(password_file)
    command = [binaries / "initdb", "-D", data, "-U", "postgres", "--auth=scram-sha-256"]
    command += [f"--pwfile={password_file}", "--encoding=UTF8", "--locale=C"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command += [] if durable else ["--no-sync"]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, **account.popen)
    password_file.unlink()
    if done.returncode:
        raise StackError(f"initdb could not make the database cluster:\n{done.stdout}{done.stderr}")
    (data / "safeguarding-ready").touch(mode=0o644)


def start(binaries: Path, account: Account, home: Path, sockets: Path, *, durable: bool, lock: int | None):
    """Start the server on a private socket (no TCP) and return the process once it answers.

    Raises StackError with the end of its log when it does not.
    """
    data, log = home / "postgres", home / "postgres.log"
    command = [binaries / "postgres", "-D", data, "-k", sockets, "-p", "5432"]
    settings = [
        "listen_addresses=",
        "unix_socket_permissions=0700",
        "max_connections=60",
        "random_page_cost=1.1",
    ]
    for setting in settings + ([] if durable else UNSAFE_BUT_QUICK):
        command += ["-c", setting]
    environment = {**os.environ, "LC_ALL": "C", "TZ": "UTC"}
    child = spawn(command, home=home, stop=signal.SIGINT, log=log, lock=lock, env=environment, cwd="/", **account.popen)
    _wait_until_ready(child, binaries, sockets, log)
    return child


def _wait_until_ready(child, binaries: Path, sockets: Path, log: Path) -> None:
    """Up to two minutes, because recovery after a crash may take a while."""
    for _ in range(2400):
        if child.poll() is not None:
            raise StackError(f"PostgreSQL stopped while starting. The end of {log}:\n{tail(log)}")
        if subprocess.run([binaries / "pg_isready", "-q", "-h", sockets], capture_output=True).returncode == 0:
            return
        time.sleep(0.05)
    raise StackError(f"PostgreSQL did not answer within two minutes. The end of {log}:\n{tail(log)}")


def tail(log: Path, lines: int = 15) -> str:
    """The last lines of a log file, for an error message."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else "(empty)"
