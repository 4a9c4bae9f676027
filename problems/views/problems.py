"""The list of problems, and one of them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from incidents.models import Incident
from incidents.presentation.clocks import face_of, next_clock
from incidents.presentation.queue import standing_of
from incidents.views.ways import this_minute
from problems import moves, timeline
from problems.filters import ProblemFilter, is_open_only
from problems.models import Problem, Trend
from problems.presentation.problems import about, rows_of
from problems.presentation.story import story_of
from problems.reach import reach_of
from problems.warnings import warnings_of
from servicedesk.doors import only_with
from servicedesk.models import Person
from servicedesk.paging import page
from servicedesk.roles import Permission, roles_with
from sla.calendars import hours_of
from sla.models import CalendarVersion

# The views on top of the list: what each is called, and its address.
VIEWS = (
    ("all", "All open", {}),
    ("mine", "Mine", {"resolver": "me"}),
    ("nobody", "No resolver", {"resolver": "none"}),
    ("out", "Time is up", {"time": "out"}),
    ("done", "To review", {"status": "resolved"}),
)
MOST_TOUCHED = 50  # things and rooms shown


@dataclass(frozen=True)
class Tab:
    """One view with its address and how many problems it holds."""

    words: str
    query: str
    count: int
    current: bool


@require_safe
@only_with(Permission.SEE_PROBLEMS)
def problems(request):
    """Every problem the reader may see: the open ones by priority, those that are done newest first."""
    at, seen = this_minute(), Problem.objects.visible_to(request.user)
    asked = request.GET.copy()
    asked["status"] = asked.get("status") or ("any" if asked.get("q") else "open")
    filters = ProblemFilter(asked, seen, request=request)
    filters.form.fields["resolver"].widget.choices = _resolvers(request.user)
    found = filters.qs if filters.form.is_valid() else seen.none()
    by_priority = is_open_only(asked["status"])
    order = {"order": ("priority", "pk")} if by_priority else {"order": ("pk",), "descending": True}
    shown = page(found.with_rows_shown(), token=request.GET.get("page", ""), **order)
    context = {
        "form": filters.form,
        "tabs": _tabs(seen, request),
        "rows": rows_of(shown.rows, at=at, reader=request.user),
        "page": shown,
        "several_schools": request.home.school is None,
        "may_raise": request.user.may_anywhere(Permission.SOLVE_PROBLEMS),
        "narrowed": any(request.GET.get(name) for name in filters.form.fields),
    }
    return render(request, "problems/problems.html", context, status=200 if filters.form.is_valid() else 400)


def _resolvers(person):
    here = person.within(Permission.SOLVE_PROBLEMS, field="memberships__school")
    wearing = Person.objects.filter(here, memberships__role__in=roles_with(Permission.SOLVE_PROBLEMS), is_active=True)
    known = wearing.distinct().order_by("name", "pk").values_list("pk", "name")
    return [("", "Anybody"), ("me", "Me"), ("none", "Nobody"), *known]


def _tabs(seen, request):
    """The views with their counts, which one query brings."""
    is_open = Q(status__in=moves.OPEN)
    counts = seen.aggregate(
        all=Count("pk", filter=is_open),
        mine=Count("pk", filter=is_open & Q(resolver=request.user)),
        nobody=Count("pk", filter=is_open & Q(resolver=None)),
        out=Count("pk", filter=is_open & Q(ran_out_at__isnull=False)),
        done=Count("pk", filter=Q(status="resolved")),
    )
    kept = {name: value for name, value in request.GET.items() if value and name != "page"}
    return [Tab(words, urlencode(params), counts[name], kept == params) for name, words, params in VIEWS]


@require_safe
@only_with(Permission.SEE_PROBLEMS)
def detail(request, pk):
    """One problem: what it is, what was found, what it caused, and what can be done next."""
    shown = Problem.objects.with_rows_shown().select_related("category", "raised_by", "resolved_by", "reviewed_by")
    problem = get_object_or_404(shown.select_related("known_error").visible_to(request.user), pk=pk)
    at = this_minute()
    linked = page(_linked(problem, request.user), order=("pk",), token=request.GET.get("page", ""), descending=True)
    context = {
        "problem": problem,
        "about": about(problem, reach_of(problem), by=request.user),
        "warnings": warnings_of(problem),
        "incidents": _lines(linked.rows, at),
        "elsewhere": problem.incident_count - _linked(problem, request.user).count() if problem.school is None else 0,
        "page": linked,
        "assets": problem.assets.visible_to(request.user).select_related("room")[:MOST_TOUCHED],
        "rooms": problem.rooms.visible_to(request.user)[:MOST_TOUCHED],
        "trends": Trend.objects.visible_to(request.user).filter(problem=problem).order_by("pk")[:MOST_TOUCHED],
        "story": story_of(list(timeline.story(problem)), at),
        "several_schools": problem.school is None,
    }
    return render(request, "problems/problem.html", context)


def _linked(problem, reader):
    return Incident.objects.visible_to(reader).filter(problem_link__problem=problem).with_rows_shown()


def _lines(incidents, at):
    """Each incident with where it stands and its clock."""
    wanted = {clock.calendar_version_id for clock in map(next_clock, incidents) if clock}
    hours = {version.pk: hours_of(version) for version in CalendarVersion.objects.filter(pk__in=wanted)}
    found = []
    for incident in incidents:
        clock = next_clock(incident)
        face = face_of(clock, hours.get(clock.calendar_version_id) if clock else None, at)
        name = incident.requester.name if incident.requester else ""
        found.append((incident, standing_of(incident, requester=name), face))
    return found
