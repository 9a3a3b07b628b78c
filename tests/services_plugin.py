"""PostgreSQL and Redis for one test run, started before Django reads its settings.

A fresh cluster with sync off, thrown away afterwards. Nothing is started when DATABASE_URL (or REDIS_URL)
names a server. SAFEGUARDING_WARM=1 keeps one cluster from run to run instead, for a developer's own machine.
With `-n` every worker starts a pair of its own, so that no test meets another's rows, queue or rate limits.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from script.stack import external, services, warm


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config, parser, args):
    """Early, because pytest-django imports the settings in the same hook."""
    if getattr(early_config.known_args_namespace, "numprocesses", None) and "PYTEST_XDIST_WORKER" not in os.environ:
        return  # this process only hands the tests out
    os.environ.setdefault("DATABASE_ROLE", "owner")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if os.environ.get("SAFEGUARDING_WARM") and not os.environ.get("DATABASE_URL"):
        os.environ.update(warm.environment())
    elif os.environ.get("DATABASE_URL"):
        external.prepare(os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"])
    files = tempfile.mkdtemp(prefix="sg-files-")
    early_config.add_cleanup(lambda: shutil.rmtree(files, ignore_errors=True))
    os.environ["SAFEGUARDING_VAR"] = files
    Path(files, "static").mkdir()
    wanted = {"database": not os.environ.get("DATABASE_URL"), "broker": not os.environ.get("REDIS_URL")}
    if not any(wanted.values()):
        return
    running = services.start_services(throw_away=True, **wanted)
    early_config.add_cleanup(running.stop)
    os.environ.update(running.environment)
    if wanted["database"]:
        os.environ["SAFEGUARDING_OWN_SERVICES"] = "1"
