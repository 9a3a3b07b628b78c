"""The people whom the tests of administration are about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from documents.models import OutboxMessage
from partnerships.actors import Actor
from partnerships.models import AdministrationEvent, Membership
from tests.factories import a_member, acting_as


@dataclass(frozen=True)
class People:
    """Members of one partnership, by what they hold."""

    administrator: Membership
    second_administrator: Membership
    secretary: Membership
    chair: Membership
    representative: Membership

    @property
    def admin(self) -> Actor:
        return acting_as(self.administrator)


def settle(police: str = "east-area-police") -> People:
    """In the partnership that is open."""
    return People(
        administrator=a_member("Ada Admin", "administrator"),
        second_administrator=a_member("Bo Backup", "administrator"),
        secretary=a_member("Sam Secretary", "secretariat"),
        chair=a_member("Chris Chair", "panel-chair", agency=police),
        representative=a_member("Rita Rep", "agency-representative", agency=police),
    )


def recorded() -> list[tuple[str, str, str]]:
    """The administration record from its first entry on: act, who did it, about whom."""
    rows = AdministrationEvent.objects.order_by("id")
    return [(row.act, row.actor_label.split(",")[0], row.about_label) for row in rows]


def letters(kind: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind=kind).order_by("id"))


def errors(response) -> list[str]:
    """The error summary of a page."""
    found = re.search(r'govuk-error-summary__list">(.*?)</ul>', response.content.decode(), re.DOTALL)
    return [unescape(re.sub(r"<[^>]+>", "", item)).strip() for item in re.findall(r"<li>(.*?)</li>", found[1], re.S)]


def heading(response) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", "", found[1])).strip()
