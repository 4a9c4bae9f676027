"""Days on which nothing is changed: which there are, a new one, and its end."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from changes import workflow
from changes.forms.scheduling import FreezeForm
from changes.models import Freeze
from changes.views.moves import add_errors
from servicedesk.doors import only_with
from servicedesk.idempotency import once_per_form
from servicedesk.roles import Permission

OLD = 20
MOST = 200


@require_safe
@only_with(Permission.SEE_CHANGES)
def freezes(request):
    """Those that hold and those to come; what is over is folded away."""
    today = timezone.localdate()
    seen = Freeze.objects.visible_to(request.user).select_related("school", "made_by", "ended_by")
    ahead = seen.in_force().filter(last__gte=today).order_by("first", "pk")[:MOST]
    over = seen.exclude(ended_at=None, last__gte=today).order_by("-last", "-pk")[:OLD]
    context = {
        "ahead": [_row(freeze, request.user, today) for freeze in ahead],
        "over": [_row(freeze, request.user, today) for freeze in over],
        "may_add": request.user.may_anywhere(Permission.MANAGE_CHANGES),
    }
    return render(request, "changes/freezes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only_with(Permission.MANAGE_CHANGES)
@once_per_form
def add_freeze(request):
    """On these days nothing is changed."""
    form = FreezeForm(request.POST or None, initial=request.GET.dict(), by=request.user)
    if form.is_valid():
        try:
            freeze = workflow.add_freeze(by=request.user, at=timezone.now(), **form.facts)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"Nothing is changed then: {freeze.title}.")
            return redirect(freeze)
    return render(request, "changes/add_freeze.html", {"form": form})


@require_POST
@only_with(Permission.SEE_CHANGES)
def end_freeze(request, pk):
    """Changes may be made again."""
    freeze = workflow.end_freeze(_find(request, pk), by=request.user, at=timezone.now())
    undo = reverse("changes:put_back_freeze", args=[freeze.pk])
    messages.success(request, f"{freeze.title} is ended: changes may be made again.", extra_tags=undo)
    return redirect(freeze)


@require_POST
@only_with(Permission.SEE_CHANGES)
def put_back_freeze(request, pk):
    """It holds as before."""
    freeze = workflow.put_back_freeze(_find(request, pk), by=request.user, at=timezone.now())
    messages.success(request, f"{freeze.title} holds as before.")
    return redirect(freeze)


def _find(request, pk):
    return get_object_or_404(Freeze.objects.visible_to(request.user), pk=pk)


def _row(freeze, reader, today):
    return {
        "freeze": freeze,
        "is_on": freeze.ended_at is None and freeze.first <= today <= freeze.last,
        "may_end": reader.may(Permission.MANAGE_CHANGES, freeze.school_id),
        "is_over": freeze.last < today,
    }
