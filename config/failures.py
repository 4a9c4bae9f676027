"""What a visitor is told when the desk itself fails; what went wrong is in the log."""

import errno
import sys

from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views import defaults

from servicedesk.errors import body

SORRY = "Something went wrong on our side, and nothing was changed. Try again; if it stays, tell ICT support."
AWAY = "The desk can’t reach its records just now. What you sent may not have been kept: send it again in a minute."
RETRY_AFTER = 30  # seconds
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
READ_ONLY = "25006"


def server_error(request: HttpRequest) -> HttpResponse:
    """A page for people, the one shape of an error for programs; 503 for what passes by itself."""
    if is_away(sys.exc_info()[1]):
        return _away(request)
    if _is_api(request):
        return JsonResponse(body("server_error", SORRY), status=500)
    return defaults.server_error(request)


def is_away(error: BaseException | None) -> bool:
    """Is the database gone, busy, full or read-only, or the disk full? The same request may succeed in a minute."""
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    if isinstance(error, InternalError):
        return getattr(error.__cause__, "sqlstate", "") == READ_ONLY
    return isinstance(error, OperationalError | InterfaceError)


def _away(request):
    if _is_api(request):
        answer = JsonResponse(body("unavailable", AWAY), status=503)
    else:
        answer = render(None, "503.html", status=503)
    answer["Retry-After"] = str(RETRY_AFTER)
    return answer


def _is_api(request):
    return request.path.startswith("/api/")
