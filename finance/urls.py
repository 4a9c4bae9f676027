"""Addresses of costs."""

from django.urls import path

from finance.moves import MOVES
from finance.views import contracts, costs, register

app_name = "finance"
urlpatterns = [
    path("costs/", costs.costs, name="costs"),
    path("costs/costs.xlsx", costs.costs_xlsx, name="costs-xlsx"),
    path("costs/rows/", costs.rows, name="rows"),
    path("costs/rows.csv", costs.rows_csv, name="rows-csv"),
    path("costs/contracts/", contracts.contracts, name="contracts"),
    path("costs/contracts.csv", contracts.contracts_csv, name="contracts-csv"),
    path("costs/contracts/add/", contracts.add_contract, name="add_contract"),
    path("costs/contracts/<int:pk>/", contracts.contract, name="contract"),
    # One page for every move, named after it.
    *(
        path(f"costs/contracts/<int:pk>/{move.name}/", contracts.move, {"name": move.name}, name=move.name)
        for move in MOVES
    ),
    path("costs/other/", register.entries, name="entries"),
    path("costs/other/add/", register.add_cost, name="add_cost"),
    path("costs/other/<int:pk>/", register.change_cost, name="change_cost"),
    path("costs/other/<int:pk>/remove/", register.remove_cost, name="remove_cost"),
]
