"""A migrated, empty database kept from one test run to the next, so that only the first run waits for the migrations.

What is kept is a dump in var/, named by what it was made from: the migrations, the models and the walls they are given.
A line changed in these makes a new one. Only for the services that a test run starts itself.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

from script.stack.home import postgres_binaries, service_account
from script.stack.paths import ROOT, VAR

TEMPLATE = "migrated"


def kept_dump() -> Path:
    """Where the dump for this state of the code is, or would be."""
    sources = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/models.py"), *ROOT.glob("*/models/*.py")]
    sources += [*ROOT.glob("partnerships/*.py"), *ROOT.glob("script/stack/*.py"), ROOT / "requirements.txt"]
    digest = hashlib.sha256()
    for path in sorted(sources):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return VAR / "tests" / f"migrated-{digest.hexdigest()[:24]}.sql"


def _run(program: str, url: str, *arguments: str) -> None:
    account = service_account()
    binary = postgres_binaries(account, Path(os.environ["SAFEGUARDING_VAR"])) / program
    subprocess.run([str(binary), *arguments, url], check=True, stdout=subprocess.DEVNULL, timeout=120)


def restore(settings: dict) -> None:
    """Make the template database from the dump and have Django copy it (`TEST.TEMPLATE`)."""
    import psycopg

    url = os.environ["DATABASE_OWNER_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
    _run("psql", url.replace("/safeguarding?", f"/{TEMPLATE}?"), "-q", "-v", "ON_ERROR_STOP=1", "-f", str(kept_dump()))
    settings.setdefault("TEST", {})["TEMPLATE"] = TEMPLATE


def keep(name: str) -> None:
    """Dump the database that was just migrated; older dumps go."""
    path = kept_dump()
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(f".{os.getpid()}")
    url = os.environ["DATABASE_OWNER_URL"].replace("/safeguarding?", f"/{name}?")
    _run("pg_dump", url, "--enable-row-security", "-f", str(half))  # no partnership has rows yet
    for old in path.parent.glob("migrated-*.sql"):
        old.unlink(missing_ok=True)
    half.replace(path)
