"""A page for every move of a thing: GET asks, POST makes it; the rules are the move's own."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assets import moves, workflow
from assets.forms.ending import BringBackForm, DisposeForm
from assets.models import Asset
from servicedesk.doors import only_with
from servicedesk.errors import Refused
from servicedesk.idempotency import once_per_form
from servicedesk.move_pages import MovePage, by_name
from servicedesk.roles import Permission

PAGES = by_name(
    MovePage(
        moves.DISPOSE,
        DisposeForm,
        "Dispose of it",
        "Dispose of it",
        "{asset} is disposed of. Its certificate can be printed.",
        "It stays in the register with all that happened to it, and no longer counts among what the school has.",
    ),
    MovePage(
        moves.BRING_BACK,
        BringBackForm,
        "It is here after all",
        "Bring it back",
        "{asset} is back.",
        "Its certificate of disposal no longer holds; the history keeps that there was one.",
    ),
)


@only_with(Permission.SEE_ASSETS)
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def move(request, pk, name):
    """Ask for one move, or make it."""
    seen = Asset.objects.visible_to(request.user).select_related("school", "type", "disposal")
    asset, page = get_object_or_404(seen, pk=pk), PAGES[name]
    data = request.POST if request.method == "POST" else None
    if data is None or not page.move.allowed(asset, request.user):
        page.move.check(asset, by=request.user)
    form = page.form(data, asset=asset, by=request.user)
    if data is not None and form.is_valid():
        try:
            made = getattr(workflow, name)(asset, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except Refused as refusal:
            return _ask(request, page, form, asset, status=409, refusal=str(refusal))
        else:
            messages.success(request, page.done.format(asset=made))
            return redirect(made)
    return _ask(request, page, form, asset)


def _ask(request, page, form, asset, *, status=200, refusal=""):
    context = {"page": page, "form": form, "asset": asset, "refusal": refusal}
    return render(request, "assets/move.html", context, status=status)
