"""What was escalated, and why: the steps that were taken, newest first."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from incidents.escalation_list import escalated
from incidents.filters_escalations import EscalationFilter
from incidents.presentation.escalations import taken
from servicedesk.doors import only_with
from servicedesk.paging import page
from servicedesk.roles import Permission


@require_safe
@only_with(Permission.SEE_SCHOOL)
def escalations(request):
    """Every step of the schools the reader serves: which record, why, who was told, and what became of the promise."""
    filters = EscalationFilter(request.GET, escalated().visible_to(request.user), request=request)
    found = filters.qs if filters.form.is_valid() else filters.queryset.none()
    shown = page(found, order=("pk",), token=request.GET.get("page", ""), descending=True)
    context = {
        "form": filters.form,
        "rows": taken(shown.rows),
        "page": shown,
        "several_schools": request.home.school is None,
        "narrowed": any(filters.form.data.get(name) for name in filters.form.fields),
    }
    return render(request, "incidents/escalations.html", context, status=200 if filters.form.is_valid() else 400)
