"""The programme of the trust, the roadmap of a school, and the pages on which they are planned."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from adoption import workflow
from adoption.filters import ProgrammeFilter
from adoption.forms import NothingForm, PhaseForm, PlaceForm, PlanForm
from adoption.models import Phase
from adoption.roadmap import roadmaps
from adoption.signs import SOURCES
from healthcheck.statements import NAMES
from servicedesk.doors import only_with
from servicedesk.errors import NotYours, Refused
from servicedesk.idempotency import once_per_form
from servicedesk.models import School
from servicedesk.roles import WORDS, Permission
from servicedesk.strict import text_in

SEES, PLANS = only_with(Permission.EXPORT_EVIDENCE), only_with(Permission.PLAN_ADOPTION)
ASKED = require_http_methods(["GET", "HEAD", "POST"])


@SEES
@require_safe
def programme(request):
    """School by process: what is planned, how far it is, and what is next."""
    schools = School.objects.where_may(request.user, Permission.EXPORT_EVIDENCE).order_by("name", "pk")
    narrowed = ProgrammeFilter(request.GET, schools, request=request)
    found = roadmaps(narrowed.qs if narrowed.is_valid() else schools.none(), today=timezone.localdate())
    by_phase = {}
    for each in found:
        by_phase.setdefault(each.phase.pk if each.phase else None, []).append(each)
    phases = list(Phase.objects.visible_to(request.user))
    context = {
        "roadmaps": found,
        "names": NAMES,
        "phases": [(phase, by_phase.get(phase.pk, [])) for phase in phases],
        "without": by_phase.get(None, []),
        "plans": request.user.may_anywhere(Permission.PLAN_ADOPTION),
        "sources": [(NAMES[key], each.how) for key, each in SOURCES.items()],
    }
    return render(request, "adoption/programme.html", context)


@SEES
@require_safe
def roadmap(request, pk):
    """One school: the ten processes in FITS's recommended order."""
    school = get_object_or_404(School.objects.where_may(request.user, Permission.EXPORT_EVIDENCE), pk=pk)
    [found] = roadmaps([school], today=timezone.localdate())
    context = {
        "roadmap": found,
        "plans": request.user.may(Permission.PLAN_ADOPTION, school),
        "how": {key: each.how for key, each in SOURCES.items()},
        "steps": [(step, SOURCES[step.process].how) for step in found.steps],
    }
    return render(request, "adoption/roadmap.html", context)


@PLANS
@ASKED
@once_per_form
def add_phase(request):
    """A new part of the roll-out."""
    form = PhaseForm(request.POST or None, initial={"year": timezone.localdate().year})
    return _ask(request, form, "New phase", "Add it", back=reverse("adoption:programme"), act=workflow.add_phase)


@PLANS
@ASKED
@once_per_form
def change_phase(request, pk):
    """It has another name, year, way of joining or note."""
    phase = _phase(request, pk)
    names = ("name", "year", "by_invitation", "note")
    form = PhaseForm(request.POST or None, initial={name: getattr(phase, name) for name in names})
    act = _with(workflow.change_phase, phase)
    return _ask(request, form, f"Change {phase.name}", "Save", back=phase.get_absolute_url(), act=act)


@PLANS
@ASKED
@once_per_form
def remove_phase(request, pk):
    """It is not wanted after all."""
    phase = _phase(request, pk)
    back = reverse("adoption:programme")
    form = NothingForm(request.POST if request.method == "POST" else None)
    return _ask(request, form, f"Remove {phase.name}", "Remove it", back=back, act=_with(workflow.remove_phase, phase))


@PLANS
@ASKED
@once_per_form
def place_school(request, pk):
    """A school takes part in a phase, or in none."""
    school = _school(request, pk)
    place = getattr(school, "adoption_place", None)
    form = PlaceForm(
        request.POST if request.method == "POST" else None, by=request.user, initial={"phase": place and place.phase_id}
    )
    back = reverse("adoption:roadmap", args=[school.pk])
    return _ask(request, form, f"Phase of {school.name}", "Save", back=back, act=_with(workflow.place_school, school))


@PLANS
@ASKED
@once_per_form
def plan_process(request, pk):
    """From when a process is switched on at a school."""
    school = _school(request, pk)
    process = text_in(request.GET, "process")
    start, initial = school.adoption_starts.filter(process=process).first(), {"process": process}
    if start:
        initial |= {"on": start.on, "note": start.note}
    form = PlanForm(request.POST or None, initial=initial)
    back = reverse("adoption:roadmap", args=[school.pk])
    return _ask(request, form, f"Plan at {school.name}", "Save", back=back, act=_with(workflow.plan_process, school))


def _with(act, record):
    return lambda **said: act(record, **said)


def _phase(request, pk):
    return get_object_or_404(Phase.objects.visible_to(request.user), pk=pk)


def _school(request, pk):
    """One whose evidence the reader reads, and which they plan for."""
    school = get_object_or_404(School.objects.where_may(request.user, Permission.EXPORT_EVIDENCE), pk=pk)
    if not request.user.may(Permission.PLAN_ADOPTION, school):
        raise NotYours(f"You can’t do this at {school.name}: {WORDS[Permission.PLAN_ADOPTION].lower()}.")
    return school


def _ask(request, form, title, button, *, back, act):
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            act(by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        except Refused as error:
            refusal = str(error)
        else:
            messages.success(request, "Saved.")
            return redirect(back)
    context = {"form": form, "title": title, "button": button, "back": back, "refusal": refusal}
    return render(request, "adoption/ask.html", context, status=409 if refusal else 200)
