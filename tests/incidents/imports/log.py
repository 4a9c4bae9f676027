"""The log of another desk: rows as ServiceNow would export them."""

import csv
from io import StringIO

from assets.models import Asset
from incidents.models import Incident, IncidentEntry
from servicedesk.models import Category, Person, School, Trust

COLUMNS = [
    *("number", "incident_state", "sys_mod_count", "made_sla", "caller_id", "opened_at", "sys_updated_by"),
    *("sys_updated_at", "category", "subcategory", "cmdb_ci", "location", "impact", "urgency", "priority"),
    *("assignment_group", "assigned_to", "reopen_count", "resolved_at", "closed_at"),
]
USUAL = {
    "number": "INC1",
    "incident_state": "New",
    "sys_mod_count": "0",
    "made_sla": "true",
    "caller_id": "Caller 7",
    "opened_at": "29/2/2016 01:16",
    "sys_updated_by": "Updated by 1",
    "sys_updated_at": "29/2/2016 01:23",
    "category": "Category 5",
    "subcategory": "Subcategory 17",
    "impact": "2 - Medium",
    "urgency": "2 - Medium",
    "priority": "3 - Moderate",
    "reopen_count": "0",
}


def event(**cells):
    """One row of the other desk's log; only what a test names differs."""
    return [(USUAL | cells).get(column, "?") for column in COLUMNS]


NEW = event()
ACTIVE = event(
    incident_state="Active",
    sys_mod_count="1",
    sys_updated_at="29/2/2016 08:00",
    assigned_to="Resolver 3",
    assignment_group="Group 4",
)
CLOSED = event(
    incident_state="Closed",
    sys_mod_count="2",
    sys_updated_at="5/3/2016 12:00",
    made_sla="false",
    assigned_to="Resolver 3",
    assignment_group="Group 4",
    reopen_count="1",
    resolved_at="1/3/2016 10:00",
    closed_at="5/3/2016 12:00",
)


def text_of(*rows, header=COLUMNS, **dialect):
    file = StringIO()
    csv.writer(file, **dialect).writerows([header, *rows])
    return file.getvalue()


def refused(desk):
    with desk.rejects.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def nothing_is_here():
    return not any(
        model.objects.exists() for model in (Incident, IncidentEntry, Person, Category, Asset, School, Trust)
    )
