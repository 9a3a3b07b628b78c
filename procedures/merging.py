"""A text laid over its base: what it writes itself counts, what it leaves open comes from the base, what it never
opens is left out."""

from __future__ import annotations

from .errors import Problems
from .vocabulary_acts import ACTS

MOST_BLOCKS = 2_000


def _key(name: str, table: object):
    """What makes a block of the base and one of the text the same block."""
    if not isinstance(table, dict):
        return None
    keys = {"steps": ("act", "track"), "told": ("act",)}.get(name, ("name",))
    return tuple(str(table.get(key, "")) for key in keys)


def _rows(name: str, tables: dict, problems: Problems) -> list:
    rows = tables.get(name, [])
    if not isinstance(rows, list):
        problems.add("", f"{name} must be written as [[{name}]], once for each")
        return []
    if len(rows) > MOST_BLOCKS:
        problems.add("", f"There are {len(rows):,} [[{name}]]; at most {MOST_BLOCKS:,} are read.")
        return []
    return _spread(rows) if name == "steps" else rows


def _spread(steps: list) -> list:
    """A step written once for several tracks (track = ["adult", "child"]) is one step on each."""
    spread = []
    for step in steps:
        tracks = step.get("track") if isinstance(step, dict) else None
        if isinstance(tracks, list) and tracks:
            spread += [{**step, "track": track} for track in tracks[:50]]
        else:
            spread.append(step)
    return spread


def merged_rows(name: str, own: dict, base: dict, problems: Problems) -> list:
    """The text's own blocks, then those of the base that it neither replaces nor leaves unused."""
    rows = _rows(name, own, problems)
    taken = {_key(name, row) for row in rows}
    unused = _unused_tracks(own, base)
    acts = {str(row.get("act")) for row in (*_tables(own, "steps"), *_tables(base, "steps"))}
    acts |= {act.words for act in ACTS.values() if act.standing}
    for row in _rows(name, base, problems):
        if name == "told" and isinstance(row, dict) and str(row.get("act")) not in acts:
            continue  # the base tells of an act that this text does not have
        track = row.get("name" if name == "tracks" else "track", "") if isinstance(row, dict) else ""
        if _key(name, row) not in taken and not (name in {"tracks", "steps", "clocks"} and track in unused):
            rows = [*rows, row]
    return rows


def _unused_tracks(own: dict, base: dict) -> set[str]:
    """Tracks of the base that nothing in the text opens."""
    opened: set[str] = set()
    for row in (*_tables(own, "pathways"), *_tables(own, "steps"), *_tables(base, "steps")):
        for key in ("tracks", "opens", "opens_on"):
            named = row.get(key)
            if isinstance(named, dict):
                named = [one for each in named.values() for one in (each if isinstance(each, list) else [each])]
            opened.update(each for each in (named if isinstance(named, list) else ()) if isinstance(each, str))
    return {str(row.get("name")) for row in _tables(base, "tracks")} - opened


def _tables(tables: dict, name: str) -> list[dict]:
    rows = tables.get(name, [])
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
