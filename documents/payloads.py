"""Papers to plain JSON and back, so that a print job keeps exactly what was to be printed."""

from __future__ import annotations

import types
import typing
from dataclasses import MISSING, asdict, fields, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

from .papers import KINDS, Paper


class PaperError(ValueError):
    """A payload that is no such paper; the message names the kind, the place and what is wrong there."""


def to_payload(kind: str, paper: Paper | dict) -> dict:
    """The JSON of a paper. A dictionary is checked as strictly as a paper, so that a mistake shows where it is made."""
    if isinstance(paper, dict):
        paper = from_payload(kind, paper)
    if type(paper) is not KINDS.get(kind):
        raise PaperError(f"“{kind}” does not print a {type(paper).__name__}")
    return asdict(from_payload(kind, asdict(paper)))


def from_payload(kind: str, payload: dict) -> Paper:
    """The paper a payload describes. Raises PaperError for an unknown kind, an unknown name, a missing or odd value."""
    if kind not in KINDS:
        raise PaperError(f"there is no paper called “{kind}”")
    return _read(KINDS[kind], payload, kind)


def _read(hint: Any, value: Any, where: str) -> Any:
    """`value` as the annotation `hint` says."""
    if is_dataclass(hint):
        return _read_dataclass(hint, value, where)
    if get_origin(hint) is tuple:
        if not isinstance(value, (list, tuple)):
            raise PaperError(f"{where} must be a list")
        return tuple(_read(get_args(hint)[0], one, f"{where}[{n}]") for n, one in enumerate(value))
    if get_origin(hint) in (types.UnionType, typing.Union):
        if value is None:
            return None
        return _read(next(one for one in get_args(hint) if one is not type(None)), value, where)
    if not isinstance(value, hint):
        raise PaperError(f"{where} must be {hint.__name__}, not {type(value).__name__}")
    return value


def _read_dataclass(kind: type, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise PaperError(f"{where} must be a dictionary")
    hints, known = get_type_hints(kind), {one.name: one for one in fields(kind)}
    if unknown := set(value) - set(known):
        raise PaperError(f"{where} has no “{sorted(unknown)[0]}”")
    for name, one in known.items():
        if name not in value and one.default is MISSING and one.default_factory is MISSING:
            raise PaperError(f"{where} lacks “{name}”")
    return kind(**{name: _read(hints[name], given, f"{where}.{name}") for name, given in value.items()})
