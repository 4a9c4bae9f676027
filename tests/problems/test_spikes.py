"""A spike is raised on its day, a busy first week is none, and an empty day teaches nothing."""

from datetime import date, timedelta

import numpy as np
import pytest

from problems.trends import counting
from problems.trends.spikes import spikes
from tests.load.detectors import school_year

A_TUESDAY = date(2025, 11, 18)
AFTER_HALF_TERM = date(2025, 11, 3)
PLACE = A_TUESDAY.toordinal() - school_year.FIRST.toordinal()


@pytest.fixture
def desk():
    return school_year.desk(np.random.default_rng(1), spread=0.1)


def keys(history, day):
    return {finding.key: finding for finding in spikes(history.until(day), day, school_year.context())}


def test_fifteen_more_in_a_day_are_raised_on_the_day_with_their_records(desk):
    desk.counts[0, 0, PLACE] = 17

    found = keys(desk.history(), A_TUESDAY)["category=0 @ S1"]

    assert (found.count, found.first, found.last, found.found_on) == (17, A_TUESDAY, A_TUESDAY, A_TUESDAY)
    assert len(found.incidents) == 17
    assert 0.5 < found.expected < 5
    assert found.why.startswith("17 on Tuesday 18 November 2025.")


@pytest.mark.parametrize(
    ("days_ago", "empty", "before"),
    [(0, 0, date(2025, 11, 17)), (1, 0, date(2025, 11, 14)), (0, 5, date(2025, 11, 12))],
    ids=["Tuesday", "Monday", "after days without records"],
)
def test_a_spike_names_the_working_day_before_that_it_may_go_on_from(desk, days_ago, empty, before):
    desk.counts[0, 0, PLACE - days_ago] = 17
    desk.counts[:, :, PLACE - empty : PLACE - days_ago] = 0

    found = keys(desk.history(), A_TUESDAY - timedelta(days=days_ago))["category=0 @ S1"]

    assert found.day_before == before


def test_what_comes_later_changes_nothing(desk):
    desk.counts[0, 0, PLACE] = 17
    before = spikes(desk.history().until(A_TUESDAY), A_TUESDAY, school_year.context())
    desk.counts[:, :, PLACE + 1 :] += 5

    assert spikes(desk.history().until(A_TUESDAY), A_TUESDAY, school_year.context()) == before


def test_twice_as_many_in_the_first_week_after_the_holidays_are_usual(desk):
    assert not keys(desk.history(), AFTER_HALF_TERM)


def test_an_outbreak_of_a_week_ago_is_not_the_new_normal(desk):
    desk.counts[0, 0, PLACE - 7] = 40
    desk.counts[0, 0, PLACE] = 17

    assert keys(desk.history(), A_TUESDAY)["category=0 @ S1"].expected < 5


def test_days_on_which_nothing_was_written_down_lower_no_expectation(desk):
    before = keys(_with_burst(desk), A_TUESDAY)["category=0 @ S1"].expected
    desk.counts[:, :, PLACE - 14 : PLACE - 7] = 0  # the log was broken for a week

    assert keys(desk.history(), A_TUESDAY)["category=0 @ S1"].expected > 0.7 * before


def test_a_desk_of_three_weeks_says_nothing_yet(desk):
    begun = desk.history().since(A_TUESDAY - timedelta(days=18))

    assert not keys(_with_burst(desk).since(A_TUESDAY - timedelta(days=18)), A_TUESDAY)
    assert len(begun)


def test_a_day_without_records_has_no_spike(desk):
    assert not keys(desk.history(), date(2025, 12, 25))


@pytest.mark.parametrize(("count", "low", "high"), [(0, 1, 1), (3, 0.3, 0.7), (30, 0, 1e-9)])
def test_the_probability_of_at_least_so_many(count, low, high):
    chance = counting.at_least(np.array([count]), np.array([3.0]), np.array([10.0]))[0]

    assert low <= chance <= high


def _with_burst(desk):
    desk.counts[0, 0, PLACE] = 17
    return desk.history()
