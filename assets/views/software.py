"""Titles of software and their masters: what there is, from where it is installed, and what of it was bought."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assets import workflow
from assets.filters_licences import SoftwareFilter
from assets.forms.software import MasterForm, SoftwareForm
from assets.licence_standing import left_words, standings_of
from assets.models import Licence, Software, SoftwareMaster
from servicedesk.doors import only_with
from servicedesk.errors import Refused
from servicedesk.idempotency import once_per_form
from servicedesk.paging import page
from servicedesk.roles import Permission

MASTER_MOVES = {"retire": workflow.retire_master, "bring-back": workflow.bring_back_master}


@require_safe
@only_with(Permission.SEE_ASSETS)
def software_list(request):
    """Every title the trust knows, by name."""
    seen = Software.objects.visible_to(request.user)
    found = SoftwareFilter(request.GET, seen, request=request)
    rows = found.qs if found.is_valid() else seen.none()
    rows = rows.annotate(kept=Count("masters", filter=Q(masters__retired_at=None)))
    context = {
        "filters": found.form,
        "narrowed": bool(request.GET.get("q")),
        "page": page(rows, order=("name", "pk"), token=request.GET.get("page", "")),
        "may_edit": request.user.may_anywhere(Permission.EDIT_ASSETS),
    }
    return render(request, "assets/software_list.html", context)


@require_safe
@only_with(Permission.SEE_ASSETS)
def software(request, pk):
    """One title: its masters, and the licences that were bought."""
    found, today = _find(request, pk), timezone.localdate()
    licences = Licence.objects.visible_to(request.user).with_uses().filter(software=found).select_related("school")
    context = {
        "software": found,
        "masters": found.masters.select_related("accepted_by").order_by("retired_at", "-accepted_at", "-pk"),
        "licences": [(each, left_words(each), standings_of(each, today)) for each in licences],
        "may_edit": request.user.may_anywhere(Permission.EDIT_ASSETS),
    }
    return render(request, "assets/software.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only_with(Permission.EDIT_ASSETS)
@once_per_form
def add_software(request):
    """Write down a title."""
    form = SoftwareForm(request.POST or None)
    if form.is_valid() and (made := _made(request, form, workflow.add_software)):
        messages.success(request, f"{made} is written down.")
        return redirect(made)
    return render(request, "assets/software_form.html", {"form": form, "title": "Add a title"})


@require_http_methods(["GET", "HEAD", "POST"])
@only_with(Permission.EDIT_ASSETS)
@once_per_form
def change_software(request, pk):
    """It is called otherwise, or there is more to say."""
    found = _find(request, pk)
    begun = {name: getattr(found, name) for name in SoftwareForm.base_fields}
    form = SoftwareForm(request.POST or None, initial=begun)
    if form.is_valid() and (made := _made(request, form, workflow.change_software, software=found)):
        messages.success(request, f"{made} is saved.")
        return redirect(made)
    return render(request, "assets/software_form.html", {"form": form, "title": f"Change {found}", "software": found})


@require_http_methods(["GET", "HEAD", "POST"])
@only_with(Permission.EDIT_ASSETS)
@once_per_form
def accept_master(request, pk):
    """This copy is the right one."""
    found = _find(request, pk)
    form = MasterForm(request.POST or None)
    if form.is_valid() and (made := _made(request, form, workflow.accept_master, software=found)):
        messages.success(request, f"{made} is in the software library.")
        return redirect(found)
    context = {"form": form, "title": f"Accept a master of {found}", "software": found}
    return render(request, "assets/software_form.html", context)


@require_POST
@only_with(Permission.EDIT_ASSETS)
def move_master(request, pk, move):
    """Retire a master, or bring it back."""
    master = get_object_or_404(SoftwareMaster.objects.visible_to(request.user).select_related("software"), pk=pk)
    try:
        made = MASTER_MOVES[move](master, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        said = "is retired: nothing is installed from it" if made.retired_at else "is back in the software library"
        messages.success(request, f"{made} {said}.")
    return redirect(master.software)


def _find(request, pk):
    return get_object_or_404(Software.objects.visible_to(request.user), pk=pk)


def _made(request, form, move, **about):
    """Make the move, or put on the form why it can't be made."""
    try:
        return move(**about, by=request.user, at=timezone.now(), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return None
