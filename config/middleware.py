"""What every answer has in common."""

from __future__ import annotations

import logging
import time

log = logging.getLogger("request")


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
