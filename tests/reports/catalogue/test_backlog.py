"""What is left at the end of a day: how old the oldest is, who owns it, and what of it is kept."""

from datetime import UTC, date, datetime, timedelta

import pytest

from incidents.models import Status
from reports import closing
from reports.catalogue.asking import ask
from reports.models import KeptFigure
from reports.periods import Period
from reports.shift.ground import Ground
from tests.factories import MONDAY_9AM, make_clock, make_incident, make_school

pytestmark = pytest.mark.django_db
SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))
NOW = datetime(2026, 10, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def value(name, *schools, **how):
    [found] = ask([name], Ground.of(schools, at=NOW, whole_trust=True), SEPTEMBER, **how)
    return found


def test_the_oldest_of_two_schools_is_the_older_one_and_of_nothing_nothing_is_known():
    school, other = make_school(), make_school("Fell End")
    make_incident(school, at=MONDAY_9AM)
    make_incident(school, at=MONDAY_9AM + DAY)
    make_incident(other, at=MONDAY_9AM + 3 * DAY, status=Status.RESOLVED, resolved_at=NOW)
    empty = make_school("Ghyll")

    assert value("backlog_oldest_days", school, other).value == 16
    assert value("backlog_oldest_days", empty).value is None
    parts = value("backlog_oldest_days", school, other, by="school").parts
    assert {part.words: part.value for part in parts} == {school.name: 16, other.name: 13}
    [september] = value("backlog_oldest_days", school, other, by="month").parts
    assert september.value == 16


def test_the_oldest_stays_what_it_was_when_its_month_was_closed():
    school = make_school()
    made = make_incident(school, at=MONDAY_9AM)
    closing.keep(at=NOW)
    assert KeptFigure.objects.filter(name="backlog_oldest_days", school=school).exists()

    made.delete()

    assert value("backlog_oldest_days", school).value == 16


def test_what_somebody_has_taken_on_has_an_owner():
    school = make_school()
    for status in (Status.ASSIGNED, Status.ASSIGNED, Status.IN_PROGRESS, Status.NEW, Status.NEW):
        make_incident(school, status=status)

    assert value("backlog_owned_percent", school).value == 60
    assert value("backlog_owned_percent", school).sides == (3, 5)


def test_urgent_records_are_those_of_the_two_highest_priorities():
    school = make_school()
    for number in range(6):
        clock = make_clock(school, breached_at=MONDAY_9AM if number == 0 else None, state="stopped")
        took = timedelta(hours=number + 1)
        facts = {"status": Status.RESOLVED, "resolved_at": MONDAY_9AM + took, "resolution_clock": clock}
        make_incident(school, priority=1 + number % 3, **facts)

    found = ask(["urgent_met", "urgent_missed", "urgent_hours_median"], Ground.of([school], at=NOW), SEPTEMBER)

    assert [each.value for each in found] == [3, 1, 3]
