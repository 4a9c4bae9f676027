"""The moves of costs: one function each, alone in changing a contract or a cost.

Each is one transaction of state and story. `by` is the person and `at` the moment. A move raises NotYours (403),
Refused (409) or ValidationError with a sentence, and then nothing has changed.
"""

from finance.workflow.contracts import add_contract, describe, give_up, keep_on, may_keep, renew
from finance.workflow.costs import add_cost, change_cost, remove_cost

__all__ = [
    "add_contract",
    "add_cost",
    "change_cost",
    "describe",
    "give_up",
    "keep_on",
    "may_keep",
    "remove_cost",
    "renew",
]
