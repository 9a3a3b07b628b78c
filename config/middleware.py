"""What every answer has in common."""

from __future__ import annotations

import logging
import time

from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve

log = logging.getLogger("request")

LARGEST_REQUEST = 110 * 1024 * 1024  # ten files of 10 MB, as one question may have, and the words beside them
LARGEST_OF_ACCOUNT = 64 * 1024


class NoStoreMiddleware:
    """Pages of a signed-in person are kept by no browser and no proxy (ASVS 14.3.2)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response


class RequestLogMiddleware:
    """One line for each answer: the named route and the status, never the query string or the body."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        began = time.monotonic()
        response = self.get_response(request)
        match = request.resolver_match
        extra = {
            "method": request.method,
            "path": match.route if match else "(none)",
            "status": response.status_code,
            "ms": round((time.monotonic() - began) * 1000),
        }
        log.info("answered", extra=extra)
        return response


class ButtonPageMiddleware:
    """An act behind a button has no page of its own. Whoever opens its address all the same (a reload, a bookmark, the
    way back after signing in) is led to the page on which the button stands: the nearest address above it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 405 or request.method not in {"GET", "HEAD"}:
            return response
        above = request.path_info.rstrip("/")
        while above := above.rpartition("/")[0]:
            try:
                resolve(f"{above}/")
            except Resolver404:
                continue
            return redirect(f"{above}/")
        return response


class LargestRequestMiddleware:
    """What says that it is larger than any form of ours is refused before a byte of it is read (ASVS 5.2.1).

    The pages of signing in take no files: a password of megabytes would otherwise be hashed for whoever sends it.
    A request that does not say its length has no body to Django.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        most = LARGEST_OF_ACCOUNT if request.path_info.startswith("/account/") else LARGEST_REQUEST
        if _length(request) > most:
            return render(request, "413.html", status=413)
        return self.get_response(request)


def _length(request) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
