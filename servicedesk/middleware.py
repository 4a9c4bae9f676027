"""What every request needs: times in the reader's school's zone, and sentences for moves that were refused."""

from zoneinfo import ZoneInfo

from django.shortcuts import render
from django.utils import timezone

from servicedesk import homes
from servicedesk.errors import SAME_TIME, Refused, is_clash


class SchoolTimeMiddleware:
    """Times are stored in UTC and shown in the zone of the reader's school."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.home = homes.home_of(request)
        if request.home.school is None:
            return self.get_response(request)
        with timezone.override(ZoneInfo(request.home.school.zone)):
            return self.get_response(request)

    def process_exception(self, request, error):
        """A refused move on a page is a 409 with its sentence; nothing was changed."""
        if isinstance(error, Refused) or is_clash(error):
            message = str(error) if isinstance(error, Refused) else SAME_TIME
            return render(request, "409.html", {"message": message}, status=409)
        return None
