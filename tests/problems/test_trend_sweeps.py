"""The desk looks by itself at night, every few minutes and when somebody asked; the command says what it finds."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import CommandError, call_command

from problems import detectors, workflow
from problems.detectors import detector, look_with
from problems.models import Trend, TrendLook
from problems.trends import sweeps
from tests.factories import MONDAY_9AM, make_incident, make_person
from tests.problems.findings import make_finding

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AT_NIGHT = MONDAY_9AM - timedelta(hours=7)
SUNDAY = date(2026, 9, 13)


@pytest.fixture(autouse=True)
def looked(monkeypatch):
    """Two detectors, each of which finds its records of the day; what they were asked is in the list."""
    asked = []
    monkeypatch.setattr(detectors, "_modules", {})
    monkeypatch.setattr(detectors, "_detectors", {})
    look_with(spike=__name__, now=__name__)
    for kind in ("spike", "now"):
        detector(kind)(_looking(kind, asked))
    cache.clear()
    return asked


def _looking(kind, asked):
    def find(history, day, context):
        asked.append((kind, day, context.at))
        keys = history.since(day).pk.tolist()
        if not keys:
            return []
        found = make_finding(kind=kind, on=day, count=len(keys), first=day, key=f"{kind} of {day}")
        object.__setattr__(found, "incidents", tuple(keys))
        return [found]

    return find


@pytest.fixture
def report(school):
    """`report(at)`: somebody says that it is broken."""
    asker = make_person("requester", school)
    return lambda at, **facts: make_incident(school, requester=asker, at=at, **facts)


def test_at_night_the_day_before_is_looked_at_once(looked, report):
    report(AT_NIGHT - DAY)

    assert [sweeps.look_at_yesterday(at=AT_NIGHT) for _ in range(2)] == [1, 0]
    assert looked == [("spike", SUNDAY, None)]
    assert (Trend.objects.get().found_on, Trend.objects.get().found_at) == (SUNDAY, AT_NIGHT)


def test_a_night_that_failed_is_done_again(looked, report, monkeypatch):
    report(AT_NIGHT - DAY)
    detector("spike")(lambda history, day, context: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        sweeps.look_at_yesterday(at=AT_NIGHT)
    detector("spike")(_looking("spike", looked))

    assert sweeps.look_at_yesterday(at=AT_NIGHT) == 1


def test_quiet_schools_are_one_query_every_few_minutes(looked, report, django_assert_num_queries):
    for minutes in (1, 2, 500):
        report(MONDAY_9AM - timedelta(minutes=minutes))

    with django_assert_num_queries(1):
        assert sweeps.look_at_now(at=MONDAY_9AM) == 0
    assert looked == []


def test_three_reports_in_two_hours_are_looked_at_right_now(looked, report):
    for minutes in (1, 2, 100, -5):
        report(MONDAY_9AM - timedelta(minutes=minutes))

    assert [sweeps.look_at_now(at=MONDAY_9AM) for _ in range(2)] == [1, 0]
    assert looked[0] == ("now", MONDAY_9AM.date(), MONDAY_9AM)
    assert Trend.objects.get().count == 3  # what comes later is not known yet


def test_a_look_that_was_asked_for_is_done_and_says_what_it_found(looked, report, school, people):
    report(MONDAY_9AM)
    look = workflow.look_for_trends(by=people.tom, at=MONDAY_9AM, school=school)

    assert [sweeps.look_as_asked(at=MONDAY_9AM) for _ in range(2)] == [2, 0]
    look.refresh_from_db()
    assert (look.found, look.failure) == (2, "") and look.finished_at


def test_a_look_somebody_else_is_at_is_left_to_them(looked, report, school, people):
    look = workflow.look_for_trends(by=people.tom, at=MONDAY_9AM, school=school)
    cache.add(sweeps.begun(look), True)

    assert sweeps.look_as_asked(at=MONDAY_9AM) == 0
    assert looked == []


def test_a_look_that_fails_says_so_and_holds_up_no_other(looked, report, school, people):
    report(MONDAY_9AM)
    detector("spike")(lambda history, day, context: 1 / 0)
    workflow.look_for_trends(by=people.tom, at=MONDAY_9AM, school=school)

    sweeps.look_as_asked(at=MONDAY_9AM)

    assert TrendLook.objects.get().failure == sweeps.FAILED


def run(*options):
    out = StringIO()
    call_command("find_trends", *options, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_command_lists_what_is_so_as_of_a_day_and_keeps_nothing(report):
    brought_in = report(MONDAY_9AM, source="csv", source_reference="INC0001")
    here = report(MONDAY_9AM + DAY)

    found = json.loads(run("--at", "2026-09-14", "--format", "json"))

    assert {row["kind"]: row["incidents"] for row in found} == {"spike": ["INC0001"], "now": ["INC0001"]}
    assert found[0].keys() >= {"key", "label", "from", "to", "count", "expected", "score", "found_on", "why"}
    later = json.loads(run("--at", "2026-09-15", "--kind", "spike", "--format", "json"))
    assert [row["incidents"] for row in later] == [[str(here.pk)]]
    assert brought_in.pk and not Trend.objects.exists()


def test_the_command_keeps_what_it_finds_when_asked_to(report):
    report(MONDAY_9AM)

    run("--at", "2026-09-14", "--propose")

    assert set(Trend.objects.values_list("kind", "found_on")) == {
        ("spike", date(2026, 9, 14)),
        ("now", date(2026, 9, 14)),
    }


def test_the_command_walks_through_the_past(report):
    for n in range(3):
        report(MONDAY_9AM + n * DAY)

    found = json.loads(run("--replay", "2026-09-14", "2026-09-16", "--kind", "spike", "--format", "json"))

    assert [row["found_on"] for row in found] == ["2026-09-14", "2026-09-15", "2026-09-16"]


def test_a_table_has_a_line_for_each(report):
    report(MONDAY_9AM)

    said = run("--at", "2026-09-14", "--kind", "spike")

    assert "Far more than usual" in said and "Projector, Room B12" in said and "2026-09-14" in said


def test_today_is_looked_at_when_nothing_is_said(report):
    report(MONDAY_9AM)

    with time_machine.travel(MONDAY_9AM, tick=False):
        assert json.loads(run("--kind", "spike", "--format", "json"))[0]["found_on"] == "2026-09-14"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--school", "XX"], "no school with the code “XX”"),
        (["--at", "soon"], "“soon” is no date"),
        (["--replay", "2026-09-15", "2026-09-14"], "2026-09-14 is before 2026-09-15"),
        (["--at", "2016-01-01"], "No record was opened from 2012-12-29 to 2016-01-01"),
        (["--at", "2026-09-14", "--kind", "mood"], "invalid choice"),
    ],
)
def test_what_can_t_be_is_said_in_a_sentence(report, options, says):
    report(MONDAY_9AM)

    with pytest.raises(CommandError, match=says):
        run(*options)
