"""Addresses of the change log."""

from django.urls import path

from changes.views import approvers, approving, log

app_name = "changes"
urlpatterns = [
    path("changes/", log.changes, name="list"),
    path("changes/record/", log.record, name="record"),
    path("changes/<int:pk>/", log.change, name="detail"),
    path("changes/approvers/", approvers.approvers, name="approvers"),
    path("changes/approvers/add/", approvers.add_rule, name="add_rule"),
    path("changes/approvers/<int:pk>/", approvers.change_rule, name="change_rule"),
    path("changes/approvers/<int:pk>/remove/", approvers.remove_rule, name="remove_rule"),
    path("changes/deputies/add/", approvers.add_deputy, name="add_deputy"),
    path("changes/deputies/<int:pk>/", approvers.change_deputy, name="change_deputy"),
    path("changes/deputies/<int:pk>/remove/", approvers.remove_deputy, name="remove_deputy"),
    path("changes/asked/", approving.asked, name="asked"),
    path("changes/answer/<str:token>/", approving.by_link, name="answer"),
    *(path(f"changes/<int:pk>/{name}/", approving.answer, {"name": name}, name=name) for name in approving.PAGES),
    path("changes/<int:pk>/correct/", log.correct, name="correct"),
]
