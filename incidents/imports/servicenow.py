"""The audit log of ServiceNow incidents: one row an event, the whole record each time, `?` where nothing is known."""

from incidents.imports.mapping import Mapping
from incidents.models import Status
from incidents.priority import Impact, Urgency
from servicedesk.imports.values import USUAL_DATES
from sla.models import PauseReason

REQUIRED = ("number", "opened_at")
# What exports call it, the usual name first.
STATE_COLUMNS = ("incident_state", "state")
CHANGE_COLUMNS = ("sys_updated_at", "sys_updated_on")

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
    # The numbers behind the words, which some exports print.
    "1": Status.NEW,
    "2": Status.IN_PROGRESS,
    "3": Status.WAITING,
    "6": Status.RESOLVED,
    "7": Status.CLOSED,
    "8": Status.CANCELLED,
}
WAITS_FOR: dict[str, str] = {
    "awaiting user info": PauseReason.REQUESTER,
    "awaiting caller": PauseReason.REQUESTER,
    "awaiting evidence": PauseReason.REQUESTER,
    "awaiting vendor": PauseReason.SUPPLIER,
}
PRIORITIES = {"critical": "1", "high": "2", "moderate": "3", "medium": "3", "low": "4", "planning": "5"}


def _levels(high: str, medium: str, low: str) -> dict[str, str]:
    """Our word for each of three levels, as “1 - High”, “High” or “1”."""
    names = {"high": high, "medium": medium, "low": low}
    return {
        written: ours
        for number, (word, ours) in enumerate(names.items(), 1)
        for written in (f"{number} - {word}", word, f"{number}")
    }


IMPACTS = _levels(Impact.WHOLE_SCHOOL, Impact.DEPARTMENT, Impact.PERSON)
URGENCIES = _levels(Urgency.NOW, Urgency.TODAY, Urgency.WEEK)

COLUMNS = {
    "reference": ("number",),
    "event": ("sys_mod_count",),
    "summary": ("category", "subcategory", "u_symptom"),
    "description": ("description",),
    "resolution": ("close_notes",),
    "opened_at": ("opened_at",),
    "resolved_at": ("resolved_at",),
    "closed_at": ("closed_at",),
    "priority": ("priority",),
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
    there = {column.casefold() for column in header}
    state, changed = (_first(names, there) for names in (STATE_COLUMNS, CHANGE_COLUMNS))
    named = {"status": (state,), "wait_reason": (state,), "changed_at": (changed,)}
    return Mapping(
        name="servicenow",
        columns=COLUMNS | named | ({"summary": ("short_description",)} if "short_description" in there else {}),
        words={
            "status": STATES,
            "wait_reason": WAITS_FOR,
            "priority": PRIORITIES,
            "impact": IMPACTS,
            "urgency": URGENCIES,
        },
        required=(*REQUIRED, state),
        is_event_log=changed in there,
        missing=frozenset({"", "?"}),
        dates=USUAL_DATES,
        zone="UTC",
    )


def _first(names: tuple[str, ...], there: set[str]) -> str:
    """The first of several names that the file has, else the usual one."""
    return next((name for name in names if name in there), names[0])
