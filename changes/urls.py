"""Addresses of the pages of changes."""

from django.urls import path

from changes.views import approvers, approving, log

app_name = "changes"
urlpatterns = [
    path("changes/", lists.changes, name="list"),
    path("changes/raise/", raising.raise_change, name="raise"),
    path("changes/record/", log.record, name="record"),
    path("changes/<int:pk>/", changes.change, name="detail"),
    path("changes/<int:pk>/change.pdf", changes.change_pdf, name="pdf"),
    path("changes/<int:pk>/describe/", raising.describe, name="describe"),
    *(path(f"changes/<int:pk>/{name}/", moves.move, {"name": name}, name=name) for name in moves.PAGES),
    path("changes/standard/", standards.standards, name="standards"),
    path("changes/standard/write/", standards.write_standard, name="write_standard"),
    path("changes/standard/<int:pk>/", standards.standard, name="standard"),
    path("changes/standard/<int:pk>/change/", standards.change_standard, name="change_standard"),
    path("changes/standard/<int:pk>/offer/", standards.offer_standard, name="offer_standard"),
    path("changes/standard/<int:pk>/withdraw/", standards.withdraw_standard, name="withdraw_standard"),
    path("changes/risk/", risks.risks, name="risks"),
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
