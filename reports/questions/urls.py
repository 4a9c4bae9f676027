"""Addresses of the catalogue and of one's own questions."""

from django.urls import path

from reports.questions import measure_pages

urlpatterns = [
    path("reports/measures/", measure_pages.measures, name="measures"),
    path("reports/measures/<slug:name>/rows/", measure_pages.rows, name="measure-rows"),
    path("reports/measures/<slug:name>/rows.csv", measure_pages.rows_csv, name="measure-rows-csv"),
]
