"""Addresses of the change log."""

from django.urls import path

from changes.views import log

app_name = "changes"
urlpatterns = [
    path("changes/", log.changes, name="list"),
    path("changes/record/", log.record, name="record"),
    path("changes/<int:pk>/", log.change, name="detail"),
    path("changes/<int:pk>/correct/", log.correct, name="correct"),
]
