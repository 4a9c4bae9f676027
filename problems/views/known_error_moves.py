"""A page for every move of an entry of the register: GET asks, POST makes it; the rules are the move's own."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from incidents.moves import RESOLVE
from problems import forms_known_errors as forms
from problems import known_error_moves as moves
from problems import workflow
from problems.candidates import LONGEST_IN_ADDRESS
from problems.models import KnownError
from servicedesk.errors import Refused
from servicedesk.idempotency import once_per_form
from servicedesk.move_pages import MovePage, by_name
from servicedesk.ways import back_to

PAGES = by_name(
    MovePage(moves.CHANGE, forms.ChangeForm, "Say it better", "Save", "{reference} is saved."),
    MovePage(
        moves.PUBLISH,
        forms.MoveForm,
        "Publish it to everyone",
        "Publish",
        "{reference} is offered to everyone now.",
        hint="Everyone at the school can read it, and whoever reports such a fault is offered the steps first. "
        "Read them once more as a teacher in a lesson would.",
    ),
    MovePage(
        moves.NARROW,
        forms.MoveForm,
        "Keep it for technicians",
        "Keep it for technicians",
        "{reference} is offered to technicians only.",
        hint="Nobody else is offered it any more.",
    ),
    MovePage(
        moves.REVIEW,
        forms.ReviewForm,
        "Does it still hold?",
        "It still holds",
        "{reference} still holds.",
        hint="Try the steps if you can. If they are wrong, change them; if nobody meets it any more, retire it.",
    ),
    MovePage(
        moves.RETIRE,
        forms.RetireForm,
        "Retire it",
        "Retire",
        "{reference} is offered no more.",
        hint="It stays on record and can be brought back.",
    ),
    MovePage(
        moves.BRING_BACK,
        forms.ReviewForm,
        "Offer it again",
        "Bring it back",
        "{reference} is offered again.",
        hint="To whom it was offered before.",
    ),
    MovePage(moves.USE, forms.UseForm, "Did it help?", "Count it", "Counted. Thank you."),
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def move(request, pk, name):
    """Ask for one move, or make it."""
    shown = KnownError.objects.visible_to(request.user).select_related("school", "owner", "problem")
    known = get_object_or_404(shown, pk=pk)
    page, at = PAGES[name], timezone.now()
    page.move.check(known, by=request.user)
    data = request.POST if request.method == "POST" else None
    form = page.form(data, initial=request.GET.dict(), known=known, by=request.user, at=at)
    if form.is_valid():
        try:
            made = getattr(workflow, name)(known, by=request.user, at=at, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        except Refused as refusal:
            return _ask(request, page, form, status=409, refusal=str(refusal))
        else:
            messages.success(request, page.done.format(reference=made.reference))
            return redirect(_next(request, page, form, made))
    return _ask(request, page, form)


def _next(request, page, form, known):
    """Where it goes on: what helped on a record fills in how it is resolved."""
    if page.move is not moves.USE:
        return back_to(request, known)
    incident = form.cleaned_data["incident"]
    if form.cleaned_data["helped"] and RESOLVE.possible(incident, request.user):
        steps = "\n".join(known.steps)[:LONGEST_IN_ADDRESS]
        return f"{reverse('incidents:resolve', args=[incident.pk])}?{urlencode({'workaround': steps})}"
    return back_to(request, incident)


def _ask(request, page, form, *, status=200, **context):
    context |= {"page": page, "form": form, "known": form.known, "next": request.GET.get("next")}
    return render(request, "problems/known_error_move.html", context, status=status)
