"""One thing, two faces: every move has its function, page and endpoint, and no endpoint moves by another way."""

import inspect
from dataclasses import dataclass
from types import ModuleType

import pytest
from django.urls import resolve, reverse

import adoption.moves
import adoption.workflow
import assets.moves
import assets.workflow
import changes.moves
import changes.workflow
import continuity.moves
import continuity.workflow
import evidence.moves
import evidence.workflow
import finance.moves
import finance.workflow
import healthcheck.moves
import healthcheck.workflow
import incidents.moves
import incidents.workflow
import maintenance.moves
import maintenance.workflow
import problems.moves
import problems.workflow
import reports.workflow
from changes.release_moves import RELEASE_MOVES
from config.api import router
from problems.known_error_moves import KNOWN_ERROR_MOVES
from problems.trend_moves import TREND_MOVES
from reports.action_moves import ACTION_MOVES
from reports.questions import keeping
from reports.questions.moves import QUESTION_MOVES
from servicedesk import workflow as people

ACCOUNT_MOVES = {"close": people.close_account, "open": people.open_account, "password": people.send_password_link}


@dataclass(frozen=True)
class Process:
    """Whose pages and endpoints stand under one word, unless it names another, and where its moves are.

    `of`: where an app moves several sorts of record, the end of a move's name that its endpoint does without.
    """

    name: str
    workflow: ModuleType
    moves: tuple
    endpoint: str = ""
    of: str = ""

    @property
    def address(self):
        """The word of its endpoints."""
        return self.endpoint or self.name


PROCESSES = [
    Process("assets", assets.workflow, assets.moves.MOVES),
    Process("changes", changes.workflow, changes.moves.MOVES),
    Process("incidents", incidents.workflow, incidents.moves.MOVES),
    Process("problems", problems.workflow, problems.moves.MOVES),
    Process("evidence", evidence.workflow, evidence.moves.MOVES, endpoint="claims"),
    Process("healthcheck", healthcheck.workflow, healthcheck.moves.MOVES, endpoint="health-checks"),
    Process("maintenance", maintenance.workflow, maintenance.moves.MOVES, endpoint="maintenance-rounds"),
    Process("continuity", continuity.workflow, continuity.moves.MOVES, endpoint="rehearsals"),
    Process("finance", finance.workflow, finance.moves.MOVES, endpoint="contracts"),
]
BESIDES = [
    Process("problems", problems.workflow, TREND_MOVES, endpoint="trends", of="_trend"),
    Process("problems", problems.workflow, KNOWN_ERROR_MOVES, endpoint="known-errors", of="_known_error"),
    Process("changes", changes.workflow, RELEASE_MOVES, endpoint="releases", of="_release"),
    Process(
        "healthcheck", healthcheck.workflow, healthcheck.moves.ACTION_MOVES, endpoint="health-actions", of="_action"
    ),
    Process(
        "adoption", adoption.workflow, adoption.moves.CERTIFICATE_MOVES, endpoint="certificates", of="_certificate"
    ),
    Process("reports", keeping, QUESTION_MOVES, endpoint="questions", of="_question"),
    Process("reports", reports.workflow, ACTION_MOVES, endpoint="report-actions", of="_action"),
]
EVERY = [(process, move) for process in (*PROCESSES, *BESIDES) for move in process.moves]
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
    found = resolve(f"/api/v1/{process.address}/1/{move.name.removesuffix(process.of)}/")

    assert found.func.actions == {"post": move.name}
    assert getattr(found.func.cls, move.name).__doc__ == getattr(process.workflow, move.name).__doc__


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
def test_the_api_moves_a_record_in_no_other_way(process):
    view = next(view for prefix, view, _ in router.registry if prefix == process.address)
    posted = {action.__name__ for action in view.get_extra_actions() if "post" in action.mapping}

    assert posted == {move.name for move in process.moves}
    assert not hasattr(view, "update") and not hasattr(view, "destroy")


def test_looking_for_trends_now_has_its_page_and_endpoint():
    assert resolve("/problems/trends/look/").url_name == "look_for_trends"
    assert resolve("/api/v1/trends/look/").func.actions["post"] == "ask_for_look"


@pytest.mark.parametrize("name", ACCOUNT_MOVES)
def test_what_is_done_to_an_account_has_both_faces(name):
    assert resolve(f"/people/1/{name}/").url_name == "account"
    assert resolve(f"/api/v1/people/1/{name}/").func.actions == {"post": name}
