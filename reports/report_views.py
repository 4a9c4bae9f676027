"""Pages and files of the service report, and who gets it by letter."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from reports import report_letters
from reports.action_moves import KEEP
from reports.filters_report import ServiceReportQuery
from reports.forms import SubscribeForm
from reports.models import HowOften, Subscription
from reports.paper.service_report import report_pdf
from reports.service_report.files import figure_rows, file_name, report_workbook
from reports.service_report.report import service_report
from reports.views import only_readers, refused
from servicedesk.idempotency import once_per_form
from servicedesk.roles import Permission
from servicedesk.tables import CSV, XLSX, attached, csv_lines


@require_safe
@only_readers
def service_report_page(request):
    """One page that heads and governors read: the same sections every time."""
    query = ServiceReportQuery.of(request.GET, request)
    shown = {"form": query, "sees_trends": request.user.may_anywhere(Permission.SEE_PROBLEMS)}
    if query.errors:
        return render(request, "reports/service_report.html", shown, status=400)
    school = query.cleaned_data["school"] or query.only_school
    shown |= {
        "presets": query.presets,
        "report": _report(query),
        "asked": urlencode(query.as_query()),
        "asked_of": query.as_query(),
        "may_keep": request.user.may(KEEP, school),
        "subscribed": Subscription.objects.filter(person=request.user).exists(),
    }
    return render(request, "reports/service_report.html", shown)


def _report(query):
    return service_report(query.ground, query.asked, query.place)


def _file(made, content_type, ending):
    """A view that gives the report as a file."""

    @require_safe
    @only_readers
    def view(request):
        query = ServiceReportQuery.of(request.GET, request)
        if query.errors:
            return refused(query)
        report = _report(query)
        return attached(HttpResponse(made(report), content_type=content_type), file_name(report, ending))

    return view


on_paper = _file(report_pdf, "application/pdf", "pdf")
as_csv = _file(lambda report: csv_lines(figure_rows(report)), CSV, "csv")
as_sheets = _file(report_workbook, XLSX, "xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@only_readers
@once_per_form
def letters(request):
    """Which reports the reader gets by letter, and how often."""
    form = SubscribeForm(request.POST or None, by=request.user, initial={"how_often": HowOften.MONTH})
    if request.method == "POST" and form.is_valid():
        report_letters.switch(**form.cleaned_data, by=request.user, at=timezone.now())
        is_on = form.cleaned_data["how_often"]
        messages.success(
            request, "You get the report by letter, with the PDF." if is_on else "It comes by letter no more."
        )
        return redirect("reports:report-letters")
    shown = {
        "form": form,
        "subscriptions": Subscription.objects.visible_to(request.user).select_related("school"),
        "several": len(form.fields["school"].queryset) > 1,
        "sees_trends": request.user.may_anywhere(Permission.SEE_PROBLEMS),
    }
    return render(request, "reports/report_letters.html", shown)
