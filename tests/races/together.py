"""Doing things at the same moment: real threads on connections of their own, released by a barrier."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection

from partnerships.scope import tenant

# A naive build lets two through in three of four trials (RELIABILITY B.4): twenty find it for certain.
TRIALS = 20


def at_once(partnership, *jobs: Callable[[], object]) -> list[object]:
    """What each job gave, or the exception it ended with, in the order of the jobs. None may hang."""
    gate, found = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(number: int, job: Callable[[], object]) -> None:
        try:
            if partnership is None:
                connection.ensure_connection()
                gate.wait(timeout=20)
                found[number] = job()
            else:
                with tenant(partnership):
                    gate.wait(timeout=20)
                    found[number] = job()
        except Exception as error:
            found[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads), "two waited for one another"
    return found


def of_kind(found: list[object], kind: type) -> list:
    return [one for one in found if isinstance(one, kind)]
