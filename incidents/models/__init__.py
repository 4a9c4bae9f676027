"""Faults and requests, their story, and the table of priorities."""

from incidents.models.entry import IncidentEntry
from incidents.models.incident import FOUND_BY_US, OPEN, Channel, Incident, Status
from incidents.models.major import MajorIncident, MajorUpdate
from incidents.models.priority_rule import DatedEvent, PriorityRule, ServiceUplift

__all__ = [
    "FOUND_BY_US",
    "OPEN",
    "Channel",
    "DatedEvent",
    "Incident",
    "IncidentEntry",
    "MajorIncident",
    "MajorUpdate",
    "PriorityRule",
    "ServiceUplift",
    "Status",
]
