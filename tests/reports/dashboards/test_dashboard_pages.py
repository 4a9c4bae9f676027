"""The first page of the reports, the screen on the wall, schools side by side: every figure is that of its records."""

import csv
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from servicedesk.models import School
from tests.factories import MONDAY_9AM, make_category, make_clock, make_incident, make_person, make_school

pytestmark = pytest.mark.django_db
NOW = MONDAY_9AM + timedelta(days=9)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def some_day():
    """A day of the same month."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(client):
    """Two schools with records that are open, late and fixed; the manager of both in the browser."""
    school, other = make_school(pupils=200), make_school("Fell End")
    for number in range(7):
        done = {"status": "resolved", "resolved_at": MONDAY_9AM + 2 * HOUR} if number < 6 else {}
        clock = make_clock(school, state="stopped" if done else "running", stopped_at=done.get("resolved_at"))
        make_incident(school, at=MONDAY_9AM, resolution_clock=clock, lesson_stopped=number == 0, **done)
    make_incident(school, at=MONDAY_9AM, next_due=NOW - HOUR)
    make_incident(other, at=NOW - HOUR, next_due=NOW + HOUR / 2)
    client.force_login(make_person("service_level_manager", everywhere=True, name="Martin Hale"))
    return school


def test_every_figure_is_that_of_its_records(client, desk):
    found = client.get(reverse("reports:dashboard")).context["found"]
    linked = [tile for tile in (*found.now, *found.month) if "/rows/" in tile.url]

    assert {tile.name: tile.value for tile in found.now}["Late now"] == "1"
    assert {tile.name: tile.value for tile in found.now}["Due within the hour"] == "1"
    assert len(linked) > 4
    for tile in linked:
        assert client.get(tile.url).context["found"].words == tile.value, tile.name


def test_the_queue_calls_as_many_late(client, desk):
    client.force_login(make_person("service_level_manager", desk))
    late = client.get(reverse("reports:dashboard")).context["found"].now[0]

    assert late.value == str(len(client.get("/api/v1/incidents/?due=late").json()["results"]))


def test_a_leader_reads_of_their_own_school_only(client, desk):
    client.force_login(make_person("senior_leader", School.objects.get(name="Fell End")))

    now = client.get(reverse("reports:dashboard")).context["found"].now

    assert [tile.value for tile in now[:3]] == ["0", "1", "1"]


def test_the_screen_renews_itself_and_names_nobody(client, desk):
    answer = client.get(reverse("reports:dashboard"), {"screen": "1"})
    page = answer.content.decode()

    assert answer["Refresh"] == "60"
    assert "Martin Hale" not in page and "<nav" not in page


def test_schools_stand_by_name_each_with_its_band(client, desk):
    page = client.get(reverse("reports:schools"), {"measure": "incidents", "base": "pupils"})
    fell_end, harrow_beck = page.context["found"].schools

    assert (fell_end.name, fell_end.rate, fell_end.standing) == ("Fell End", None, "")
    assert (harrow_beck.count, harrow_beck.rate) == (8, 4.0)
    assert page.context["found"].trust.rate == 4.0
    assert client.get(harrow_beck.url).context["number"] == 8
    rows = list(
        csv.reader(client.get(reverse("reports:schools-csv"), {"base": "pupils"}).content.decode().splitlines())
    )
    assert [row[0] for row in rows] == ["School", "Fell End", "Harrow Beck School", "The trust"]


@pytest.mark.parametrize("page", ["reports:dashboard", "reports:schools"])
def test_thirty_schools_ask_as_little_as_three(client, desk, page):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse(page)).status_code == 200
        return len(queries)

    make_incident(make_school("School 3"), at=MONDAY_9AM, lesson_stopped=True)
    few = asked()
    for number in range(27):
        make_incident(make_school(f"School {number + 4}"), at=MONDAY_9AM, lesson_stopped=True, category=make_category())

    assert asked() == few
