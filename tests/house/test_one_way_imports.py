"""Rooms import one way, and what is pure stays pure (DESIGN.md §1)."""

from __future__ import annotations

import ast

from .source import ROOMS, ROOT, clock_readings, functions, imports, named, parsed, python_files, rules_files

# These three meet in the case: what one must know of another is an event, a fact or a decision there.
STRANGERS = ("referrals", "panels", "reviews")
# Modules that are pure without being called rules: what the engine computes with.
PURE = (
    "cases/aids.py", *(f"cases/conditions/{name}.py" for name in ("__init__", "base", "path", "sent", "who")),
    "deadlines/calendar.py", "procedures/checks.py",
    "procedures/checks_flow.py", "procedures/checks_forms.py", "procedures/model.py", "procedures/narrowing.py",
    "procedures/sentences.py", "procedures/values.py", "procedures/vocabulary.py", "procedures/vocabulary_acts.py",
    "procedures/vocabulary_conditions.py", "cases/sheets/answers.py",
)  # fmt: skip
OUTSIDE = {"django", "celery", "redis", "config"}
WORDS = {"config.filters.part_date", "config.filters.series"}  # plain words of plain values
ORM_MODULES = {"models", "queries", "acts", "views"}
ORM = {"objects", "_base_manager", "_default_manager", "save", "refresh_from_db", "select_for_update"}


def test_the_rooms_are_those_of_the_settings(settings):
    assert list(ROOMS) == settings.ROOMS


def _forbidden(room: str) -> set[str]:
    later = ROOMS[ROOMS.index(room) + 1 :]
    return {*later, *(other for other in STRANGERS if room in STRANGERS and other != room), "tests"}


def test_a_room_imports_only_rooms_before_it():
    """Commands stand above the rooms: they put together what a person at a terminal asks for."""
    found = [
        f"{named(path)}:{line}: {what}"
        for room in ROOMS
        for path in python_files(room)
        if "management" not in path.parts
        for line, what in imports(path)
        if what.split(".")[0] in _forbidden(room)
    ]
    assert found == []


def test_config_knows_no_room_but_who_is_who():
    """Every room stands on config, so config may know only the scope and the people, and the text they work by."""
    allowed = {"procedures", "partnerships", "config"}
    found = [
        f"{named(path)}:{line}: {what}"
        for path in python_files("config")
        for line, what in imports(path)
        if what.split(".")[0] in {*ROOMS, "tests"} - allowed
    ]
    assert found == []


def _impure(path) -> list[str]:
    """Whatever in a module would make its answer depend on more than what it was given."""
    bad = [
        f"{named(path)}:{line}: imports {what}"
        for line, what in imports(path)
        if (what.split(".")[0] in OUTSIDE and what not in WORDS) or ORM_MODULES & set(what.split(".")[1:])
    ]
    bad += [
        f"{named(path)}:{node.lineno}: .{node.attr}"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr in ORM
    ]
    return bad + [f"{named(path)}:{line}: {reading}" for line, reading in clock_readings(parsed(path))]


def test_rules_are_plain_values_in_and_out():
    assert len(rules_files()) > 4
    assert [bad for path in rules_files() for bad in _impure(path)] == []


def test_other_pure_modules_are_pure():
    assert [bad for name in PURE for bad in _impure(ROOT / name)] == []


def test_no_function_of_the_rules_takes_a_request():
    found = [
        f"{named(path)}: {function.name}"
        for path in rules_files()
        for function in functions(path)
        if "request" in {one.arg for one in [*function.args.args, *function.args.kwonlyargs]}
    ]
    assert found == []
