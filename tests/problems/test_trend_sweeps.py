"""The desk looks by itself at night, every few minutes and when somebody asked; the command says what it finds."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from problems import detectors, workflow
from problems.detectors import detector, look_with
from problems.models import Trend, TrendLook, TrendNight
from problems.trends import nights, sweeps
from tests.factories import MONDAY_9AM, make_incident, make_person
from tests.problems.findings import make_finding

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
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

    assert [sweeps.look_at_night(at=AT_NIGHT) for _ in range(2)] == [1, 0]
    assert looked == [("spike", SUNDAY, None)]
    assert (Trend.objects.get().found_on, Trend.objects.get().found_at) == (SUNDAY, AT_NIGHT)
    assert TrendNight.objects.get().found == 1


def test_nights_that_were_missed_are_caught_up_one_by_one(looked):
    sweeps.look_at_night(at=AT_NIGHT)

    for _ in range(4):
        sweeps.look_at_night(at=AT_NIGHT + 3 * DAY)

    assert [day for _, day, _ in looked] == [SUNDAY + n * DAY for n in range(4)]


def test_what_was_missed_more_than_a_week_ago_is_left(looked):
    sweeps.look_at_night(at=AT_NIGHT)

    for _ in range(9):
        sweeps.look_at_night(at=AT_NIGHT + 20 * DAY)

    assert [day for _, day, _ in looked[1:]] == [SUNDAY + n * DAY for n in range(14, 21)]


def test_a_night_that_broke_off_is_done_again_after_a_while_and_not_for_ever(looked, report):
    report(AT_NIGHT - DAY)
    detector("spike")(lambda history, day, context: 1 / 0)

    for hours in (0, 1):
        with pytest.raises(ZeroDivisionError):
            sweeps.look_at_night(at=AT_NIGHT + hours * HOUR)
    detector("spike")(_looking("spike", looked))

    assert sweeps.look_at_night(at=AT_NIGHT + 1.5 * HOUR) == 0  # somebody may still be at it
    assert [sweeps.look_at_night(at=AT_NIGHT + hours * HOUR) for hours in (2, 3)] == [1, 0]


def test_a_night_that_breaks_off_each_time_does_not_hold_up_the_next(looked):
    detector("spike")(lambda history, day, context: 1 / 0)
    for hours in range(nights.MOST_TRIES):
        with pytest.raises(ZeroDivisionError):
            sweeps.look_at_night(at=AT_NIGHT + hours * HOUR)
    detector("spike")(_looking("spike", looked))

    sweeps.look_at_night(at=AT_NIGHT + DAY)

    assert looked == [("spike", SUNDAY + DAY, None)]


def test_two_workers_at_once_look_at_one_night(looked):
    def two_at_once(history, day, context):
        looked.append((day, sweeps.look_at_night(at=AT_NIGHT + HOUR / 4)))
        return []

    detector("spike")(two_at_once)
    sweeps.look_at_night(at=AT_NIGHT)

    assert looked == [(SUNDAY, 0)]
    assert TrendNight.objects.get().tries == 1


def test_of_two_who_read_the_same_only_one_has_the_night():
    broke_off = TrendNight.objects.create(day=SUNDAY, started_at=AT_NIGHT)
    mine, theirs = (TrendNight.objects.get(pk=broke_off.pk) for _ in range(2))

    claimed = [nights.claim(SUNDAY, night, at=AT_NIGHT + HOUR) for night in (mine, theirs, None)]

    assert claimed == [mine, None, None]


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


def test_a_look_somebody_else_is_at_is_left_to_them_for_a_while(looked, report, school, people):
    report(MONDAY_9AM)
    look = workflow.look_for_trends(by=people.tom, at=MONDAY_9AM, school=school)
    TrendLook.objects.filter(pk=look.pk).update(started_at=MONDAY_9AM)

    assert sweeps.look_as_asked(at=MONDAY_9AM + 0.2 * HOUR) == 0
    assert looked == []
    assert sweeps.look_as_asked(at=MONDAY_9AM + HOUR) == 2


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
