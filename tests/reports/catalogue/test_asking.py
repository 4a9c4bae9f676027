"""Every measure of the catalogue on a small school, against what other pages count by themselves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assets.models import Asset, AssetType
from incidents.models import Status
from reports import measures
from reports.catalogue import MEASURES
from reports.catalogue.asking import ask, compare, turn, written
from reports.catalogue.breakdowns import BREAKDOWNS
from reports.catalogue.measure import HOURS, MINUTES, PERCENT, Share
from reports.measures import Scope, WrongQuestion
from reports.periods import Period
from reports.shift.ground import Ground
from reports.shift.measure import totals_of
from servicedesk.models import Team
from sla.models import ClockState
from tests.factories import (
    MONDAY_9AM,
    make_category,
    make_change,
    make_clock,
    make_incident,
    make_plan,
    make_problem,
    make_round,
    make_school,
)

pytestmark = pytest.mark.django_db
SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))
NOW = datetime(2026, 10, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def ground(*schools, at=NOW):
    return Ground.of(schools, at=at, whole_trust=True)


def value(name, *schools, period=SEPTEMBER, at=NOW, **narrower):
    [found] = ask([name], ground(*schools, at=at), period, narrower=narrower)
    return found.value


@pytest.fixture(scope="module")
def busy(stays):
    """Two schools with a little of everything."""
    school, other = make_school(), make_school("Fell End")
    sound = make_category("No sound")
    for number in range(6):
        late = MONDAY_9AM if number == 0 else None
        make_incident(
            school,
            at=MONDAY_9AM + number * HOUR,
            status=Status.RESOLVED,
            resolved_at=MONDAY_9AM + number * HOUR + timedelta(minutes=10 * (number + 1)),
            resolution_clock=make_clock(school, state=ClockState.STOPPED, breached_at=late),
            category=sound if number % 2 else make_category(),
            minutes_spent=number,
            satisfied=number > 0,
            lesson_stopped=number == 3,
        )
    make_incident(other, at=MONDAY_9AM)
    make_incident(school, at=MONDAY_9AM + timedelta(days=30))
    make_problem(school, status="resolved")
    make_round(make_plan(school), status="done", minutes=10)
    make_change(school)
    return school, other


@pytest.fixture(scope="module")
def wholes(busy):
    """Every measure of both: its name → its value."""
    return {each.measure.name: each.value for each in ask(MEASURES, ground(*busy), SEPTEMBER)}


def test_the_service_report_counts_the_same(wholes):
    found = measures.sla(Scope.of_everything(), SEPTEMBER).totals

    shared = [name for name in measures.FIGURES if name in wholes and name not in ("backlog", "lessons_stopped")]
    assert len(shared) > 10
    assert {name: wholes[name] for name in shared} == {name: getattr(found, name) for name in shared}
    assert wholes["met_percent"] == pytest.approx(found.met_percent)


def test_the_page_of_the_shift_counts_the_same(busy, wholes):
    found = totals_of(ground(*busy), SEPTEMBER).as_figures()

    shared = [name for name in found if name in wholes]
    assert len(shared) > 25
    for name in shared:
        assert wholes[name] == (None if found[name] is None else pytest.approx(found[name], abs=0.05)), name


@pytest.mark.parametrize("by", BREAKDOWNS)
def test_the_parts_make_up_the_whole(busy, wholes, by):
    asked = [each for each in ask(MEASURES, ground(*busy), SEPTEMBER, by=by) if each.parts]

    counted = [each for each in asked if each.measure.adds_up and each.measure.unit in ("count", MINUTES)]
    assert len(counted) >= 10
    for each in counted:
        assert sum(part.value for part in each.parts) == wholes[each.measure.name], each.measure.name


def test_the_number_of_queries_is_the_same_for_few_and_many(busy):
    def queries(schools):
        with CaptureQueriesContext(connection) as asked:
            ask([name for name in MEASURES if name != "available_percent"], ground(*schools), SEPTEMBER, by="school")
        return len(asked)

    few = queries(busy)
    more = [*busy, *(make_school(f"School {number}") for number in range(5))]
    for school in more:
        make_incident(school)
    assert queries(more) == few


def test_a_team_sees_only_its_own(busy):
    team = Team.objects.create(name="Network", school=busy[0])
    make_incident(busy[0], team=team)

    assert value("incidents", *busy, team=team) == 1
    assert value("incidents", *busy) == 8


def test_what_the_records_do_not_say_is_not_known_and_says_why(busy):
    team = Team.objects.create(name="Network", school=busy[0])
    [found] = ask(["rounds_done"], ground(*busy), SEPTEMBER, narrower={"team": team})

    assert (found.value, found.words) == (None, "not known")
    assert "don’t say" in found.why_not


def test_of_few_no_percentage_is_made():
    school = make_school()
    for met in (True, True, True, False):
        make_incident(school, outcome_met=met)
    assert value("met_percent", school) is None

    make_incident(school, outcome_met=True)
    assert value("met_percent", school) == 80


def test_what_was_open_at_the_end_of_a_month_is_so_whatever_came_after():
    school = make_school()
    make_incident(school, status=Status.RESOLVED, resolved_at=MONDAY_9AM + timedelta(days=25))
    make_incident(school, status=Status.RESOLVED, resolved_at=MONDAY_9AM + HOUR)

    assert value("backlog", school) == 1
    assert value("backlog_old", school) == 1
    assert (
        value("backlog", school, period=Period(date(2026, 10, 1), date(2026, 10, 31)), at=NOW + timedelta(days=30)) == 0
    )


def test_the_register_of_another_day_is_not_known():
    school = make_school()
    Asset.objects.create(school=school, tag="L-1", name="Laptop", type=AssetType.objects.create(name="Laptop"))
    this_month = Period(date(2026, 10, 1), date(2026, 10, 5))

    assert value("assets_recorded", school, period=this_month) == 1
    assert value("assets_recorded", school) is None


def test_a_month_is_set_beside_the_time_before_and_a_year_ago(busy):
    [found], before, year_ago = compare(["incidents"], ground(*busy), SEPTEMBER)

    assert (found.now.value, found.before.value, found.year_ago.value) == (7, 0, 0)
    assert before.last == date(2026, 8, 31)
    assert year_ago == Period(date(2025, 9, 2), date(2025, 10, 1))


@pytest.mark.parametrize(
    ("name", "before", "now", "says"),
    [
        ("missed", 4, 2, "better"),
        ("missed", 2, 4, "worse"),
        ("met", 2, 4, "better"),
        ("met", 4, 4, "same"),
        ("met", None, 4, ""),
        ("incidents", 2, 4, ""),
    ],
)
def test_which_way_is_good_is_said(name, before, now, says):
    assert turn(MEASURES[name], before, now) == says


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1234, "count", "1,234"),
        (87.5, PERCENT, "87.5 %"),
        (100.0, PERCENT, "100 %"),
        (2.75, HOURS, "2 h 45 min"),
        (45, MINUTES, "45 min"),
        (None, "count", "not known"),
    ],
)
def test_a_value_is_written_with_its_unit(value, unit, words):
    assert written(value, unit) == words


@pytest.mark.parametrize(("names", "by", "says"), [(["met", "luck"], "", "luck"), (["met"], "person", "person")])
def test_a_wrong_question_is_told(names, by, says):
    with pytest.raises(WrongQuestion, match=says):
        ask(names, ground(), SEPTEMBER, by=by)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda each: each.name)
def test_every_measure_says_how_it_is_computed(measure):
    assert all((measure.heading, measure.how.endswith((".", "!")), measure.source.endswith(".")))
    assert measure.small or not isinstance(measure, Share)
