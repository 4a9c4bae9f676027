"""Addresses of the pages."""

from django.urls import path

from problems.moves import MOVES
from problems.views import moves, problems, raising

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
]
