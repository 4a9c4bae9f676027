"""Five thousand real incidents of another desk, and the figures that were counted from them independently."""

import csv
import gzip
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from incidents.models import Incident, Status
from incidents.priority import Priority
from tests.factories import make_category, make_school

TICKETS = Path(os.environ.get("CONFORMANCE_DATA") or settings.BASE_DIR.parent / "shared" / "data") / "tickets"


@pytest.fixture
def expected():
    """What somebody else counted."""
    if not TICKETS.is_dir():
        pytest.skip(f"needs the real incidents, looked for in {TICKETS}: set CONFORMANCE_DATA")
    return json.loads((TICKETS / "expected.json").read_text())


@pytest.fixture
def real_incidents(db, expected):
    """The last event of each incident, as records of one school."""
    school = make_school("Real School", code="REAL")
    with gzip.open(TICKETS / "servicenow_incident_events_5000.csv.gz", "rt") as events:
        last = {row["number"]: row for row in csv.DictReader(events)}
    names = {row["category"] for row in last.values()} - {"?"}
    categories = {name: make_category(name, service="Other desk") for name in names}
    Incident.objects.bulk_create([_incident(row, school, categories) for row in last.values()], batch_size=500)
    return school


def _incident(row, school, categories):
    opened_at, closed_at = _moment(row["opened_at"]), _moment(row["closed_at"])
    return Incident(
        school=school,
        category=categories.get(row["category"]),
        summary=row["number"],
        opened_at=opened_at,
        opened_on=opened_at.date(),
        priority=next(p for p in Priority if row["priority"].startswith(f"{p.value} ")),
        status=Status.CLOSED,
        resolved_at=_moment(row["resolved_at"]),
        closed_at=closed_at,
        reopened=int(row["reopen_count"]),
        wrote_last_at=closed_at,
        source="servicenow",
        source_reference=row["number"],
        outcome_met=row["made_sla"] == "true",
    )


def _moment(text):
    return None if text == "?" else datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=UTC)
