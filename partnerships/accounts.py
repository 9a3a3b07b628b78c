"""Sign-in: nobody signs up, secrets are kept encrypted, and who must use a second factor is sent to set it up."""

from __future__ import annotations

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect

from .queries import partnerships_of

FROM_ONE_PLACE = {"login_failed": "10/m/ip"}
SETUP = ("mfa_", "account_reauthenticate", "account_logout", "account_login")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right",
        "incorrect_password": "The password is not right",
        "too_many_login_attempts": "There were too many wrong attempts. Wait 5 minutes and try again",
    }

    def is_open_for_signup(self, request) -> bool:
        """Accounts are made by a partnership's administrator, never by signing up."""
        return False

    def pre_authenticate(self, request, **credentials) -> None:
        """Wrong passwords for one address are counted by django-axes alone, which locks it, says so on a page of
        ours and lets an administrator release it. allauth's own count for an address would come first, so only its
        count for one place is kept; its count of wrong codes is another one and stays."""
        self._login_failed_rl_usage = ratelimit.consume(
            request, app="allauth.account", action="login_failed", config=FROM_ONE_PLACE
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def get_login_redirect_url(self, request) -> str:
        """To the partnership, when a person belongs to just one."""
        mine = partnerships_of(request.user)
        return f"/{mine[0].slug}/" if len(mine) == 1 else "/"


def _box() -> Fernet:
    key = hashlib.sha256(b"second factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


class MFAAdapter(DefaultMFAAdapter):
    """The shared secret of an authenticator app is stored encrypted, not in clear."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is not right. The app shows a new one every half minute",
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise ValueError("the second factor was stored under another SECRET_KEY") from error


class SecondFactorMiddleware:
    """A partnership that requires a second factor opens no page before one is set up (ECOSYSTEM: allauth has none)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        partnership = request.partnership
        if request.membership is None or not partnership.second_factor_required:
            return None
        if request.resolver_match.view_name.startswith(SETUP) or request.membership.has_second_factor:
            return None
        messages.warning(
            request, f"{partnership.title} asks for a second proof when you sign in. Set up an authenticator app first."
        )
        return redirect("mfa_activate_totp")
