"""`script/server` itself: started, killed in every way, started again, stopped."""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

import psutil
import psycopg
import pytest

from script.stack import processes, supervise

ROOT = Path(__file__).resolve().parents[2]
OF_THE_TEST_RUN = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WORKER_URL", "DATABASE_ROLE", "REDIS_URL")


class Server:
    """One `script/server --no-demo` with data of its own."""

    def __init__(self, var: Path):
        self.var, self.port = var, supervise.free_port()
        self.lines: queue.Queue[str] = queue.Queue()

    def start(self) -> None:
        environment = {name: value for name, value in os.environ.items() if name not in OF_THE_TEST_RUN}
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "script" / "server"), "--port", str(self.port), "--no-demo"],
            env={**environment, "SAFEGUARDING_VAR": str(self.var)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._read, args=[self.process.stdout], daemon=True).start()
        self.wait_for("Ready")

    def _read(self, stream) -> None:
        for line in stream:
            self.lines.put(line)

    def wait_for(self, words: str, seconds: float = 180) -> None:
        """Read what it prints up to a line with these words."""
        until, seen = time.monotonic() + seconds, []
        while time.monotonic() < until:
            try:
                seen.append(self.lines.get(timeout=1))
            except queue.Empty:
                continue
            if words in seen[-1]:
                return
        pytest.fail(f"{words!r} was not printed, but: {''.join(seen)}")

    @property
    def services(self) -> dict:
        return json.loads((self.var / "services.json").read_text())

    @property
    def home(self) -> Path:
        return Path(json.loads((self.var / "service-home.json").read_text())["home"])

    def child(self, words: str) -> int:
        """The process directly below the server whose command holds these words."""
        children = psutil.Process(self.process.pid).children()
        return next(child.pid for child in children if words in " ".join(child.cmdline()))

    def answers(self) -> int:
        with urllib.request.urlopen(f"http://localhost:{self.port}/readyz", timeout=30) as answer:
            return answer.status

    def query(self, statement: str) -> list:
        with psycopg.connect(self.services["urls"]["owner"]) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []


@pytest.fixture
def server():
    var = Path(tempfile.mkdtemp(prefix="sg-server-"))
    server = Server(var)
    yield server
    if server.process.poll() is None:
        server.process.send_signal(signal.SIGINT)
        server.process.wait(90)
    shutil.rmtree(server.home, ignore_errors=True)
    shutil.rmtree(var, ignore_errors=True)


def test_killed_in_every_way_it_keeps_what_was_committed_and_starts_again(server):
    server.start()
    server.query("CREATE TABLE kept AS SELECT 42 AS answer")
    for name, command in (("worker", "celery -A config worker"), ("postgres", "bin/postgres"), ("web", "gunicorn")):
        os.kill(server.child(command), signal.SIGKILL)
        server.wait_for(f"{name} stopped (exit -9); starting it again")
        time.sleep(3)
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            assert server.answers() == 200
            break
        except OSError:
            time.sleep(0.5)
    assert server.answers() == 200
    server.process.kill()
    server.process.wait()
    server.start()
    assert (server.answers(), server.query("SELECT answer FROM kept")) == (200, [(42,)])
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(90) == 0
    assert processes.left_over(server.home) == []
    assert not (server.var / "services.json").exists()
