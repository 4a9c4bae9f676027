"""Pages and files of the shift from reactive to proactive."""

from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports import charts_shift, tables
from reports.filters_shift import ShiftQuery, ShiftRowsQuery
from reports.kept_otherwise import preventing_otherwise
from reports.shift import files, story
from reports.shift.definitions import DEFINITIONS
from reports.shift.failures import named
from reports.shift.measure import Shift, shift
from reports.shift.rows import HEADS, file_lines, lines, order_of, rows
from reports.shift.steps import Steps
from reports.views import ROWS_A_PAGE, only_readers, presets_of, refused
from servicedesk import paging
from servicedesk.roles import Permission
from servicedesk.tables import CSV, XLSX, attached, csv_lines

THINGS = 8
# The columns of the table; the others are one click away, in the files.
COLUMNS = (
    ("reactive_minutes", ""),
    ("problem_minutes", "from-tablet"),
    ("maintenance_minutes", "from-tablet"),
    ("change_minutes", "wide-cell"),
    ("found_by_us", ""),
    ("found_by_users", ""),
    ("lesson_minutes", ""),
    ("repeats", "from-tablet"),
    ("problems_solved", "wide-cell"),
    ("rounds_done", "wide-cell"),
    ("changes_recorded", "wide-cell"),
)


@require_safe
@only_readers
def shift_page(request):
    """What changed, why, and what comes next: for a head teacher, in a minute."""
    query = ShiftQuery.of(request.GET, request)
    if query.errors:
        return render(request, "reports/shift.html", {"form": query, "presets": presets_of(query)}, status=400)
    found = _found(query)
    return render(request, "reports/shift.html", {"form": query, **_shown(query, found, request.user)})


def _found(query) -> Shift:
    return shift(query.ground, query.asked, by=query.cleaned_data["by"])


def _shown(query, found, reader):
    asked = query.as_query()
    return {
        "sees_trends": reader.may_anywhere(Permission.SEE_PROBLEMS),
        "where": _place(query),
        "period": query.asked,
        "presets": presets_of(query),
        "asked": urlencode(asked),
        "found": found,
        "story": story.opening(found),
        "tiles": charts_shift.tiles(found),
        "work": charts_shift.work(found),
        "lessons": charts_shift.lesson_time(found),
        "faults": charts_shift.faults(found),
        "steps": Steps(found, reader),
        "columns": [(name, charts_shift.HEADS[name], seen) for name, seen in COLUMNS],
        "otherwise": preventing_otherwise(query),
        "report_asked": urlencode({name: value for name, value in asked.items() if name != "by"}),
        "table": [_line(part, asked) for part in found.parts],
        "besides": charts_shift.besides(found),
        "things": named(found.failing.things, THINGS),
        "fixes": [(fix, story.prevented_words(fix.effect) if fix.effect else "") for fix in found.fixes],
        "definitions": DEFINITIONS,
    }


def _line(part, asked):
    days = {"from": part.period.first.isoformat(), "to": part.period.last.isoformat()}
    return part, urlencode(asked | days), [(name, part.totals[name], seen) for name, seen in COLUMNS]


def _place(query):
    return story.where(query.ground, everything=query.cleaned_data["school"] is None)


@require_safe
@only_readers
def shift_rows(request):
    """The rows behind one figure, exactly as many as it says."""
    query = ShiftRowsQuery.of(request.GET, request)
    if query.errors:
        return render(request, "reports/shift_rows.html", {"form": query}, status=400)
    figure, ground = query.figure, query.ground
    found = rows(figure, ground, query.asked)
    page = paging.page(found, order=order_of(figure), token=request.GET.get("page", ""), size=ROWS_A_PAGE)
    shown = {
        "form": query,
        "figure": figure,
        "number": found.count(),
        "period": query.asked,
        "asked": urlencode(query.as_query()),
        "rows": lines(figure, ground, page.rows, reader=request.user),
        "page": page,
    }
    return render(request, "reports/shift_rows.html", shown)


@require_safe
@only_readers
def shift_rows_csv(request):
    """The rows behind a figure as a CSV file, without anybody's name."""
    query = ShiftRowsQuery.of(request.GET, request)
    if query.errors:
        return refused(query)
    found = csv_lines(tables.in_words(file_lines(query.figure, query.ground, query.asked), HEADS))
    return attached(StreamingHttpResponse(found, content_type=CSV), _file_name(query, "csv", query.figure.name))


@require_safe
@only_readers
def shift_csv(request):
    """The figures as a CSV file: the whole, or month by month, or week by week."""
    query = ShiftQuery.of(request.GET, request)
    if query.errors:
        return refused(query)
    found = tables.in_words(files.part_rows(_found(query), query.cleaned_data["by"]), files.HEADS)
    return attached(HttpResponse(csv_lines(found), content_type=CSV), _file_name(query, "csv"))


@require_safe
@only_readers
def shift_xlsx(request):
    """The figures as a spreadsheet, with what stands behind them and how they were counted."""
    query = ShiftQuery.of(request.GET, request)
    if query.errors:
        return refused(query)
    book = files.book(_found(query), _place(query))
    return attached(HttpResponse(book, content_type=XLSX), _file_name(query, "xlsx"))


def _file_name(query, ending, *about):
    school = query.cleaned_data["school"]
    whose = school.code.lower() if school else "all"
    return "-".join(["shift", whose, *about, str(query.asked.first), str(query.asked.last)]) + f".{ending}"
