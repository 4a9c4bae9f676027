"""A page for every move of a check or an action: GET asks, POST makes it; the rules are the move's own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from healthcheck import forms, moves, workflow
from healthcheck.models import Action, HealthCheck
from servicedesk.doors import only_with
from servicedesk.errors import Refused
from servicedesk.idempotency import once_per_form
from servicedesk.move_pages import MovePage, by_name
from servicedesk.roles import Permission

PAGES = by_name(
    MovePage(
        moves.LOOK_AGAIN,
        forms.MoveForm,
        "Look the figures up again",
        "Look them up",
        "The figures are as of today.",
        hint="What people said stays. The check is then about the year up to today.",
    ),
    MovePage(
        moves.FINISH,
        forms.FinishForm,
        "Finish the check",
        "Finish",
        "{reference} is finished and kept.",
        hint="It can then be compared with later ones, and evidence may be made of it.",
    ),
    MovePage(moves.REOPEN, forms.ReopenForm, "It is not finished", "Reopen", "{reference} is open again."),
    MovePage(
        moves.ADD_ACTION,
        forms.AddActionForm,
        "Add an action",
        "Add it",
        "Noted. Whoever does it is told, and reminded a week before the day.",
    ),
    MovePage(moves.CHANGE_ACTION, forms.ChangeActionForm, "Change the action", "Save", "Saved."),
    MovePage(moves.COMPLETE_ACTION, forms.CompleteForm, "It is done", "Done", "Done."),
    MovePage(
        moves.DROP_ACTION,
        forms.DropForm,
        "Drop the action",
        "Drop it",
        "Dropped.",
        hint="It stays to be seen, with the reason.",
    ),
    MovePage(moves.REOPEN_ACTION, forms.ReopenActionForm, "It is to be done after all", "Reopen", "It is to be done."),
)


@only_with(Permission.EXPORT_EVIDENCE)
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def move(request, pk, name):
    """Ask for one move of a check, or make it."""
    seen = HealthCheck.objects.visible_to(request.user).select_related("school")
    return _move(request, get_object_or_404(seen, pk=pk), name)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def action_move(request, pk, name):
    """Ask for one move of an action, or make it."""
    seen = Action.objects.visible_to(request.user).select_related("school", "owner")
    return _move(request, get_object_or_404(seen, pk=pk), name)


def _move(request, record, name):
    page = PAGES[name]
    data = request.POST if request.method == "POST" else None
    if data is None or not page.move.allowed(record, request.user):
        page.move.check(record, by=request.user)
    form, refusal = page.form(data, initial=request.GET.dict(), record=record, by=request.user), ""
    if data is not None and form.is_valid():
        try:
            getattr(workflow, name)(record, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        except Refused as error:
            refusal = str(error)
        else:
            messages.success(request, page.done.format(reference=record.reference))
            return redirect(record)
    context = {"page": page, "form": form, "record": record, "refusal": refusal}
    return render(request, "healthcheck/move.html", context, status=409 if refusal else 200)
