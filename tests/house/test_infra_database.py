"""The service is bound by row-level security whoever it signs in as, and keeps what was committed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from itertools import takewhile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from config import addresses
from script.stack import external, processes, roles

ROOT = Path(__file__).resolve().parents[2]
RUNNING = "PostgreSQL and Redis are running."
SERVICES = [sys.executable, str(ROOT / "script" / "services")]


def role_attributes(names) -> dict[str, tuple]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole  FROM pg_roles WHERE rolname = ANY(%s)",
            [list(names)],
        )
        return {name: rest for name, *rest in cursor.fetchall()}


@pytest.mark.django_db
def test_no_role_of_the_service_is_above_the_policies():
    nothing = [False, False, False, False]
    assert role_attributes(roles.ATTRIBUTES) == {
        roles.OWNER: [False, False, True, False],
        roles.WEB: nothing,
        roles.WORKER: nothing,
        roles.SWEEP: nothing,
        roles.DISPOSAL: nothing,
    }


@pytest.mark.django_db
def test_the_worker_may_take_on_the_sweep_role_but_does_not_have_its_rights_before():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(%(worker)s, %(sweep)s, 'MEMBER'), pg_has_role(%(worker)s, %(sweep)s, 'USAGE'),"
            "       pg_has_role(%(web)s, %(sweep)s, 'MEMBER')",
            {"worker": roles.WORKER, "sweep": roles.SWEEP, "web": roles.WEB},
        )
        assert cursor.fetchone() == (True, False, False)


@pytest.mark.django_db
def test_only_the_worker_may_take_on_the_disposal_role_which_can_write_nothing():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(%(worker)s, %(door)s, 'MEMBER'), pg_has_role(%(worker)s, %(door)s, 'USAGE'),"
            "       pg_has_role(%(web)s, %(door)s, 'MEMBER')",
            {"worker": roles.WORKER, "door": roles.DISPOSAL, "web": roles.WEB},
        )
        assert cursor.fetchone() == (True, False, False)
        cursor.execute(
            "SELECT DISTINCT privilege_type FROM information_schema.table_privileges WHERE grantee = %s",
            [roles.DISPOSAL],
        )
        assert sorted(right for (right,) in cursor.fetchall()) == ["DELETE", "SELECT"]


@pytest.mark.django_db
def test_tables_that_a_migration_makes_can_be_used_by_web_and_worker():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE made_later (id bigserial)")
        for role in (roles.WEB, roles.WORKER):
            cursor.execute("SELECT has_table_privilege(%s, 'made_later', 'SELECT, INSERT, UPDATE, DELETE')", [role])
            assert cursor.fetchone() == (True,)
        cursor.execute("SELECT has_table_privilege(%s, 'made_later', 'SELECT')", [roles.SWEEP])
        assert cursor.fetchone() == (False,)
        cursor.execute("DROP TABLE made_later")


@pytest.mark.django_db
def test_the_models_and_the_migrations_are_in_step():
    call_command("makemigrations", "--check", "--dry-run", verbosity=1)


class OwnServices:
    """`script/services` with data of its own, run as another process so that it can be killed."""

    def __init__(self, var: Path):
        self.var = var
        self.process = None

    @property
    def home(self) -> Path:
        """Where the data is: as root not below pytest's own folder, which only root may enter."""
        return Path(json.loads((self.var / "service-home.json").read_text())["home"])

    def start(self) -> dict[str, str]:
        environment = {**os.environ, "SAFEGUARDING_VAR": str(self.var)}
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        self.process = subprocess.Popen(SERVICES, env=environment, **pipes)
        lines = list(takewhile(lambda line: not line.startswith(RUNNING), self.process.stdout))
        # On a busy machine the processes of the run before may take a second to stop.
        assert set(lines) <= {"Waiting for the processes of an earlier run to stop\n"}
        return addresses.running_services(self.var)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)


@pytest.fixture
def own_services(tmp_path_factory):
    services = OwnServices(tmp_path_factory.mktemp("var"))
    yield services
    services.stop()
    shutil.rmtree(services.home)


def test_killed_services_start_again_with_all_that_was_committed(own_services):
    urls = own_services.start()
    with psycopg.connect(urls["owner"]) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    own_services.kill()
    urls = own_services.start()
    with psycopg.connect(urls["owner"]) as owner:
        assert owner.execute("SELECT answer FROM kept").fetchall() == [(42,)]


def test_a_second_start_is_told_that_the_first_one_runs(own_services):
    own_services.start()
    environment = {**os.environ, "SAFEGUARDING_VAR": str(own_services.var)}
    second = subprocess.run(SERVICES, env=environment, capture_output=True, text=True, timeout=60)
    message = f"The services of this clone are already running (process {own_services.process.pid}).\n"
    assert (second.returncode, second.stderr) == (1, message)


def test_passwords_and_addresses_can_be_read_by_their_owner_only(own_services):
    own_services.start()
    private = [own_services.var / "services.json", own_services.home / "passwords.json"]
    assert [path.stat().st_mode & 0o777 for path in private] == [0o600, 0o600]


def superuser_of(services: OwnServices) -> str:
    """The cluster's own superuser, as somebody would name it in DATABASE_URL."""
    password = json.loads((services.home / "passwords.json").read_text())["postgres"]
    parts = urlsplit(addresses.running_services(services.var)["web"])
    return urlunsplit(parts._replace(netloc=f"postgres:{password}@", path="/elsewhere"))


WHO = "SELECT current_user, session_user"
ASK = f"""
import django; django.setup()
from django.db import connection
with connection.cursor() as cursor:
    for statement in ("{WHO}", "RESET ROLE", "{WHO}"):
        cursor.execute(statement)
        if statement == "{WHO}":
            print(*cursor.fetchone())
"""


def as_superuser(url: str, role: str) -> list[str]:
    """Who a process of that role is, at first and after RESET ROLE."""
    environment = {**os.environ, "DATABASE_URL": url, "DATABASE_ROLE": role}
    for name in ("DATABASE_OWNER_URL", "DATABASE_WORKER_URL"):
        environment.pop(name, None)
    done = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, env=environment, capture_output=True, text=True)
    return done.stdout.splitlines()


def test_a_superuser_in_database_url_is_given_up_for_good(own_services):
    own_services.start()
    url = superuser_of(own_services)
    external.prepare(url)
    for role in ("web", "worker", "owner"):
        name = f"safeguarding_{role}"
        assert as_superuser(url, role) == [f"{name} {name}", f"{name} {name}"]


def test_nothing_outlives_a_killed_supervisor(own_services):
    own_services.start()
    assert processes.left_over(own_services.home) != []
    own_services.kill()
    until = time.monotonic() + 20
    while processes.left_over(own_services.home) and time.monotonic() < until:
        time.sleep(0.1)
    assert processes.left_over(own_services.home) == []
