"""The sign-in libraries behind plain functions: lock-outs (django-axes), second factors and links (allauth)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db.models import Sum
from django.urls import reverse

from .models import User


def locked(emails: Iterable[str], *, at: dt.datetime) -> set[str]:
    """Those of the addresses (in small letters) that are locked out at an instant after too many wrong passwords."""
    wanted = [email.lower() for email in emails]
    failed = AccessAttempt.objects.filter(username__in=wanted, attempt_time__gte=at - get_cool_off())
    counts = failed.values("username").annotate(failures=Sum("failures_since_start"))
    return {row["username"] for row in counts if row["failures"] >= settings.AXES_FAILURE_LIMIT}


def release(email: str) -> None:
    reset(username=email.lower())


def with_second_factor(user_ids: Iterable[int]) -> set[int]:
    """Those who have an authenticator app or a security key; recovery codes alone are no second step."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    rows = Authenticator.objects.filter(user_id__in=list(user_ids), type__in=kinds)
    return set(rows.values_list("user_id", flat=True))


def remove_second_factors(user: User) -> bool:
    """Takes all of them away, recovery codes included; False when there was none."""
    there = with_second_factor([user.pk])
    Authenticator.objects.filter(user=user).delete()
    return bool(there)


def first_password_link(user: User) -> str:
    """A link to choose a password, good once and for PASSWORD_RESET_TIMEOUT; whoever has it has the account."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return settings.BASE_URL + reverse("account_reset_password_from_key", kwargs=key)
