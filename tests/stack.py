"""The whole service for the journeys: the processes that `script/server` starts, on a database of its own."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from script.stack import roles, services, supervise

DATABASE = "safeguarding_journeys"


@dataclass(frozen=True)
class Stack:
    """`manage` runs one of manage.py's commands and returns what it printed; e-mails arrive in `mail`.

    The database is there from the beginning; `start` starts what answers at `base_url`.
    """

    base_url: str
    start: Callable[[], None]
    manage: Callable[..., str]
    mail: Path
    environment: dict[str, str]

    def letters(self) -> list[str]:
        """The e-mails sent so far, oldest first."""
        return [path.read_text() for path in sorted(self.mail.glob("*.eml"))]


def _with_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _fresh_database(owner_url: str) -> None:
    """Made by the owner role, whoever the address signs in as."""
    with psycopg.connect(_with_database(owner_url, "postgres"), autocommit=True) as connection:
        if connection.info.user != roles.OWNER:
            connection.execute(f"SET ROLE {roles.OWNER}")
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE}")


def _environment(home: Path, redis_url: str, port: int) -> dict[str, str]:
    web = os.environ["DATABASE_URL"]
    given = {role: os.environ.get(f"DATABASE_{role}_URL", web) for role in ("OWNER", "WORKER")}
    return {
        "DATABASE_URL": _with_database(web, DATABASE),
        "DATABASE_OWNER_URL": _with_database(given["OWNER"], DATABASE),
        "DATABASE_WORKER_URL": _with_database(given["WORKER"], DATABASE),
        "REDIS_URL": redis_url,
        "SAFEGUARDING_VAR": str(home),
        "STATIC_ROOT": str(home / "static"),
        "MEDIA_ROOT": str(home / "files"),
        "BASE_URL": f"http://localhost:{port}",
        "DEMO": "1",
        "EMAIL_URL": "",
        "SWEEP_SECONDS": "10",
        "RELAY_SECONDS": "5",
        "HEARTBEAT_SECONDS": "2",
    }


def prepared_stack():
    """A generator for a fixture: seed the demo, hand over everything ready to start, stop what was started."""
    home = Path(tempfile.mkdtemp(prefix="sg-journeys-"))
    broker = services.start_services(throw_away=True, database=False)
    port = supervise.free_port()
    environment = _environment(home, broker.urls["redis"], port)
    application = supervise.Application(environment, home=home, logs=home / "log", host="127.0.0.1", port=port)
    try:
        _fresh_database(environment["DATABASE_OWNER_URL"])
        (home / "static").mkdir()
        application.manage("prepare", "--static", "--demo")
        yield Stack(environment["BASE_URL"], application.start, application.manage, home / "mail", environment)
    finally:
        application.stop()
        broker.stop()
        shutil.rmtree(home, ignore_errors=True)
