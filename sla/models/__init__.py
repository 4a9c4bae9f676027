"""Promises and school time: calendars, agreements, clocks. Knows no ticket."""

from sla.models.agreements import Agreement, AgreementVersion, EscalationStep, Target, Unit
from sla.models.calendars import Calendar, CalendarVersion
from sla.models.clocks import Clock, ClockEvent, ClockKind, ClockState, EventKind, Excuse, Fired, PauseReason

__all__ = [
    "Agreement",
    "AgreementVersion",
    "Calendar",
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
    "Target",
    "Unit",
]
