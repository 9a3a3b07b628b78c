"""Two addresses for whoever runs the service: is the process alive, and may it be sent work."""

from __future__ import annotations

from datetime import datetime

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.tasks import HEARTBEAT


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, cache and migrations are in order, else 503.

    The age of the heartbeat is told, not judged: pages work without the worker, so the web is not taken away.
    """
    answers = {"database": _try(_database), "cache": _try(_cache), "migrations": _try(_migrations)}
    ready = all(answer == "ok" for answer in answers.values())
    answers["heartbeat_seconds"] = _try(heartbeat_age) if answers["cache"] == "ok" else None
    return JsonResponse(answers, status=200 if ready else 503)


def _try(check):
    try:
        return check()
    except Exception as error:  # whatever is broken is the answer
        return type(error).__name__


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _cache() -> str:
    cache.get("readyz")
    return "ok"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    return "pending" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else "ok"


def heartbeat_age() -> int | None:
    """Seconds since a worker last ran what beat sent; nothing when it never did."""
    beat = cache.get(HEARTBEAT)
    return round((timezone.now() - datetime.fromisoformat(beat)).total_seconds()) if beat else None
