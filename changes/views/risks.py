"""The table of risk of a school, or of the trust."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from changes import workflow
from changes.forms.standards import RisksForm
from changes.models import RiskTable
from changes.workflow.writing import cells_of
from servicedesk.doors import only_with
from servicedesk.models import School
from servicedesk.roles import Permission
from servicedesk.strict import text_in


@require_http_methods(["GET", "HEAD", "POST"])
@only_with(Permission.MANAGE_CHANGES)
def risks(request):
    """How risky a change is, by what a failure would do and how likely one is."""
    school, schools = _school(request)
    form = RisksForm(request.POST or None, cells=cells_of(school))
    table = RiskTable.objects.filter(school=school).select_related("changed_by").first()
    if request.method == "POST" and "drop" in request.POST and table:
        workflow.drop_risks(table, by=request.user, at=timezone.now())
        messages.success(request, "The table that holds everywhere else holds here again.")
        return redirect(_url(school))
    if form.is_valid():
        try:
            workflow.set_risks(by=request.user, at=timezone.now(), school=school, cells=form.cells())
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, "Risk is read from this table from now on; plans that are written keep theirs.")
            return redirect(_url(school))
    everywhere = request.user.may(Permission.MANAGE_CHANGES, None)
    context = {"form": form, "school": school, "schools": schools, "table": table, "everywhere": everywhere}
    return render(request, "changes/risks.html", context)


def _school(request):
    """The school named in the address; people of the whole trust may name none."""
    schools = School.objects.where_may(request.user, Permission.MANAGE_CHANGES)
    code = text_in(request.GET, "school")
    if code or not request.user.may(Permission.MANAGE_CHANGES, None):
        return get_object_or_404(schools.filter(code=code) if code else schools[:1]), schools
    return None, schools


def _url(school):
    return reverse("changes:risks") + (f"?school={school.code}" if school else "")
