"""Addresses of the change log."""

from django.urls import path

from changes import views

app_name = "changes"
urlpatterns = [
    path("changes/", views.changes, name="list"),
    path("changes/record/", views.record, name="record"),
    path("changes/<int:pk>/", views.change, name="detail"),
    path("changes/<int:pk>/correct/", views.correct, name="correct"),
]
