"""The change log: what was changed is written down, and put right."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from changes import workflow
from changes.forms.log import ChangeForm
from changes.models import Change, Kind
from problems.models import Problem
from servicedesk.doors import only_with
from servicedesk.idempotency import once_per_form
from servicedesk.models import School
from servicedesk.roles import Permission
from servicedesk.strict import text_in, whole_number


@require_http_methods(["GET", "HEAD", "POST"])
@only_with(Permission.RECORD_CHANGES)
@once_per_form
def record(request):
    """Something was changed: write it down while it is fresh."""
    school = _school(request)
    now = timezone.now().replace(second=0, microsecond=0)
    problem = _problem(request)
    begun = {"made_at": now, "made_by": request.user.pk} | _touched_by(problem) | request.GET.dict()
    form = ChangeForm(request.POST or None, initial=begun, instance=Change(school=school), by=request.user)
    if form.is_valid() and (made := _made(request, form, workflow.record_change, school=school)):
        messages.success(request, f"{made.reference} is recorded.")
        return redirect(made)
    title = f"Record a change at {school.name}" if school else "Record a change in several schools"
    return render(request, "changes/edit.html", {"form": form, "title": title, "problem": problem})


@require_http_methods(["GET", "HEAD", "POST"])
@only_with(Permission.RECORD_CHANGES)
def correct(request, pk):
    """It was written down wrongly."""
    found = get_object_or_404(Change.objects.visible_to(request.user).select_related("school"), pk=pk)
    workflow.may_record(request.user, found.school)
    if found.kind != Kind.RECORDED:
        return redirect(found)
    form = ChangeForm(request.POST or None, instance=found, by=request.user)
    if form.is_valid() and (made := _made(request, form, workflow.correct_change, change=found)):
        messages.success(request, f"{made.reference} is saved.")
        return redirect(made)
    return render(request, "changes/edit.html", {"form": form, "title": f"Correct {found.reference}", "change": found})


def _problem(request):
    """The problem that the address says the change is for, if the reader may see it."""
    number = whole_number(request.GET.get("problem", ""))
    return Problem.objects.visible_to(request.user).filter(pk=number).first() if number else None


def _touched_by(problem):
    """What a change for a problem most likely touched: what the problem affects."""
    if problem is None:
        return {}
    return {"service": problem.service_id, "assets": problem.assets.all(), "rooms": problem.rooms.all()}


def _school(request):
    """The school named in the address; for people of the whole trust none may be named, or else their only one."""
    schools = School.objects.where_may(request.user, Permission.RECORD_CHANGES)
    code = text_in(request.GET, "school") or text_in(request.POST, "school")
    if code or not request.user.may(Permission.RECORD_CHANGES, None):
        return get_object_or_404(schools.filter(code=code) if code else schools[:1])
    return None


def _made(request, form, move, **about):
    """Make the move, or put on the form why it can't be made."""
    try:
        return move(**about, by=request.user, at=timezone.now(), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return None
