"""Pages that belong to no process: the colours of the desk, and the page that shows every component."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from servicedesk.components import examples

THEMES = ("light", "dark")
YEAR = 60 * 60 * 24 * 365


@require_POST
def theme(request):
    """Remember light or dark on this device, or forget it and follow the device; then back to where one was."""
    back = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = redirect(back if here else "/")
    if request.POST.get("theme") in THEMES:
        response.set_cookie("theme", request.POST["theme"], max_age=YEAR, secure=request.is_secure(), samesite="Lax")
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


@login_required
def components(request):
    """Every piece of the design language in every state, for those who build pages and for the accessibility test."""
    return render(request, "servicedesk/components.html", examples())
