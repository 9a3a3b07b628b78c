"""Telling the worker after commit that a case is to be removed; a tick finds what was not told."""

from __future__ import annotations

import logging
from functools import partial

from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger("safeguarding.cases")


def nudge_disposal(disposal) -> None:
    transaction.on_commit(partial(_now, disposal.partnership_id, disposal.pk), robust=True)


def _now(partnership_id: int, disposal_id: int) -> None:
    from .tasks import carry_out_disposal

    try:
        carry_out_disposal.apply_async((partnership_id, disposal_id))
    except (OperationalError, OSError):
        log.warning("the queue did not answer; the next tick carries out the disposal")
