"""Addresses of our pages, kept once made: a page names some fifty, most of them the same each time."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.urls import NoReverseMatch, reverse


def address(name: str, *args, **kwargs) -> str:
    """The address of a named page; raises NoReverseMatch for a name that does not exist."""
    found = _address(settings.ROOT_URLCONF, name, args, tuple(kwargs.items()))
    if not found:
        raise NoReverseMatch(f"There is no page called “{name}” for {args or kwargs}.")
    return found


def address_if_any(name: str, **kwargs) -> str:
    """The same, or nothing where no room offers such a page."""
    return _address(settings.ROOT_URLCONF, name, (), tuple(kwargs.items()))


@lru_cache(maxsize=8_192)
def _address(urls: str, name: str, args: tuple, kwargs: tuple) -> str:
    try:
        return reverse(name, urls, args=args or None, kwargs=dict(kwargs) or None)
    except NoReverseMatch:
        return ""
