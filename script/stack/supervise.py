"""The application's processes: web, worker and beat; started, watched, started again, stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .paths import PYTHON, ROOT, StackError
from .postgres import tail
from .processes import die_with_parent, spawn, stop

TOO_OFTEN, WITHIN_SECONDS = 6, 120


@dataclass
class Kept:
    """A process that is started again when it dies."""

    name: str
    log: Path
    start: Callable[[], subprocess.Popen]
    stop_signal: int = signal.SIGTERM
    patience: float = 20
    child: subprocess.Popen | None = None
    deaths: list[float] = field(default_factory=list)


class Application:
    """Web, worker and beat of one database, queue and port.

    `environment` holds the addresses of the services. The processes inherit `lock` (see services.take_lock).
    """

    def __init__(self, environment: dict, *, home: Path, logs: Path, host: str, port: int, lock: int | None = None):
        self.environment = {**os.environ, **environment}
        self.home, self.logs, self.lock = home, logs, lock
        self.host, self.port = host, port
        logs.mkdir(parents=True, exist_ok=True)
        self.kept: list[Kept] = []

    def manage(self, *arguments: str, role: str = "worker", show: Callable[[str], None] | None = None) -> str:
        """Run one of manage.py's commands to its end and return what it printed; StackError if it failed.

        `show` is given each line as it comes, for commands that take long.
        """
        with tempfile.TemporaryFile("w+") as complaints:
            child = subprocess.Popen(
                [str(PYTHON), "-u", "manage.py", *arguments],
                cwd=ROOT,
                env={**self.environment, "DATABASE_ROLE": role},
                stdout=subprocess.PIPE,
                stderr=complaints,
                text=True,
                stdin=subprocess.DEVNULL,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )
            lines = []
            try:
                for line in child.stdout:
                    lines.append(line)
                    if show:
                        show(line.rstrip())
            except BaseException:
                child.terminate()
                raise
            if child.wait():
                complaints.seek(0)
                raise StackError(
                    f"manage.py {' '.join(arguments)} failed:\n{''.join(lines)}{complaints.read()}".rstrip()
                )
            return "".join(lines)

    def start(self) -> None:
        """Start the three, and return when the web answers."""
        bind = f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"
        gunicorn = ["gunicorn", "config.wsgi", "--bind", bind, "--workers", "2", "--timeout", "60"]
        gunicorn += ["--graceful-timeout", "10", "--no-control-socket", "--worker-tmp-dir", self.logs]
        celery = ["celery", "-A", "config"]
        worker = ["worker", "--concurrency", "2", "--without-gossip", "--without-mingle", "-O", "fair"]
        self._keep("web", [PYTHON, "-m", *gunicorn], "web")
        self._keep("worker", [PYTHON, "-m", *celery, *worker], "worker")
        self._keep("beat", [PYTHON, "-m", *celery, "beat", "--pidfile=", "--schedule", self.home / "beat"], "worker")
        self._wait_for_web()

    def _keep(self, name: str, command: list, role: str) -> None:
        log = self.logs / f"{name}.log"
        environment = {**self.environment, "DATABASE_ROLE": role, "PYTHONUNBUFFERED": "1"}

        def begin() -> subprocess.Popen:
            where = {"home": self.home, "log": log, "lock": self.lock, "env": environment, "cwd": ROOT}
            return spawn(command, stop=signal.SIGTERM, **where)

        self.kept.append(Kept(name, log, begin, child=begin()))

    def keep_service(self, kept: Kept) -> None:
        """Watch a service (PostgreSQL, Redis) together with the application, before it in order."""
        self.kept.append(kept)

    def _wait_for_web(self, seconds: float = 60) -> None:
        web = next(kept for kept in self.kept if kept.name == "web")
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if web.child.poll() is not None:
                raise StackError(f"The web process stopped while starting. The end of {web.log}:\n{tail(web.log)}")
            if _answers(self.host, self.port):
                return
            time.sleep(0.05)
        raise StackError(f"The web does not answer. The end of {web.log}:\n{tail(web.log)}")

    def watch(self, say=print) -> None:
        """Until interrupted: start again what died. StackError when something keeps dying."""
        while True:
            time.sleep(0.5)
            for kept in self.kept:
                if kept.child.poll() is not None:
                    self._start_again(kept, say)

    def _start_again(self, kept: Kept, say) -> None:
        """With a pause that doubles each time, so that a broken process does not burn the machine."""
        now = time.monotonic()
        kept.deaths = [*(moment for moment in kept.deaths if now - moment < WITHIN_SECONDS), now]
        if len(kept.deaths) >= TOO_OFTEN:
            raise StackError(f"{kept.name} keeps stopping. The end of {kept.log}:\n{tail(kept.log)}")
        say(f"{kept.name} stopped (exit {kept.child.returncode}); starting it again")
        stop(kept.child, signal.SIGKILL, 1)
        time.sleep(min(0.25 * 2 ** len(kept.deaths), 10))
        try:
            kept.child = kept.start()
        except StackError as error:
            say(str(error))

    def stop(self) -> None:
        """Stop web, worker and beat side by side, then wait for each; services are stopped by their owner."""
        ours = [kept for kept in self.kept if kept.name in ("web", "worker", "beat")]
        self.kept = [kept for kept in self.kept if kept not in ours]
        for kept in ours:
            if kept.child.poll() is None:
                kept.child.send_signal(kept.stop_signal)
        for kept in ours:
            stop(kept.child, kept.stop_signal, kept.patience)


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((_local(host), port), timeout=5) as client:
            client.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return client.recv(64).startswith(b"HTTP/")
    except OSError:
        return False


def _local(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


def check_port(host: str, port: int) -> None:
    """StackError when something else listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise StackError(f"Port {port} cannot be used ({error.strerror}). Choose another: --port N") from None


def free_port() -> int:
    """A port that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
