"""Addresses of the pages."""

from django.urls import path

from reports import evidence_views, views

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
    path("evidence/", evidence_views.evidence, name="evidence"),
    path("evidence/pack/", evidence_views.pack, name="export-evidence"),
]
