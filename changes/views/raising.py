"""The guided form: a change begins on a page, and each step of its description saves by itself."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from changes import moves, workflow
from changes.forms.raising import RaiseForm, StandardForm, StepsForm, TouchesForm, WhatForm, WindowForm
from changes.models import Change, Kind, StandardChange, Status
from changes.views import taking
from changes.views.moves import add_errors
from problems.models import Problem
from servicedesk.doors import only_with
from servicedesk.errors import Refused
from servicedesk.idempotency import once_per_form
from servicedesk.roles import Permission
from servicedesk.strict import whole_number

# The steps of the guided form: what each is called, and what it asks.
STEPS = {
    "what": ("What and why", WhatForm),
    "touches": ("What it touches", TouchesForm),
    "plan": ("The plan", StepsForm),
    "window": ("When and how risky", WindowForm),
}
OF_PLAN = ("plan", "window")


@dataclass(frozen=True)
class Stage:
    """One step of the guided form as its page shows it."""

    words: str
    number: int
    url: str
    is_current: bool


@require_http_methods(["GET", "HEAD", "POST"])
@only_with(Permission.RECORD_CHANGES)
@once_per_form
def raise_change(request):
    """Ask for a change: what and why; the other steps follow. A standard one is asked for on one page."""
    template, problem = _template(request), _problem(request)
    data, kind_of_form = (request.POST if request.method == "POST" else None), StandardForm if template else RaiseForm
    form = kind_of_form(data, initial=_begun(request, template, problem), by=request.user, at=timezone.now())
    if form.is_valid():
        try:
            made = _raise(request, form)
        except ValidationError as error:
            add_errors(form, error)
        else:
            says = "is ready to be made" if made.kind == Kind.STANDARD else "is raised"
            messages.success(request, f"{made.reference} {says}.")
            return redirect(made if made.kind == Kind.STANDARD else _url(made, "touches"))
    context = {"form": form, "template": template, "problem": problem, "stages": stages()}
    context["offered"] = [] if template else _offered(request.user)
    return render(request, "changes/raise.html", context)


def _raise(request, form):
    """Raise it, with what the problem it is for affects."""
    said = dict(form.cleaned_data)
    if problem := said.get("problem"):
        here = {"school": said["school"]} if said.get("school") else {}
        said["service"] = problem.service
        said["assets"] = list(problem.assets.visible_to(request.user).filter(**here))
        said["rooms"] = list(problem.rooms.visible_to(request.user).filter(**here))
    return workflow.raise_change(by=request.user, at=timezone.now(), **said)


def _begun(request, template, problem):
    """What the address says already, and what the problem or the template says."""
    begun = {}
    if problem:
        begun = {"title": problem.title, "problem": problem.pk, "details": problem.proposed_fix}
        begun["reason"] = problem.root_cause or problem.title
        if problem.school:
            begun["school"] = problem.school.code
    if template:
        begun = {"title": template.name, "template": template.pk, "reason": template.reason}
        if template.school:
            begun["school"] = template.school.code
    return begun | request.GET.dict()


def _template(request):
    number = whole_number(request.GET.get("template") or request.POST.get("template", ""))
    if not number:
        return None
    offered = StandardChange.objects.visible_to(request.user).filter(is_offered=True).select_related("school")
    return get_object_or_404(offered, pk=number)


def _problem(request):
    number = whole_number(request.GET.get("problem") or request.POST.get("problem", ""))
    seen = Problem.objects.visible_to(request.user).select_related("school", "service")
    return seen.filter(pk=number).first() if number else None


def _offered(person):
    return list(StandardChange.objects.visible_to(person).filter(is_offered=True).order_by("name")[:20])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def describe(request, pk):
    """One step of the guided form of a change that is there already."""
    shown = Change.objects.select_related("school", "originator", "implementer", "problem")
    change = get_object_or_404(shown.visible_to(request.user), pk=pk)
    moves.DESCRIBE.check(change, by=request.user)
    step = request.GET.get("step", "window" if "starts_at" in request.GET else "what")
    step = step if step in STEPS else "what"
    if step in OF_PLAN and change.status not in (Status.RAISED, Status.PROCEED):
        return redirect("changes:plan", pk=change.pk)
    data = taking.written(request) if request.method == "POST" else None
    form = STEPS[step][1](data, initial=request.GET.dict(), change=change, by=request.user, at=timezone.now())
    if taking.LOOK in request.POST and step == "window":
        return _ask(request, change, step, taking.as_it_is(form), **taking.shown_beside(form, change))
    if form.is_valid():
        try:
            change = workflow.describe(change, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        except Refused as refusal:
            return _ask(request, change, step, form, status=409, refusal=str(refusal))
        else:
            if taking.TAKE in request.POST:
                messages.success(request, taking.said_of(change))
                return redirect(_url(change, step))
            return redirect(_after(request, change, step))
    return _ask(request, change, step, form)


def _ask(request, change, step, form, *, status=200, **context):
    context |= {"change": change, "form": form, "step": STEPS[step][0], "stages": stages(change, step)}
    context |= {"is_last": step == list(STEPS)[-1], "about_window": step == "window"}
    return render(request, "changes/describe.html", context, status=status)


def _after(request, change, step):
    """The next step, unless whoever wrote it wants to see the change."""
    names = list(STEPS)
    if "stop" in request.POST or step == names[-1]:
        messages.success(request, f"{change.reference} is saved.")
        return change.get_absolute_url()
    following = names[names.index(step) + 1]
    planned = change.status not in (Status.RAISED, Status.PROCEED)
    return change.get_absolute_url() if planned and following in OF_PLAN else _url(change, following)


def _url(change, step):
    return f"{reverse('changes:describe', args=[change.pk])}?{urlencode({'step': step})}"


def stages(change=None, current="what"):
    """The steps of the guided form with their addresses; before it is raised only the first one has one."""
    return [
        Stage(words, number, _url(change, name) if change else "", name == current)
        for number, (name, (words, _)) in enumerate(STEPS.items(), start=1)
    ]
