"""The log and a case page through gunicorn with two sync workers, beside a bare Django list on the same database.

Both sites run at once and are asked in turn, eight clients at a time, so that whatever else the machine does falls on
both. A figure is the best of some rounds. How many queries a page costs is counted in this process, for a long and a
short list and for a case with a long and a short record.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

from script.stack.paths import PYTHON, ROOT, StackError
from script.stack.postgres import tail
from script.stack.processes import spawn, stop
from script.stack.supervise import free_port

from . import Row
from .load import Load, burst
from .stand import Stand

WORKERS, ROUNDS, SECONDS = 2, 3, 3.0
MOST_QUERIES, LEAST_RATIO, FLOOR_PATH = 15, 0.6, "/list/"


def run(place: Stand, rounds: int = ROUNDS, seconds: float = SECONDS) -> list[Row]:
    """The rows of the table: answers a second for each page, then its queries."""
    asked = Asked()
    with (
        _serving(place, "config.wsgi", {}) as ours,
        _serving(place, "script.benchmark_parts.floor.wsgi", {"FLOOR_PARTNERSHIP": str(asked.partnership.pk)}) as bare,
    ):
        best: dict[str, Load] = {}
        for _ in range(rounds):
            _keep_best(best, FLOOR_PATH, burst(bare, FLOOR_PATH, asked.cookie, seconds=seconds, wanted=b"</html>"))
            for name, path in asked.paths.items():
                _keep_best(best, name, burst(ours, path, asked.cookie, seconds=seconds, wanted=b"</html>"))
    floor = best.pop(FLOOR_PATH)
    return [_floor_row(floor), *[_row(name, load, floor) for name, load in best.items()], *_queries(asked)]


class Asked:
    """Who asks for which pages: a secretary of the largest partnership, signed in as a browser would be."""

    def __init__(self):
        from partnerships.models import Partnership
        from partnerships.queries import holders_of_kind
        from partnerships.scope import tenant
        from procedures import library

        self.partnership = Partnership.objects.get(slug="area-001")
        with tenant(self.partnership):
            procedure = library.in_force(self.partnership.slug)
            day = time.strftime("%Y-%m-%d")
            self.user = holders_of_kind("secretariat", procedure=procedure, on=day)[0].user
            short, long = self._case(0), self._case(7)
        self.cookie = f"sessionid={_session(self.user)}"
        log, case = "/area-001/log/", "/area-001/cases/"
        self.paths = {
            "the log, first page": log,
            "the log, filtered": f"{log}?stage={long.stage}&open=yes",
            "the log, page 40": f"{log}?page=40",
            "the log, common word": f"{log}?q=Ada",
            "the log, name of few": f"{log}?q=Nora+{long.search_text.split()[-1]}",
            "a case": f"{case}{long.reference}/",
        }
        self.pairs = {
            "the log": (log, f"{log}?q={long.reference}"),
            "a case": (f"{case}{long.reference}/", f"{case}{short.reference}/"),
        }

    @staticmethod
    def _case(entries: int):
        """An open case with so many entries more than one in its record."""
        from cases.models import Case

        cases = Case.objects.filter(restricted=False, closed_at=None).order_by("-received_at")
        return next(case for case in cases[:500] if case.pk % 8 == entries)


def _session(user) -> str:
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


@contextmanager
def _serving(place: Stand, application: str, more: dict[str, str]) -> Iterator[int]:
    """gunicorn with two sync workers, as in production; the port it listens on once it answers."""
    port, log = free_port(), place.home / f"{application}.log"
    command = [PYTHON, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", WORKERS]
    command += ["--no-control-socket", "--worker-tmp-dir", place.home / "var"]
    environment = {**os.environ, **place.environment, **more, "DATABASE_ROLE": "web"}
    environment.pop("DJANGO_SETTINGS_MODULE")
    child = spawn(command, home=place.home, stop=signal.SIGTERM, log=log, env=environment, cwd=ROOT)
    try:
        _wait_for(port, child, log)
        yield port
    finally:
        stop(child, signal.SIGTERM, 20)


def _wait_for(port: int, child, log) -> None:
    import socket

    for _ in range(600):
        if child.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise StackError(f"gunicorn does not answer. The end of {log}:\n{tail(log)}")


def _keep_best(best: dict[str, Load], name: str, load: Load) -> None:
    if name not in best or load.rate > best[name].rate:
        best[name] = load


def _floor_row(floor: Load) -> Row:
    return Row(f"a bare Django list of 25 rows ({_times(floor)})", floor.rate, "/s", floor.rate, "the floor", True)


def _row(name: str, load: Load, floor: Load) -> Row:
    what = f"{name} ({_times(load)})"
    aim = f"at least {LEAST_RATIO}x the bare list"
    return Row(what, load.rate, "/s", floor.rate, aim, load.rate >= LEAST_RATIO * floor.rate)


def _times(load: Load) -> str:
    times = " / ".join(f"{each * 1000:.0f}" for each in (load.p50, load.p95, load.p99))
    return f"p50 / p95 / p99 {times} ms, {load.size // 1000} kB"


def _queries(asked: Asked) -> list[Row]:
    """Each page twice: once with much on it and once with little; the counts must be equal."""
    rows = []
    for name, (much, little) in asked.pairs.items():
        many, few = _count(asked, much), _count(asked, little)
        met = many == few <= MOST_QUERIES
        rows.append(Row(f"queries of {name}, much on it and little", many, "", few, "equal, at most 15", met))
    return rows


def _count(asked: Asked, path: str) -> int:
    """Queries of the second request: the first one reads the text of the procedure."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"cookie": asked.cookie, "host": "localhost", "x-forwarded-proto": "https"})
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return len(captured)
