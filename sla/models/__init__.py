"""Promises and school time: calendars, agreements, clocks. Knows no ticket."""

from sla.models.agreements import (
    Agreement,
    AgreementKind,
    AgreementVersion,
    EscalationStep,
    Signature,
    Target,
    Unit,
)
from sla.models.calendars import Calendar, CalendarVersion
from sla.models.changes import ActKind, CalendarDraft, Reevaluation, moves_in_words
from sla.models.clocks import Clock, ClockEvent, ClockKind, ClockState, EventKind, Excuse, Fired, PauseReason

__all__ = [
    "ActKind",
    "Agreement",
    "AgreementKind",
    "AgreementVersion",
    "Calendar",
    "CalendarDraft",
    "CalendarVersion",
    "Clock",
    "ClockEvent",
    "ClockKind",
    "ClockState",
    "EscalationStep",
    "EventKind",
    "Excuse",
    "Fired",
    "PauseReason",
    "Reevaluation",
    "Signature",
    "Target",
    "Unit",
    "moves_in_words",
]
