"""Looks, stocktakes and loans: every move has its function, its page and its endpoint."""

import inspect

import pytest
from django.urls import resolve, reverse

from assets import workflow

pytestmark = pytest.mark.pure
# name of the function: (page, endpoint, action)
FACES = {
    "audit_asset": ("check", "/api/v1/audits/", "create"),
    "begin_stocktake": ("begin_stocktake", "/api/v1/stocktakes/", "create"),
    "end_stocktake": ("end_stocktake", "/api/v1/stocktakes/1/end/", "end"),
    "set_lost": ("set_lost", "/api/v1/stocktakes/1/set_lost/", "set_lost"),
    "undo_lost": ("undo_lost", "/api/v1/stocktakes/1/undo_lost/", "undo_lost"),
    "lend": ("lend", "/api/v1/loans/", "create"),
    "take_back": ("take_back", "/api/v1/loans/1/take_back/", "take_back"),
    "extend": ("extend", "/api/v1/loans/1/extend/", "extend"),
}


@pytest.mark.parametrize("name", FACES)
def test_a_move_has_both_faces_and_is_told_by_whom_and_when(name):
    page, endpoint, action = FACES[name]
    asks = inspect.signature(getattr(workflow, name)).parameters

    assert all(asks[word].default is inspect.Parameter.empty for word in ("by", "at"))
    assert resolve(reverse(f"assets:{page}", args=[] if name == "begin_stocktake" else [1])).url_name == page
    assert resolve(endpoint).func.actions["post"] == action
