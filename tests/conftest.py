"""What every test gets."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits and lock-outs are kept in the cache: each test begins without any."""
    cache.clear()
