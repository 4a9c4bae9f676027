"""The moves of maintenance: one function each, alone in changing what a round or a plan is.

Each is one transaction of state, story and letter. `by` is the person and `at` the moment. A move raises NotYours
(403), Refused (409) or ValidationError with a sentence, and then nothing has changed.
"""

from maintenance.workflow.doing import record, start
from maintenance.workflow.ending import finish, hand_over, reopen, skip
from maintenance.workflow.leaving import pass_on
from maintenance.workflow.planning import add_plan, adopt, change_plan
from maintenance.workflow.reporting import raise_incident, raise_problem

__all__ = [
    "add_plan",
    "adopt",
    "change_plan",
    "finish",
    "hand_over",
    "pass_on",
    "raise_incident",
    "raise_problem",
    "record",
    "reopen",
    "skip",
    "start",
]
