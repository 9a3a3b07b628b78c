"""A health check from inside a container: `python -m script.stack.probe [heartbeat]`, exit 0 or 1.

Without an argument it asks this machine's web whether it may be sent work; with `heartbeat`,
whether beat and a worker have been alive in the last three minutes.
"""

from __future__ import annotations

import os
import sys
import urllib.request

OLDEST_SECONDS = 180


def web() -> bool:
    """Ask /readyz under a name that the service answers to."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    headers = {"Host": host, "X-Forwarded-Proto": "https"}
    request = urllib.request.Request("http://127.0.0.1:8000/readyz", headers=headers)
    with urllib.request.urlopen(request, timeout=8) as answer:  # noqa: S310
        return answer.status == 200


def heartbeat() -> bool:
    """Read the heartbeat where beat and the worker leave it."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from config.health import heartbeat_age

    age = heartbeat_age()
    return age is not None and age < OLDEST_SECONDS


if __name__ == "__main__":
    sys.exit(0 if (heartbeat() if sys.argv[1:] == ["heartbeat"] else web()) else 1)
