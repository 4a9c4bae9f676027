"""More faults on what a change touched than before it are put beside the change."""

from datetime import date, timedelta

import pytest

from changes.after_changes import after_changes
from problems.trends.context import Context, Names
from problems.trends.history import read
from tests.changes.test_change_log import thing
from tests.factories import MONDAY_9AM, make_category, make_change, make_incident, make_promise, make_school

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FRIDAY = date(2026, 9, 25)


@pytest.fixture
def school():
    school = make_school()
    make_promise(school)
    return school


def found(on=FRIDAY):
    history = read(first=on - 400 * DAY, last=on)
    return after_changes(history, on, Context(Names(history.keys)))


def faults(school, asset, *days):
    for day in days:
        at = MONDAY_9AM + day * DAY
        make_incident(school, asset=asset, opened_at=at, opened_on=at.date(), category=make_category())


def test_five_faults_in_two_weeks_after_one_in_eight_are_put_beside_the_change(school):
    projector = thing(school)
    faults(school, projector, -30, 1, 2, 4, 8, 9)
    change = make_change(school, assets=[projector], title="New lamp")

    trend = found()[0]

    assert (trend.key, trend.count, trend.label) == (f"change={change.reference}", 5, "After “New lamp”")
    assert trend.expected < 1
    assert len(trend.incidents) == 5


@pytest.mark.parametrize(
    "days",
    [(-30, -20, -10, 1, 8), (1, 2), (-40, -30, -20, -12, -5, 1, 4, 8)],
    ids=["as before", "too few", "a little more"],
)
def test_no_more_than_before_is_said_of_nothing(school, days):
    projector = thing(school)
    faults(school, projector, *days)
    make_change(school, assets=[projector])

    assert not found()


def test_faults_of_other_things_are_not_its_doing(school):
    faults(school, thing(school, "PRJ-2"), -30, 1, 2, 4, 8, 9)
    make_change(school, assets=[thing(school)])

    assert not found()


def test_a_change_of_a_service_touches_everything_of_it(school):
    faults(school, None, -50, 1, 2, 3, 4, 8, 9)
    make_change(school, service=make_category().service)

    assert found()[0].count == 6


def test_a_change_that_was_made_later_is_not_known_yet(school):
    projector = thing(school)
    faults(school, projector, 1, 2, 4, 8, 9)
    make_change(school, assets=[projector])

    assert not found(on=MONDAY_9AM.date() - DAY)
