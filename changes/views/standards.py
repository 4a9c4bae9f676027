"""Standard changes: kept, approved once for all, offered and taken back."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from changes import workflow
from changes.forms.standards import OfferForm, StandardChangeForm
from changes.models import StandardChange
from changes.views.moves import add_errors
from servicedesk.doors import only_with
from servicedesk.idempotency import once_per_form
from servicedesk.paging import page
from servicedesk.roles import Permission

SEES, MANAGES = only_with(Permission.SEE_CHANGES), only_with(Permission.MANAGE_CHANGES)
A_YEAR = timedelta(days=365)
LATEST = 10


@require_safe
@SEES
def standards(request):
    """What needs no asking, and what may need none one day."""
    seen = StandardChange.objects.visible_to(request.user).select_related("school", "approved_by")
    context = {
        "page": page(seen, order=("name", "pk"), token=request.GET.get("page", "")),
        "today": timezone.localdate(),
        "may_manage": request.user.may_anywhere(Permission.MANAGE_CHANGES),
        "may_raise": request.user.may_anywhere(Permission.RECORD_CHANGES),
    }
    return render(request, "changes/standards.html", context)


@require_safe
@SEES
def standard(request, pk):
    """One of them: its steps, who approved it, and when it is looked at again."""
    found = _find(request, pk)
    today = timezone.localdate()
    latest = found.changes.visible_to(request.user).order_by("-pk")[:LATEST]
    context = {
        "standard": found,
        "today": today,
        "latest": latest,
        "form": OfferForm(initial={"review_on": today + A_YEAR}),
        "may_manage": request.user.may(Permission.MANAGE_CHANGES, found.school_id),
        "may_raise": found.is_offered and request.user.may_anywhere(Permission.RECORD_CHANGES),
    }
    return render(request, "changes/standard.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@MANAGES
@once_per_form
def write_standard(request):
    """Write down a change that is done the same way each time."""
    form = StandardChangeForm(request.POST or None, by=request.user)
    return _edit(request, form, workflow.write_standard, "A standard change")


@require_http_methods(["GET", "HEAD", "POST"])
@MANAGES
@once_per_form
def change_standard(request, pk):
    """It is done another way from now on."""
    found = _find(request, pk)
    workflow.may_manage(request.user, found.school)
    form = StandardChangeForm(request.POST or None, by=request.user, standard=found)
    return _edit(request, form, workflow.change_standard, f"Change “{found.name}”", standard=found)


@require_POST
@MANAGES
def offer_standard(request, pk):
    """Approve it once for all."""
    found, form = _find(request, pk), OfferForm(request.POST)
    workflow.may_manage(request.user, found.school)
    if form.is_valid():
        try:
            workflow.offer_standard(found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"“{found.name}” needs no asking from now on.")
    else:
        messages.error(request, "Say on which day it is looked at again.")
    return redirect(found)


@require_POST
@MANAGES
def withdraw_standard(request, pk):
    """It is offered no more."""
    found = _find(request, pk)
    workflow.withdraw_standard(found, by=request.user, at=timezone.now())
    messages.success(request, f"“{found.name}” has to be asked for from now on.")
    return redirect(found)


def _find(request, pk):
    seen = StandardChange.objects.visible_to(request.user).select_related("school", "service", "approved_by")
    return get_object_or_404(seen, pk=pk)


def _edit(request, form, act, title, **about):
    if form.is_valid():
        try:
            made = act(**about, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"“{made.name}” is saved.")
            return redirect(made)
    return render(request, "changes/write_standard.html", {"form": form, "title": title} | about)
