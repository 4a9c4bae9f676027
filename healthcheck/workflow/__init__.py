"""The moves of the health check: one function each, alone in changing what a check or an action is.

Each is one transaction of state, story and letter. `by` is the person and `at` the moment. A move raises NotYours
(403), Refused (409) or ValidationError with a sentence, and then nothing has changed.
"""

from healthcheck.workflow.checking import answer, finish, look_again, reopen, start
from healthcheck.workflow.planning import add_action, change_action, complete_action, drop_action, reopen_action

__all__ = [
    "add_action",
    "answer",
    "change_action",
    "complete_action",
    "drop_action",
    "finish",
    "look_again",
    "reopen",
    "reopen_action",
    "start",
]
