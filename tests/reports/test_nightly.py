from datetime import UTC, date, datetime, timedelta

import pytest

from incidents.models import Status
from reports import nightly
from reports.models import DayFigure
from reports.tasks import take_nightly_measures
from sla.models import ClockState
from tests.factories import make_clock, make_incident, make_school

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 9, 16, 1, 30, tzinfo=UTC)
MONDAY = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)


def figure(school, day):
    return DayFigure.objects.get(school=school, day=day)


def test_each_day_keeps_what_was_opened_resolved_breached_and_open():
    school = make_school()
    make_incident(school, at=MONDAY, status=Status.RESOLVED, resolved_at=TUESDAY)
    make_incident(school, at=MONDAY, resolution_clock=make_clock(school, breached_at=TUESDAY))
    make_incident(school, at=TUESDAY, status=Status.CANCELLED, closed_at=TUESDAY)

    nightly.take(at=WEDNESDAY)

    monday, tuesday = figure(school, date(2026, 9, 14)), figure(school, date(2026, 9, 15))
    assert (monday.opened, monday.resolved, monday.breached, monday.backlog, monday.oldest_days) == (2, 0, 0, 2, 0)
    assert (tuesday.opened, tuesday.resolved, tuesday.breached, tuesday.backlog, tuesday.oldest_days) == (1, 1, 1, 1, 1)


def test_today_is_left_until_it_is_over():
    school = make_school()

    nightly.take(at=WEDNESDAY)

    assert school.day_figures.order_by("-day").first().day == date(2026, 9, 15)


def test_a_day_ends_at_midnight_where_the_school_is():
    school = make_school(zone="Europe/London")
    make_incident(school, at=MONDAY, status=Status.RESOLVED, resolved_at=datetime(2026, 9, 14, 23, 30, tzinfo=UTC))

    nightly.take(at=WEDNESDAY)

    assert figure(school, date(2026, 9, 14)).resolved == 0
    assert figure(school, date(2026, 9, 15)).resolved == 1


def test_missed_nights_are_made_up_for_and_repeating_changes_nothing():
    school = make_school()
    nightly.take(at=WEDNESDAY)
    made_up = nightly.take(at=WEDNESDAY + timedelta(days=9))
    before = list(DayFigure.objects.values_list("pk", "taken_at"))

    again = nightly.take(at=WEDNESDAY + timedelta(days=9, hours=1))

    assert (made_up, again) == (9, 0)
    assert list(DayFigure.objects.values_list("pk", "taken_at")) == before
    assert school.day_figures.count() == nightly.LOOK_BACK.days + 9


def test_a_day_another_run_wrote_meanwhile_is_left_as_it_is(monkeypatch):
    school = make_school()
    nightly.take(at=WEDNESDAY)
    kept = DayFigure.objects.count()
    monkeypatch.setattr(nightly, "_missing", lambda at: {"Europe/London": {school.pk: [date(2026, 9, 15)]}})

    assert nightly.take(at=WEDNESDAY) == 0
    assert DayFigure.objects.count() == kept


def test_a_record_reopened_later_was_done_on_the_day_that_was_kept():
    school = make_school()
    incident = make_incident(school, at=MONDAY, status=Status.RESOLVED, resolved_at=MONDAY)
    nightly.take(at=TUESDAY)
    incident.status, incident.resolved_at, incident.resolution = Status.NEW, None, ""
    incident.save()

    nightly.take(at=WEDNESDAY)

    assert figure(school, date(2026, 9, 14)).backlog == 0
    assert figure(school, date(2026, 9, 15)).backlog == 1


def test_the_number_of_queries_grows_neither_with_the_schools_nor_with_the_days(django_assert_max_num_queries):
    for _ in range(3):
        make_school()
    with django_assert_max_num_queries(10):
        nightly.take(at=WEDNESDAY)


def test_a_record_is_open_at_the_end_of_each_day_until_it_is_done():
    school = make_school()
    make_incident(school, at=MONDAY - timedelta(days=3), opened_on=date(2026, 9, 11))
    make_incident(school, at=MONDAY - timedelta(days=90), opened_on=date(2026, 6, 16))
    make_incident(school, at=MONDAY - timedelta(days=90), status=Status.RESOLVED, resolved_at=TUESDAY)
    make_incident(school, at=MONDAY - timedelta(days=9), status=Status.CANCELLED, closed_at=MONDAY)

    nightly.take(at=WEDNESDAY)

    backlog = [figure(school, date(2026, 9, day)).backlog for day in (5, 10, 11, 13, 14, 15)]
    assert backlog == [3, 3, 4, 4, 3, 2]
    assert figure(school, date(2026, 9, 15)).oldest_days == 91


def test_a_midnight_belongs_to_the_day_it_begins():
    school = make_school(zone="UTC")
    midnight = datetime(2026, 9, 15, tzinfo=UTC)
    make_incident(school, at=MONDAY, status=Status.RESOLVED, resolved_at=midnight)

    nightly.take(at=WEDNESDAY)

    monday, tuesday = figure(school, date(2026, 9, 14)), figure(school, date(2026, 9, 15))
    assert (monday.resolved, monday.backlog, tuesday.resolved, tuesday.backlog) == (0, 1, 1, 0)


def test_the_task_rings_it():
    make_school()

    assert take_nightly_measures() == nightly.LOOK_BACK.days


def test_a_clock_that_stopped_in_time_breaches_nothing():
    school = make_school()
    make_incident(school, at=MONDAY, resolution_clock=make_clock(school, state=ClockState.STOPPED))

    nightly.take(at=WEDNESDAY)

    assert figure(school, date(2026, 9, 14)).breached == 0
