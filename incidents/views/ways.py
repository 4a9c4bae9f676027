"""What the pages share: the minute they speak of, and where they lead when their work is done."""

from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme


def this_minute():
    """Pages tell time in minutes, so now is the minute that has begun: then what they show adds up."""
    return timezone.now().replace(second=0, microsecond=0)


def back_to(request, otherwise):
    """The page of ours that the form names in `next`, else `otherwise` (anything that `redirect` takes)."""
    wanted = request.POST.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe and wanted.startswith("/") else resolve_url(otherwise)
