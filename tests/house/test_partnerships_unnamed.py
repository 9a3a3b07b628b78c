"""The engine names no partnership: what is theirs stands in their text (DESIGN §2)."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from procedures.reader import TEXTS

ROOT = Path(__file__).resolve().parents[2]
# Tests and demo data may name whom they are about; the README and docs speak to people.
MAY_NAME = re.compile(r"^(tests/|docs/|script/benchmark|.*demo.*|.*\.md$)")
SUFFIXES = {".py", ".html", ".js", ".mjs", ".scss", ".txt", ".xml"}


def engine_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    return [ROOT / name for name in listed if Path(name).suffix in SUFFIXES and not MAY_NAME.match(name)]


def slugs() -> list[str]:
    return sorted(path.name for path in TEXTS.iterdir() if path.is_dir() and path.name != "base")


def test_no_partnership_is_named_in_code_or_templates():
    named = re.compile(rf"\b({'|'.join(slugs())})\b", re.IGNORECASE)
    found = []
    for path in engine_files():
        if not path.exists():
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            # Requirement ids such as BHR-9 do not count.
            if named.search(re.sub(r"\b[A-Z]{3}-\d+\b", "", line)):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert found == []


def test_the_four_partnerships_have_texts():
    assert slugs() == ["bexley", "bhr", "darlington", "redbridge"]
