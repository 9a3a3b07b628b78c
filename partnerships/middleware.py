"""Finds the partnership of a request, opens its tenant, and asks the access table before any view runs.

Another partnership's page, a page that does not exist and a page of a partnership that one does not belong to are
the same 404. A signed-in member without the role gets a 403 that says so (logged).
"""

from __future__ import annotations

import logging
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, resolve_url
from django.utils import timezone

from config.access import ACCESS, PUBLIC, SIGNED_IN, THIRD_PARTY_PREFIXES, may_open
from procedures import library

from .actors import Actor, actor_of
from .queries import held_by, membership_in, partnership_called
from .scope import tenant

log = logging.getLogger("safeguarding.access")


class PartnershipMiddleware:
    """Sits after authentication. Sets request.partnership, membership, actor, procedure and at on every request."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.partnership = request.membership = request.procedure = None
        request.actor = Actor(label="Visitor")
        request.at = timezone.now()
        slug = request.path_info.split("/")[1] if request.path_info.count("/") >= 2 else ""
        # No text of the database can hold NUL: asking for it would be an error, so such an address leads nowhere.
        partnership = partnership_called(slug) if slug and "\x00" not in request.path_info else None
        if partnership is None:
            return self.get_response(request)
        with tenant(partnership):
            request.partnership = partnership
            try:
                request.procedure = library.in_force(partnership.slug, on=timezone.localdate(request.at))
            except library.NoProcedure:
                log.error("partnership %s has no procedure in force today", partnership.slug)
                request.partnership = None
                return self.get_response(request)
            request.membership = membership_in(partnership, request.user)
            if request.membership is not None:
                today = timezone.localdate(request.at)
                request.actor = actor_of(request.membership, request.procedure, today, held_by(request.membership))
            return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        if match.url_name is None or match.view_name.startswith(THIRD_PARTY_PREFIXES):
            return None
        who = ACCESS.get(match.view_name)
        if who is None:
            raise Http404
        if "partnership" in kwargs:
            if request.partnership is None:
                # A visitor learns nothing of which partnerships exist from signed-in pages.
                raise Http404
            kwargs.pop("partnership")
        if who is PUBLIC:
            return None
        if not request.user.is_authenticated:
            return redirect(f"{resolve_url(settings.LOGIN_URL)}?next={quote(request.get_full_path())}")
        if who is SIGNED_IN:
            return None
        return self._member(request, who, match.view_name)

    def _member(self, request, who, name):
        if request.membership is None:
            raise Http404
        # Whoever the text gives an act may open its page, whatever the table says of their kind of role.
        given = request.procedure.roles_for(name)
        if not may_open(who, request.actor.kinds) and request.actor.roles.isdisjoint(given):
            log.warning("refused page %s to user %s in %s", name, request.user.pk, request.partnership.slug)
            raise PermissionDenied("Your role in this partnership does not include this page.")
