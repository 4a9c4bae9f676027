"""The moves: one function each, alone in changing what a change is, by somebody and at a moment."""

from changes.workflow.log import correct_change, may_record, record_change

__all__ = ["correct_change", "may_record", "record_change"]
