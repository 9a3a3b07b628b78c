"""Where the benchmark runs: PostgreSQL and Redis of its own, as safe as in production, and the site's environment.

Durable on purpose (fsync, synchronous_commit, full_page_writes and Redis's append-only file are on): an audit row
that costs a disk flush must cost it here too. Otherwise PostgreSQL runs as `script/server` starts it.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from script.stack import install, services
from script.stack.home import make_folder
from script.stack.paths import PYTHON, ROOT, VAR, StackError

KEPT = VAR / "benchmark.json"


@dataclass(frozen=True)
class Stand:
    """Running services and what a process of the site needs to know to use them."""

    running: services.Services
    environment: dict[str, str]

    @property
    def home(self) -> Path:
        return self.running.home

    @property
    def superuser(self) -> str:
        """The address of the one who may load rows past the walls: the generator's, nobody else's."""
        passwords = json.loads((self.home / "passwords.json").read_text())
        return services.socket_url("postgres", passwords["postgres"], self.running.sockets)

    def manage(self, *arguments: str, role: str = "worker") -> None:
        """One of manage.py's commands, to its end; StackError if it failed."""
        environment = {**os.environ, **self.environment, "DATABASE_ROLE": role}
        install.run([PYTHON, "manage.py", *arguments], f"manage.py {arguments[0]} failed", env=environment)

    def mark(self) -> Path:
        """Names the data that is in the database, so that kept data is used again only for the same question."""
        return self.home / "generated"


@contextmanager
def opened(keep: bool) -> Iterator[Stand]:
    """Services started, tables made, static files collected; all of it gone afterwards unless kept."""
    install.ensure_front_end()
    home = _kept_home() if keep else None
    running = services.start_services(throw_away=True, durable=True, home=home)
    try:
        running.throw_away = not keep
        stand = Stand(running, _environment(running))
        stand.manage("migrate", "--no-input", "-v0", role="owner")
        stand.manage("collectstatic", "--no-input", "-v0")
        if keep:
            KEPT.parent.mkdir(exist_ok=True)
            KEPT.write_text(json.dumps({"home": str(running.home)}))
        yield stand
    finally:
        running.stop()


def _kept_home() -> Path | None:
    """The folder of the last run that was kept."""
    if not KEPT.exists():
        return None
    home = Path(json.loads(KEPT.read_text())["home"])
    return home if (home / "passwords.json").exists() else None


def throw_away_kept() -> None:
    """What an earlier run kept goes, when this one keeps nothing."""
    if home := _kept_home():
        shutil.rmtree(home, ignore_errors=True)
    KEPT.unlink(missing_ok=True)


def _environment(running: services.Services) -> dict[str, str]:
    """The settings of production: no demo, no debugging, behind a proxy that speaks https."""
    var = make_folder(running.home / "var", 0o700)
    key = var / "benchmark-key"
    if not key.exists():
        key.write_text(secrets.token_urlsafe(60))
    return {
        **running.environment,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": key.read_text(),
        "ALLOWED_HOSTS": "localhost",
        "BASE_URL": "https://localhost",
        "PROXY_COUNT": "1",
        "DEMO": "0",
        "DEBUG": "0",
        "EMAIL_URL": "",
        "SAFEGUARDING_VAR": str(var),
        "STATIC_ROOT": str(var / "static"),
    }


def machine() -> str:
    """One line about the machine: processors, memory, versions."""
    import sys

    names = [line for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    memory = next((line for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), "")
    gigabytes = round(int(memory.split()[1]) / 2**20) if memory else 0
    name = names[0].split(":")[1].strip() if names else "processor not known"
    return f"{os.cpu_count()} cores ({name}), {gigabytes} GB, Python {sys.version.split()[0]}"


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def revision() -> str:
    """Which edition of the product was measured."""
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip() or "not known"


__all__ = ["KEPT", "StackError", "Stand", "machine", "opened", "revision", "throw_away_kept"]
