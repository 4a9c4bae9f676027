"""The moves: one function each, alone in changing what a change is, by somebody and at a moment.

Each is one transaction of state, story and letter. A move raises NotYours (403) or Refused (409) with a sentence, and
then nothing has changed.
"""

from changes.workflow.approving import (
    approve_afterwards,
    approve_to_implement,
    approve_to_proceed,
    decide,
    peer_review,
    reject,
)
from changes.workflow.doing import back_out, implement, record_in_assets
from changes.workflow.ending import close, review, withdraw
from changes.workflow.log import correct_change, may_record, record_change
from changes.workflow.noting import link_incident, note, unlink_incident
from changes.workflow.planning import announce, plan, reschedule
from changes.workflow.raising import describe, raise_again, raise_change
from changes.workflow.releases import (
    add_changes_release,
    choose_pilot_release,
    describe_release,
    design_release,
    note_release,
    plan_rooms_release,
    remove_changes_release,
)
from changes.workflow.releasing import (
    begin_pilot_release,
    begin_tests_release,
    finish_release,
    mark_room_release,
    reopen_release,
    roll_back_release,
    roll_back_room_release,
    roll_out_release,
    sign_test_release,
    withdraw_release,
)
from changes.workflow.risks import drop_risks, set_risks
from changes.workflow.scheduling import add_freeze, end_freeze, make_feed, note_reading, put_back_freeze, remove_feed
from changes.workflow.standards import (
    change_standard,
    may_manage,
    offer_standard,
    withdraw_standard,
    write_standard,
)

__all__ = [
    "add_changes_release",
    "add_freeze",
    "announce",
    "approve_afterwards",
    "approve_to_implement",
    "approve_to_proceed",
    "back_out",
    "begin_pilot_release",
    "begin_tests_release",
    "change_standard",
    "choose_pilot_release",
    "close",
    "correct_change",
    "decide",
    "describe",
    "describe_release",
    "design_release",
    "drop_risks",
    "end_freeze",
    "finish_release",
    "implement",
    "link_incident",
    "make_feed",
    "mark_room_release",
    "may_manage",
    "may_record",
    "note",
    "note_reading",
    "note_release",
    "offer_standard",
    "peer_review",
    "plan",
    "plan_rooms_release",
    "put_back_freeze",
    "raise_again",
    "raise_change",
    "record_change",
    "record_in_assets",
    "reject",
    "remove_changes_release",
    "remove_feed",
    "reopen_release",
    "reschedule",
    "review",
    "roll_back_release",
    "roll_back_room_release",
    "roll_out_release",
    "set_risks",
    "sign_test_release",
    "unlink_incident",
    "withdraw",
    "withdraw_release",
    "withdraw_standard",
    "write_standard",
]
