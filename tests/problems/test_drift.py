"""A drift is told from the season, from chance, and from a desk that grows as a whole."""

from datetime import date, timedelta

import numpy as np
import pytest

from problems.models import Kind, Trend
from problems.presentation.trends import counted_from, span
from problems.trends.drift import drift
from tests.load.detectors import school_year

A_SUNDAY = date(2026, 7, 19)


@pytest.fixture
def desk():
    return school_year.desk(np.random.default_rng(2), spread=0.1, wander=0)


def growing(desk, factor, *, school=0, category=0):
    times = np.exp(np.linspace(0, np.log(factor), desk.days))
    desk.counts[school, category] = np.random.default_rng(3).poisson(desk.usual[school, category] * times)
    return desk.history()


def keys(history, day=A_SUNDAY):
    known = history.until(day)
    return {finding.key: finding for finding in drift(known, day, school_year.context())}


def test_three_times_as_many_after_two_years_is_more_and_more(desk):
    found = keys(growing(desk, 3))["category=0 @ S1 up"]

    assert found.label == "0 at 0, more and more"
    assert found.count > 1.5 * found.expected
    assert "the time of year taken out" in found.why


def test_a_third_as_many_is_fewer_and_fewer(desk):
    assert "category=0 @ S1 down" in keys(growing(desk, 1 / 3))


def test_what_stays_as_it_is_drifts_nowhere(desk):
    assert not keys(desk.history())


def test_more_every_autumn_is_no_drift(desk):
    day = np.arange(desk.days) + school_year.FIRST.timetuple().tm_yday
    desk.counts = np.random.default_rng(4).poisson(desk.usual * (1 + 0.8 * np.sin(2 * np.pi * day / 365.25)))

    assert not keys(desk.history(), A_SUNDAY)


def test_in_a_first_year_a_series_is_compared_with_the_rest_of_its_desk(desk):
    desk.counts[:, :, :300] = 0
    found = keys(growing(desk, 12).since(date(2025, 9, 1)))

    assert "compared with everything else here" in found["category=0 @ S1 up"].why
    assert "school=S1 up" not in found


def test_two_months_say_nothing(desk):
    assert not keys(growing(desk, 50).since(A_SUNDAY - timedelta(days=60)))


def test_all_week_the_same_is_said_on_the_day_it_is_asked(desk):
    history = growing(desk, 3)
    on_sunday, on_friday = keys(history), keys(history, A_SUNDAY + timedelta(days=5))

    assert on_sunday.keys() == on_friday.keys()
    assert {finding.found_on for finding in on_friday.values()} == {A_SUNDAY + timedelta(days=5)}


def test_a_drift_is_said_of_the_weeks_that_are_counted_not_of_all_that_were_looked_at():
    a_year = Trend(kind=Kind.DRIFT, first=date(2025, 7, 14), last=A_SUNDAY)

    assert span(counted_from(a_year), a_year.last) == "in 13 weeks"
