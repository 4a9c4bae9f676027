"""What keeps failing is told by its fourth time; what merely has bad luck, or was bad for a day, is not."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from problems.trends.chance import Spread, at_least, at_least_so_many_weeks, spread_of
from problems.trends.standing_out import recurrences
from tests.load.detectors import troubled_year

TODAY = date(2026, 3, 20).toordinal()  # a Friday in term
PROJECTOR = 17
WEEKLY = [TODAY - 21, TODAY - 14, TODAY - 7, TODAY]


@pytest.fixture(scope="module")
def log():
    return troubled_year.log(np.random.default_rng(4))


def about(log, asset=PROJECTOR):
    return {
        "school": 0,
        "asset": asset,
        "asset_type": int(log.type_of[asset]),
        "room": int(log.room_of[asset]),
        "category": 3,
    }


def known_on(log, day, since=0):
    history = log.history()
    return history.rows((history.day <= day) & (history.day > since))


def told(found, dimension="asset"):
    return {int(seen.things.parts[seen.thing][0]) for seen, _ in found if seen.things.dimension == dimension}


def test_a_fault_that_returns_each_week_is_told_the_fourth_time(log):
    history = log.with_faults(WEEKLY, **about(log)).history()

    found = {day: told(recurrences(history.rows(history.day <= day), day)) for day in WEEKLY}

    assert [PROJECTOR in found[day] for day in WEEKLY] == [False, False, False, True]


def test_it_is_told_where_the_desk_has_only_begun(log):
    history = known_on(log.with_faults(WEEKLY, **about(log)), TODAY, since=TODAY - 28)

    assert PROJECTOR in told(recurrences(history, TODAY))


def test_a_bad_day_is_no_recurrence(log):
    history = known_on(log.with_faults([TODAY - 1] * 12, **about(log)), TODAY)

    assert PROJECTOR not in told(recurrences(history, TODAY))


def test_what_has_failed_every_week_for_a_year_is_told_though_that_is_its_usual(log):
    history = known_on(log.with_faults(list(range(TODAY - 364, TODAY, 7)), **about(log)), TODAY)

    assert PROJECTOR in told(recurrences(history, TODAY))


def test_the_asset_is_said_and_not_its_room_and_category_as_well(log):
    history = known_on(log.with_faults(WEEKLY * 2, **about(log)), TODAY)

    found = recurrences(history, TODAY)

    (explains,) = [explains for seen, explains in found if PROJECTOR in told([(seen, [])])]
    room = int(log.room_of[PROJECTOR])
    assert [3, room] not in [seen.things.parts[seen.thing].tolist() for seen, _ in found]
    assert all(each.things.dimension != "asset" for each in explains)


def test_a_room_whose_things_fail_in_turn_is_told_as_a_room(log):
    faults = log
    for day in range(TODAY - 55, TODAY + 1, 3):
        faults = faults.with_faults([day], school=0, room=5, category=day % 10, asset=-1)

    assert 5 in told(recurrences(known_on(faults, TODAY), TODAY), "room")


def test_nothing_later_is_used(log):
    faults = log.with_faults(WEEKLY, **about(log))
    later = faults.with_faults(list(range(TODAY + 1, TODAY + 30)), **about(log, asset=40))
    spoken = [
        [(s.things.dimension, s.thing, s.chance) for s, _ in recurrences(known_on(each, TODAY), TODAY)]
        for each in (faults, later)
    ]

    assert spoken[0] == spoken[1]


def test_of_hundreds_of_things_in_a_quiet_term_hardly_any_stands_out(log):
    standing = recurrences(known_on(log, TODAY), TODAY)

    assert len(standing) <= 8  # of 900 assets, 150 rooms and what fails in them


def test_an_empty_desk_has_nothing_to_tell(log):
    assert recurrences(log.history().rows(np.array([], dtype=int)), TODAY) == []


def test_a_rate_learnt_from_those_that_failed_counts_those_that_did_not():
    rng = np.random.default_rng(1)
    counts = rng.poisson(rng.gamma(2, 0.25, 4000))

    spread = spread_of(counts[counts > 0], np.full((counts > 0).sum(), 0.5))

    assert 0.3 < 0.5 * spread.mean < 0.7  # the mean of all; of those that failed it is above one


@given(st.integers(1, 30), st.floats(0.2, 50), st.floats(0.01, 20))
@settings(max_examples=50, deadline=None)
def test_more_failures_are_never_more_likely(count, shape, expected):
    more, fewer = at_least(np.array([count + 1, count]), shape, expected)

    assert 0 <= more <= fewer <= 1


@pytest.mark.parametrize("shape", [0.3, 1, 4])
def test_four_weeks_of_four_against_the_closed_form(shape):
    """E[(1 - exp(-r))⁴] by the binomial theorem and the Laplace transform of the gamma distribution."""
    ways, usual = [1, -4, 6, -4, 1], 0.2
    exact = sum(way * (1 + n * usual / shape) ** -shape for n, way in enumerate(ways))

    assert at_least_so_many_weeks(4, 4, shape, usual) == pytest.approx(exact, rel=1e-3)


def test_the_past_of_a_thing_moves_what_is_expected_of_it():
    shape, mean = Spread(1.0, 1.0).after(np.array([0, 10]), np.array([5.0, 5.0]))

    assert mean[0] < 0.2 < 1.5 < mean[1]
    assert shape[1] == 11
