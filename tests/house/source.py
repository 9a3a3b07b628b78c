"""Reading the project's own source for the house tests: files, imports, functions, as plain values."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# In the order of the house (DESIGN.md §1): a room may import those before it.
ROOMS = (
    "procedures", "partnerships", "documents", "deadlines", "cases", "information", "notifications", "referrals",
    "panels", "reviews", "desk",
)  # fmt: skip

CLOCKS = {"now", "today", "utcnow", "localdate", "localtime"}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def python_files(*folders: str) -> list[Path]:
    """Every module below the folders, migrations left out: those are written by a machine."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of everything a module imports, also inside functions; relative names made whole."""
    package = list(path.relative_to(ROOT).with_suffix("").parts)
    package = package[:-1]
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            start = ".".join([*base, *(node.module.split(".") if node.module else [])])
            yield from ((node.lineno, f"{start}.{alias.name}") for alias in node.names)


def acts_files() -> list[Path]:
    """The modules of every room's acts: acts.py or acts/*.py."""
    found = [ROOT / room / "acts.py" for room in ROOMS]
    found += [path for room in ROOMS for path in (ROOT / room / "acts").glob("*.py")]
    return sorted(path for path in found if path.exists())


def views_files() -> list[Path]:
    found = [ROOT / room / "views.py" for room in ROOMS]
    found += [path for room in ROOMS for path in (ROOT / room / "views").glob("*.py")]
    found += [path for room in ROOMS for path in (ROOT / room).glob("*/views.py")]
    return sorted(path for path in found if path.exists())


def rules_files() -> list[Path]:
    """Modules that are pure by name: rules.py and rules/*.py."""
    found = [ROOT / room / "rules.py" for room in ROOMS]
    found += [path for room in ROOMS for path in (ROOT / room / "rules").glob("*.py")]
    found += [path for room in ROOMS for path in (ROOT / room).glob("*/rules/*.py")]
    return sorted(path for path in found if path.exists())


def functions(path: Path) -> list[ast.FunctionDef]:
    """The functions at the top of a module."""
    return [node for node in parsed(path).body if isinstance(node, ast.FunctionDef)]


def arguments(function: ast.FunctionDef) -> tuple[list[str], list[str]]:
    """(names that may be given by place, names by keyword only)."""
    given = function.args
    return [one.arg for one in [*given.posonlyargs, *given.args]], [one.arg for one in given.kwonlyargs]


def clock_readings(node: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, call) wherever the clock is asked: "timezone.now()". The London day of a given instant is no reading."""
    for found in ast.walk(node):
        if isinstance(found, ast.Call):
            name = ast.unparse(found.func)
            if (name.rpartition(".")[2] in CLOCKS and not found.args) or name in {"time.time", "time.monotonic"}:
                yield found.lineno, f"{name}()"
