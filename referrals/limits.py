"""How often private links may be asked for: enough for anybody who lost one, too little to flood a mailbox."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.cache import cache

HOUR = 3600
MOST_FOR_ADDRESS = 5
MOST_FROM_PLACE = 30


def may_ask_for_link(request, email: str) -> bool:
    """Counts this request; False once an e-mail address or the asker's network address has had too many in an hour.

    The network address is the asker's own behind the proxies that are trusted (PROXY_COUNT), else the proxy's address
    would be everybody's and one person could use up the hour of all.
    """
    slug = request.partnership.slug
    by_mail = _count(f"link:{slug}:mail:{email.casefold()}")
    by_place = _count(f"link:{slug}:from:{get_adapter().get_client_ip(request)}")
    return by_mail <= MOST_FOR_ADDRESS and by_place <= MOST_FROM_PLACE


def _count(key: str) -> int:
    """One more in the running hour."""
    cache.add(key, 0, timeout=HOUR)
    try:
        return cache.incr(key)
    except ValueError:  # the hour ended between the two calls
        cache.set(key, 1, timeout=HOUR)
        return 1
