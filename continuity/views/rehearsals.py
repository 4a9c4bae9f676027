"""Rehearsals: the list, one of them, a page for every move; and the log of back-up tests."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from continuity import forms, moves, workflow
from continuity.filters import RehearsalFilter
from continuity.models import Rehearsal
from continuity.views.order import SEES, schools_and_chosen
from servicedesk.doors import only_with
from servicedesk.errors import Refused
from servicedesk.idempotency import once_per_form
from servicedesk.models import School
from servicedesk.move_pages import MovePage, by_name
from servicedesk.paging import page
from servicedesk.roles import Permission

KEEPS = only_with(Permission.KEEP_CONTINUITY)
PAGES = by_name(
    MovePage(moves.DESCRIBE, forms.DescribeForm, "Change the rehearsal", "Save", "{reference} is saved."),
    MovePage(
        moves.HOLD,
        forms.HoldForm,
        "How did it go?",
        "Write it down",
        "{reference} is written down.",
        hint="What is agreed today is kept beside what it took.",
    ),
    MovePage(moves.CANCEL, forms.CancelForm, "It is not held", "Cancel the rehearsal", "{reference} is cancelled."),
    MovePage(
        moves.REOPEN,
        forms.ReopenForm,
        "It was written down wrongly",
        "Plan it again",
        "{reference} is planned again.",
        hint="Its day, result and reason are taken back; its actions stay.",
    ),
    MovePage(
        moves.ADD_ACTION, forms.ActionForm, "What has to be done since?", "Add it", "The action is on {reference}."
    ),
    MovePage(moves.FINISH_ACTION, forms.FinishActionForm, "An action is done", "It is done", "Done."),
)


@SEES
@require_safe
def rehearsals(request):
    """What was tried, and what is planned."""
    seen = Rehearsal.objects.visible_to(request.user).select_related("school", "lead")
    found = RehearsalFilter(request.GET, seen, request=request)
    rows = found.qs.distinct() if found.is_valid() else seen.none()
    shown = page(rows, order=("planned_on", "pk"), token=request.GET.get("page", ""), descending=True)
    context = {
        "page": shown,
        "filters": found.form,
        "several": len(found.form.fields["school"].queryset[:2]) > 1,
        "narrowed": any(request.GET.get(name) for name in found.form.fields),
        "keepable": list(School.objects.where_may(request.user, Permission.KEEP_CONTINUITY)),
        "today": timezone.localdate(),
    }
    return render(request, "continuity/rehearsals.html", context)


@SEES
@require_safe
def rehearsal(request, pk):
    """One rehearsal: what it took against what is agreed, what was learnt, what has to be done since."""
    found = _find(request, pk)
    context = {
        "rehearsal": found,
        "scope": found.scope.select_related("service"),
        "actions": found.actions.select_related("owner", "done_by", "change", "problem"),
        "entries": found.entries.select_related("by"),
        "possible": [move.name for move in moves.MOVES if move.possible(found, request.user)],
        "today": timezone.localdate(),
    }
    return render(request, "continuity/rehearsal.html", context)


@KEEPS
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def plan_rehearsal(request):
    """Say when what is tried."""
    _, school = schools_and_chosen(request, Permission.KEEP_CONTINUITY)
    school = school or get_object_or_404(School.objects.where_may(request.user, Permission.KEEP_CONTINUITY)[:1])
    form = forms.RehearsalForm(request.POST or None, school=school, by=request.user)
    if form.is_valid():
        try:
            said = form.cleaned_data
            made = workflow.plan_rehearsal(school=school, by=request.user, at=timezone.now(), **said)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{made.reference} is planned.")
            return redirect(made)
    context = {"form": form, "title": f"Plan a rehearsal at {school.name}", "back": reverse("continuity:rehearsals")}
    return render(request, "continuity/form.html", context)


@SEES
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def move(request, pk, name):
    """Ask for one move, or make it."""
    found, asked = _find(request, pk), PAGES[name]
    data = request.POST if request.method == "POST" else None
    if data is None or not asked.move.allowed(found, request.user):
        asked.move.check(found, by=request.user)
    form = asked.form(data, initial=request.GET.dict(), rehearsal=found, by=request.user)
    if data is not None and form.is_valid():
        try:
            made = getattr(workflow, name)(found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        except Refused as refusal:
            return _ask(request, asked, form, status=409, refusal=str(refusal))
        else:
            messages.success(request, asked.done.format(reference=made.reference))
            return redirect(made)
    return _ask(request, asked, form)


def _ask(request, asked, form, *, status=200, **context):
    context |= {"asked": asked, "form": form, "rehearsal": form.rehearsal}
    return render(request, "continuity/move.html", context, status=status)


def _find(request, pk):
    seen = Rehearsal.objects.visible_to(request.user).select_related("school", "lead", "made_by")
    return get_object_or_404(seen, pk=pk)
