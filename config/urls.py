"""The addresses: health, sign-in, then each room's own list."""

from __future__ import annotations

import importlib
import importlib.util

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from config import health, public, styleguide


def room_urls(room: str) -> list:
    """A room's pages under /<partnership>/ (`urlpatterns`) and those outside any partnership (`public_patterns`)."""
    if importlib.util.find_spec(f"{room}.urls") is None:
        return []
    module = importlib.import_module(f"{room}.urls")
    return [
        *[path("", include(patterns)) for patterns in [getattr(module, "public_patterns", [])] if patterns],
        path("<slug:partnership>/", include(module)),
    ]


urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", public.start, name="start"),
    path("help/", public.help_page, name="help"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("privacy/", public.privacy, name="privacy"),
    path("cookies/", public.cookies, name="cookies"),
    path("account/settings/", public.account_settings, name="account_settings"),
    path("account/email/", RedirectView.as_view(pattern_name="account_settings")),  # administrators do that
    path("account/confirm-email/", RedirectView.as_view(pattern_name="account_login")),  # an invitation confirms it
    re_path(r"^account/confirm-email/[^/]+/$", RedirectView.as_view(pattern_name="account_login")),
    path("account/", include("allauth.urls")),
    *[pattern for room in settings.ROOMS for pattern in room_urls(room)],
]
if settings.DEBUG:
    urlpatterns = [
        path("style-guide", styleguide.style_guide, name="style_guide"),
        path("style-guide/live", styleguide.style_guide_live, name="style_guide_live"),
        *urlpatterns,
    ]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.failed"
