"""What must hold for every calendar: the laws of working time, and agreement with a walk through the minutes."""

import time
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sla.working_time import (
    NEVER,
    Hours,
    add,
    add_days,
    add_days_many,
    add_many,
    between,
    between_many,
    is_open,
    next_closing,
    next_opening,
    open_intervals,
    previous_opening,
)
from tests.sla.naive_walk import Walk

pytestmark = pytest.mark.pure

# Clock changes at 01:00 and at midnight, by an hour and by half; odd offsets; none at all; a date that was left out.
PLACES = [
    ("Europe/London", datetime(2025, 10, 26)),
    ("Europe/London", datetime(2026, 3, 29)),
    ("America/Sao_Paulo", datetime(2018, 11, 4)),
    ("America/Sao_Paulo", datetime(2018, 2, 17)),
    ("Australia/Lord_Howe", datetime(2025, 4, 6)),
    ("Asia/Kathmandu", datetime(2025, 6, 2)),
    ("Pacific/Apia", datetime(2011, 12, 30)),
    ("UTC", datetime(2025, 12, 31)),
]


def clock(minute):
    return f"{minute // 60:02}:{minute % 60:02}"


# Zero length, crossing midnight, overlapping and touching all come up; minute 1440 is 24:00.
interval = st.tuples(st.integers(0, 1439), st.integers(1, 1440))
pattern = st.lists(interval, max_size=3)


@st.composite
def calendars(draw):
    """A place near a clock change, with the same hours for the code and for the walk."""
    zone, change = draw(st.sampled_from(PLACES))
    near = st.integers(-4, 4).map(lambda days: (change + timedelta(days=days)).date())
    weekly = draw(st.dictionaries(st.integers(0, 6), pattern, max_size=7))
    overrides = draw(st.dictionaries(near, pattern, max_size=2))
    closed = draw(st.lists(near, max_size=2))
    return written(zone, weekly, overrides, closed), Walk(zone, weekly, overrides, closed), change.replace(tzinfo=UTC)


def written(zone, weekly, overrides, closed):
    def clocks(days):
        return {day: [(clock(start), clock(end)) for start, end in spans] for day, spans in days.items()}

    return Hours(zone, clocks(weekly), clocks(overrides), closed)


some_minutes = st.integers(-3 * 1440, 3 * 1440).map(lambda count: timedelta(minutes=count))
some_time = st.integers(-(10**13), 10**13).map(lambda count: timedelta(microseconds=count))
some_amount = st.integers(0, 10**12).map(lambda count: timedelta(microseconds=count))


@given(calendars(), some_minutes, some_minutes)
@settings(max_examples=150, deadline=None)
def test_the_time_between_agrees_with_a_walk_through_the_minutes(calendar, before, after):
    hours, walk, change = calendar
    start, end = sorted([change + before, change + after])

    assert between(hours, start, end) == walk.between(start, end)


@given(calendars(), some_minutes, st.integers(0, 1500))
@settings(max_examples=75, deadline=None)
def test_a_deadline_agrees_with_a_walk_through_the_minutes(calendar, before, amount):
    hours, walk, change = calendar
    start, amount = change + before, timedelta(minutes=amount)

    walked = walk.add(start, amount)

    assume(walked is not None)
    assert add(hours, start, amount) == walked


@given(calendars(), some_minutes)
@settings(max_examples=200, deadline=None)
def test_being_open_agrees_with_the_wall_clock(calendar, away):
    hours, walk, change = calendar

    assert is_open(hours, change + away) == walk.is_open(change + away)


@given(calendars(), some_time, some_amount)
@settings(deadline=None)
def test_the_time_until_a_deadline_is_the_target(calendar, away, amount):
    hours, _, change = calendar
    due = add(hours, change + away, amount)

    assume(due is not None)
    assert between(hours, change + away, due) == amount


@given(calendars(), some_time, some_time, some_amount, some_amount)
@settings(deadline=None)
def test_a_later_start_or_a_longer_target_is_never_due_sooner(calendar, one, other, amount, more):
    hours, _, change = calendar
    early, late = sorted([change + one, change + other])
    due = add(hours, late, amount + more)

    assume(due is not None)
    assert add(hours, early, amount) <= due
    assert add(hours, early, amount + more) <= due
    assert add(hours, late, amount) <= due


@given(calendars(), some_time, some_time, some_time)
@settings(deadline=None)
def test_time_is_additive(calendar, one, two, three):
    hours, _, change = calendar
    start, middle, end = sorted([change + one, change + two, change + three])

    assert between(hours, start, middle) + between(hours, middle, end) == between(hours, start, end)


@given(calendars(), some_time, some_amount, some_amount)
@settings(deadline=None)
def test_a_pause_moves_the_deadline_by_its_open_time(calendar, away, amount, paused):
    hours, _, change = calendar
    due = add(hours, change + away, amount)
    later = add(hours, change + away, amount + paused)

    assume(later is not None and amount)
    assert between(hours, due, later) == paused


@given(calendars(), some_time)
@settings(deadline=None)
def test_openings_and_closings_are_where_the_answer_changes(calendar, away):
    hours, _, change = calendar
    moment, instant = change + away, timedelta(microseconds=1)

    for opening in (next_opening(hours, moment), previous_opening(hours, moment)):
        assert opening is None or (is_open(hours, opening) and not is_open(hours, opening - instant))
    closing = next_closing(hours, moment)
    assert closing is None or (not is_open(hours, closing) and is_open(hours, closing - instant))


@given(calendars(), some_time, some_time)
@settings(deadline=None)
def test_the_spans_add_up_to_the_time_between_and_lie_apart(calendar, one, other):
    hours, _, change = calendar
    start, end = sorted([change + one, change + other])

    spans = list(open_intervals(hours, start, end))

    assert sum((closes - opens for opens, closes in spans), timedelta(0)) == between(hours, start, end)
    assert all(start <= opens < closes <= end for opens, closes in spans)
    assert all(closes < opens for (_, closes), (opens, _) in pairwise(spans))


@given(calendars(), some_minutes, st.integers(0, 4))
@settings(max_examples=25, deadline=None)
def test_school_days_agree_with_a_walk_through_the_minutes(calendar, away, days):
    hours, walk, change = calendar

    walked = walk.add_days(change + away, days)

    assume(walked is not None)
    assert add_days(hours, change + away, days) == walked


@given(calendars(), some_time, st.integers(0, 300))
@settings(deadline=None)
def test_one_more_school_day_is_never_due_sooner(calendar, away, days):
    hours, _, change = calendar
    following = add_days(hours, change + away, days + 1)

    assume(following is not None)
    assert add_days(hours, change + away, days) <= following


@given(calendars(), st.lists(st.tuples(some_time, some_amount), min_size=1, max_size=8))
@settings(deadline=None)
def test_many_at_once_are_each_the_same_as_one_alone(calendar, questions):
    hours, _, change = calendar
    starts = [(change + away).replace(microsecond=0) for away, _ in questions]
    amounts = [timedelta(seconds=amount // timedelta(seconds=1)) for _, amount in questions]
    seconds = np.array([int(start.timestamp()) for start in starts])
    wanted = np.array([int(amount.total_seconds()) for amount in amounts])

    alone = [add(hours, start, amount) for start, amount in zip(starts, amounts, strict=True)]
    counted = [between(hours, start, starts[0]).total_seconds() for start in starts]

    assert add_many(hours, seconds, wanted).tolist() == [
        NEVER if due is None else int(due.timestamp()) for due in alone
    ]
    assert between_many(hours, seconds, seconds[0]).tolist() == counted
    assert between_many(hours, seconds.tolist(), [float(seconds[0])] * len(seconds)).tolist() == counted


@given(calendars(), st.lists(st.tuples(some_time, st.integers(0, 300)), min_size=1, max_size=8))
@settings(deadline=None)
def test_school_days_of_many_are_each_the_same_as_of_one_alone(calendar, questions):
    hours, _, change = calendar
    starts = [(change + away).replace(microsecond=0) for away, _ in questions]
    days = [number for _, number in questions]

    alone = [add_days(hours, start, number) for start, number in zip(starts, days, strict=True)]

    assert add_days_many(hours, [int(start.timestamp()) for start in starts], days).tolist() == [
        NEVER if close is None else int(close.timestamp()) for close in alone
    ]


@given(calendars(), some_time, some_amount, st.integers(-3000, 3000))
@settings(deadline=None)
def test_an_answer_does_not_depend_on_what_was_asked_before(calendar, away, amount, elsewhere):
    hours, _, change = calendar
    fresh = Hours(hours.zone, {}, {})
    fresh.__dict__.update(hours.__getstate__())
    is_open(hours, change + timedelta(days=elsewhere))

    assert add(hours, change + away, amount) == add(fresh, change + away, amount)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system cannot change its zone while running")
@pytest.mark.parametrize("machine", ["UTC", "America/New_York", "Pacific/Kiritimati"])
def test_nothing_depends_on_the_zone_of_the_machine(machine, monkeypatch):
    monkeypatch.setenv("TZ", machine)
    time.tzset()
    try:
        hours = Hours("Europe/London", {day: [("08:00", "16:00")] for day in range(5)}, closed=[date(2025, 10, 27)])
        due = add(hours, datetime(2025, 10, 24, 14, tzinfo=UTC), timedelta(hours=2))
    finally:
        monkeypatch.undo()
        time.tzset()

    assert due == datetime(2025, 10, 28, 9, tzinfo=UTC)
