"""A miss that is excused: on every face both figures, with it and without it."""

import csv
import io
import json
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command

from incidents import workflow
from incidents.intake import log_incident
from incidents.models import Incident
from incidents.outcomes import EXCUSED, OUTCOME
from reports.figures import COUNT
from sla import clocks
from tests.factories import MONDAY_9AM, make_person, make_promise, make_school

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
ASKED = "school=HB&from=2026-09-01&to=2026-09-30"


@pytest.fixture
def world(client):
    """Three records: one in time, one late, one late and excused."""
    school = make_school(code="HB")
    make_promise(school)
    priya, martin = make_person("technician", school), make_person("service_level_manager", school)
    for hours in (0.1, 12, 12):
        record = log_incident(school=school, requester=martin, by=martin, at=MONDAY_9AM, summary="No picture")
        record = workflow.resolve(record, by=priya, at=MONDAY_9AM + hours * 24 * HOUR, resolution="New lamp.")
    clocks.excuse(record.resolution_clock, at=MONDAY_9AM + 400 * HOUR, by=martin, reason="Snow.")
    client.force_login(martin)
    with time_machine.travel(MONDAY_9AM + 500 * HOUR, tick=False):
        yield client


def both(figures):
    return figures["missed"], figures["excused"], figures["missed_after_excuses"]


def test_page_file_program_command_and_evidence_give_both_figures(world):
    api = world.get(f"/api/v1/reports/sla/?{ASKED}").json()["totals"]
    assert both(api) == (2, 1, 1)

    page = world.get(f"/service/?{ASKED}").content.decode()
    assert "Late, excused" in page and "without excused" in page
    (row,) = csv.DictReader(io.StringIO(world.get(f"/service/report.csv?{ASKED}").text))
    assert (int(row["Late"]), int(row["Late, excused"]), int(row["Late, not excused"])) == both(api)
    out = io.StringIO()
    call_command("measure", "sla", "--from", "2026-09-01", "--to", "2026-09-30", format="json", stdout=out)
    assert both(json.loads(out.getvalue())["totals"]) == both(api)
    evidence = world.get(f"/api/v1/reports/evidence/ictmark/?{ASKED}").json()
    figures = {f["name"]: f["value"] for s in evidence["statements"] for f in s["figures"]}
    assert both(figures) == both(api)


def test_the_rows_say_which_are_excused(world):
    rows = world.get(f"/api/v1/reports/sla/rows/?{ASKED}&which=missed").json()["results"]
    assert sorted(row["excused"] for row in rows) == sorted([*([False] * (len(rows) - 1)), True])
    excused = world.get(f"/api/v1/reports/sla/rows/?{ASKED}&which=excused").json()["results"]
    assert [row["excused"] for row in excused] == [True]
    assert "Late, excused" in world.get(f"/service/rows/?{ASKED}&which=missed").content.decode()
    lines = world.get(f"/service/rows.csv?{ASKED}&which=missed").getvalue().decode()
    assert [row["Late, excused"] for row in csv.DictReader(io.StringIO(lines))].count("yes") == 1


def test_the_mark_on_a_row_and_the_figure_are_the_same_rule(world):
    rows = Incident.objects.annotate(outcome=OUTCOME, is_excused=EXCUSED)

    assert set(rows.filter(is_excused=True)) == set(rows.filter(COUNT["excused"].where))
