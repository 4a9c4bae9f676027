"""The moves: one function each, alone in changing what a change is, by somebody and at a moment.

Each is one transaction of state, story and letter. A move raises NotYours (403) or Refused (409) with a sentence, and
then nothing has changed.
"""

from changes.workflow.approving import approve_to_implement, approve_to_proceed, decide, peer_review, reject
from changes.workflow.doing import back_out, implement, record_in_assets
from changes.workflow.ending import close, review, withdraw
from changes.workflow.log import correct_change, may_record, record_change
from changes.workflow.noting import link_incident, note, unlink_incident
from changes.workflow.planning import announce, plan, reschedule
from changes.workflow.raising import describe, raise_again, raise_change

__all__ = [
    "announce",
    "approve_to_implement",
    "approve_to_proceed",
    "back_out",
    "close",
    "correct_change",
    "decide",
    "describe",
    "implement",
    "link_incident",
    "may_record",
    "note",
    "peer_review",
    "plan",
    "raise_again",
    "raise_change",
    "record_change",
    "record_in_assets",
    "reject",
    "reschedule",
    "review",
    "unlink_incident",
    "withdraw",
]
