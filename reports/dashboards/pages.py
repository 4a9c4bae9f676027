"""Pages of the dashboards: today, the screen on the wall, and schools side by side."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from reports.catalogue.asking import written
from reports.dashboards import better, schools
from reports.dashboards.query import DashboardQuery, SchoolsQuery
from reports.dashboards.today import today
from reports.periods import month_of
from reports.questions.answers import rows_url
from reports.views import only_readers, presets_of, refused
from servicedesk.roles import Permission
from servicedesk.tables import CSV, attached, csv_lines

EACH_MINUTE = 60  # seconds after which the screen on the wall asks anew


@require_safe
@only_readers
def dashboard(request):
    """How it is now, this month, and whether it is getting better; with `screen=1` for the wall."""
    query = DashboardQuery.of(request.GET, request)
    ground, school = query.ground, query.cleaned_data["school"]
    is_screen = request.GET.get("screen") == "1"
    found = today(ground, reader=request.user, school=school)
    courses, latest = better.courses(ground)
    shown = {
        "form": query,
        "place": school.name if school else _place(ground),
        "at": localtime(ground.at),
        "found": found,
        "courses": [(course, _url(course, latest, query)) for course in courses],
        "latest": latest,
        "months": _months(courses, query),
        "how": better.HOW,
        "asked": urlencode(query.as_query()),
        "several": query.only_school is None,
        "sees_trends": request.user.may_anywhere(Permission.SEE_PROBLEMS),
    }
    if is_screen:
        screen = render(request, "reports/screen.html", shown)
        screen["Refresh"] = str(EACH_MINUTE)
        return screen
    return render(request, "reports/dashboard.html", shown)


def _place(ground):
    return ground.schools[0].name if len(ground.schools) == 1 else "All schools"


def _url(course, latest, query):
    asked = query.as_query() | {"from": str(latest.first), "to": str(latest.last)}
    return rows_url(course.now.measure, asked)


def _months(courses, query):
    """A line for each month: its name, and each key measure with the way to its records."""
    months = zip(*(course.months for course in courses), strict=True)
    return [
        (parts[0].words, [_cell(c, part, query) for c, part in zip(courses, parts, strict=True)]) for parts in months
    ]


def _cell(course, part, query):
    month = month_of(part.key)
    asked = query.as_query() | {"from": str(month.first), "to": str(month.last)}
    measure = course.now.measure
    return written(part.value, measure.unit), rows_url(measure, asked) if part.value else ""


@require_safe
@only_readers
def compare(request):
    """Every school by name, for each hundred pupils or devices, beside the trust."""
    query = SchoolsQuery.of(request.GET, request)
    shown = {"form": query, "how": schools.HOW, "sees_trends": request.user.may_anywhere(Permission.SEE_PROBLEMS)}
    if query.errors:
        return render(request, "reports/schools.html", shown, status=400)
    found = schools.compare_schools(query.measure, query.base, query.ground, query.asked)
    asked = query.as_query()
    kept = {name: asked[name] for name in ("measure", "base")}
    shown |= {"found": found, "period": query.asked, "asked": urlencode(asked), "base": schools.BASES[found.base]}
    shown |= {"unknown": any(not rate.base for rate in found.schools)}
    shown |= {"presets": presets_of(query, kept=kept)}
    return render(request, "reports/schools.html", shown)


@require_safe
@only_readers
def compare_csv(request):
    """The same as a CSV file."""
    query = SchoolsQuery.of(request.GET, request)
    if query.errors:
        return refused(query)
    found = schools.compare_schools(query.measure, query.base, query.ground, query.asked)
    lines = csv_lines(schools.as_rows(found))
    name = f"schools-{query.measure}-{query.asked.first}-{query.asked.last}.csv"
    return attached(HttpResponse(lines, content_type=CSV), name)
