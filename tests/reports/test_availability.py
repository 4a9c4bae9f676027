"""How much of its agreed hours a service could be used: counted once, in support hours, and never guessed."""

import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command

from incidents.models import Incident
from reports.availability import availability, outages
from reports.periods import Period
from servicedesk.models import Kind, School
from tests.factories import OPEN_8_TO_4, make_calendar_version, make_category, make_incident, make_person, make_school

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
OCTOBER = Period(date(2025, 10, 20), date(2025, 11, 7))
WEEK = Period(date(2025, 10, 6), date(2025, 10, 10))
LATER = datetime(2026, 1, 1, tzinfo=UTC)
HALF_TERM = {"type": "holiday", "first": "2025-10-27", "last": "2025-10-31", "name": "Half-term"}


def utc(day, hour, minute=0, month=10):
    return datetime(2025, month, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def school():
    """Open from 8 to 4; closed in half-term, in which the clocks go back."""
    school = make_school(code="HB")
    make_calendar_version(school, document=OPEN_8_TO_4 | {"ranges": [HALF_TERM]})
    return school


@pytest.fixture
def wifi():
    return make_category("Internet", service="Network")


def outage(school, category, since, until=None, **facts):
    done = {"status": "resolved", "resolved_at": until, "resolution": "Switched over."} if until else {}
    return make_incident(school, category=category, is_outage=True, at=since, **done | facts)


def of(school, period=WEEK, *, at=LATER, service="Network"):
    found = availability(Incident.objects.all(), [school] if school else School.objects.all(), period, at=at)
    return next(part for part in found.services if part.service.name == service)


def test_a_week_without_an_outage_is_all_there(school, wifi):
    found = of(school)

    assert (found.agreed, found.lost, found.percent, found.outages) == (40 * HOUR, 0 * HOUR, 100, 0)


def test_only_agreed_hours_are_lost(school, wifi):
    outage(school, wifi, utc(7, 14), utc(8, 8))  # 15:00 on Tuesday to 9:00 on Wednesday, summer time

    found = of(school)

    assert (found.lost, found.outages) == (2 * HOUR, 1)
    assert found.percent == 95


def test_outages_that_overlap_or_lie_within_each_other_are_lost_once(school, wifi):
    outage(school, wifi, utc(7, 8), utc(7, 10))
    outage(school, wifi, utc(7, 9), utc(7, 11))
    outage(school, wifi, utc(7, 8, 30), utc(7, 9))

    assert (of(school).lost, of(school).outages) == (3 * HOUR, 3)


def test_half_term_and_the_clock_change_lose_nothing(school, wifi):
    outage(school, wifi, utc(24, 14), utc(3, 9, month=11))  # Friday 15:00 summer time to Monday 9:00 winter time

    found = of(school, OCTOBER)

    assert found.lost == 2 * HOUR
    assert found.agreed == 80 * HOUR


def test_round_the_clock_the_night_of_the_clock_change_has_an_hour_more(wifi):
    hours = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    school = make_school()
    make_calendar_version(school, document={"zone": "Europe/London", "hours": {"term": hours}})

    assert of(school, Period(date(2025, 10, 26), date(2025, 10, 26))).agreed == 25 * HOUR
    assert of(school, Period(date(2026, 3, 29), date(2026, 3, 29)), at=utc(1, 0) + 400 * 24 * HOUR).agreed == 23 * HOUR


def test_one_that_still_lasts_is_counted_until_now_and_so_are_the_agreed_hours(school, wifi):
    outage(school, wifi, utc(7, 13))

    found = of(school, at=utc(8, 9))

    assert (found.agreed, found.lost) == (18 * HOUR, 4 * HOUR)


def test_it_begins_when_it_happened_not_when_somebody_said_so(school, wifi):
    outage(school, wifi, utc(7, 9), utc(7, 10), occurred_at=utc(7, 8))

    assert of(school).lost == 2 * HOUR


def test_a_moment_after_the_report_is_a_slip(school, wifi):
    outage(school, wifi, utc(7, 9), utc(7, 10), occurred_at=utc(7, 12))

    assert of(school).lost == HOUR


def test_it_is_cut_to_the_period(school, wifi):
    outage(school, wifi, utc(3, 7), utc(6, 8))

    found = of(school)

    assert (found.lost, found.outages) == (HOUR, 1)
    assert of(school, Period(date(2025, 10, 7), date(2025, 10, 10))).outages == 0


def test_what_was_called_off_lasted_until_then(school, wifi):
    outage(school, wifi, utc(7, 8), status="cancelled", closed_at=utc(7, 9))

    assert of(school).lost == HOUR


def test_a_period_without_agreed_hours_has_no_per_cent(school, wifi):
    found = of(school, Period(date(2025, 10, 27), date(2025, 10, 31)))

    assert (found.agreed, found.percent, found.schools_without_calendar) == (0 * HOUR, None, 0)


def test_a_period_that_has_not_begun_has_no_per_cent(school, wifi):
    assert of(school, at=utc(1, 0)).percent is None


def test_without_a_calendar_nothing_is_known(wifi):
    school = make_school()
    outage(school, wifi, utc(7, 8), utc(7, 9))

    found = of(school)

    assert (found.agreed, found.lost, found.percent) == (None, None, None)
    assert (found.outages, found.schools_without_calendar) == (1, 1)
    assert found.as_figures()["available_percent"] is None


def test_schools_are_added_up_each_by_its_own_calendar_and_the_unknown_left_out(school, wifi):
    other = make_school()
    make_calendar_version(other, document={"zone": "Europe/London", "hours": {"term": {"tue": [["12:00", "20:00"]]}}})
    make_school()
    outage(school, wifi, utc(7, 7), utc(7, 12))  # 8:00 to 13:00
    outage(other, wifi, utc(7, 7), utc(7, 12))  # of which 12:00 to 13:00 is open there

    found = of(None)

    assert (found.agreed, found.lost) == (48 * HOUR, 6 * HOUR)
    assert found.schools_without_calendar == 1


def test_a_miss_of_rounding_never_makes_it_all_of_the_hours(school, wifi):
    outage(school, wifi, utc(7, 9), utc(7, 9) + timedelta(seconds=5))

    assert of(school).as_figures()["available_percent"] == 99.99


def test_lesson_time_is_what_stopped_a_lesson_on_term_days(wifi):
    school, week = make_school(), OPEN_8_TO_4["hours"]["term"]
    inset = {"type": "inset", "first": "2025-10-06", "last": "2025-10-06", "name": "INSET"}
    make_calendar_version(school, document=OPEN_8_TO_4 | {"hours": {"term": week, "inset": week}, "ranges": [inset]})
    outage(school, wifi, utc(6, 13), utc(7, 9), lesson_stopped=True)  # two hours on the INSET day, two in term
    outage(school, wifi, utc(8, 9), utc(8, 10))

    found = of(school)

    assert (found.lost, found.lost_lessons) == (5 * HOUR, 2 * HOUR)


def test_the_figure_leads_to_exactly_its_records(school, wifi):
    counted = outage(school, wifi, utc(7, 8), utc(7, 9))
    make_incident(school, category=wifi, at=utc(7, 8))
    outage(school, make_category(), utc(7, 8), utc(7, 9))

    found = outages(Incident.objects.all(), [school], WEEK, at=LATER, service=wifi.service)

    assert [row.incident for row in found] == [counted]
    assert found[0].lost == HOUR


@pytest.fixture
def manager(client, school):
    client.force_login(make_person("service_level_manager", school))
    return client


@pytest.fixture
def now():
    with time_machine.travel(LATER, tick=False):
        yield


ASKED = "school=HB&from=2025-10-06&to=2025-10-10"


def test_page_file_program_and_command_agree(manager, school, wifi, now):
    outage(school, wifi, utc(7, 8), utc(7, 10))

    page = manager.get(f"/service/?{ASKED}").content.decode()
    assert "95.00%" in page and f"/service/outages/?{'from=2025-10-06&to=2025-10-10&school=HB'}" in page.replace(
        "&amp;", "&"
    )
    api = manager.get(f"/api/v1/reports/availability/?{ASKED}").json()
    line = next(part for part in api["services"] if part["service"] == "Network")
    assert (line["available_percent"], line["agreed_hours"], line["lost_hours"]) == (95.0, 40.0, 2.0)
    csv = manager.get(f"/service/availability.csv?{ASKED}").content.decode()
    assert "Network,,95.0,40.0,2.0,0.0,1,0" in csv and "Network,HB,95.0" in csv
    out = io.StringIO()
    week = ["--from", "2025-10-06", "--to", "2025-10-10", "--school", "HB"]
    call_command("measure", "availability", *week, format="json", stdout=out)
    assert line in json.loads(out.getvalue())["services"]
    for kind in ("csv", "table"):
        call_command("measure", "availability", *week, format=kind, stdout=out)
    assert "Network" in out.getvalue().splitlines()[-1]
    assert manager.get(f"/service/report.xlsx?{ASKED}").status_code == 200


def test_the_rows_are_on_a_page_in_a_file_and_for_programs(manager, school, wifi, now):
    record = outage(school, wifi, utc(7, 8), utc(7, 10))

    page = manager.get(f"/service/outages/?{ASKED}&service=Network").content.decode()
    assert "Network: 1 outage" in page and record.summary in page
    assert "2 h" in page
    csv = b"".join(manager.get(f"/service/outages.csv?{ASKED}"))
    assert f"{record.pk},HB,Network,2025-10-07 09:00,2025-10-07 11:00,yes,2.0,no" in csv.decode()
    (row,) = manager.get(f"/api/v1/reports/availability/outages/?{ASKED}").json()
    assert (row["id"], row["lost_hours"], row["is_over"]) == (record.pk, 2.0, True)
    assert "No outage lasted" in manager.get("/service/outages/?from=2025-09-01&to=2025-09-02").content.decode()


def test_nobody_reads_of_another_schools_outages(client, school, wifi, now):
    outage(school, wifi, utc(7, 8), utc(7, 10))
    client.force_login(make_person("service_level_manager", make_school()))

    assert client.get(f"/service/outages/?{ASKED}").status_code == 404
    found = client.get("/api/v1/reports/availability/outages/?from=2025-10-06&to=2025-10-10").json()
    assert found == []


def test_what_can_only_be_asked_for_has_no_availability(school, wifi):
    loan = make_category("A laptop to borrow", service="Loans")
    loan.kind = Kind.REQUEST
    loan.save()

    services = availability(Incident.objects.all(), [school], WEEK, at=LATER).services

    assert [part.service.name for part in services] == ["Network"]
