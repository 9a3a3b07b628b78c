"""From a text and its base to a `Procedure`; every mistake is collected and said in plain words.

`read(text, base_text)` is the only way in. Nothing in a file can do more than fail: TOML has no code, size and line
length are bounded, and whatever is odd becomes a sentence in `ProcedureErrors` (DESIGN §2).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import model
from . import vocabulary as v
from .checks import check
from .errors import Problems, ProcedureErrors, nearest, shown
from .merging import merged_rows
from .mistyped import is_no_plain_text, plainly
from .narrowing import narrowed
from .notices import with_steps_of_notices
from .values import called, named_well, read_block

TEXTS = Path(__file__).parent / "texts"
LARGEST = 1_000_000
LONGEST_LINE = 5_000

BLOCKS: dict[str, type] = {
    "boroughs": model.Borough,
    "sectors": model.Sector,
    "agencies": model.Agency,
    "outside_bodies": model.Block,
    "roles": model.Role,
    "bodies": model.Body,
    "forms": model.Form,
    "aids": model.Aid,
    "tracks": model.Track,
    "pathways": model.Pathway,
    "steps": model.Step,
    "clocks": model.Clock,
    "notices": model.Notice,
    "review_types": model.ReviewType,
    "methodologies": model.Methodology,
    "reviewer_checks": model.ReviewerCheck,
    "themes": model.Block,
    "ratifications": model.Ratification,
    "letters": model.Letter,
    "appendices": model.Appendix,
    "retention": model.Retention,
    "told": model.Told,
}
OWN_TABLES = ("partnership", "version")
SHARED_TABLES = ("words", "reminders", "chasing", "agreement", "reporting", "referring")


@dataclass(frozen=True, kw_only=True)
class PartnershipTable:
    slug: str
    title: str
    short: str
    code: str
    country: str = "GB"
    subdivision: str = "ENG"
    second_factor: str = "required"
    contact_email: str = ""


@dataclass(frozen=True, kw_only=True)
class VersionTable:
    version: str
    title: str
    in_force_from: dt.date | None = None
    superseded_by: str = ""
    review_by: dt.date | None = None
    source: str = ""
    base: str = ""


def sha256_of(text: str, base_text: str) -> str:
    """What a case pins: changes when either text changes by a letter."""
    return hashlib.sha256(f"{text}\0{base_text}".encode()).hexdigest()


def read(text: str | bytes, base_text: str = "") -> model.Procedure:
    """Read one procedure; ProcedureErrors says everything that is wrong with it."""
    problems = Problems()
    own, base = tables_of(text, "", problems), tables_of(base_text, "The base text", problems)
    problems.raise_if_any()
    for name in own:
        if name not in BLOCKS and name not in OWN_TABLES + SHARED_TABLES:
            hint = nearest(name, (*BLOCKS, *OWN_TABLES, *SHARED_TABLES), 0.5)
            problems.add("", f"I do not know the block {shown(name)}{hint}")
    partnership = _one(PartnershipTable, own, "partnership", problems)
    version = _one(VersionTable, own, "version", problems)
    values: dict[str, Any] = {name: _blocks(name, kind, own, base, problems) for name, kind in BLOCKS.items()}
    values["words"] = _words(own, base, problems)
    values["reminders"] = _reminders(own, base, problems)
    values["chasing"] = _chasing(own, base, problems)
    values["agreement"] = _agreement(own, base, problems)
    values["reporting"] = _reporting(own, base, problems)
    values["referring"] = _referring(own, base, problems)
    problems.raise_if_any()
    steps = with_steps_of_notices(values["steps"], values["notices"])
    values["steps"] = narrowed(steps, values["pathways"])
    procedure = _assembled(partnership, version, values)
    check(procedure, problems)
    problems.raise_if_any()
    return procedure


def read_file(path: Path | str) -> model.Procedure:
    """Read a text from a file, with its base from `texts/base`; ProcedureErrors also when the file cannot be read."""
    text, base_text = texts_of(path)
    return read(text, base_text)


def texts_of(path: Path | str) -> tuple[str, str]:
    """The text of a file and that of the base it names; ProcedureErrors when either cannot be read."""
    text = _file_text(Path(path))
    problems = Problems()
    tables = tables_of(text, "", problems)
    problems.raise_if_any()
    return text, base_text_of(tables)


def base_text_of(tables: Mapping) -> str:
    """The base text that `[version] base` names, "" for none; ProcedureErrors when there is no such base."""
    version = tables.get("version")
    name = version.get("base", "") if isinstance(version, dict) else ""
    if not name:
        return ""
    bases = sorted(path.stem for path in (TEXTS / "base").glob("*.toml"))
    if name not in bases:
        raise ProcedureErrors([f"[version]: base says {shown(name)}, but I know only {'; '.join(bases)}"])
    return _file_text(TEXTS / "base" / f"{name}.toml")


def _file_text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "the name cannot be a file's"
        raise ProcedureErrors([f"{path} cannot be read: {reason}."]) from None
    return _decoded(data)


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST:
        raise ProcedureErrors([f"The file is too large: at most {LARGEST:,} bytes are read."])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProcedureErrors([_no_utf8(data, error.start + 1)]) from None


def _no_utf8(data: bytes, byte: int) -> str:
    if is_no_plain_text(data[:20].decode("latin-1")):
        return "This is the file of another program, not plain text: save it as plain text (UTF-8)."
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "The file is saved as UTF-16 (“Unicode”): save it as plain text with the encoding UTF-8."
    return f"The file is not plain UTF-8 text (byte {byte}): save it as plain text with the encoding UTF-8."


def tables_of(text: str | bytes, where: str, problems: Problems) -> dict:
    """The TOML tables of a text; {} and a sentence in `problems` when it is no TOML."""
    if isinstance(text, bytes):
        text = _decoded(text)
    if not text.strip():
        if not where:
            problems.add(where, "The file is empty.")
        return {}
    if len(text) > LARGEST:
        raise ProcedureErrors([f"The text is too long: at most {LARGEST:,} characters are read."])
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > LONGEST_LINE:
            problems.add(where, f"Line {number} has {len(line)} characters; at most {LONGEST_LINE:,} are read.")
            return {}
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError, OverflowError) as error:
        problems.add(where, plainly(text, str(error)))
    except RecursionError:
        problems.add(where, "The brackets are nested too deep.")
    return {}


def _one(kind: type, tables: dict, name: str, problems: Problems):
    if name not in tables:
        problems.add("", f"[{name}] is missing")
        return None
    found = read_block(kind, tables[name], f"[{name}]", problems)
    if found:
        (_check_partnership if kind is PartnershipTable else _check_version)(found, problems)
    return found


def _check_partnership(found: PartnershipTable, problems: Problems) -> None:
    where = "[partnership]"
    if not named_well(found.slug) or len(found.slug) > 40:
        problems.add(where, f"slug {shown(found.slug)} must be short lower-case words joined by hyphens")
    if not re.fullmatch(r"[A-Z]{2,8}", found.code):
        problems.add(where, f"code {shown(found.code)} must be two to eight capital letters")
    if found.country != "GB" or found.subdivision not in v.SUBDIVISIONS:
        problems.add(where, f"I know the bank holidays only of country “GB” and {'; '.join(v.SUBDIVISIONS)}")
    if found.second_factor not in v.SECOND_FACTOR:
        problems.add(
            where, f"second_factor says {shown(found.second_factor)}: I know only {'; '.join(v.SECOND_FACTOR)}"
        )
    if found.contact_email and not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+", found.contact_email):
        problems.add(where, f"contact_email {shown(found.contact_email)} is no e-mail address")
    for key, longest in (("title", 160), ("short", 60)):
        if not 1 <= len(getattr(found, key)) <= longest:
            problems.add(where, f"{key} must have from 1 to {longest} characters")


def _check_version(found: VersionTable, problems: Problems) -> None:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,39}", found.version):
        problems.add("[version]", f"version {shown(found.version)} must be letters, figures, points and hyphens")
    if found.superseded_by == found.version:
        problems.add("[version]", "superseded_by names this version itself")
    if found.review_by and found.in_force_from and found.review_by < found.in_force_from:
        problems.add("[version]", "review_by is before in_force_from: a text is reviewed after it came into force")


def _blocks(name: str, kind: type, own: dict, base: dict, problems: Problems) -> tuple:
    found = []
    for number, row in enumerate(merged_rows(name, own, base, problems), 1):
        found.append(read_block(kind, row, called(kind, row, number, f"[[{name}]]"), problems))
    return tuple(each for each in found if each is not None)


def _words(own: dict, base: dict, problems: Problems) -> dict[str, str]:
    merged: dict[str, str] = {}
    for tables in (base, own):
        words = tables.get("words", {})
        if not isinstance(words, dict):
            problems.add("[words]", "this must be a table of our words and yours")
            continue
        for ours, theirs in words.items():
            if isinstance(theirs, str) and 0 < len(theirs) <= 80:
                merged[ours] = theirs
            else:
                problems.add("[words]", f"{shown(ours)} must have a short text in quotes")
    return merged


def _reminders(own: dict, base: dict, problems: Problems) -> model.Reminders:
    table = own.get("reminders", base.get("reminders", {}))
    return read_block(model.Reminders, table, "[reminders]", problems) or model.Reminders()


def _chasing(own: dict, base: dict, problems: Problems) -> model.Chasing:
    table = own.get("chasing", base.get("chasing", {}))
    found = read_block(model.Chasing, table, "[chasing]", problems) or model.Chasing()
    for key in ("deputy_after", "senior_lead_after"):
        if not 0 <= getattr(found, key) <= 100:
            problems.add("[chasing]", f"{key} must be a number of reminders from 0 (never) to 100")
    if not 1 <= found.link_days <= 366:
        problems.add("[chasing]", "link_days must be a number of days from 1 to 366")
    return found


def _agreement(own: dict, base: dict, problems: Problems) -> model.Agreement:
    table = own.get("agreement", base.get("agreement", {}))
    found = read_block(model.Agreement, table, "[agreement]", problems) or model.Agreement()
    if found != model.Agreement() and not (found.title and found.version and found.paragraphs):
        problems.add("[agreement]", "this must have a title, a version and its paragraphs")
    return found


def _reporting(own: dict, base: dict, problems: Problems) -> model.Reporting:
    table = own.get("reporting", base.get("reporting", {}))
    found = read_block(model.Reporting, table, "[reporting]", problems) or model.Reporting()
    if not 2 <= found.hide_below <= 50:
        problems.add("[reporting]", "hide_below must be a number of people from 2 to 50")
    return found


def _referring(own: dict, base: dict, problems: Problems) -> model.Referring:
    table = own.get("referring", base.get("referring", {}))
    found = read_block(model.Referring, table, "[referring]", problems) or model.Referring()
    if not found.who:
        problems.add("[referring]", "who says nobody: name at least one of those who may refer")
    return found


def _assembled(partnership: PartnershipTable, version: VersionTable, values: dict) -> model.Procedure:
    return model.Procedure(
        slug=partnership.slug,
        partnership_title=partnership.title,
        short_title=partnership.short,
        code=partnership.code,
        country=partnership.country,
        subdivision=partnership.subdivision,
        second_factor=partnership.second_factor,
        contact_email=partnership.contact_email,
        version=version.version,
        version_title=version.title,
        in_force_from=version.in_force_from,
        superseded_by=version.superseded_by,
        review_by=version.review_by,
        source=version.source,
        base=version.base,
        **values,
    )
