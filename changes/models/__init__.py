"""Requests for change, who approves them, when they may happen, and the releases they belong to."""

from changes.models.approval import Approval, ApproverRule, ByWay, Decision, Deputy, Step, Wants
from changes.models.audience import Told
from changes.models.change import (
    AHEAD,
    ENDED,
    MADE,
    OPEN,
    Afterwards,
    Change,
    ChangeEntry,
    ChangeIncident,
    Kind,
    Link,
    Outcome,
    Risk,
    Status,
)
from changes.models.committee import Meeting, MeetingItem
from changes.models.imported import ChangeImport, RefusedChange
from changes.models.release import Release, ReleaseEntry, ReleaseStatus, RolloutRoom, RolloutState
from changes.models.schedule import CalendarFeed, Freeze
from changes.models.template import RiskTable, StandardChange

__all__ = [
    "AHEAD",
    "ENDED",
    "MADE",
    "OPEN",
    "Afterwards",
    "Approval",
    "ApproverRule",
    "ByWay",
    "CalendarFeed",
    "Change",
    "ChangeEntry",
    "ChangeImport",
    "ChangeIncident",
    "Decision",
    "Deputy",
    "Freeze",
    "Kind",
    "Link",
    "Meeting",
    "MeetingItem",
    "Outcome",
    "RefusedChange",
    "Release",
    "ReleaseEntry",
    "ReleaseStatus",
    "Risk",
    "RiskTable",
    "RolloutRoom",
    "RolloutState",
    "StandardChange",
    "Status",
    "Step",
    "Told",
    "Wants",
]
