"""Addresses of the pages."""

from django.urls import path

from sla.views import agreements, calendars

app_name = "sla"
urlpatterns = [
    path("calendars/", calendars.calendars, name="calendars"),
    path("calendars/import/", calendars.import_dates, name="import_dates"),
    path("calendars/import/confirm/", calendars.confirm_dates, name="confirm_dates"),
    path("calendars/<int:pk>/", calendars.calendar, name="calendar"),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/<int:pk>/", agreements.agreement, name="agreement"),
]
