"""Addresses of maintenance."""

from django.urls import path

from maintenance.moves import MOVES, RECORD
from maintenance.views import moves, plans, rounds

app_name = "maintenance"
urlpatterns = [
    path("maintenance/", rounds.rounds, name="rounds"),
    path("maintenance/rounds/<int:pk>/", rounds.detail, name="round"),
    path("maintenance/rounds/<int:pk>/record/", rounds.record, name="record"),
    # One page for every other move, named after it.
    *(
        path(f"maintenance/rounds/<int:pk>/{move.name}/", moves.move, {"name": move.name}, name=move.name)
        for move in MOVES
        if move is not RECORD
    ),
    path("maintenance/plans/", plans.plans, name="plans"),
    path("maintenance/plans/add/<int:pk>/", plans.add_plan, name="add_plan"),
    path("maintenance/plans/<int:pk>/", plans.plan, name="plan"),
    path("maintenance/plans/<int:pk>/change/", plans.change_plan, name="change_plan"),
    path("maintenance/starters/", plans.starters, name="starters"),
    path("maintenance/starters/<slug:key>/", plans.adopt, name="adopt"),
]
