"""A bundle of papers for a coroner, the police or a court (C-33)."""

from __future__ import annotations

from dataclasses import dataclass

from .parts import FormSection, Pair, Paper


@dataclass(frozen=True, kw_only=True)
class DisclosureItem:
    """One paper of a bundle. Our own words are without what was taken out; of a file, how to take it out."""

    number: str
    title: str
    sections: tuple[FormSection, ...] = ()
    file: int = 0
    words: tuple[str, ...] = ()
    pages_out: tuple[int, ...] = ()
    boxes: tuple[str, ...] = ()  # "page left top width height", in percent
    looked_for: tuple[str, ...] = ()  # words that somebody looked for on its pages that are pictures
    taken: int = 0  # places at which something was taken out; of a file the worker counts them
    page: str = ""  # on which it begins (the worker's)


@dataclass(frozen=True, kw_only=True)
class DisclosureBundle(Paper):
    """Cover and contents; the sheets follow."""

    reference: str
    made_for: str
    asked: str
    made_on: str
    secretariat: str = ""
    contact_email: str = ""
    items: tuple[DisclosureItem, ...] = ()
    record: tuple[Pair, ...] = ()  # what was left out and why, if it is to go with the bundle
    never: tuple[str, ...] = ()  # words that must stand nowhere in the finished bundle


@dataclass(frozen=True, kw_only=True)
class DisclosureSheet(Paper):
    """One paper of our own in a bundle."""

    number: str
    reference: str
    sections: tuple[FormSection, ...] = ()
