"""What must come back first, and the proof that it does."""

from continuity.models.backup_test import BackupTest
from continuity.models.line import Interval, RecoveryLine, Unit
from continuity.models.rehearsal import (
    Kind,
    Rehearsal,
    RehearsalAction,
    RehearsalEntry,
    RehearsedService,
    Result,
    Status,
)
from continuity.models.reminder import Reminder

__all__ = [
    "BackupTest",
    "Interval",
    "Kind",
    "RecoveryLine",
    "Rehearsal",
    "RehearsalAction",
    "RehearsalEntry",
    "RehearsedService",
    "Reminder",
    "Result",
    "Status",
    "Unit",
]
