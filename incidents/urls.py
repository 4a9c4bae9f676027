"""Addresses of the pages."""

from django.urls import path

from incidents.moves import MOVES
from incidents.views import (
    asset_models,
    escalations,
    join,
    log_call,
    moves,
    priorities,
    queue,
    report,
    requester,
    status,
    ticket,
)

app_name = "incidents"
urlpatterns = [
    path("report/", report.report, name="report"),
    path("report/advice/", report.advise, name="advise"),
    path("mine/", requester.mine, name="mine"),
    path("status/", status.status, name="status"),
    path("status/<int:pk>/me-too/", status.hits_me, name="hits-me"),
    path("queue/", queue.queue, name="queue"),
    path("incidents/log/", log_call.log_call, name="log_call"),
    path("incidents/log/advice/", log_call.advise, name="advise-call"),
    path("incidents/join/", join.join_ticked, name="join-ticked"),
    path("incidents/<int:pk>/", ticket.detail, name="detail"),
    path("incidents/<int:pk>/reported/", report.reported, name="reported"),
    path("incidents/<int:pk>/why/<str:which>/", ticket.explain, name="explain"),
    path("escalations/", escalations.escalations, name="escalations"),
    # One page for every move, named after it.
    *(path(f"incidents/<int:pk>/{move.name}/", moves.move, {"name": move.name}, name=move.name) for move in MOVES),
    path("assets/models/", asset_models.asset_models, name="asset-models"),
    path("assets/models.csv", asset_models.asset_models_csv, name="asset-models-csv"),
    path("priorities/", priorities.priorities, name="priorities"),
    path("priorities/<int:pk>/", priorities.change_priorities, name="change-priorities"),
    path("priorities/<int:pk>/services/", priorities.change_uplifts, name="change-uplifts"),
    path("priorities/days/add/", priorities.add_event, name="add-event"),
    path("priorities/days/<int:pk>/", priorities.change_event, name="change-event"),
    path("priorities/days/<int:pk>/remove/", priorities.remove_event, name="remove-event"),
]
