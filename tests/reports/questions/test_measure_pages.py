"""The catalogue as a page and by API: every measure has its definition, and every figure its records."""

import csv

import pytest
from django.urls import reverse

from assets.models import Asset, AssetType, Audit
from reports.catalogue import MEASURES
from reports.catalogue.measure import COUNT, MINUTES
from tests.factories import MONDAY_9AM, make_category, make_incident, make_person, make_school

pytestmark = pytest.mark.django_db
SEPTEMBER = {"from": "2026-09-01", "to": "2026-09-30"}


@pytest.fixture
def desk(client):
    """A school with a few records, and its manager in the browser."""
    school = make_school()
    sound = make_category("No sound")
    for number in range(6):
        facts = {"category": sound} if number < 2 else {}
        make_incident(school, at=MONDAY_9AM, minutes_spent=number, lesson_stopped=number == 3, **facts)
    client.force_login(make_person("service_level_manager", school))
    return school


def test_every_measure_has_its_definition_with_an_anchor(client, desk):
    page = client.get(reverse("reports:measures")).content.decode()
    listed = client.get("/api/v1/measures/").json()

    assert [each["name"] for each in listed] == list(MEASURES)
    assert all(f'id="m-{name}"' in page for name in MEASURES)
    assert all(each["by"] for each in listed)


def test_the_records_behind_a_measure_are_as_many_as_it_says(client, desk):
    for name, measure in MEASURES.items():
        said = client.get(f"/api/v1/measures/{name}/", SEPTEMBER).json()
        rows = client.get(f"/api/v1/measures/{name}/rows/", SEPTEMBER).json()["results"]
        page = client.get(reverse("reports:measure-rows", args=[name]), SEPTEMBER)

        assert page.status_code == 200
        if measure.unit in (COUNT, MINUTES) and not said["why_not"]:
            assert page.context["number"] == said["rows"] == len(rows), name
            assert sum(row["amount"] for row in rows) == said["value"], name


def test_a_measure_is_narrowed_and_split_by_name(client, desk):
    split = client.get("/api/v1/measures/incidents/", SEPTEMBER | {"by": "category"}).json()
    sound = client.get("/api/v1/measures/incidents/", SEPTEMBER | {"category": "No sound"}).json()

    assert {part["key"]: part["value"] for part in split["parts"]}["No sound"] == sound["value"] == 2
    assert client.get("/api/v1/measures/incidents/", {"by": "wing"}).status_code == 400
    assert client.get("/api/v1/measures/luck/").status_code == 404


def test_a_file_of_audits_calls_a_thing_by_its_sort_and_nobody_by_name(client, desk):
    laptop = AssetType.objects.create(name="Laptop")
    named = Asset.objects.create(school=desk, tag="A1", type=laptop, name="Mrs Moss’s laptop")
    by = make_person("technician", desk, name="Priya Shah")
    Audit.objects.create(asset=named, at=MONDAY_9AM, by=by, was_as_expected=True)

    answer = client.get(reverse("reports:measure-rows-csv", args=["audits"]), SEPTEMBER)

    [_, row] = csv.reader(b"".join(answer.streaming_content).decode().splitlines())
    assert row == ["audits", "A1", "Laptop", "Harrow Beck School", "2026-09-14", "1"]


def test_so_many_weeks_that_nobody_reads_them_are_refused(client, desk):
    asked = {"from": "1990-01-01", "to": "2026-01-01", "by": "week"}

    assert "more than 130 weeks" in str(client.get("/api/v1/measures/incidents/", asked).json())
