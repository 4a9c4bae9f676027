"""Excusing a miss: a reason, signed by name and time; the miss itself stays on record."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from incidents.forms_excuses import ExcuseForm
from incidents.models import Incident
from servicedesk.errors import NotYours, Refused
from servicedesk.idempotency import once_per_form
from servicedesk.roles import Permission
from sla import clocks

WHICH = {"response": "the late answer", "resolution": "the late fix"}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def excuse(request, pk, which):
    """Ask for the reason, or sign it."""
    incident = get_object_or_404(Incident.objects.visible_to(request.user).select_related("school"), pk=pk)
    clock = getattr(incident, f"{which}_clock") if which in WHICH else None
    if clock is None or not request.user.may(Permission.SEE_SCHOOL, incident.school_id):
        raise Http404
    if not request.user.may(Permission.EXCUSE, incident.school_id):
        raise NotYours("Your role does not allow you to excuse a missed target.")
    form = ExcuseForm(request.POST or None)
    context = {"incident": incident, "clock": clock, "which": which, "what": WHICH[which], "form": form}
    if form.is_valid():
        try:
            clocks.excuse(clock, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except Refused as refusal:
            return render(request, "incidents/excuse.html", context | {"refusal": str(refusal)}, status=409)
        else:
            messages.success(request, f"Excused: {WHICH[which]} of {incident.reference}. It stays on record as late.")
            return redirect(incident)
    return render(request, "incidents/excuse.html", context)
