"""Addresses of the pages."""

from django.urls import path

from reports import closed_views, shift_views, trend_views, views
from reports.dashboards import urls as dashboards
from reports.questions import urls as questions

app_name = "reports"
urlpatterns = [
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
