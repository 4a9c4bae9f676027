"""Who may do what with costs."""

from finance.moves import MOVES
from tests.house.rights.doors import EDITORS, READERS, Door, at_school, listed, page, reading, sending

ENDS = {"keep_on": "ended_contract"}


def _cost(place):
    """Something that was paid."""
    return at_school(place) | {"what": "A cable", "amount": "4.50", "starts_on": "2026-09-01"}


def _contract(place):
    """A contract that is new."""
    return at_school(place) | {"name": "Line", "supplier": "Fellside", "cost": "10.00", "starts_on": "2026-09-01"}


PAGES = {
    "finance:costs": reading(READERS),
    "finance:costs-xlsx": reading(READERS),
    "finance:rows": reading(READERS),
    "finance:rows-csv": reading(READERS),
    "finance:contracts": reading(READERS),
    "finance:contracts-csv": reading(READERS),
    "finance:add_contract": page(EDITORS, "-", says=at_school),
    "finance:contract": reading(READERS, "contract"),
    **{f"finance:{move.name}": page(EDITORS, ENDS.get(move.name, "contract")) for move in MOVES},
    "finance:entries": reading(READERS),
    "finance:add_cost": page(EDITORS, "-", says=at_school),
    "finance:change_cost": page(EDITORS, "cost"),
    "finance:remove_cost": page(EDITORS, "cost"),
}
BY_PROGRAMS = {
    "contract-list": listed() | sending(EDITORS, "-", elsewhere=400, says=_contract, makes=True),
    "contract-detail": reading(READERS, "contract", sees=set()),
    **{
        f"contract-{move.name.replace('_', '-')}": sending(EDITORS, ENDS.get(move.name, "contract"), sees=READERS)
        for move in MOVES
    },
    "cost-list": listed() | sending(EDITORS, "-", elsewhere=400, says=_cost, makes=True),
    "cost-detail": reading(READERS, "cost", sees=set())
    | {"PATCH": Door(EDITORS, "cost", sees=READERS), "DELETE": Door(EDITORS, "cost", sees=READERS)},
    "api-cost-totals": reading(READERS),
}
