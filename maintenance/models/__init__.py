"""Maintenance plans on the school calendar, their rounds, and what was found."""

from maintenance.models.plan import Answer, ChecklistItem, Plan, Scope
from maintenance.models.round import TO_DO, Check, Result, Round, RoundEntry, Status, Thing

__all__ = [
    "TO_DO",
    "Answer",
    "Check",
    "ChecklistItem",
    "Plan",
    "Result",
    "Round",
    "RoundEntry",
    "Scope",
    "Status",
    "Thing",
]
