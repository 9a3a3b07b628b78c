"""No page of a partnership names the people and bodies of another one: what the names are is read from the texts."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

TEXTS = Path(__file__).resolve().parents[2] / "procedures" / "texts"
BLOCKS = ("bodies", "roles", "agencies", "boroughs", "outside_bodies")
BASE = "base"
# Names of one word that are no word of the language: “Housing” and “Solicitor” may stand on anybody's page.
PLACES = ("Bexley", "Darlington", "Havering", "Redbridge")


@functools.cache
def _texts() -> dict[str, str]:
    """Partnership -> all its versions as written; what they share is under `BASE`."""
    folders = (folder for folder in sorted(TEXTS.iterdir()) if folder.is_dir())
    return {folder.name: "\n".join(path.read_text() for path in sorted(folder.glob("*.toml"))) for folder in folders}


def _names(slug: str) -> set[str]:
    """What a partnership calls itself, its bodies, agencies, posts and boroughs."""
    found: set[str] = set()
    for path in (TEXTS / slug).glob("*.toml"):
        text = tomllib.loads(path.read_text())
        rows = [text.get("partnership", {}), *(row for block in BLOCKS for row in text.get(block, []))]
        found |= {row[key] for row in rows for key in ("title", "short") if row.get(key)}
    return {name for name in found if " " in name or name.isupper() or name in PLACES}


@functools.cache
def foreign_names(slug: str) -> frozenset[str]:
    """The names of other partnerships that nothing of this one or of all England uses."""
    own = f"{_texts()[slug]}\n{_texts()[BASE]}".casefold()
    others = set().union(*(_names(other) for other in _texts() if other not in (slug, BASE)))
    return frozenset(name for name in others if name.casefold() not in own)


def named_in(text: str, slug: str) -> list[str]:
    """The foreign names that a text uses, whole words only."""
    words = "|".join(re.escape(name) for name in sorted(foreign_names(slug), key=len, reverse=True))
    return sorted(set(re.findall(rf"(?<!\w)(?:{words})(?!\w)", " ".join(text.split()))))


def nothing_foreign(page: Page) -> None:
    """For each page that a journey sees: one of a partnership keeps to its own names."""
    slug = urlsplit(page.url).path.strip("/").split("/")[0]
    if slug in _texts() and slug != BASE:
        found = named_in(page.inner_text("body"), slug)
        assert found == [], f"{page.url} names what is another partnership’s: {found}"
