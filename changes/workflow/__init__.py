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
from changes.workflow.risks import drop_risks, set_risks
from changes.workflow.standards import (
    change_standard,
    may_manage,
    offer_standard,
    withdraw_standard,
    write_standard,
)
from changes.workflow.scheduling import add_freeze, end_freeze, make_feed, note_reading, put_back_freeze, remove_feed

__all__ = [
    "add_freeze",
    "announce",
    "approve_to_implement",
    "approve_to_proceed",
    "back_out",
    "change_standard",
    "close",
    "correct_change",
    "decide",
    "describe",
    "drop_risks",
    "end_freeze",
    "implement",
    "link_incident",
    "make_feed",
    "may_manage",
    "may_record",
    "note",
    "note_reading",
    "offer_standard",
    "peer_review",
    "plan",
    "put_back_freeze",
    "raise_again",
    "raise_change",
    "record_change",
    "record_in_assets",
    "reject",
    "remove_feed",
    "reschedule",
    "review",
    "set_risks",
    "unlink_incident",
    "withdraw",
    "withdraw_standard",
    "write_standard",
]
