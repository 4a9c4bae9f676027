"""Is it getting better? A turn is named only where chance alone would not make it."""

from datetime import date

import pytest

from reports.catalogue import MEASURES
from reports.catalogue.asking import Found
from reports.dashboards.better import months_before, verdict
from reports.dashboards.schools import Rate, byar
from reports.periods import Period

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("name", "before", "now", "turn"),
    [
        ("faults", (100, 100), (40, 40), "better"),
        ("faults", (40, 40), (100, 100), "worse"),
        ("faults", (100, 100), (110, 110), "same"),
        ("met_percent", (80.0, 400), (92.0, 400), "better"),
        ("met_percent", (80.0, 20), (92.0, 20), "same"),
        ("met_percent", (None, 3), (92.0, 20), ""),
        ("mttr_hours_median", (4.0, 50), (3.8, 50), "same"),
        ("mttr_hours_median", (4.0, 50), (8.0, 50), "worse"),
        ("lesson_minutes", (0, 0), (400, 9), ""),
    ],
)
def test_a_turn_is_named_where_it_is_more_than_chance(name, before, now, turn):
    found = [Found(MEASURES[name], value, rows) for value, rows in (before, now)]

    assert verdict(*found) == turn


def test_the_last_whole_months_end_before_this_one():
    assert months_before(date(2026, 2, 14), 3) == Period(date(2025, 11, 1), date(2026, 1, 31))


# The exact intervals of Garwood (1936), as every table of the Poisson distribution has them.
@pytest.mark.parametrize(("count", "low", "high"), [(1, 0.03, 5.57), (10, 4.80, 18.39), (100, 81.36, 121.63)])
def test_the_band_of_a_count_is_that_of_the_tables(count, low, high):
    assert byar(count) == pytest.approx((low, high), abs=0.05)
    assert byar(0)[0] == 0


@pytest.mark.parametrize(
    ("count", "trust", "standing"), [(40, 20, "above"), (40, 38, "like"), (4, 20, ""), (10, 30, "below")]
)
def test_a_school_differs_where_the_trust_is_outside_its_band(count, trust, standing):
    assert Rate("Fell End", count, 100, trust=trust).standing == standing
