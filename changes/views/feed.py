"""A person's calendar feed: its secret address, which needs no signing in, and what makes, replaces and removes it."""

import hashlib

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_POST, require_safe

from changes import workflow
from changes.feeds import feed_of
from changes.models import CalendarFeed
from servicedesk.doors import only_with
from servicedesk.roles import Permission

REMOVE = "remove"


@require_safe
def feed(request, key):
    """What the owner of a key may see today; for who left, and for a wrong key, there is nothing here (404)."""
    found = CalendarFeed.objects.filter(key=key).select_related("person").first()
    if found is None or not found.person.may_anywhere(Permission.SEE_CHANGES):
        raise Http404
    at = timezone.now()
    body, changed_at = feed_of(found.person, at=at, address=request.build_absolute_uri("/").rstrip("/"))
    workflow.note_reading(found, at=at)
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["ETag"] = etag = f'"{hashlib.sha256(body).hexdigest()}"'
    if changed_at:
        answer["Last-Modified"] = http_date(changed_at.timestamp())
    answer["Content-Disposition"] = 'inline; filename="changes.ics"'
    answer["Cache-Control"] = "private, no-cache"
    # Only by its words: what somebody may no longer see goes without any date telling so.
    return get_conditional_response(request, etag=etag, response=answer)


@require_POST
@only_with(Permission.SEE_CHANGES)
def my_feed(request):
    """A new address for one's own calendar program, or none any more."""
    at = timezone.now()
    if request.POST.get("do") == REMOVE:
        workflow.remove_feed(by=request.user, at=at)
        messages.success(request, "Your calendar address is removed. No program reads along any more.")
    else:
        workflow.make_feed(by=request.user, at=at)
        messages.success(request, "Your calendar address is made. An earlier one leads nowhere any more.")
    return redirect(reverse("changes:schedule") + "?feed=open#feed")
