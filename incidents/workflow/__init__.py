"""The moves: one function each, alone in changing what an incident is.

Each is one transaction of state, story, clock and letter. `by` is the person (None: the desk's own sweep) and `at` the
moment; no function reads the clock. A move raises NotYours (403) or Refused (409) with a sentence, and then nothing
has changed.
"""

from incidents.workflow.ending import cancel, close, close_resolved, confirm, mark_duplicate, reopen, resolve
from incidents.workflow.excusing import excuse
from incidents.workflow.major import declare_major, hand_lead, join, leave, publish_update, review_major
from incidents.workflow.owning import assign, release, release_for, take
from incidents.workflow.talking import note, record_call, reply
from incidents.workflow.together import resolve_together
from incidents.workflow.working import mark_outage, prioritise, resume, start, wait

__all__ = [
    "assign",
    "cancel",
    "close",
    "close_resolved",
    "confirm",
    "declare_major",
    "excuse",
    "hand_lead",
    "join",
    "leave",
    "mark_duplicate",
    "mark_outage",
    "note",
    "prioritise",
    "publish_update",
    "record_call",
    "release",
    "release_for",
    "reopen",
    "reply",
    "resolve",
    "resolve_together",
    "resume",
    "review_major",
    "start",
    "take",
    "wait",
]
