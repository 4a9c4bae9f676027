"""One thing, two faces: every move has its function, page and endpoint, and no endpoint moves by another way."""

import inspect

import pytest
from django.urls import resolve, reverse

from config.api import router
from incidents import workflow
from incidents.moves import MOVES
from servicedesk import workflow as people

ACCOUNT_MOVES = {"close": people.close_account, "open": people.open_account, "password": people.send_password_link}
each_move = pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)


@each_move
def test_a_move_is_a_function_that_is_told_by_whom_and_when(move):
    asks = inspect.signature(getattr(workflow, move.name)).parameters

    assert asks["by"].kind == asks["at"].kind == inspect.Parameter.KEYWORD_ONLY
    assert asks["by"].default is asks["at"].default is inspect.Parameter.empty


@each_move
def test_a_move_has_its_page(move):
    assert resolve(reverse(f"incidents:{move.name}", args=[1])).url_name == move.name


@each_move
def test_a_move_has_its_endpoint(move):
    found = resolve(f"/api/v1/incidents/1/{move.name}/")

    assert found.func.actions == {"post": move.name}
    assert getattr(found.func.cls, move.name).__doc__ == getattr(workflow, move.name).__doc__


def test_the_api_moves_a_record_in_no_other_way():
    view = next(view for prefix, view, _ in router.registry if prefix == "incidents")
    posted = {action.__name__ for action in view.get_extra_actions() if "post" in action.mapping}

    assert posted == {move.name for move in MOVES}
    assert not hasattr(view, "update") and not hasattr(view, "destroy")


@pytest.mark.parametrize("name", ACCOUNT_MOVES)
def test_what_is_done_to_an_account_has_both_faces(name):
    assert resolve(f"/people/1/{name}/").url_name == "account"
    assert resolve(f"/api/v1/people/1/{name}/").func.actions == {"post": name}
