"""Pages of the service report: its figures, and the records behind each of them."""

from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from changes.presentation.this_week import this_week
from reports import availability, goals, measures, parts, periods, tables, words
from reports.figures import COUNT, HEADINGS, HOW
from reports.filters import AvailabilityQuery, ReportQuery, RowsQuery
from reports.kept_otherwise import service_levels_otherwise
from reports.measures import KEYS, WrongQuestion
from reports.models import DayFigure
from reports.rows import HEADS as ROW_HEADS
from reports.rows import Row
from reports.rows import lines as record_lines
from servicedesk import paging
from servicedesk.doors import only_with
from servicedesk.roles import Permission
from servicedesk.tables import CSV, XLSX, attached, csv_lines
from sla.models import ClockKind

WAYS = [(key,) for key in KEYS]
ROWS_A_PAGE = 50

only_readers = only_with(Permission.SEE_REPORTS)


@only_readers
def sla(request):
    """Is the service good, and is it getting better?"""
    query = ReportQuery.of(request.GET, request)
    if query.errors:
        return render(request, "reports/sla.html", {"form": query, "presets": presets_of(query)}, status=400)
    report = measures.sla(query.scope, query.asked, *WAYS)
    week = this_week(request.user, at=timezone.now(), school=query.scope.school)
    return render(request, "reports/sla.html", {"form": query, **_shown(query, report), "week": week})


def _shown(query, report):
    """Everything the page of the report shows."""
    asked, found = query.as_query(), report.totals
    schools = {school.code: school.name for school in query.fields["school"].queryset}
    school = query.scope.school
    agreed, answers = goals.goals(school), goals.goals(school, ClockKind.RESPONSE)
    months = parts.by_month(report.groups["month",], asked, query.asked)
    categories = parts.by_category(report.groups["category",], asked)
    backlog = _backlog(query)
    return {
        "sees_trends": query.person.may_anywhere(Permission.SEE_PROBLEMS),
        "where": school.name if school else _where(schools),
        "period": query.asked,
        "presets": presets_of(query),
        "asked": urlencode(asked),
        "opening": words.opening(found, goal=goals.overall(agreed)),
        "whole": parts.whole(found, asked, goals.overall(agreed), goals.overall(answers)),
        "times": parts.times(found),
        "months": months,
        "month_chart": parts.month_chart(months) if months else None,
        "priorities": parts.by_priority(report.groups["priority",], asked, agreed, answers),
        "categories": categories[: parts.SHOWN_CATEGORIES],
        "other_categories": categories[parts.SHOWN_CATEGORIES :],
        "schools": parts.by_school(report.groups["school",], asked, schools)
        if len(report.groups["school",]) > 1
        else [],
        "backlog_chart": parts.backlog_chart(backlog, period=query.asked, now=_open_now(query))
        if len(backlog) > 1
        else None,
        "figures": [(HEADINGS[name], HOW[name]) for name in measures.FIGURES],
        "available": _available(query),
        "available_how": availability.HOW,
        "latest": None if found.incidents else _latest(query.scope),
        "otherwise": service_levels_otherwise(query, at=timezone.now()),
        "report_asked": urlencode({name: value for name, value in asked.items() if name in ("from", "to", "school")}),
    }


def _where(schools):
    return next(iter(schools.values())) if len(schools) == 1 else "All schools"


def presets_of(query, *, kept=None):
    """The periods one asks for by name, as links that ask for `kept` too; the one that is shown is marked."""
    if kept is None:
        kept = {name: query.data[name] for name in ("school", "priority", "category") if query.data.get(name)}
    shown = getattr(query, "asked", None)
    found = []
    usual = {name: periods.named(name, today=query.today) for name in periods.NAMED}
    for name, period in (query.termly | usual).items():
        found.append((periods.WORDS[name], urlencode(kept | {"period": name}, doseq=True), period == shown))
    return found


def _backlog(query):
    """Open records at the end of each day; it isn't kept by priority or category."""
    scope = query.scope
    if scope.priority or scope.category:
        return []
    kept = DayFigure.objects.reportable_to(query.person)
    kept = kept.filter(school=scope.school) if scope.school else kept
    return kept.backlog_by_day(query.asked.first, query.asked.last)


def _open_now(query):
    """How many are open at this moment, where today is in the period; the last kept day is yesterday."""
    if not query.asked.first <= query.today <= query.asked.last:
        return None
    found = query.scope.incidents.filter(COUNT["backlog"].where)
    return (found.filter(school=query.scope.school) if query.scope.school else found).count()


def _available(query):
    """Each service with its availability; it isn't kept by priority or category."""
    scope = query.scope
    if scope.priority or scope.category:
        return []
    found = availability.availability(scope.incidents, query.schools, query.asked, at=timezone.now())
    asked = query.as_query()
    return [(part, urlencode(asked | {"service": part.service.name})) for part in found.services]


def _latest(scope):
    """The school year in which anything was last logged, when the one asked for is empty."""
    last = scope.incidents.order_by("-opened_on").values_list("opened_on", flat=True).first()
    return periods.school_year_of(last) if last else None


@only_readers
def rows(request):
    """The records behind one figure, exactly as many as it says."""
    query = RowsQuery.of(request.GET, request)
    if query.errors:
        return render(request, "reports/rows.html", {"form": query}, status=400)
    found = query.rows()
    page = paging.page(
        found.select_related("school", "category"),
        order=("opened_at", "pk"),
        token=request.GET.get("page", ""),
        size=ROWS_A_PAGE,
    )
    lines = [Row.of(incident, reader=request.user) for incident in page.rows]
    shown = {
        "form": query,
        "count": query.count,
        "number": found.count(),
        "period": query.asked,
        "asked": urlencode(query.as_query()),
        "which": query.count.name,
        "rows": lines,
        "some_closed": not all(line.is_open_to_reader for line in lines),
        "page": page,
    }
    return render(request, "reports/rows.html", shown)


@only_readers
def report_csv(request):
    """The figures as a CSV file, split by `by`."""
    query = ReportQuery.of(request.GET, request)
    way = [key for key in request.GET.get("by", "").split(",") if key]
    try:
        report = None if query.errors else measures.sla(query.scope, query.asked, way)
    except WrongQuestion as error:
        query.add_error(None, str(error))
    if query.errors:
        return refused(query)
    lines = csv_lines(tables.in_words(tables.sla_rows(report, tuple(way)), tables.HEADS))
    return attached(HttpResponse(lines, content_type=CSV), _file_name(query, "csv", *way))


@only_readers
def report_xlsx(request):
    """The figures as a spreadsheet, a sheet for each way to split them."""
    query = ReportQuery.of(request.GET, request)
    if query.errors:
        return refused(query)
    report = measures.sla(query.scope, query.asked, *WAYS)
    found = availability.availability(query.scope.incidents, query.schools, query.asked, at=timezone.now())
    place = query.scope.school.name if query.scope.school else "All schools"
    book = tables.sla_workbook(report, query.asked, place, {"Availability": _sheet(found)})
    return attached(HttpResponse(book, content_type=XLSX), _file_name(query, "xlsx"))


def _sheet(found):
    return list(tables.in_words(availability.figure_rows([*found.services, *found.schools]), availability.HEADS))


@only_readers
def availability_csv(request):
    """The availability of each service, as a whole and school by school."""
    query = AvailabilityQuery.of(request.GET, request)
    if query.errors:
        return refused(query)
    found = availability.availability(query.scope.incidents, query.schools, query.asked, at=timezone.now())
    lines = csv_lines(_sheet(found))
    return attached(HttpResponse(lines, content_type=CSV), _file_name(query, "csv", "availability"))


@only_readers
def outages(request):
    """The outages behind the availability of a service."""
    query = AvailabilityQuery.of(request.GET, request)
    if query.errors:
        return render(request, "reports/outages.html", {"form": query}, status=400)
    found = _outages(query)
    shown = {
        "form": query,
        "service": query.cleaned_data["service"],
        "period": query.asked,
        "asked": urlencode(query.as_query()),
        "rows": [(outage, request.user.may(Permission.SEE_SCHOOL, outage.incident.school_id)) for outage in found],
        "how": availability.HOW,
    }
    return render(request, "reports/outages.html", shown)


def _outages(query):
    return availability.outages(
        query.scope.incidents,
        query.schools,
        query.asked,
        at=timezone.now(),
        service=query.cleaned_data["service"],
    )


@only_readers
def outages_csv(request):
    """The outages as a CSV file, without anybody's name or words."""
    query = AvailabilityQuery.of(request.GET, request)
    if query.errors:
        return refused(query)
    lines = csv_lines(tables.in_words(availability.outage_rows(_outages(query)), availability.HEADS))
    return attached(HttpResponse(lines, content_type=CSV), _file_name(query, "csv", "outages"))


@only_readers
def rows_csv(request):
    """The records behind a figure as a CSV file, without anybody's name or words."""
    query = RowsQuery.of(request.GET, request)
    if query.errors:
        return refused(query)
    lines = csv_lines(tables.in_words(record_lines(query.rows()), ROW_HEADS))
    return attached(StreamingHttpResponse(lines, content_type=CSV), _file_name(query, "csv", query.count.name))


def refused(query):
    """What is wrong with a question, as plain text for whoever asked for a file."""
    said = " ".join(message for messages in query.errors.values() for message in messages)
    return HttpResponse(said, status=400, content_type="text/plain; charset=utf-8")


def _file_name(query, ending, *about):
    school = query.scope.school.code.lower() if query.scope.school else "all"
    return "-".join(["service", school, *about, str(query.asked.first), str(query.asked.last)]) + f".{ending}"
