"""Addresses of the pages."""

from django.urls import path

from healthcheck.moves import ACTION_MOVES, ANSWER, MOVES
from healthcheck.views import actions, checks, moves

app_name = "healthcheck"
urlpatterns = [
    path("evidence/health/", checks.checks, name="checks"),
    path("evidence/health/start/", checks.start, name="start"),
    path("evidence/health/<int:pk>/", checks.check, name="check"),
    path("evidence/health/<int:pk>/answer/", checks.answer, name="answer"),
    # One page for every other move, named after it.
    *(
        path(f"evidence/health/<int:pk>/{move.name}/", moves.move, {"name": move.name}, name=move.name)
        for move in MOVES
        if move is not ANSWER
    ),
    path("evidence/health/actions/", actions.actions, name="actions"),
    path("evidence/health/actions/<int:pk>/", actions.action, name="action"),
    *(
        path(
            f"evidence/health/actions/<int:pk>/{move.name.removesuffix('_action')}/",
            moves.action_move,
            {"name": move.name},
            name=move.name,
        )
        for move in ACTION_MOVES
    ),
]
