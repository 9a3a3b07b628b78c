"""What every test gets, and the fixtures of the journeys."""

from __future__ import annotations

import os

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache

from script.stack import machine
from tests import migrated
from tests.stack import prepared_stack

# A slow or busy machine is no failure of what is tried.
hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")


def pytest_configure(config):
    """Quick password hashes, and static files without a collected folder; all else as in the real service."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items):
    """What needs a browser is a journey.

    Without workers the journeys come last: Playwright keeps an event loop in this thread. With two, they come
    early on one of them: they wait more than they compute, and the other one has the rest meanwhile.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("journey")
    yield  # pytest-django has an order of its own
    workers = "PYTEST_XDIST_WORKER" in os.environ
    items.sort(key=lambda item: FIRST.get(group_of(item.nodeid), 9) if workers else "browser" in item.fixturenames)


# The long ones begin first, so that no worker is left alone with one of them at the end.
FIRST = {"isolation": 0, "journeys": 1}
JOURNEYS = ("/desk/test_demo.py", "/journeys/", "/partnerships/test_browser.py")


def group_of(nodeid: str) -> str:
    """What stays on one worker: journeys share one stack with its demo, tests/isolation one world; else a module."""
    module = nodeid.partition("::")[0]
    if any(part in module for part in JOURNEYS):
        return "journeys"
    return "isolation" if "/isolation/" in module else module


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Hands the tests out to workers by these groups."""
    from xdist.scheduler import LoadScopeScheduling

    class ByGroup(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return group_of(nodeid)

    return ByGroup(config, log)


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits and lock-outs are kept in the cache: each test begins without any."""
    cache.clear()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Begin with the migrated database of an earlier run, where there is one."""
    if os.environ.get("SAFEGUARDING_OWN_SERVICES") and migrated.kept_dump().exists():
        migrated.restore(settings.DATABASES["default"])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Keep the migrated database for the next run."""
    if os.environ.get("SAFEGUARDING_OWN_SERVICES") and not migrated.kept_dump().exists():
        migrated.keep(settings.DATABASES["default"]["NAME"])


@pytest.fixture(scope="session")
def prepared():
    """The journeys' database with the demo just seeded, nothing of the service running yet."""
    yield from prepared_stack()


@pytest.fixture(scope="session")
def stack(prepared):
    """Everything running for real, with the demo seeded: see tests.stack.Stack."""
    prepared.start()
    return prepared


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium. Without one the journeys fail; `script/test --no-browser` leaves them out."""
    from playwright.sync_api import sync_playwright

    from tests.browser import LAUNCH_ARGUMENTS

    executable = machine.find_browser()
    assert executable, "There is no Chromium: run script/test, which installs it or says how."
    with sync_playwright() as playwright:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        chromium = playwright.chromium.launch(executable_path=executable, args=LAUNCH_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def _pages_seen():
    return set()


@pytest.fixture
def visitor(browser, stack, _pages_seen):
    """A function that opens a window of its own for one more person: `visitor()` -> tests.browser.Visitor.

    At the end of the test, whatever a browser complained about fails it.
    """
    from tests.browser import Visitor
    from tests.journeys.foreign import nothing_foreign

    opened = []

    def open_window(**options) -> Visitor:
        context = browser.new_context(base_url=stack.base_url, locale="en-GB", **options)
        context.set_default_timeout(15_000)
        opened.append(Visitor(context.new_page(), stack.base_url, _pages_seen, checks=(nothing_foreign,)))
        return opened[-1]

    yield open_window
    for window in opened:
        window.page.context.close()
    assert [complaint for window in opened for complaint in window.complaints] == []
