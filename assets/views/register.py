"""The asset register: what the school has, where it is, and what keeps breaking."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from assets import workflow
from assets.filters import AssetFilter
from assets.forms.register import AssetForm
from assets.models import Asset
from assets.panels import sections_of, ways_on
from servicedesk.doors import only_with
from servicedesk.models import School
from servicedesk.paging import page
from servicedesk.roles import Permission


@only_with(Permission.SEE_ASSETS)
def assets(request):
    """The register, by tag."""
    seen = Asset.objects.visible_to(request.user).select_related("type", "room", "school")
    found = AssetFilter(request.GET, seen, request=request)
    rows = found.qs if found.is_valid() else seen.none()
    schools = School.objects.where_may(request.user, Permission.EDIT_ASSETS)
    form = found.form
    context = {
        "filters": form,
        "room": form.cleaned_data.get("room") if found.is_valid() else None,
        "narrowed": any(request.GET.get(name) for name in form.fields),
        "page": page(rows, order=("tag", "pk"), token=request.GET.get("page", "")),
        "addable": list(schools),
        "several": len(form.fields["school"].queryset) > 1,
    }
    return render(request, "assets/assets.html", context)


@only_with(Permission.SEE_ASSETS)
def asset(request, pk):
    """One thing: what it is, where it is, and what happened to it."""
    seen = Asset.objects.visible_to(request.user).select_related("type", "room__building", "school")
    found = get_object_or_404(seen, pk=pk)
    context = {
        "asset": found,
        "may_edit": request.user.may(Permission.EDIT_ASSETS, found.school_id),
        "sections": sections_of(found, reader=request.user, at=timezone.now()),
        "ways": ways_on(found, reader=request.user),
        "changes": found.history.select_related("history_user", "room")[:10],
    }
    return render(request, "assets/asset.html", context)


@only_with(Permission.EDIT_ASSETS)
def add_asset(request, pk):
    """Write something into the register of a school."""
    school = get_object_or_404(School.objects.where_may(request.user, Permission.EDIT_ASSETS), pk=pk)
    form = AssetForm(request.POST or None, instance=Asset(school=school))
    if form.is_valid() and (made := _made(request, form, workflow.add_asset, school=school)):
        messages.success(request, f"{made} is in the register.")
        return redirect(made)
    return render(request, "assets/edit.html", {"form": form, "title": f"Add an asset at {school.name}"})


@only_with(Permission.EDIT_ASSETS)
def change_asset(request, pk):
    """It moved, broke, or got another label."""
    mine = Asset.objects.filter(request.user.within(Permission.EDIT_ASSETS, field="school"))
    found = get_object_or_404(mine.select_related("school"), pk=pk)
    form = AssetForm(request.POST or None, instance=found)
    if form.is_valid() and (made := _made(request, form, workflow.change_asset, asset=found)):
        messages.success(request, f"{made} is saved.")
        return redirect(made)
    return render(request, "assets/edit.html", {"form": form, "title": f"Change {found.tag}", "asset": found})


def _made(request, form, move, **about):
    """Make the move, or put on the form why it can't be made."""
    try:
        return move(**about, by=request.user, at=timezone.now(), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return None
