"""What a thing depends on and what depends on it: shown, added to and taken from."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from assets import workflow
from assets.forms.relations import FindThingForm, NeedForm, RelateForm
from assets.models import Asset, Relation, ServiceNeed
from assets.relation_panels import around
from servicedesk.doors import only_with
from servicedesk.roles import Permission
from servicedesk.ways import back_to

MOST = 50


@only_with(Permission.EDIT_ASSETS)
def relate(request, pk):
    """It hangs together with another thing."""
    asset = _mine(request, pk)
    find = FindThingForm(request.POST if request.method == "POST" else request.GET)
    form = RelateForm(request.POST or None, asset=asset, by=request.user, words=find.words())
    if form.is_valid():
        try:
            made = workflow.relate(**form.move(), by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{made.asset} {made.get_kind_display().lower()} {made.other}.")
            return redirect("assets:relate", pk)
    return _show(request, asset, form, find=find)


@only_with(Permission.EDIT_ASSETS)
def need(request, pk):
    """A service needs it."""
    asset = _mine(request, pk)
    form = NeedForm(request.POST or None, asset=asset)
    if form.is_valid():
        try:
            made = workflow.need(asset, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{made}.")
            return redirect("assets:relate", pk)
    return _show(request, asset, form)


@only_with(Permission.EDIT_ASSETS)
@require_POST
def unrelate(request, pk):
    """It does so no longer."""
    seen = Relation.objects.visible_to(request.user).select_related("asset__school", "other__school")
    relation = get_object_or_404(seen, pk=pk)
    asset = workflow.unrelate(relation, by=request.user, at=timezone.now())
    messages.success(request, f"Taken away: {relation}.")
    return redirect(back_to(request, asset))


@only_with(Permission.EDIT_ASSETS)
@require_POST
def need_no_more(request, pk):
    """The service does without it."""
    seen = ServiceNeed.objects.visible_to(request.user).select_related("asset__school", "service")
    needed = get_object_or_404(seen, pk=pk)
    asset = workflow.need_no_more(needed, by=request.user, at=timezone.now())
    messages.success(request, f"Taken away: {needed}.")
    return redirect(back_to(request, asset))


def _mine(request, pk):
    mine = Asset.objects.filter(request.user.within(Permission.EDIT_ASSETS, field="school"))
    return get_object_or_404(mine.select_related("school", "room"), pk=pk)


def _show(request, asset, form, *, find=None):
    """The one page: what is known, and a form for more of either sort; `form` is the one that was sent, if any."""
    find = find or FindThingForm({})
    relating = form if isinstance(form, RelateForm) else RelateForm(asset=asset, by=request.user)
    context = {
        "asset": asset,
        "form": form,
        "find": find,
        "relating": relating,
        "needing": form if isinstance(form, NeedForm) else NeedForm(asset=asset),
        "words": " ".join(find.words()),
        "around": around(asset, reader=request.user, most=MOST),
    }
    return render(request, "assets/relate.html", context)
