"""Costs beside contracts: the list, writing one down, putting it right, taking it out."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from finance import workflow
from finance.filters import CostFilter
from finance.forms import CostForm
from finance.models import Cost
from finance.views.contracts import KEEPS, addable, school_to_keep
from finance.views.costs import SEES
from servicedesk.idempotency import once_per_form
from servicedesk.paging import page
from servicedesk.roles import Permission

BEGUN = ("what", "amount", "often", "starts_on", "ends_on", "sort", "note")


@SEES
@require_safe
def entries(request):
    """What was paid beside contracts, licences and things; the latest first."""
    seen = Cost.objects.visible_to(request.user).select_related("school", "service", "asset")
    found = CostFilter(request.GET, seen, request=request)
    rows = found.qs if found.is_valid() else seen.none()
    several = len(found.form.fields["school"].queryset[:2]) > 1
    context = {
        "page": page(rows, order=("starts_on", "pk"), token=request.GET.get("page", ""), descending=True),
        "fields": [field for field in found.form if field.name != "school" or several],
        "several": several,
        "narrowed": any(request.GET.get(name) for name in found.form.fields),
        "keeps": request.user.may_anywhere(Permission.KEEP_COSTS),
        **addable(request.user),
    }
    return render(request, "finance/entries.html", context)


@KEEPS
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def add_cost(request):
    """Write down what was paid."""
    school = school_to_keep(request)
    form = CostForm(request.POST or None, school=school)
    act = partial(workflow.add_cost, school=school, by=request.user, at=timezone.now())
    title = f"Add a cost of {school.name}" if school else "Add a cost of the whole trust"
    return _page(request, form, act, title)


@KEEPS
@require_http_methods(["GET", "HEAD", "POST"])
def change_cost(request, pk):
    """It was written down wrongly, or ends."""
    found = _find(request, pk)
    begun = {name: getattr(found, name) for name in BEGUN} | {"service": found.service_id}
    begun["tag"] = found.asset.tag if found.asset else ""
    form = CostForm(request.POST or None, school=found.school, initial=begun)
    act = partial(workflow.change_cost, found, by=request.user, at=timezone.now())
    changes = found.history.select_related("history_user")
    return _page(request, form, act, f"Change: {found.what}", cost=found, changes=changes)


@KEEPS
@require_http_methods(["GET", "HEAD", "POST"])
def remove_cost(request, pk):
    """Take a cost out, after asking."""
    found = _find(request, pk)
    if request.method == "POST":
        workflow.remove_cost(found, by=request.user, at=timezone.now())
        messages.success(request, f"“{found.what}” counts no longer.")
        return redirect(reverse("finance:entries"))
    return render(request, "finance/remove.html", {"cost": found})


def _find(request, pk):
    found = get_object_or_404(Cost.objects.visible_to(request.user).select_related("school", "asset"), pk=pk)
    workflow.may_keep(request.user, found.school)
    return found


def _page(request, form, act, title, **context):
    if form.is_valid():
        try:
            made = act(**form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, f"“{made.what}” is written down.")
            return redirect(reverse("finance:entries"))
    context |= {"form": form, "title": title, "back": reverse("finance:entries"), "back_words": "Other costs"}
    return render(request, "finance/form.html", context)
