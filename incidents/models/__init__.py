"""Faults and requests, their story, and the table of priorities."""

from incidents.models.entry import IncidentEntry
from incidents.models.incident import OPEN, Channel, Incident, Status
from incidents.models.priority_rule import PriorityRule

__all__ = ["OPEN", "Channel", "Incident", "IncidentEntry", "PriorityRule", "Status"]
