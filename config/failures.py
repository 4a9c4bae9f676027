"""What a visitor is told when the desk itself fails; what went wrong is in the log."""

from django.http import JsonResponse
from django.views import defaults

from servicedesk.errors import body

SORRY = "Something went wrong on our side, and nothing was changed. Try again; if it stays, tell ICT support."


def server_error(request):
    """A page for people, the one shape of an error for programs."""
    if request.path.startswith("/api/"):
        return JsonResponse(body("server_error", SORRY), status=500)
    return defaults.server_error(request)
