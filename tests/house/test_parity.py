"""One thing, two faces: every move has its function, page and endpoint, and no endpoint moves by another way."""

import inspect
from dataclasses import dataclass
from types import ModuleType

import pytest
from django.urls import resolve, reverse

import incidents.moves
import incidents.workflow
import problems.moves
import problems.workflow
from config.api import router
from servicedesk import workflow as people

ACCOUNT_MOVES = {"close": people.close_account, "open": people.open_account, "password": people.send_password_link}


@dataclass(frozen=True)
class Process:
    """Whose pages and endpoints stand under one word, and where its moves are."""

    name: str
    workflow: ModuleType
    moves: tuple


PROCESSES = [
    Process("incidents", incidents.workflow, incidents.moves.MOVES),
    Process("problems", problems.workflow, problems.moves.MOVES),
]
EVERY = [(process, move) for process in PROCESSES for move in process.moves]
each_move = pytest.mark.parametrize(("process", "move"), EVERY, ids=lambda each: each.name)


@each_move
def test_a_move_is_a_function_that_is_told_by_whom_and_when(process, move):
    asks = inspect.signature(getattr(process.workflow, move.name)).parameters

    assert asks["by"].kind == asks["at"].kind == inspect.Parameter.KEYWORD_ONLY
    assert asks["by"].default is asks["at"].default is inspect.Parameter.empty


@each_move
def test_a_move_has_its_page(process, move):
    assert resolve(reverse(f"{process.name}:{move.name}", args=[1])).url_name == move.name


@each_move
def test_a_move_has_its_endpoint(process, move):
    found = resolve(f"/api/v1/{process.name}/1/{move.name}/")

    assert found.func.actions == {"post": move.name}
    assert getattr(found.func.cls, move.name).__doc__ == getattr(process.workflow, move.name).__doc__


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
def test_the_api_moves_a_record_in_no_other_way(process):
    view = next(view for prefix, view, _ in router.registry if prefix == process.name)
    posted = {action.__name__ for action in view.get_extra_actions() if "post" in action.mapping}

    assert posted == {move.name for move in process.moves}
    assert not hasattr(view, "update") and not hasattr(view, "destroy")


@pytest.mark.parametrize("name", ACCOUNT_MOVES)
def test_what_is_done_to_an_account_has_both_faces(name):
    assert resolve(f"/people/1/{name}/").url_name == "account"
    assert resolve(f"/api/v1/people/1/{name}/").func.actions == {"post": name}
