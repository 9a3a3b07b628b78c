"""One form sent several times at once acts once: a double click, a slow line, a browser that tries again.

Every form has a token of its own page in it, because it lies in `csrf_input`, without which no form can be sent.
The first of several equal sendings (same person, address, token and answers) does the act; the others wait for it
and are led where it led. A page that came back with errors, or the same page with other answers, is sent anew.

What is remembered is a hash and the address that followed, for two minutes. Without Redis each sending acts, as if
this were not here.
"""

from __future__ import annotations

import hashlib
import logging
import time
import uuid

from django.core.cache import cache
from django.http import HttpResponseRedirect
from django.utils.html import format_html
from redis.exceptions import RedisError

log = logging.getLogger("safeguarding.once")

NAME = "page_token"
REMEMBERED = 120  # seconds
RUNNING = "running"
PATIENCE = 10  # seconds; longer than an act takes
STEP = 0.1


def hidden_token() -> str:
    return format_html('<input type="hidden" name="{}" value="{}">', NAME, uuid.uuid4())


class OnceMiddleware:
    """Stands before the partnership's transaction is opened, so that what it remembers is committed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        key = _key(request)
        if not key:
            return self.get_response(request)
        try:
            led_to = _claim(key)
        except RedisError:
            log.warning("nothing remembers which forms were sent")
            return self.get_response(request)
        if led_to:
            return HttpResponseRedirect(led_to)
        return self._act(request, key)

    def _act(self, request, key: str):
        led_to = ""
        try:
            response = self.get_response(request)
            led_to = response.get("Location", "") if response.status_code in (302, 303) else ""
            return response
        finally:
            _settle(key, led_to)


def _key(request) -> str:
    """Empty for what is no form of a signed-in person: addresses of private links are secrets and not remembered."""
    if request.method != "POST" or not request.user.is_authenticated or NAME not in request.POST:
        return ""
    said = [(name, values) for name, values in sorted(request.POST.lists()) if name != "csrfmiddlewaretoken"]
    for name, files in sorted(request.FILES.lists()):
        said += [(name, [file.name, str(file.size), _digest(file)]) for file in files]
    whole = repr((request.user.pk, request.get_full_path(), said))
    return f"once:{hashlib.sha256(whole.encode()).hexdigest()}"


def _digest(file) -> str:
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def _claim(key: str) -> str:
    """ "" when this sending acts; else where an equal one led."""
    until = time.monotonic() + PATIENCE
    while not cache.add(key, RUNNING, REMEMBERED):
        found = cache.get(key)
        if found and found != RUNNING:
            return found
        if time.monotonic() > until:
            break
        time.sleep(STEP)
    return ""


def _settle(key: str, led_to: str) -> None:
    try:
        if led_to:
            cache.set(key, led_to, REMEMBERED)
        else:
            cache.delete(key)
    except RedisError:
        log.warning("nothing remembers that a form was sent")
