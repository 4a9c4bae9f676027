"""Who approves what, and who stands in for whom: kept by those who manage changes, read by all who see changes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from changes.forms.approving import DeputyForm, RuleForm
from changes.models import ApproverRule, Deputy
from changes.presentation.rules import lines_of
from changes.views.moves import add_errors
from changes.workflow import ruling
from servicedesk.doors import only_with
from servicedesk.idempotency import once_per_form
from servicedesk.models import School
from servicedesk.roles import Permission
from servicedesk.strict import text_in

MANAGES = only_with(Permission.MANAGE_CHANGES)


@require_safe
@only_with(Permission.SEE_CHANGES)
def approvers(request):
    """The rules as sentences, who was left out of them, and the deputies."""
    person, today = request.user, timezone.localdate()
    rules = ApproverRule.objects.visible_to(person).select_related("school", "changed_by").prefetch_related("people")
    deputies = Deputy.objects.visible_to(person).select_related("person", "deputy")
    context = {
        "lines": lines_of(rules, reader=person),
        "deputies": [row for row in deputies if row.last is None or row.last >= today],
        "today": today,
        "manages": person.may_anywhere(Permission.MANAGE_CHANGES),
        "everywhere": person.may(Permission.MANAGE_CHANGES, None),
        "schools": list(School.objects.where_may(person, Permission.MANAGE_CHANGES)),
    }
    return render(request, "changes/approvers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@MANAGES
@once_per_form
def add_rule(request):
    """Say who is asked, at a school or everywhere."""
    school = school_of(request)
    ruling.may_manage(request.user, school)
    form = RuleForm(request.POST or None, instance=ApproverRule(school=school), initial={"wants": "any"})
    if form.is_valid() and _done(request, form, ruling.add_rule, school=school):
        return redirect("changes:approvers")
    return _edit(request, form, f"Who approves at {school.name if school else 'every school'}")


@require_http_methods(["GET", "HEAD", "POST"])
@MANAGES
@once_per_form
def change_rule(request, pk):
    """Say it otherwise."""
    rule = get_object_or_404(ApproverRule.objects.visible_to(request.user).select_related("school"), pk=pk)
    ruling.may_manage(request.user, rule.school)
    form = RuleForm(request.POST or None, instance=rule)
    if form.is_valid() and _done(request, form, ruling.change_rule, rule):
        return redirect("changes:approvers")
    return _edit(request, form, f"Who approves at {rule.school.name if rule.school else 'every school'}")


@require_POST
@MANAGES
def remove_rule(request, pk):
    """This rule holds no longer."""
    rule = get_object_or_404(ApproverRule.objects.visible_to(request.user).select_related("school"), pk=pk)
    ruling.remove_rule(rule, by=request.user)
    messages.success(request, "The rule is removed.")
    return redirect("changes:approvers")


@require_http_methods(["GET", "HEAD", "POST"])
@MANAGES
@once_per_form
def add_deputy(request):
    """Somebody stands in for another."""
    form = DeputyForm(request.POST or None, by=request.user, initial={"first": timezone.localdate()})
    if form.is_valid() and _done(request, form, ruling.name_deputy):
        return redirect("changes:approvers")
    return _edit(request, form, "Who stands in?")


@require_http_methods(["GET", "HEAD", "POST"])
@MANAGES
@once_per_form
def change_deputy(request, pk):
    """Other days, or somebody else."""
    row = _deputy(request, pk)
    begun = {"deputy": row.deputy_id, "first": row.first, "last": row.last}
    form = DeputyForm(request.POST or None, by=request.user, person=row.person, initial=begun)
    if form.is_valid() and _done(request, form, ruling.change_deputy, row):
        return redirect("changes:approvers")
    return _edit(request, form, f"Who stands in for {row.person.name}?")


@require_POST
@MANAGES
def remove_deputy(request, pk):
    """Nobody stands in after all."""
    row = _deputy(request, pk)
    ruling.remove_deputy(row, by=request.user)
    messages.success(request, f"Nobody stands in for {row.person.name} by this any more.")
    return redirect("changes:approvers")


def _deputy(request, pk):
    return get_object_or_404(Deputy.objects.visible_to(request.user).select_related("person", "deputy"), pk=pk)


def school_of(request):
    """The school named in the address; where none is named every school, for those who may, or else their only one."""
    schools = School.objects.where_may(request.user, Permission.MANAGE_CHANGES)
    code = text_in(request.GET, "school")
    if code or not request.user.may(Permission.MANAGE_CHANGES, None):
        return get_object_or_404(schools.filter(code=code) if code else schools[:1])
    return None


def _done(request, form, move, *about, **facts):
    """Make the move, or put on the form why it can't be made."""
    try:
        move(*about, by=request.user, at=timezone.now(), **facts, **form.cleaned_data)
    except ValidationError as error:
        add_errors(form, error)
        return False
    messages.success(request, "Saved.")
    return True


def _edit(request, form, title):
    return render(request, "changes/edit_approvers.html", {"form": form, "title": title})
