"""Is the desk able to work? For load balancers, watchdogs and the start-up command."""

from django.core.cache import caches
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from config.cache import RedisOrMemory
from servicedesk import letters


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while records can be read; a lost cache and letters that don't get out are said, but pages still work."""
    answer = {"database": _database(), "cache": _cache()}
    if answer["database"] == "ok":
        answer["letters"] = _letters()
    return JsonResponse(answer, status=200 if answer["database"] == "ok" else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "unreachable"
    return "ok"


def _letters() -> str:
    try:
        return letters.trouble(at=timezone.now()) or "ok"
    except Error:  # the tables are not there yet
        return "unreadable"


def _cache() -> str:
    backend = caches["default"]
    return "unreachable" if isinstance(backend, RedisOrMemory) and not backend.is_reachable() else "ok"
