"""A problem begins on a page: from ticked records, from one of them, or from nothing."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.models import Incident
from incidents.views.ways import this_minute
from problems import workflow
from problems.forms import MOST_LINKED, RaiseForm
from problems.models import Problem
from problems.numbers import numbers_in
from problems.presentation.problems import rows_of
from servicedesk.doors import only_with
from servicedesk.idempotency import once_per_form
from servicedesk.roles import Permission
from servicedesk.ways import back_to

MOST_OFFERED = 50  # open problems to choose from; whoever has more of them links from the page of the problem


@require_http_methods(["GET", "HEAD", "POST"])
@only_with(Permission.SOLVE_PROBLEMS)
@once_per_form
def raise_problem(request):
    """Something keeps going wrong: say what, with the records of it."""
    data = request.POST if request.method == "POST" else None
    form = RaiseForm(data, initial=_begun(request), by=request.user)
    if form.is_valid():
        try:
            made = workflow.raise_problem(by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, f"{made.reference} is raised.")
            return redirect(made)
    return render(request, "problems/raise.html", {"form": form})


def _begun(request):
    """What the address says already; the summary of the first record names the problem until somebody says better."""
    begun = request.GET.dict()
    numbers = numbers_in(begun.get("incidents", ""))[:MOST_LINKED]
    first = Incident.objects.visible_to(request.user).filter(pk__in=numbers).order_by("pk").first()
    return ({"title": first.summary} if first else {}) | begun


@require_POST
@only_with(Permission.SOLVE_PROBLEMS)
def ticked(request, way):
    """Ticked rows of the queue lead on to a page that asks for the rest."""
    numbers = numbers_in(" ".join(request.POST.getlist("row")))[:MOST_LINKED]
    if not numbers:
        messages.warning(request, "Tick at least one row first.")
        return redirect(back_to(request, "incidents:queue"))
    query = urlencode({"incidents": ", ".join(map(str, numbers))})
    return redirect(f"{reverse(f'problems:{way}')}?{query}")


@require_safe
@only_with(Permission.SOLVE_PROBLEMS)
def choose(request):
    """Which problem caused these records? The open ones that they may belong to."""
    numbers = numbers_in(request.GET.get("incidents", ""))[:MOST_LINKED]
    records = list(Incident.objects.visible_to(request.user).filter(pk__in=numbers).order_by("pk"))
    schools = {record.school_id for record in records}
    fits = Q(school=None) | Q(school=schools.pop()) if len(schools) == 1 else Q(school=None)
    theirs = Problem.objects.filter(request.user.within(Permission.SOLVE_PROBLEMS, field="school"))
    offered = theirs.unresolved().filter(fits).with_rows_shown().order_by("-pk")[:MOST_OFFERED]
    context = {
        "records": records,
        "query": urlencode({"incidents": ", ".join(str(record.pk) for record in records)}),
        "rows": rows_of(offered, at=this_minute(), reader=request.user),
    }
    return render(request, "problems/choose.html", context)
