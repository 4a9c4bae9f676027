"""The moves: one function each, alone in changing what a problem is.

Each is one transaction of state, story and letter. `by` is the person (None: the desk's own sweep) and `at` the
moment; no function reads the clock. A move raises NotYours (403) or Refused (409) with a sentence, and then nothing has
changed.
"""

from problems.workflow.allowing import allow_time, note_time_run_out
from problems.workflow.deciding import accept_trend, dismiss_trend, look_for_trends
from problems.workflow.declaring import declare_known_error
from problems.workflow.ending import close, reopen, resolve, review, withdraw
from problems.workflow.leaving import give_back
from problems.workflow.linking import link, unlink
from problems.workflow.owning import assign, take
from problems.workflow.proposing import let_pass, propose
from problems.workflow.raising import describe, raise_problem
from problems.workflow.register import (
    bring_back_known_error,
    change_known_error,
    narrow_known_error,
    publish_known_error,
    retire_known_error,
    review_known_error,
    write_known_error,
)
from problems.workflow.reviewing import tell_of_reviews
from problems.workflow.solving import analyse, investigate, note, propose_fix, record_workaround
from problems.workflow.using import save_lesson, use_known_error

__all__ = [
    "accept_trend",
    "allow_time",
    "analyse",
    "assign",
    "bring_back_known_error",
    "change_known_error",
    "close",
    "declare_known_error",
    "describe",
    "dismiss_trend",
    "give_back",
    "investigate",
    "let_pass",
    "link",
    "look_for_trends",
    "narrow_known_error",
    "note",
    "note_time_run_out",
    "propose",
    "propose_fix",
    "publish_known_error",
    "raise_problem",
    "record_workaround",
    "reopen",
    "resolve",
    "retire_known_error",
    "review",
    "review_known_error",
    "save_lesson",
    "take",
    "tell_of_reviews",
    "unlink",
    "use_known_error",
    "withdraw",
    "write_known_error",
]
