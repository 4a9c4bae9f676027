"""Addresses of the pages."""

from django.urls import path

from problems.moves import MOVES
from problems.trend_moves import TREND_MOVES
from problems.views import moves, problems, raising, trends

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
]
