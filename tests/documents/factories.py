"""Messages and files for tests: plain functions, the time always given."""

from __future__ import annotations

from documents.acts import queue_message
from tests.factories import NOW


def a_message(key: str = "one", *, to_email: str = "rosa@hospital.example", subject: str = "Due", at=NOW, **more):
    values = {"kind": "reminder", "to_name": "Rosa Referrer", "body": "One thing is due.\n", **more}
    return queue_message(key=key, to_email=to_email, subject=subject, at=at, **values)
