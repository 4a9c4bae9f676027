"""Addresses of the change log."""

from django.urls import path

from changes.views import approving, log

app_name = "changes"
urlpatterns = [
    path("changes/", log.changes, name="list"),
    path("changes/record/", log.record, name="record"),
    path("changes/<int:pk>/", log.change, name="detail"),
    path("changes/asked/", approving.asked, name="asked"),
    path("changes/answer/<str:token>/", approving.by_link, name="answer"),
    *(path(f"changes/<int:pk>/{name}/", approving.answer, {"name": name}, name=name) for name in approving.PAGES),
    path("changes/<int:pk>/correct/", log.correct, name="correct"),
]
