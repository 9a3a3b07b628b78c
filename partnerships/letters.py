"""The e-mails of this room: plain words, no detail of any case (C-30), written from templates/partnerships/email."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from config.filters import LONDON, date_weekday
from config.jinja import text_environment

from . import post
from .models import Membership
from .sign_ins import first_password_link

INVITATION = "invitation"  # the kind of message that holds a one-time link: no page shows it, nobody sends it again


def tell_invited(membership: Membership, *, at: dt.datetime) -> None:
    """The invitation, with a link to choose a password."""
    ends = (at + dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)).astimezone(LONDON)
    link = first_password_link(membership.user)
    subject = f"Your invitation to {membership.partnership.title}"
    _send(membership, INVITATION, subject, at=at, link=link, until=date_weekday(ends))


def tell_added(membership: Membership, *, at: dt.datetime) -> None:
    """To somebody who has an account already: they sign in as they always do."""
    link = f"{settings.BASE_URL}/{membership.partnership.slug}/"
    _send(membership, "added", f"You were added to {membership.partnership.title}", at=at, link=link)


def tell_second_factor_gone(membership: Membership, *, at: dt.datetime) -> None:
    """A second step was taken away: whoever did not ask for it must be able to say so."""
    _send(membership, "second-step", "Your second step for signing in was reset", at=at)


def _send(membership: Membership, kind: str, subject: str, *, at: dt.datetime, **values) -> None:
    partnership = membership.partnership
    template = text_environment().get_template(f"partnerships/email/{kind}.txt")
    body = template.render(
        name=membership.user.name,
        partnership=partnership.title,
        service=settings.SERVICE_NAME,
        sign_in=f"{settings.BASE_URL}/account/login/",
        contact=partnership.contact_email,
        **values,
    )
    post.send(
        key=f"{kind}:{membership.pk}:{at.isoformat()}",
        kind=kind,
        to_email=membership.user.email,
        to_name=membership.user.name,
        to_user=membership.user,
        subject=subject,
        body=body,
        at=at,
    )
