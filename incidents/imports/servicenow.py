"""The audit log of ServiceNow incidents: one row an event, the whole record each time, `?` where nothing is known."""

from incidents.imports.mapping import Mapping
from incidents.imports.values import USUAL_DATES
from incidents.models import Status
from incidents.priority import Impact, Urgency
from sla.models import PauseReason

REQUIRED = ("number", "incident_state", "made_sla", "opened_at", "sys_updated_at", "priority")

STATES: dict[str, str] = {
    "new": Status.NEW,
    "assigned": Status.ASSIGNED,
    "active": Status.IN_PROGRESS,
    "in progress": Status.IN_PROGRESS,
    "work in progress": Status.IN_PROGRESS,
    "on hold": Status.WAITING,
    "pending": Status.WAITING,
    "awaiting user info": Status.WAITING,
    "awaiting caller": Status.WAITING,
    "awaiting evidence": Status.WAITING,
    "awaiting vendor": Status.WAITING,
    "awaiting problem": Status.WAITING,
    "awaiting change": Status.WAITING,
    "resolved": Status.RESOLVED,
    "closed": Status.CLOSED,
    "closed complete": Status.CLOSED,
    "closed incomplete": Status.CLOSED,
    "closed skipped": Status.CLOSED,
    "canceled": Status.CANCELLED,
    "cancelled": Status.CANCELLED,
}
WAITS_FOR: dict[str, str] = {
    "awaiting user info": PauseReason.REQUESTER,
    "awaiting caller": PauseReason.REQUESTER,
    "awaiting evidence": PauseReason.REQUESTER,
    "awaiting vendor": PauseReason.SUPPLIER,
}
IMPACTS: dict[str, str] = {"1 - high": Impact.WHOLE_SCHOOL, "2 - medium": Impact.DEPARTMENT, "3 - low": Impact.PERSON}
URGENCIES: dict[str, str] = {"1 - high": Urgency.NOW, "2 - medium": Urgency.TODAY, "3 - low": Urgency.WEEK}

COLUMNS = {
    "reference": ("number",),
    "event": ("sys_mod_count",),
    "summary": ("category", "subcategory", "u_symptom"),
    "description": ("description",),
    "resolution": ("close_notes",),
    "opened_at": ("opened_at",),
    "resolved_at": ("resolved_at",),
    "closed_at": ("closed_at",),
    "changed_at": ("sys_updated_at",),
    "priority": ("priority",),
    "status": ("incident_state",),
    "wait_reason": ("incident_state",),
    "impact": ("impact",),
    "urgency": ("urgency",),
    "requester": ("caller_id",),
    "logged_by": ("opened_by",),
    "assignee": ("assigned_to",),
    "resolved_by": ("resolved_by",),
    "changed_by": ("sys_updated_by",),
    "team": ("assignment_group",),
    "category": ("category",),
    "room": ("location",),
    "asset": ("cmdb_ci",),
    "outcome_met": ("made_sla",),
    "reopened": ("reopen_count",),
    "reassigned": ("reassignment_count",),
}


def servicenow(header: list[str]) -> Mapping:
    """The mapping for a file of this format; an export with descriptions in words is summed up by them."""
    worded = "short_description" in {column.casefold() for column in header}
    return Mapping(
        name="servicenow",
        columns=COLUMNS | ({"summary": ("short_description",)} if worded else {}),
        words={"status": STATES, "wait_reason": WAITS_FOR, "impact": IMPACTS, "urgency": URGENCIES},
        required=REQUIRED,
        is_event_log=True,
        missing=frozenset({"", "?"}),
        dates=USUAL_DATES,
        zone="UTC",
    )
