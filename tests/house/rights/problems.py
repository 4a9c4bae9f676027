"""Problems and their moves."""

from problems import moves as problem_moves
from servicedesk.roles import Permission
from tests.house.rights.doors import DESK, EDITORS, KEEPERS, at_school, listed, page, reading, sending

PAGES = {
    "problems:list": reading(DESK),
    "problems:detail": reading(DESK, "problem"),
    "problems:raise": page(KEEPERS),
    "problems:choose": reading(KEEPERS),
    "problems:raise-ticked": sending(KEEPERS),
    "problems:link-ticked": sending(KEEPERS),
}
SOLVERS = {
    move.name: KEEPERS if move.permission == Permission.SOLVE_PROBLEMS else EDITORS for move in problem_moves.MOVES
}
MOVED = {f"problems:{name}": page(who, "problem", sees=DESK) for name, who in SOLVERS.items()}
BY_PROGRAMS = {
    "problem-list": listed()
    | sending(KEEPERS, "-", elsewhere=400, says=lambda place: at_school(place) | {"title": "Dark"}, makes=True),
    "problem-detail": reading(DESK, "problem", sees=set()),
    "problem-timeline": reading(DESK, "problem", sees=set()),
    **{f"problem-{name.replace('_', '-')}": sending(who, "problem", sees=DESK) for name, who in SOLVERS.items()},
}
