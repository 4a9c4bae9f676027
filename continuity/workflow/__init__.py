"""The moves of continuity: one function each, alone in changing the order, a rehearsal or a back-up test.

Each is one transaction of state and story. `by` is the person and `at` the moment. A move raises NotYours (403),
Refused (409) or ValidationError with a sentence, and then nothing has changed.
"""

from continuity.workflow.backups import change_backup_test, log_backup_test
from continuity.workflow.ordering import add_line, begin_own, change_line, may_keep, move_down, move_up, remove_line
from continuity.workflow.rehearsing import (
    add_action,
    cancel,
    describe,
    finish_action,
    hold,
    plan_rehearsal,
    reopen,
)

__all__ = [
    "add_action",
    "add_line",
    "begin_own",
    "cancel",
    "change_backup_test",
    "change_line",
    "describe",
    "finish_action",
    "hold",
    "log_backup_test",
    "may_keep",
    "move_down",
    "move_up",
    "plan_rehearsal",
    "remove_line",
    "reopen",
]
