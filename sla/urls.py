"""Addresses of the pages."""

from django.urls import path

from sla.views import agreements, calendar_editing, calendars, changes

app_name = "sla"
urlpatterns = [
    path("calendars/", calendars.calendars, name="calendars"),
    path("calendars/import/", calendar_editing.import_dates, name="import_dates"),
    path("calendars/own/", calendar_editing.begin_own, name="begin_own"),
    path("calendars/changes/", changes.changes, name="changes"),
    path("calendars/changes/<int:pk>/", changes.change, name="change"),
    path("calendars/<int:pk>/", calendars.calendar, name="calendar"),
    path("calendars/<int:pk>/edit/", calendar_editing.edit, name="edit_calendar"),
    path("calendars/<int:pk>/draft/", calendar_editing.settle_draft, name="settle_draft"),
    path("calendars/<int:pk>/preview/", calendar_editing.preview, name="preview_calendar"),
    path("calendars/<int:pk>/close/", calendar_editing.close, name="close_calendar"),
    path("calendars/<int:pk>/open/", calendar_editing.open_again, name="open_calendar"),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/add/", agreements.add_agreement, name="add_agreement"),
    path("agreements/underpinning/", agreements.underpinning, name="underpinning"),
    path("agreements/<int:pk>/", agreements.agreement, name="agreement"),
    path("agreements/<int:pk>/draft/", agreements.draft, name="draft"),
    path("agreements/versions/<int:pk>/edit/", agreements.edit_draft, name="edit_draft"),
    path("agreements/versions/<int:pk>/in-force/", agreements.put_in_force, name="put_in_force"),
    path("agreements/versions/<int:pk>/sign/", agreements.sign, name="sign"),
    path("agreements/versions/<int:pk>/throw-away/", agreements.throw_away, name="throw_away"),
    path("agreements/versions/<int:pk>/agreement.pdf", agreements.print_agreement, name="agreement_pdf"),
]
