"""Log a call for somebody else: who, what, done."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from incidents import workflow
from incidents.forms import CallForm, callers
from incidents.intake import log_incident
from servicedesk.doors import only_with
from servicedesk.errors import NotYours
from servicedesk.idempotency import once_per_form
from servicedesk.roles import Permission

SHEET = ("requester", "school", "summary", "room", "category", "channel", "lesson_stopped")


@require_http_methods(["GET", "HEAD", "POST"])
@only_with(Permission.LOG_FOR_OTHERS)
@once_per_form
def log_call(request):
    """Find the caller, keeping what was typed, or log the call."""
    if request.method == "POST" and "find" not in request.POST:
        form = CallForm(request.POST, by=request.user)
        if form.is_valid():
            try:
                incident = _log(form.cleaned_data, by=request.user, at=timezone.now())
            except (ValidationError, NotYours) as error:
                form.add_error(None, ValidationError(getattr(error, "messages", [str(error)])))
            else:
                messages.success(request, f"{incident.reference} is logged for {incident.requester.name}.")
                return redirect(incident)
        return _ask(request, form, request.POST, chosen=form.data.get("requester", ""))
    typed = request.POST or request.GET
    return _ask(request, CallForm(initial=typed.dict(), by=request.user), typed, chosen=typed.get("requester", ""))


def _ask(request, form, typed, *, chosen):
    who = typed.get("who", "")
    found = list(callers(request.user, who))
    if (
        chosen.isascii()
        and chosen.isdigit()
        and len(chosen) < 19
        and not any(str(person.pk) == chosen for person in found)
    ):
        found = [*form.fields["requester"].queryset.filter(pk=chosen), *found]
    chosen = str(found[0].pk) if len(found) == 1 else chosen
    context = {"form": form, "who": who, "found": found, "chosen": chosen}
    return render(request, "incidents/_callers.html" if request.htmx else "incidents/log_call.html", context)


@transaction.atomic
def _log(call, *, by, at):
    """The record, what was done on the phone, and, where that was enough, that it is fixed."""
    incident = log_incident(by=by, at=at, **{name: call[name] for name in SHEET})
    if call["done"] and call["fixed"]:
        return workflow.resolve(incident, by=by, at=at, resolution=call["done"], minutes=call["minutes"])
    if call["done"]:
        return workflow.record_call(incident, by=by, at=at, text=call["done"], minutes=call["minutes"])
    return incident
