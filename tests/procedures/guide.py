"""The partnership of docs/new-partnership.md, put together from the examples on the page."""

from __future__ import annotations

import re
from pathlib import Path

from procedures.errors import ProcedureErrors
from procedures.reader import TEXTS, read

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "new-partnership.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
RIVERBANK = "\n".join(EXAMPLES)
BASE = (TEXTS / "base" / "england.toml").read_text(encoding="utf-8")


def changed(old: str, new: str) -> str:
    """Riverbank with its first such place changed, as somebody would mistype it."""
    assert old in RIVERBANK, old
    return RIVERBANK.replace(old, new, 1)


def said_of(text: str) -> list[str]:
    try:
        read(text, BASE)
    except ProcedureErrors as errors:
        return list(errors.problems)
    return []
