"""The small tables of the generated data: partnerships with their texts, agencies, and people in every role."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

BEGAN = dt.date(2020, 1, 1)
BATCH = 2_000


@dataclass(frozen=True)
class Pattern:
    """The shipped text that every generated partnership copies, and what it says once read."""

    procedure: object
    text: str
    base_text: str
    parsed: dict

    def for_partnership(self, number: int) -> str:
        """The text under a name, title and code of its own, so that each edition has a hash of its own."""
        own = {"slug": f"area-{number:03}", "title": f"Area {number} Review Panel", "code": code_of(number)}
        text = self.text
        for name, value in own.items():
            text = re.sub(rf'^{name} = ".*"$', f'{name} = "{value}"', text, count=1, flags=re.M)
        return text


def code_of(number: int) -> str:
    """Three capital letters for the references of a partnership."""
    return "A" + chr(ord("A") + number // 26) + chr(ord("A") + number % 26)


def pattern() -> Pattern:
    """The text in force that says most: what costs the engine most."""
    from procedures import library, reader
    from procedures.loading import plain_values

    files = [path for path in library.shipped_files() if not library.from_file(path).superseded_by]
    path = max(files, key=lambda path: len(library.from_file(path).steps))
    text, base = reader.texts_of(path)
    return Pattern(library.from_file(path), text, base, plain_values(text, base))


def make_partnerships(size: int, at: dt.datetime) -> None:
    """Partnerships with a published edition, agencies, and people in every role with a second factor."""
    model = pattern()
    for number in range(1, size + 1):
        _partnership(model, number, at)
    _second_factors()


def _partnership(model: Pattern, number: int, at: dt.datetime) -> None:
    from partnerships.models import Agency, Partnership
    from partnerships.scope import tenant
    from procedures import reader
    from procedures.models import ProcedureVersion

    procedure, text = model.procedure, model.for_partnership(number)
    partnership = Partnership.objects.create(
        slug=f"area-{number:03}",
        title=f"Area {number} Review Panel",
        short_title=f"Area {number}",
        code=code_of(number),
        second_factor_required=True,
    )
    with tenant(partnership):
        ProcedureVersion.objects.create(
            partnership=partnership,
            version=procedure.version,
            title=procedure.version_title,
            state="published",
            in_force_from=procedure.in_force_from,
            text=text,
            base_text=model.base_text,
            parsed=model.parsed,
            sha256=reader.sha256_of(text, model.base_text),
            loaded_at=at,
            published_at=at,
        )
        fields = [{"slug": a.name, "title": a.title, "sector": a.sector} for a in procedure.agencies]
        agencies = Agency.objects.bulk_create([Agency(partnership=partnership, **values) for values in fields])
        _people(partnership, procedure, agencies)


def _people(partnership, procedure, agencies) -> None:
    """One person in each office; a representative and a lead in each agency."""
    from django.contrib.auth.hashers import make_password

    from partnerships.models import Membership, RoleHolding, User

    places = []
    for role in procedure.roles:
        if role.kind in ("member", "agency-lead"):
            places += [(role.name, agency) for agency in agencies]
        else:
            places.append((role.name, None))
    users = User.objects.bulk_create(
        [
            User(
                email=f"{role}.{number}@{partnership.slug}.example",
                name=f"Person {number}",
                password=make_password(None),
            )
            for number, (role, _) in enumerate(places)
        ]
    )
    members = Membership.objects.bulk_create(
        [
            Membership(partnership=partnership, user=user, agency=agency)
            for user, (_, agency) in zip(users, places, strict=True)
        ]
    )
    RoleHolding.objects.bulk_create(
        [
            RoleHolding(partnership=partnership, membership=member, role=role, starts_on=BEGAN)
            for member, (role, _) in zip(members, places, strict=True)
        ]
    )


def _second_factors() -> None:
    """Everybody has set one up, as a partnership in production asks."""
    from allauth.mfa.models import Authenticator

    from partnerships.models import User

    rows = [Authenticator(user_id=pk, type="totp", data={}) for pk in User.objects.values_list("pk", flat=True)]
    Authenticator.objects.bulk_create(rows, batch_size=BATCH)
