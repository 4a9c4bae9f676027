"""Addresses of the pages."""

from django.urls import path

from sla import views

app_name = "sla"
urlpatterns = [
    path("calendars/", views.calendars, name="calendars"),
    path("calendars/import/", views.import_dates, name="import_dates"),
    path("calendars/import/confirm/", views.confirm_dates, name="confirm_dates"),
    path("calendars/<int:pk>/", views.calendar, name="calendar"),
    path("agreements/", views.agreements, name="agreements"),
    path("agreements/<int:pk>/", views.agreement, name="agreement"),
]
