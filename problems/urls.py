"""Addresses of the pages."""

from django.urls import path

from problems.known_error_moves import KNOWN_ERROR_MOVES
from problems.moves import MOVES
from problems.trend_moves import TREND_MOVES
from problems.views import help, known_error_moves, known_errors, moves, problems, raising, trends

app_name = "problems"
urlpatterns = [
    path("problems/", problems.problems, name="list"),
    path("problems/raise/", raising.raise_problem, name="raise"),
    path("problems/choose/", raising.choose, name="choose"),
    path("problems/ticked/raise/", raising.ticked, {"way": "raise"}, name="raise-ticked"),
    path("problems/ticked/choose/", raising.ticked, {"way": "choose"}, name="link-ticked"),
    path("problems/<int:pk>/", problems.detail, name="detail"),
    # One page for every move, named after it.
    *(path(f"problems/<int:pk>/{move.name}/", moves.move, {"name": move.name}, name=move.name) for move in MOVES),
    path("problems/trends/", trends.trends, name="trends"),
    path("problems/trends/look/", trends.look, name="look_for_trends"),
    path("problems/trends/<int:pk>/", trends.trend, name="trend"),
    *(
        path(f"problems/trends/<int:pk>/{move.name}/", trends.decide, {"name": move.name}, name=move.name)
        for move in TREND_MOVES
    ),
    path("problems/known-errors/", known_errors.known_errors, name="known_errors"),
    path("problems/known-errors/write/", known_errors.write, name="write_known_error"),
    path("problems/known-errors/<int:pk>/", known_errors.known_error, name="known_error"),
    *(
        path(
            f"problems/known-errors/<int:pk>/{move.name.removesuffix('_known_error')}/",
            known_error_moves.move,
            {"name": move.name},
            name=move.name,
        )
        for move in KNOWN_ERROR_MOVES
    ),
    path("help/", help.help_list, name="help"),
    path("help/<int:pk>/", help.help_entry, name="help_entry"),
    path("help/<int:pk>/worked/", help.worked, name="worked"),
]
