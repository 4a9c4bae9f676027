"""Five thousand real incidents, brought in once for this module, give the figures worked out apart from us."""

import csv
import gzip
import json
import os
from collections import Counter
from datetime import date
from io import StringIO
from itertools import combinations
from pathlib import Path
from statistics import mean, median

import pytest
from django.core.management import call_command

from incidents.imports.load import MOVE
from incidents.imports.story import rows_of
from incidents.models import Incident, IncidentEntry, Status
from incidents.models.incident import NEVER
from incidents.priority import label
from reports import measures
from reports.figures import COUNTS
from reports.measures import KEYS, Scope
from reports.periods import Period

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("CONFORMANCE_DATA", ROOT.parent / "shared" / "data")) / "tickets"
EXPORT = DATA / "servicenow_incident_events_5000.csv.gz"

ALL_WAYS = [way for size in range(1, len(KEYS) + 1) for way in combinations(KEYS, size)]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.xdist_group("real history"),  # it takes seconds to bring in: once is enough
    pytest.mark.skipif(not EXPORT.exists(), reason=f"real tickets are not here: {EXPORT}"),
]


def run():
    """Import the export and say what the command said."""
    said = StringIO()
    call_command("import_incidents", str(EXPORT), "--format", "servicenow", stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module")
def history(stays):
    return run()


@pytest.fixture(scope="module")
def expected():
    return json.loads((DATA / "expected.json").read_text())


@pytest.fixture(scope="module")
def export():
    """The rows of the file by incident."""
    found = {}
    with gzip.open(EXPORT, "rt", newline="") as file:
        for row in csv.DictReader(file):
            known = {column: text.strip() for column, text in row.items() if text.strip() != "?"}
            found.setdefault(row["number"], []).append(known)
    return found


def test_every_incident_and_every_event_is_in(history, expected):
    assert Incident.objects.count() == expected["incidents"]
    assert IncidentEntry.objects.count() == expected["events"]
    assert "5,000 new" in history


def test_outcomes_are_taken_over_as_they_were_decided(history, expected):
    outcomes = Counter(Incident.objects.values_list("outcome_met", flat=True))

    assert {"met": outcomes[True], "missed": outcomes[False]} == expected["made_sla"]


def test_incidents_count_in_the_month_printed_on_them_with_their_priority(history, expected):
    rows = Incident.objects.values_list("opened_on", "priority")

    assert Counter(f"{day:%Y-%m}|{label(priority)}" for day, priority in rows) == expected["by_month_priority"]


def test_times_to_fix_are_theirs(history, expected):
    rows = Incident.objects.exclude(resolved_at=None).values_list("opened_at", "resolved_at")
    hours = [(resolved - opened).total_seconds() / 3600 for opened, resolved in rows]

    assert len(hours) == expected["resolved"]
    assert round(mean(hours), 2) == expected["mttr_hours_mean"]
    assert round(median(hours), 2) == expected["mttr_hours_median"]


def test_reopened_work_and_categories_are_theirs(history, expected):
    categories = Counter(Incident.objects.exclude(category=None).values_list("category__name", flat=True))

    assert Incident.objects.filter(reopened__gt=0).count() == expected["reopened"]
    assert dict(categories.most_common(10)) == expected["by_category_top10"]


def test_no_imported_incident_has_a_clock_or_a_place_in_the_queue(history):
    assert not Incident.objects.exclude(response_clock=None, resolution_clock=None, next_due=NEVER).exists()
    assert set(Incident.objects.values_list("status", flat=True)) == {Status.CLOSED}


def test_every_row_of_the_file_can_be_made_again_from_the_timeline(history, export):
    stories = {}
    entries = IncidentEntry.objects.filter(move=MOVE).order_by("pk")
    for number, data in entries.values_list("incident__source_reference", "data"):
        stories.setdefault(number, []).append(data)

    assert {number: list(rows_of(changes)) for number, changes in stories.items()} == export


def test_what_has_no_field_here_can_be_asked_for(history, export):
    wanted = {number for number, rows in export.items() if rows[-1].get("subcategory") == "Subcategory 170"}
    found = Incident.objects.with_fact("subcategory", "Subcategory 170")

    assert wanted
    assert set(found.values_list("source_reference", flat=True)) == wanted


def test_bringing_it_in_again_changes_nothing(history):
    before = list(Incident.objects.order_by("pk").values())

    said = run()

    assert "Incidents: 0 new, 0 with news, 5,000 already here." in said
    assert list(Incident.objects.order_by("pk").values()) == before


def test_the_command_prints_what_was_counted_independently(history, expected):
    said = StringIO()
    year = ["--from", "2016-01-01", "--to", "2016-12-31"]
    call_command("measure", "sla", *year, by="month,priority", format="json", stdout=said)
    found = json.loads(said.getvalue())

    totals, groups = found["totals"], found["groups"]
    assert {name: totals[name] for name in ("met", "missed")} == expected["made_sla"]
    for name in ("incidents", "resolved", "reopened", "mttr_hours_mean", "mttr_hours_median"):
        assert totals[name] == expected[name]
    assert {f"{g['month']}|{g['priority']}": g["incidents"] for g in groups} == expected["by_month_priority"]


class TestMeasures:
    YEAR = Period(date(2016, 1, 1), date(2016, 12, 31))

    def test_the_totals_are_those_counted_independently(self, history, expected):
        found = measures.sla(Scope.of_everything(), self.YEAR).totals.as_figures()

        assert found["incidents"] == expected["incidents"]
        assert {"met": found["met"], "missed": found["missed"]} == expected["made_sla"]
        for name in ("resolved", "reopened", "mttr_hours_mean", "mttr_hours_median"):
            assert found[name] == expected[name]

    def test_the_groups_are_those_counted_independently(self, history, expected):
        ways = ("month", "priority"), ("category",)
        report = measures.sla(Scope.of_everything(), self.YEAR, *ways)

        by_month = {f"{g.keys['month']}|{g.keys['priority']}": g.measure.incidents for g in report.groups[ways[0]]}
        by_category = {g.keys["category"]: g.measure.incidents for g in report.groups[ways[1]]}
        assert by_month == expected["by_month_priority"]
        assert by_category.items() >= expected["by_category_top10"].items()

    def test_the_parts_make_up_the_whole_however_it_is_split(self, history):
        report = measures.sla(Scope.of_everything(), self.YEAR, *ALL_WAYS)

        whole = [getattr(report.totals, count.name) for count in COUNTS]
        for way in ALL_WAYS:
            parts = [sum(getattr(group.measure, count.name) for group in report.groups[way]) for count in COUNTS]
            assert parts == whole, way
