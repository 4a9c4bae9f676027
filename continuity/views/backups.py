"""The log of back-up tests."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from continuity import workflow
from continuity.filters import BackupTestFilter
from continuity.forms import BackupTestForm
from continuity.models import BackupTest
from continuity.views.order import KEEPS, SEES, schools_and_chosen
from servicedesk.idempotency import once_per_form
from servicedesk.models import School
from servicedesk.paging import page
from servicedesk.roles import Permission

BEGUN = ("what", "tested_on", "result", "minutes", "note")


@SEES
@require_safe
def backup_tests(request):
    """What was brought back, and whether it was whole; the latest first."""
    seen = BackupTest.objects.visible_to(request.user).select_related("school", "service", "tested_by")
    found = BackupTestFilter(request.GET, seen, request=request)
    rows = found.qs if found.is_valid() else seen.none()
    context = {
        "page": page(rows, order=("tested_on", "pk"), token=request.GET.get("page", ""), descending=True),
        "filters": found.form,
        "several": len(found.form.fields["school"].queryset[:2]) > 1,
        "narrowed": any(request.GET.get(name) for name in found.form.fields),
        "keepable": list(School.objects.where_may(request.user, Permission.KEEP_CONTINUITY)),
        "keeps": request.user.may_anywhere(Permission.KEEP_CONTINUITY),
    }
    return render(request, "continuity/backup_tests.html", context)


@KEEPS
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def log_backup_test(request):
    """Somebody tried to bring something back."""
    _, school = schools_and_chosen(request, Permission.KEEP_CONTINUITY)
    school = school or get_object_or_404(School.objects.where_may(request.user, Permission.KEEP_CONTINUITY)[:1])
    form = BackupTestForm(request.POST or None, school=school, by=request.user)
    act = partial(workflow.log_backup_test, school=school, by=request.user, at=timezone.now())
    return _page(request, form, act, f"Log a back-up test at {school.name}")


@KEEPS
@require_http_methods(["GET", "HEAD", "POST"])
def change_backup_test(request, pk):
    """It was logged wrongly."""
    seen = BackupTest.objects.visible_to(request.user).select_related("school", "service", "tested_by")
    found = get_object_or_404(seen, pk=pk)
    workflow.may_keep(request.user, found.school)
    begun = {name: getattr(found, name) for name in BEGUN}
    begun |= {"service": found.service_id, "tested_by": found.tested_by_id}
    form = BackupTestForm(request.POST or None, school=found.school, by=request.user, initial=begun)
    act = partial(workflow.change_backup_test, found, by=request.user, at=timezone.now())
    return _page(request, form, act, "Put a back-up test right", changes=found.history.select_related("history_user"))


def _page(request, form, act, title, **context):
    if form.is_valid():
        try:
            made = act(**form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"“{made.what}” is logged.")
            return redirect(reverse("continuity:backup_tests"))
    context |= {"form": form, "title": title, "back": reverse("continuity:backup_tests")}
    return render(request, "continuity/form.html", context)
