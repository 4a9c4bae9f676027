"""Addresses of the pages."""

from django.urls import path

from reports import action_views, closed_views, report_views, shift_views, trend_views, views
from reports.dashboards import urls as dashboards
from reports.questions import urls as questions

app_name = "reports"
urlpatterns = [
    path("reports/report/", report_views.service_report_page, name="service-report"),
    path("reports/report.pdf", report_views.on_paper, name="service-report-pdf"),
    path("reports/report.csv", report_views.as_csv, name="service-report-csv"),
    path("reports/report.xlsx", report_views.as_sheets, name="service-report-xlsx"),
    path("reports/letters/", report_views.letters, name="report-letters"),
    path("reports/actions/", action_views.actions, name="actions"),
    path("reports/actions/add/", action_views.add_action, name="add_action"),
    path("reports/actions/<int:pk>/", action_views.action, name="action"),
    *(
        path(f"reports/actions/<int:pk>/{name.removesuffix('_action')}/", action_views.move, {"name": name}, name=name)
        for name in action_views.PAGES
    ),
    path("service/", views.sla, name="sla"),
    path("service/rows/", views.rows, name="rows"),
    path("service/rows.csv", views.rows_csv, name="rows-csv"),
    path("service/report.csv", views.report_csv, name="report-csv"),
    path("service/report.xlsx", views.report_xlsx, name="report-xlsx"),
    path("service/availability.csv", views.availability_csv, name="availability-csv"),
    path("service/outages/", views.outages, name="outages"),
    path("service/outages.csv", views.outages_csv, name="outages-csv"),
    path("reports/shift/", shift_views.shift_page, name="shift"),
    path("reports/shift/rows/", shift_views.shift_rows, name="shift-rows"),
    path("reports/shift/rows.csv", shift_views.shift_rows_csv, name="shift-rows-csv"),
    path("reports/shift/report.csv", shift_views.shift_csv, name="shift-csv"),
    path("reports/shift/report.xlsx", shift_views.shift_xlsx, name="shift-xlsx"),
    path("reports/closed-months/", closed_views.closed, name="closed"),
    path("reports/closed-months/count-anew/", closed_views.count_anew, name="count-anew"),
    path("reports/trends/", trend_views.trends, name="trends"),
    path("reports/trends/report.pdf", trend_views.trends_on_paper, name="trends-pdf"),
    path("reports/trends/letters/", trend_views.letters, name="trend-letters"),
    *dashboards.urlpatterns,
    *questions.urlpatterns,
]
