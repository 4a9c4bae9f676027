"""Addresses of continuity."""

from django.urls import path

from continuity.moves import MOVES
from continuity.views import backups, order, rehearsals

app_name = "continuity"
urlpatterns = [
    path("continuity/", order.plan, name="plan"),
    path("continuity/plan.pdf", order.paper, name="paper"),
    path("continuity/own/", order.begin_own, name="begin_own"),
    path("continuity/lines/add/", order.add_line, name="add_line"),
    path("continuity/lines/<int:pk>/", order.line, name="line"),
    path("continuity/lines/<int:pk>/change/", order.change_line, name="change_line"),
    path("continuity/lines/<int:pk>/remove/", order.remove_line, name="remove_line"),
    path("continuity/lines/<int:pk>/up/", order.move_up, name="move_up"),
    path("continuity/lines/<int:pk>/down/", order.move_down, name="move_down"),
    path("continuity/rehearsals/", rehearsals.rehearsals, name="rehearsals"),
    path("continuity/rehearsals/plan/", rehearsals.plan_rehearsal, name="plan_rehearsal"),
    path("continuity/rehearsals/<int:pk>/", rehearsals.rehearsal, name="rehearsal"),
    # One page for every move, named after it.
    *(
        path(f"continuity/rehearsals/<int:pk>/{move.name}/", rehearsals.move, {"name": move.name}, name=move.name)
        for move in MOVES
    ),
    path("continuity/back-up-tests/", backups.backup_tests, name="backup_tests"),
    path("continuity/back-up-tests/log/", backups.log_backup_test, name="log_backup_test"),
    path("continuity/back-up-tests/<int:pk>/", backups.change_backup_test, name="change_backup_test"),
]
