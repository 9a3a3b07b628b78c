"""Whose guesses are counted."""

from __future__ import annotations


def username(request, credentials: dict | None = None) -> str:
    """The e-mail address somebody tried to sign in with, however it reaches django-axes.

    The same address in capitals is the same account. Without an address the guesses count together under the
    empty name, never against a person.
    """
    given = credentials or {}
    found = given.get("email") or given.get("username") or given.get("login")
    if not found and request is not None:
        # Who confirms that it is them gives only a password.
        found = request.user.email if request.user.is_authenticated else request.POST.get("login")
    return (found or "").strip().lower()[:254]
