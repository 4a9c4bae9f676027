"""Risk follows from two answers; a table of it can't say that more harm is less risk."""

import pytest

from changes.models import Risk
from changes.risk import DEFAULT, LEVELS, risk_of, wrong_with

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("impact", "likelihood", "risk"),
    [(1, 1, "low"), (1, 3, "medium"), (2, 2, "medium"), (3, 1, "medium"), (3, 3, "high"), (None, 3, ""), (2, None, "")],
)
def test_the_table_that_comes_with_the_desk(impact, likelihood, risk):
    assert risk_of(impact, likelihood) == risk


def test_a_school_reads_its_own_table():
    assert risk_of(1, 1, [["high"] * 3] * 3) == "high"


@pytest.mark.parametrize(
    ("cells", "is_right"),
    [
        (DEFAULT, True),
        ([["low"] * 3] * 3, True),
        ([["low"] * 3] * 2, False),
        ([["low"] * 2] * 3, False),
        (["low", "low", "low"], False),
        ("low", False),
        ([["low", "low", "none"]] * 3, False),
        ([["high", "low", "low"]] * 3, False),
        ([["high"] * 3, ["low"] * 3, ["low"] * 3], False),
    ],
)
def test_a_table_has_nine_cells_and_more_harm_is_never_less_risk(cells, is_right):
    assert (wrong_with(cells) == "") == is_right


def test_its_words_are_those_of_the_record():
    assert list(LEVELS) == Risk.values
