"""Log a call for somebody else: who, what, done."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from incidents import workflow
from incidents.advice import Circumstances, advice_for, tell_outcome
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
                incident = _log(form.cleaned_data, request.POST, by=request.user, at=timezone.now())
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
    if request.htmx:
        return render(request, "incidents/_callers.html", context)
    context |= {"advice": _advice(typed, by=request.user), "outcome": typed.get("outcome", "")}
    return render(request, "incidents/log_call.html", context)


@require_POST
@only_with(Permission.LOG_FOR_OTHERS)
def advise(request):
    """What has helped with such a fault, fetched while the call is written down; nothing is kept."""
    advice = _advice(request.POST, by=request.user)
    return render(request, "incidents/_call_advice.html", {"advice": advice, "outcome": request.POST.get("outcome")})


def _advice(typed, *, by):
    """The best that is known about what was typed so far; nothing before anything was."""
    if not (typed.get("summary") or typed.get("category")):
        return None
    form = CallForm(typed, by=by)
    form.is_valid()
    said = form.cleaned_data
    words, category = said.get("summary", ""), said.get("category")
    if not said.get("school") or not (words or category):
        return None
    here = {"school": said["school"], "room": said.get("room")}
    about = Circumstances(to=by, category=category, words=words, for_desk=True, **here)
    return next(iter(advice_for(about, most=1)), None)


@transaction.atomic
def _log(call, typed, *, by, at):
    """The record, what was done on the phone, and, where that was enough, that it is fixed."""
    incident = log_incident(by=by, at=at, **{name: call[name] for name in SHEET})
    if typed.get("outcome") in ("yes", "no"):
        tell_outcome(typed.get("tried", ""), incident=incident, by=by, at=at, helped=typed["outcome"] == "yes")
    if call["done"] and call["fixed"]:
        return workflow.resolve(incident, by=by, at=at, resolution=call["done"], minutes=call["minutes"])
    if call["done"]:
        return workflow.record_call(incident, by=by, at=at, text=call["done"], minutes=call["minutes"])
    return incident
