"""PostgreSQL and Redis of this clone (or of one test run), started together and stopped together.

Used by `script/server`, by `script/services` and by the pytest plugin, so that all three run the same thing.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import signal
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from . import postgres, redis, roles
from .home import Account, make_folder, postgres_binaries, service_account, service_home
from .paths import SERVICES_FILE, StackError
from .processes import clear_left_over, left_over, stop

DATABASE = "safeguarding"


class AlreadyRunning(StackError):
    """Another process of this clone runs the services."""


@dataclass
class Services:
    """Running services: their addresses, and how to stop them."""

    home: Path
    urls: dict[str, str]
    children: dict = field(default_factory=dict)
    lock: int | None = None
    sockets: Path | None = None
    throw_away: bool = False

    @property
    def environment(self) -> dict[str, str]:
        """The variables that point a Django process at these services."""
        names = {"web": "DATABASE_URL", "worker": "DATABASE_WORKER_URL", "owner": "DATABASE_OWNER_URL"}
        names["redis"] = "REDIS_URL"
        return {variable: self.urls[name] for name, variable in names.items() if name in self.urls}

    def stop(self) -> None:
        """Stop Redis and PostgreSQL cleanly; a test run's folder goes as well."""
        if child := self.children.get("redis"):
            stop(child, signal.SIGTERM, 15)
        if child := self.children.get("postgres"):
            stop(child, signal.SIGINT, 60)
        if self.sockets is not None and self.sockets.parent == Path(tempfile.gettempdir()):
            shutil.rmtree(self.sockets, ignore_errors=True)
        if self.throw_away:
            shutil.rmtree(self.home, ignore_errors=True)
        if self.lock is not None:
            os.close(self.lock)
            self.lock = None


def take_lock(home: Path, say=print) -> int:
    """The lock that one running stack holds, kept by the kernel, so that `kill -9` cannot leave it behind.

    Children inherit it: after a kill we wait here until the last of them has gone. AlreadyRunning when the
    stack is alive.
    """
    handle = os.open(home / "owner.lock", os.O_RDWR | os.O_CREAT, 0o600)
    for attempt in range(300):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(handle, 0)
            os.pwrite(handle, str(os.getpid()).encode(), 0)
            return handle
        except BlockingIOError:
            keeper = int(os.pread(handle, 20, 0) or 0)
            if keeper and _alive(keeper):
                os.close(handle)
                raise AlreadyRunning(f"The services of this clone are already running (process {keeper}).") from None
        if attempt == 10:
            say("Waiting for the processes of an earlier run to stop")
        if attempt == 40:
            clear_left_over(home)
        time.sleep(0.1)
    os.close(handle)
    raise StackError(f"Processes of an earlier run will not stop: {left_over(home)}")


def _alive(pid: int) -> bool:
    with contextlib.suppress(OSError):
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        return state not in ("Z", "X")
    if Path("/proc/self").exists():
        return False
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def start_services(
    *, throw_away: bool = False, database=True, broker=True, durable=None, home: Path | None = None, say=print
) -> Services:
    """Start what is asked for and return it with its addresses.

    `throw_away`: a fresh cluster with sync off in a temp folder, for tests. Otherwise this clone's own data.
    `durable` and `home` (a folder used before) change these two of a throw-away one: the benchmark measures what
    is safe to run. Raises AlreadyRunning or StackError.
    """
    account = service_account()
    durable = not throw_away if durable is None else durable
    if throw_away:
        home = make_folder(home or Path(tempfile.mkdtemp(prefix="sg-test-")), 0o711)
        lock = None
    else:
        home = service_home(account)
        lock = take_lock(home, say)
    services = Services(home=home, urls={}, lock=lock, throw_away=throw_away)
    try:
        services.sockets = _socket_folder(home, account)
        if database:
            _start_postgres(services, account, durable=durable)
        if broker:
            services.children["redis"] = redis.start(home, services.sockets, durable=durable, lock=lock)
            services.urls["redis"] = f"unix://{quote(str(services.sockets / 'redis.sock'))}"
    except BaseException:
        services.stop()
        raise
    return services


def _socket_folder(home: Path, account: Account) -> Path:
    """A private folder for the sockets. Paths of sockets may not exceed about 100 bytes."""
    folder = home / "run"
    if len(os.fsencode(folder)) > 75:
        folder = Path(tempfile.mkdtemp(prefix="sg-"))
    make_folder(folder, 0o700)
    account.own(folder)
    return folder


def _start_postgres(services: Services, account: Account, *, durable: bool) -> None:
    import psycopg

    home, sockets = services.home, services.sockets
    passwords = _passwords(home)
    binaries = postgres_binaries(account, home)
    postgres.make_cluster(binaries, account, home / "postgres", passwords["postgres"], durable=durable)
    child = postgres.start(binaries, account, home, sockets, durable=durable, lock=services.lock)
    services.children["postgres"] = child
    for name, role in (
        ("owner", roles.OWNER),
        ("web", roles.WEB),
        ("worker", roles.WORKER),
        ("backup", roles.BACKUP),
    ):
        services.urls[name] = socket_url(role, passwords[role], sockets)
    done = home / "roles-made"
    if not done.exists() or done.read_text() != roles.BY_HAND:
        superuser = socket_url("postgres", passwords["postgres"], sockets, "postgres")
        with psycopg.connect(superuser, autocommit=True) as connection:
            sign_in = {role: passwords[role] for role in (roles.OWNER, roles.WEB, roles.WORKER)}
            roles.create_roles(connection, sign_in)
            roles.create_backup_role(connection, passwords[roles.BACKUP])
            roles.create_database(connection, DATABASE)
        done.write_text(roles.BY_HAND)


def socket_url(user: str, password: str, sockets: Path, database: str = DATABASE) -> str:
    """The address of a database behind a local socket."""
    return f"postgresql://{user}:{password}@/{database}?host={quote(str(sockets), safe='')}&port=5432"


def _passwords(home: Path) -> dict[str, str]:
    """Made once, kept in a file that only the person who started us may read."""
    path = home / "passwords.json"
    kept = json.loads(path.read_text()) if path.exists() else {}
    names = ("postgres", roles.OWNER, roles.WEB, roles.WORKER, roles.BACKUP)
    if fresh := {name: secrets.token_urlsafe(24) for name in names if name not in kept}:
        kept |= fresh
        write_private(path, json.dumps(kept))
    return kept


def write_private(path: Path, text: str) -> None:
    """Write a file that only we may read, all of it or nothing."""
    half = path.with_suffix(".new")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as sink:
        sink.write(text)
        sink.flush()
        os.fsync(sink.fileno())
    half.replace(path)


def publish(urls: dict[str, str], **more) -> None:
    """Tell other commands of this clone where the services are (var/services.json)."""
    write_private(SERVICES_FILE, json.dumps({"urls": urls, **more}, indent=1))
