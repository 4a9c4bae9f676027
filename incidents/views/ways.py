"""Where a page leads when its work is done."""

from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def back_to(request, otherwise):
    """The page of ours that the form names in `next`, else `otherwise` (anything that `redirect` takes)."""
    wanted = request.POST.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return wanted if safe else resolve_url(otherwise)
