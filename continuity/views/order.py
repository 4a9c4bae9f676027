"""The recovery order: the plan of a school, one line of it, and the plan on paper."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from continuity import standing, workflow
from continuity.forms import LineForm
from continuity.models import RecoveryLine
from continuity.paper import file_name, plan_pdf
from servicedesk.doors import only_with
from servicedesk.errors import Refused
from servicedesk.idempotency import once_per_form
from servicedesk.models import School
from servicedesk.roles import Permission

SEES, KEEPS = only_with(Permission.SEE_AGREEMENTS), only_with(Permission.KEEP_CONTINUITY)
TRUST = "trust"  # stands in the address for the order of every school without its own
LAST = 10


@SEES
@require_safe
def plan(request):
    """The order of a school, with what each service needs, what is due, and what stands wrongly."""
    schools, school = schools_and_chosen(request)
    today = timezone.localdate()
    found = standing.plan_of(school, today=today) if school else standing.trust_plan(today=today)
    context = {
        "schools": schools,
        "school": school,
        "plan": found,
        "may_keep": request.user.may(Permission.KEEP_CONTINUITY, school)
        and (found.is_own or school is None or not found.lines),
        "may_begin_own": bool(school)
        and bool(found.lines)
        and not found.is_own
        and request.user.may(Permission.KEEP_CONTINUITY, school),
        "last_rehearsal": standing.last_rehearsal(school) if school else None,
        "last_backup_test": standing.last_backup_test(school) if school else None,
    }
    return render(request, "continuity/plan.html", context)


@SEES
@require_safe
def paper(request):
    """The plan as a PDF, for the day on which everything is down."""
    _, school = schools_and_chosen(request)
    content = plan_pdf(school, at=timezone.now())
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{file_name(school)}"'
    return answer


@SEES
@require_safe
def line(request, pk):
    """One service of the order: what is agreed, the steps, and what was tried."""
    found = _find(request, pk)
    context = {
        "line": found,
        "may_keep": request.user.may(Permission.KEEP_CONTINUITY, found.school_id),
        "changes": found.history.select_related("history_user")[:LAST],
        "back": back_to(found.school),
    }
    return render(request, "continuity/line.html", context)


@KEEPS
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def add_line(request):
    """Put a service at the end of the order."""
    school = _school_to_keep(request)
    form = LineForm(request.POST or None, school=school)
    act = partial(workflow.add_line, school=school, by=request.user, at=timezone.now())
    title = f"Add a service at {school.name}" if school else "Add a service for every school"
    if form.is_valid() and (made := _made(form, act)):
        messages.success(request, f"{made.service.name} comes back as number {made.place}.")
        return redirect(back_to(school))
    return render(request, "continuity/form.html", {"form": form, "title": title, "back": back_to(school)})


@KEEPS
@require_http_methods(["GET", "HEAD", "POST"])
def change_line(request, pk):
    """Something else is agreed."""
    found = _find(request, pk)
    workflow.may_keep(request.user, found.school)
    begun = {name: getattr(found, name) for name in LineForm.base_fields} | {"steps": "\n".join(found.steps)}
    begun |= {name: getattr(found, f"{name}_id") for name in ("service", "owner", "deputy")}
    form = LineForm(request.POST or None, school=found.school, initial=begun)
    act = partial(workflow.change_line, found, by=request.user, at=timezone.now())
    if form.is_valid() and (made := _made(form, act)):
        messages.success(request, f"{made.service.name} is saved.")
        return redirect(made)
    context = {"form": form, "title": f"Change {found.service.name}", "back": found.get_absolute_url()}
    return render(request, "continuity/form.html", context)


@KEEPS
@require_http_methods(["GET", "HEAD", "POST"])
def remove_line(request, pk):
    """Take a service out of the order, after asking."""
    found = _find(request, pk)
    workflow.may_keep(request.user, found.school)
    if request.method == "POST":
        workflow.remove_line(found, by=request.user, at=timezone.now())
        messages.success(request, f"{found.service.name} is out of the order.")
        return redirect(back_to(found.school))
    return render(request, "continuity/remove.html", {"line": found, "back": back_to(found.school)})


@KEEPS
@require_POST
def move_up(request, pk):
    """One place earlier."""
    return _move(request, pk, workflow.move_up)


@KEEPS
@require_POST
def move_down(request, pk):
    """One place later."""
    return _move(request, pk, workflow.move_down)


@KEEPS
@require_POST
def begin_own(request):
    """A school gets an order of its own."""
    school = _school_to_keep(request)
    if school is None:
        raise Http404
    workflow.begin_own(school, by=request.user, at=timezone.now())
    messages.success(request, f"{school.name} has its own order now. What the trust changes no longer changes it.")
    return redirect(back_to(school))


def schools_and_chosen(request, permission=Permission.SEE_AGREEMENTS):
    """The schools where the reader may do something, and the one the address names (None: the trust's order)."""
    schools = list(School.objects.where_may(request.user, permission))
    asked = request.GET.get("school") or request.POST.get("school") or ""
    if asked == TRUST:
        return schools, None
    if asked:
        found = next((school for school in schools if school.code == asked), None)
        if found is None:
            raise Http404
        return schools, found
    home = request.home.school if request.home else None
    return schools, next((school for school in schools if school == home), schools[0] if schools else None)


def back_to(school):
    """The plan of a school, or of the trust."""
    return f"{reverse('continuity:plan')}?school={school.code if school else TRUST}"


def _find(request, pk):
    seen = RecoveryLine.objects.visible_to(request.user).select_related("school", "service", "owner", "deputy")
    return get_object_or_404(seen, pk=pk)


def _school_to_keep(request):
    _, school = schools_and_chosen(request, Permission.KEEP_CONTINUITY)
    workflow.may_keep(request.user, school)
    return school


def _made(form, act):
    """Make the move, or put on the form why it can't be made."""
    try:
        return act(**form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _move(request, pk, act):
    found = _find(request, pk)
    try:
        act(found, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect(f"{back_to(found.school)}#line-{found.pk}")
