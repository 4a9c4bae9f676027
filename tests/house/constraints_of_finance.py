"""Rows for the constraints of costs; how they are read stands in `test_constraints`."""

from datetime import date

from tests.factories import make_contract, make_cost

BEFORE = date(2020, 1, 1)

NEVER = {
    "contract_has_name_and_supplier": lambda w: make_contract(w.school, supplier=""),
    "contract_cost_is_not_negative": lambda w: make_contract(w.school, cost=-1),
    "contract_ends_after_it_starts": lambda w: make_contract(w.school, ends_on=BEFORE),
    "contract_over_has_end": lambda w: make_contract(w.school, status="given_up"),
    "cost_says_what": lambda w: make_cost(w.school, what=""),
    "cost_is_not_negative": lambda w: make_cost(w.school, amount=-1),
    "cost_ends_after_it_starts": lambda w: make_cost(w.school, ends_on=BEFORE),
}
