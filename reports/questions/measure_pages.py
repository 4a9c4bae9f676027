"""Pages of the catalogue: how each measure is computed, and the records behind any of them."""

from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports import tables
from reports.catalogue.asking import ask
from reports.catalogue.measure import Share
from reports.catalogue.of_service import Available
from reports.questions.definitions import definition, definitions, measure_named
from reports.questions.query import MeasureQuery
from reports.questions.rows import AMOUNTS, HEADS, ORDER, file_lines, lines, rows_behind
from reports.views import ROWS_A_PAGE, only_readers, presets_of, refused
from servicedesk import paging
from servicedesk.roles import Permission
from servicedesk.tables import CSV, attached, csv_lines


@require_safe
@only_readers
def measures(request):
    """How is this computed? Every measure, by process."""
    sees_trends = request.user.may_anywhere(Permission.SEE_PROBLEMS)
    return render(request, "reports/measures.html", {"processes": definitions(), "sees_trends": sees_trends})


@require_safe
@only_readers
def rows(request, name):
    """The records behind one measure, exactly those it is made of."""
    measure, query = measure_named(name), MeasureQuery.of(request.GET, request)
    shown = {"form": query, "definition": definition(measure)}
    if query.errors:
        return render(request, "reports/measure_rows.html", shown, status=400)
    asked = query.as_query()
    [found] = ask([name], query.ground, query.asked, narrower=query.narrower)
    kept = {each: value for each, value in asked.items() if each not in ("from", "to")}
    shown |= {"found": found, "period": query.asked, "asked": urlencode(asked)}
    shown |= {"presets": presets_of(query, kept=kept), "amounts": AMOUNTS.get(measure.unit, "")}
    shown |= {"is_outages": isinstance(measure, Available)}
    if isinstance(measure, Share):
        shown["made_of"] = list({part.name: part for part in (*measure.parts, *measure.wholes)}.values())
    behind = rows_behind(measure, query.question)
    if behind is not None and not found.why_not:
        page = paging.page(behind, order=ORDER, token=request.GET.get("page", ""), size=ROWS_A_PAGE)
        rows = lines(measure, query.ground, page.rows, reader=request.user)
        shown |= {"page": page, "rows": rows, "number": behind.count()}
    return render(request, "reports/measure_rows.html", shown)


@require_safe
@only_readers
def rows_csv(request, name):
    """The records behind a measure as a CSV file, without anybody's name."""
    measure, query = measure_named(name), MeasureQuery.of(request.GET, request)
    if query.errors:
        return refused(query)
    if measure.rows(query.question) is None:
        said = f"There is no one list behind “{measure.heading}”: ask for those of the measures it is made of."
        return HttpResponse(said, status=400, content_type="text/plain; charset=utf-8")
    found = csv_lines(tables.in_words(file_lines(measure, query.question), HEADS))
    school = query.cleaned_data["school"]
    days = f"{query.asked.first}-{query.asked.last}"
    file_name = f"{name}-{school.code.lower() if school else 'all'}-{days}.csv"
    return attached(StreamingHttpResponse(found, content_type=CSV), file_name)
