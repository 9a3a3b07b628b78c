"""A body that each borough has for itself: its members and its quorum are those of the borough (BHR-12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from procedures.model import Agency, Body


def of_borough(body: Body, agencies: Sequence[Agency], borough: str) -> Body:
    """The body as it meets in a borough: agencies of other boroughs are neither members nor part of its quorum.

    `agencies`: those of the text. An agency that names no borough belongs to all. Without a borough, or where the
    body is one for all of them, it stays as it is.
    """
    if not (body.per_borough and borough):
        return body
    elsewhere = {agency.name for agency in agencies if agency.boroughs and borough not in agency.boroughs}
    named = [agency.name for agency in agencies] if "*" in body.members else body.members
    seats = (tuple(name for name in seat if name not in elsewhere) for seat in body.quorum.seats)
    return replace(
        body,
        members=tuple(name for name in named if name not in elsewhere),
        quorum=replace(body.quorum, seats=tuple(seat for seat in seats if seat)),
    )
