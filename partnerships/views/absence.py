"""Somebody stands in for a while; somebody gets all that another holds."""

from __future__ import annotations

from django.utils import timezone

from config.filters import listing

from .. import acts, queries
from .. import administration as shown
from ..acts.absence import may_take_on
from ..forms import CoverForm, HandOverForm
from ..web import act_page, address, posted

ONLY_WHO_MAY = "Where a role comes from one agency, only people of that agency are in the list."


def _others(request, membership, today):
    """The other people here who may have all the roles that go along: some come from one agency only."""
    going = shown.holdings_to_hand_on(membership, on=today)
    return [
        row
        for row in queries.all_members()
        if row.pk != membership.pk and may_take_on(going, membership, row, request.procedure)
    ]


def cover_absence(request, person: int):
    """From when to when, and who: every role of the absent person, ending by itself."""
    membership = shown.find_membership(person)
    today = timezone.localdate(request.at)
    form = CoverForm(posted(request), people=_others(request, membership, today), today=today)
    return act_page(
        request, form, acts.cover_absence, values=lambda: {"membership": membership, **form.values()},
        done="The absence is covered. Reminders and meetings reach whoever stands in, too.",
        back=address(request, "person", person=membership.pk), template="partnerships/hand_over.html",
        caption=membership.user.name, heading="Cover an absence", button="Cover the absence",
        what=shown.roles_to_hand_on(membership, procedure=request.procedure, on=today), rest=[],
        lead="These roles are held by somebody else as well from the first day to the last, and end by themselves. "
        + ONLY_WHO_MAY,
    )  # fmt: skip


def hand_over(request, person: int):
    """All that somebody holds, shown first, then given to another person in one act."""
    membership = shown.find_membership(person)
    today = timezone.localdate(request.at)
    form = HandOverForm(posted(request), people=_others(request, membership, today), today=today)
    what = shown.roles_to_hand_on(membership, procedure=request.procedure, on=today)
    return act_page(
        request, form, acts.hand_over, values=lambda: {"membership": membership, **form.values()},
        done=f"{membership.user.name} has handed over.", back=address(request, "person", person=membership.pk),
        template="partnerships/hand_over.html", caption=membership.user.name, heading="Hand over everything",
        button="Hand over", what=what, rest=shown.held_besides_roles(membership),
        lead=" ".join(["This goes to another person from today, in one step.", ONLY_WHO_MAY, _stays(membership)]),
    )  # fmt: skip


def _stays(membership) -> str:
    if membership.agency is None:
        return ""
    return listing([f"What {membership.agency.title} is asked stays with the agency and whoever answers for it."])
