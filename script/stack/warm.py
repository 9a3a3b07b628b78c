"""A throw-away cluster that stays up between test runs (`script/services test`)."""

from __future__ import annotations

import json

from .paths import VAR, StackError

WARM_FILE = VAR / "warm-services.json"


def environment() -> dict[str, str]:
    """The variables that point at the warm services; StackError when they do not run."""
    try:
        return json.loads(WARM_FILE.read_text())
    except OSError:
        raise StackError("SAFEGUARDING_WARM is set: run `script/services test &` first.") from None
