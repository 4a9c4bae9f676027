"""Several people who report one thing within the hour propose a major incident; one person, or a busy hour, doesn’t."""

from datetime import date

import numpy as np
import pytest

from problems.trends.bursts import bursts, wordings
from problems.trends.history import NONE, History
from problems.trends.hours import hour_of_week, hours_of
from tests.load.detectors import troubled_year
from tests.load.detectors.bursts import _with_hours as with_hours

TODAY = date(2026, 3, 17).toordinal()  # a Tuesday in term
TEN = (TODAY - 719163) * 86400 + 10 * 3600
NETWORK, HALL = 7, 12


@pytest.fixture(scope="module")
def quiet():
    rng = np.random.default_rng(6)
    history = with_hours(rng, troubled_year.log(rng).history())
    return history.rows(history.day < TODAY)


def and_then(history, minutes, **codes):
    """Further reports at a school, so many minutes after ten; each from a person and a room of its own."""
    count = len(minutes)
    usual = {
        "school": 0,
        "category": NETWORK,
        "service": 2,
        "requester": 10 + np.arange(count),
        "room": np.arange(count),
    }
    added = {name: np.full(count, NONE) | 0 for name in history.codes} | usual | codes
    columns = {
        name: np.concatenate([history.codes[name], np.broadcast_to(added[name], count)]).astype(np.int32)
        for name in added
    }
    opened = np.concatenate([history.opened, TEN + 60 * np.array(minutes)])
    total = len(opened)
    day = np.concatenate([history.day, np.full(count, TODAY)]).astype(np.int32)
    no, yes = np.zeros(total, bool), np.ones(total, bool)
    return History(np.arange(total), opened, day, yes, no, no, codes=columns, keys=history.keys)


def told(history, wording=None):
    nothing = np.full(len(history), NONE)
    return bursts(history, TODAY, nothing if wording is None else wording)


def test_five_people_without_network_within_the_hour_are_told(quiet):
    (burst,) = told(and_then(quiet, [0, 6, 11, 20, 31]))

    assert (burst.people, burst.usual < 1) == (5, True)
    assert len(burst.rows) == 5


def test_it_is_told_at_the_report_that_made_it_clear_and_not_before(quiet):
    minutes = [0, 6, 11, 20, 31]
    first = next(n for n in range(1, 6) if told(and_then(quiet, minutes[:n])))

    (burst,) = told(and_then(quiet, minutes))

    assert burst.told_at == TEN + 60 * minutes[first - 1]


def test_one_person_who_writes_five_times_is_no_burst(quiet):
    assert told(and_then(quiet, [0, 6, 11, 20, 31], requester=11, room=HALL)) == []


def test_five_over_the_whole_day_are_no_burst(quiet):
    assert told(and_then(quiet, [0, 95, 190, 280, 370])) == []


def test_what_follows_later_does_not_change_what_was_said(quiet):
    early = told(and_then(quiet, [0, 6, 11, 20, 31]))
    late = told(and_then(quiet, [0, 6, 11, 20, 31, 200, 300]))

    assert [(burst.told_at, burst.chance) for burst in early] == [(burst.told_at, burst.chance) for burst in late]


def test_people_who_say_the_same_of_different_matters_are_told_by_their_words(quiet):
    said = ["wifi is gone", "wifi is gone", "the wifi is gone", "wifi is gone", "Is wifi gone"]
    history = and_then(quiet, [0, 6, 11, 20, 31], category=np.arange(5), service=np.arange(5))
    wording = np.full(len(history), NONE)
    wording[-5:] = wordings(enumerate(said), 5)

    assert [burst.column for burst in told(history, wording)] == ["words"]


def test_reports_at_two_schools_are_not_added_up(quiet):
    assert told(and_then(quiet, [0, 6, 11, 20], school=np.array([0, 1, 2, 1]))) == []


def test_a_school_that_always_writes_at_nine_is_expected_to(quiet):
    hours = hours_of(quiet, int(TEN))
    nine, midnight = (hour_of_week((TODAY - 719163) * 86400 + hour * 3600) for hour in (9, 0))

    assert hours.rate[0, nine] > 20 * hours.rate[0, midnight]
    assert hours.around(0, TEN) == pytest.approx(hours.rate[0, nine], rel=1e-6)


def test_weeks_without_school_teach_nothing(quiet):
    """After a holiday the first hours are judged by those of term."""
    closed = quiet.rows(quiet.day < TODAY - 14)

    before, after = hours_of(closed, int(closed.opened[-1]) + 3600), hours_of(closed, TEN)

    assert after.rate[0].sum() == pytest.approx(before.rate[0].sum(), rel=0.25)
