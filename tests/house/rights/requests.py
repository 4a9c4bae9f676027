"""Who gets at requests for change: their form, their moves, standard changes and the table of risk."""

from changes.moves import MOVES
from servicedesk.roles import Permission
from tests.house.rights import approving
from tests.house.rights.changes import TOLD
from tests.house.rights.doors import EDITORS, KEEPERS, Door, at_school, listed, page, reading, sending

MOVERS = {
    move.name: KEEPERS if move.permission == Permission.RECORD_CHANGES else EDITORS
    for move in MOVES
    if f"changes:{move.name}" not in approving.PAGES  # answers to what is asked
}
CELLS = [["low"] * 3] * 3


def _cells(place):
    return at_school(place) | {"cells": CELLS}


PAGES = {
    "changes:raise": page(KEEPERS),
    "changes:pdf": reading(TOLD, "asked"),
    **{f"changes:{name}": page(who, "asked", sees=TOLD) for name, who in MOVERS.items()},
    "changes:standards": reading(TOLD),
    "changes:standard": reading(TOLD, "standard"),
    "changes:write_standard": page(EDITORS),
    "changes:change_standard": page(EDITORS, "standard"),
    "changes:offer_standard": sending(EDITORS, "standard"),
    "changes:withdraw_standard": sending(EDITORS, "standard"),
    "changes:risks": page(EDITORS, "-", says=at_school) | {"POST": Door(EDITORS)},
}
BY_PROGRAMS = {
    "change-timeline": reading(TOLD, "asked", sees=set()),
    **{f"change-{name.replace('_', '-')}": sending(who, "asked", sees=TOLD) for name, who in MOVERS.items()},
    "standard-change-list": listed()
    | sending(EDITORS, "-", elsewhere=400, says=lambda place: at_school(place) | {"name": "New toner"}, makes=True),
    "standard-change-detail": reading(TOLD, "standard", sees=set()) | {"PATCH": Door(EDITORS, "standard", sees=TOLD)},
    "standard-change-offer": sending(EDITORS, "standard", sees=TOLD),
    "standard-change-withdraw": sending(EDITORS, "standard", sees=TOLD),
    "risk-table-list": listed() | sending(EDITORS, "-", elsewhere=400, says=_cells, makes=True),
    "risk-table-detail": reading(TOLD, "risks", sees=set()) | {"DELETE": Door(EDITORS, "risks", sees=TOLD)},
}
