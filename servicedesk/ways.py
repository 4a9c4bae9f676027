"""Where a page leads when its work is done."""

from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def back_to(request, otherwise="/"):
    """The page of ours that `next` names, else `otherwise` (anything that `redirect` takes)."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if ours and asked.startswith("/") else resolve_url(otherwise)
