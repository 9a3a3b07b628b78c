"""The page that teaches how to write a text shows every key there is, and none that is not."""

from __future__ import annotations

import re
import tomllib

from procedures import model
from procedures.errors import Problems
from procedures.reader import BLOCKS, TEXTS, PartnershipTable, VersionTable
from procedures.values import fields_of, read_block

README = (TEXTS / "README.md").read_text(encoding="utf-8")
SHOWN = tomllib.loads(re.search(r"```toml\n(.*?)```", README, re.DOTALL)[1])
ALWAYS = {"name", "title", "see", "ids", "assumed", "note"}


def test_every_example_is_read():
    problems = Problems()
    for name, kind in BLOCKS.items():
        for block in SHOWN[name]:
            read_block(kind, block, name, problems)
    read_block(PartnershipTable, SHOWN["partnership"], "partnership", problems)
    read_block(VersionTable, SHOWN["version"], "version", problems)
    read_block(model.Reminders, SHOWN["reminders"], "reminders", problems)
    assert set(SHOWN["reporting"]) == set(fields_of(model.Reporting)) - ALWAYS
    read_block(model.Reporting, SHOWN["reporting"], "reporting", problems)
    assert set(SHOWN["referring"]) == set(fields_of(model.Referring)) - ALWAYS
    read_block(model.Referring, SHOWN["referring"], "referring", problems)
    problems.raise_if_any()


def test_every_key_is_shown():
    missing = {name: set(fields_of(kind)) - ALWAYS - set(SHOWN[name][0]) for name, kind in BLOCKS.items()}
    assert {name: keys for name, keys in missing.items() if keys} == {}
    section = SHOWN["forms"][0]["sections"][0]
    assert set(fields_of(model.Section)) - ALWAYS - set(section) == set()
    assert set(fields_of(model.Field)) - ALWAYS - set(section["fields"][0]) == set()
