"""When a pattern is told: once, then only when it is clearly worse or was away; and what is one thing seen twice."""

from datetime import timedelta

import pytest

from problems.folding import fold
from problems.trends.memory import Memory
from tests.problems.findings import A_DAY, make_finding

DAY = timedelta(days=1)


def told(*findings):
    """Which of these were news, in their order."""
    memory = Memory()
    return [memory.is_news(finding) for finding in findings]


def later(days, **facts):
    return make_finding(on=A_DAY + days * DAY, **facts)


def test_what_is_found_day_after_day_is_told_once():
    assert told(*(later(days) for days in range(40))) == [True, *[False] * 39]


def test_two_patterns_are_told_each_by_itself():
    assert told(later(0), later(0, key="asset=PRJ-2 @ HB"), later(0, kind="similar")) == [True, True, True]


@pytest.mark.parametrize(
    ("count", "score", "is_told"),
    [(9, 7.0, True), (9, 4.5, False), (6, 9.0, False), (5, 4.0, False)],
    ids=["more and surer", "more, hardly surer", "surer, hardly more", "the same"],
)
def test_it_is_told_again_only_when_both_count_and_certainty_are_well_above(count, score, is_told):
    assert told(later(0), later(1, count=count, score=score)) == [True, is_told]


def test_worse_is_measured_by_what_was_told_and_not_by_what_was_kept_quiet():
    slowly = [later(days, count=5 + days, score=4.0 + days) for days in range(5)]

    assert told(*slowly) == [True, False, False, True, False]


@pytest.mark.parametrize(
    ("kind", "days", "is_told"),
    [("recurrence", 27, False), ("recurrence", 28, True), ("now", 0, False), ("now", 1, True)],
)
def test_what_was_away_long_enough_is_a_new_story(kind, days, is_told):
    assert told(later(0, kind=kind), later(days, kind=kind)) == [True, is_told]


@pytest.mark.parametrize(
    ("days", "day_before", "is_told"),
    [(1, 0, False), (2, 1, True), (3, 0, False), (3, 2, True), (40, 0, False)],
    ids=["the next day", "a normal day between", "Friday to Monday", "a normal Sunday worked through", "shut"],
)
def test_a_spike_is_told_again_unless_the_working_day_before_had_it(days, day_before, is_told):
    again = later(days, kind="spike", day_before=A_DAY + day_before * DAY)

    assert told(later(0, kind="spike", day_before=A_DAY - DAY), again) == [True, is_told]


def test_a_spike_that_goes_on_day_by_day_stays_one():
    week = [later(n, kind="spike", day_before=A_DAY + (n - 1) * DAY) for n in range(5)]

    assert told(*week) == [True, *[False] * 4]


def test_patterns_of_mostly_the_same_records_are_one_seen_from_several_sides():
    records = {"asset": {1, 2, 3, 4}, "room": {1, 2, 3, 4, 5}, "school": set(range(40)), "other": {90, 91}}

    assert fold(["asset", "room", "school", "other"], records) == [
        ("asset", ["room"]),
        ("school", []),
        ("other", []),
    ]


def test_patterns_without_records_are_never_one():
    assert fold(["one", "two"], {"one": set(), "two": set()}) == [("one", []), ("two", [])]
