"""Addresses of the dashboards."""

from django.urls import path

from reports.dashboards import pages

urlpatterns = [
    path("reports/", pages.dashboard, name="dashboard"),
    path("reports/schools/", pages.compare, name="schools"),
    path("reports/schools.csv", pages.compare_csv, name="schools-csv"),
]
