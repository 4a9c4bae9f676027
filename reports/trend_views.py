"""The trend report on demand: as a page, on paper, and whether one gets it by letter."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from reports import trend_letters
from reports.filters_shift import TrendReportQuery
from reports.paper.trends import file_name, trends_pdf
from reports.trend_report import place_of, trend_report
from reports.views import presets_of, refused
from servicedesk.doors import only_with
from servicedesk.idempotency import once_per_form
from servicedesk.roles import Permission
from servicedesk.tables import attached

only_desk = only_with(Permission.SEE_PROBLEMS)


@require_safe
@only_desk
def trends(request):
    """What was found to go wrong again and again, what was decided about it, and what goes on."""
    query = TrendReportQuery.of(request.GET, request)
    shown = {"form": query, "presets": presets_of(query), "sees_reports": _sees_reports(request)}
    if query.errors:
        return render(request, "reports/trends.html", shown, status=400)
    report = trend_report(query.ground, query.asked)
    shown |= {"report": report, "place": place_of(report.ground), "asked": urlencode(query.as_query())}
    shown |= {"is_on": trend_letters.is_on(request.user)}
    return render(request, "reports/trends.html", shown)


def _sees_reports(request):
    return request.user.may_anywhere(Permission.SEE_REPORTS)


@require_safe
@only_desk
def trends_on_paper(request):
    """The same as a PDF."""
    query = TrendReportQuery.of(request.GET, request)
    if query.errors:
        return refused(query)
    report = trend_report(query.ground, query.asked)
    return attached(HttpResponse(trends_pdf(report), content_type="application/pdf"), file_name(report))


@require_http_methods(["GET", "HEAD", "POST"])
@only_desk
@once_per_form
def letters(request):
    """Whether the reader gets the trend report by letter."""
    if request.method == "POST":
        on = request.POST.get("on") == "yes"
        trend_letters.switch(request.user, on=on, at=timezone.now())
        messages.success(request, "You get the trend report by letter." if on else "No trend report comes by letter.")
        return redirect("reports:trend-letters")
    shown = {"is_on": trend_letters.is_on(request.user), "sees_reports": _sees_reports(request)}
    return render(request, "reports/trend_letters.html", shown)
