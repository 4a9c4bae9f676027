"""Why this time, in every state a clock can be in: the page's sentence, what changed midway, and sums that agree."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from incidents import workflow
from incidents.intake import log_incident
from sla import clocks, reevaluations
from sla.agreements import promise_for
from sla.calendars import calendar_of, hours_of, make_version
from sla.reevaluations import CalendarChange
from tests.factories import OPEN_8_TO_4, make_person, make_promise, make_school

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def utc(day, hour, minute=0):
    return datetime(2025, 11, day, hour, minute, tzinfo=UTC)  # Monday is the 3rd; winter, so the wall clock is UTC


@pytest.fixture
def school():
    school = make_school()
    make_promise(school)
    return school


@pytest.fixture
def priya(school):
    return make_person("technician", school, name="Priya Shah")


@pytest.fixture
def incident(school, priya):
    """Eight hours to fix: due at the end of Monday."""
    return log_incident(school=school, requester=priya, by=priya, at=utc(3, 8), summary="No picture")


@pytest.fixture
def page(client, priya, incident):
    client.force_login(priya)

    def read(at):
        with time_machine.travel(at, tick=False):
            answer = client.get(f"/incidents/{incident.pk}/why/resolution/")
        told = answer.context["told"]
        text = " ".join(answer.content.decode().replace("<b>", "").replace("</b>", "").split())
        assert _minutes(line.counted for line in told.lines) == _minutes([told.sums[-1][1]])
        return text

    return read


def _minutes(lengths):
    """1 h 30, 20 min, – in minutes, added up."""
    total = 0
    for length in lengths:
        hours, _, rest = length.partition(" h") if " h" in length else ("0", "", length)
        digits = "".join(filter(str.isdigit, rest))
        total += int(hours) * 60 + int(digits or 0)
    return total


def test_running(page):
    assert "2 h counted so far: 6 h left." in page(utc(3, 10))


def test_late(page):
    said = page(utc(4, 9, 30))

    assert "9 h 30 counted so far: 1 h 30 over." in said and "after the deadline" in said


def test_paused(page, incident, priya):
    day = utc(7, 0).date()
    workflow.wait(incident, by=priya, at=utc(3, 10), reason="part", follow_up_on=day)

    said = page(utc(3, 12))

    assert "2 h counted so far: 6 h left. It waits for a part, and nothing is counted until it goes on." in said
    assert "not counted: waiting for a part" in said


def test_met(page, incident, priya):
    workflow.resolve(incident, by=priya, at=utc(3, 10, 17), resolution="New lamp.")

    said = page(utc(5, 9))

    assert "It took 2 h 17 of 8 h." in said and "so far" not in said and " left" not in said
    assert "Counted in all" in said


def test_missed_then_fixed(page, incident, priya):
    workflow.resolve(incident, by=priya, at=utc(4, 10), resolution="New lamp.")

    said = page(utc(5, 9))

    assert "It took 10 h of 8 h: 2 h over." in said and "Late from here on" in said


def test_cancelled(page, incident, priya):
    workflow.cancel(incident, by=priya, at=utc(3, 11), reason="Not needed.")

    assert "It was called off; 3 h had been counted of 8 h until then." in page(utc(5, 9))


def test_reopened(page, incident, priya):
    workflow.resolve(incident, by=priya, at=utc(3, 10), resolution="New lamp.")
    workflow.reopen(incident, by=priya, at=utc(3, 14), reason="Dark.")

    said = page(utc(3, 15))

    assert "3 h counted so far: 5 h left." in said
    assert "Done (Priya Shah)" in said and "Reopened (Priya Shah)" in said
    assert "not counted: fixed, until it was reopened" in said


def test_another_target_says_who_and_why(page, incident, priya):
    workflow.prioritise(
        incident, by=priya, at=utc(3, 9), impact="person", urgency="today", priority=2, reason="Exams are on."
    )

    said = page(utc(3, 10))

    assert "The target was set to 4 hours, counted from the start (Priya Shah: Exams are on.)" in said
    assert "2 h counted so far: 2 h left." in said


def test_another_calendar_says_which_version_and_why(page, incident, school):
    closed = {"type": "closure", "first": "2025-11-03", "last": "2025-11-03", "name": "snow"}
    version = make_version(calendar_of(school), OPEN_8_TO_4 | {"ranges": [closed]}, by=None, at=utc(3, 9))
    reevaluations.ask(
        CalendarChange(version.calendar, hours_of(version), version), by=None, at=utc(3, 9), reason="Snow"
    )
    reevaluations.work(at=utc(3, 9))

    said = page(utc(4, 9))

    assert "Counted anew on School calendar, version 2 (Snow)" in said
    assert "not counted: closed: snow" in said and "1 h counted so far: 7 h left." in said


def test_another_school(page, incident):
    other = make_school("Mill Lane")
    make_promise(other)
    clock = incident.resolution_clock
    clocks.move(clock, at=utc(3, 12), school=other, calendar_version=promise_for(other).calendar_version)

    assert "Moved to another school: what was spent is kept" in page(utc(3, 13))


def test_provisional(school, priya, client):
    make_version(calendar_of(school), OPEN_8_TO_4 | {"known_until": "2025-11-03"}, by=None, at=utc(3, 7))
    incident = log_incident(school=school, requester=priya, by=priya, at=utc(3, 12), summary="Dark")
    client.force_login(priya)

    with time_machine.travel(utc(3, 13), tick=False):
        said = client.get(f"/incidents/{incident.pk}/why/resolution/").content.decode()

    assert "Provisional: the calendar knows its dates until 3 November 2025" in said


def test_no_deadline(school, priya, client):
    make_version(calendar_of(school), {"zone": "Europe/London", "hours": {"term": {}}}, by=None, at=utc(3, 7))
    incident = log_incident(school=school, requester=priya, by=priya, at=utc(3, 12), summary="Dark")
    client.force_login(priya)

    with time_machine.travel(utc(3, 13), tick=False):
        said = client.get(f"/incidents/{incident.pk}/why/resolution/").content.decode()

    assert "why is there no deadline?" in said and "does not open long enough for a deadline" in said


def test_programs_are_told_the_same_turns(page, client, incident, priya):
    workflow.prioritise(
        incident, by=priya, at=utc(3, 9), impact="person", urgency="today", priority=2, reason="Exams are on."
    )
    page(utc(3, 10))

    with time_machine.travel(utc(3, 10), tick=False):
        told = client.get(f"/api/v1/clocks/{incident.resolution_clock_id}/explain/").json()

    assert [turn["words"] for turn in told["turns"]] == [
        "the target was set to 4 hours, counted from the start (Priya Shah: Exams are on.)"
    ]
    assert told["state"] == "running" and told["total_seconds"] == told["target_seconds"]
