"""Private links for people without an account. The secret is shown once; only its hash is stored."""

from __future__ import annotations

import datetime as dt
import secrets

from .models import Partnership, PrivateLink


def make_link(
    purpose: str,
    object_id: int,
    *,
    partnership: Partnership,
    at: dt.datetime,
    days: int | None = None,
    until: dt.datetime | None = None,
) -> str:
    """A new secret (URL-safe text) for one purpose and thing; it ends after `days` or at `until`, else never."""
    token = secrets.token_urlsafe(32)
    PrivateLink.objects.create(
        token_hash=PrivateLink.hash_of(token),
        partnership=partnership,
        purpose=purpose,
        object_id=object_id,
        created_at=at,
        expires_at=at + dt.timedelta(days=days) if days is not None else until,
    )
    return token


def open_link(token: str, purpose: str, *, at: dt.datetime) -> PrivateLink | None:
    """The link behind a secret if it is for this purpose, not revoked and not past its end; else None."""
    link = (
        PrivateLink.objects.select_related("partnership")
        .filter(token_hash=PrivateLink.hash_of(token), purpose=purpose, revoked_at=None)
        .first()
    )
    if link is None or (link.expires_at is not None and link.expires_at <= at):
        return None
    return link


def known_link(token: str, purpose: str) -> PrivateLink | None:
    """The same although it has ended or was revoked: so that whoever holds an old link is told kindly."""
    return PrivateLink.objects.filter(token_hash=PrivateLink.hash_of(token), purpose=purpose).first()


def revoke_links(purpose: str, object_id: int, *, partnership: Partnership, at: dt.datetime) -> int:
    """Ends every link of one thing; returns how many there were."""
    return PrivateLink.objects.filter(
        partnership=partnership, purpose=purpose, object_id=object_id, revoked_at=None
    ).update(revoked_at=at)
