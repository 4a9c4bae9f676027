"""Faults and requests, their story, and the table of priorities."""

from incidents.models.entry import IncidentEntry
from incidents.models.incident import OPEN, Channel, Incident, Status
from incidents.models.priority_rule import DatedEvent, PriorityRule, ServiceUplift

__all__ = ["OPEN", "Channel", "DatedEvent", "Incident", "IncidentEntry", "PriorityRule", "ServiceUplift", "Status"]
