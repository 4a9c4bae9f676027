"""Openings, closings and school days, in any zone; hours as a value, and many deadlines at once."""

import pickle
from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from sla.working_time import (
    NEVER,
    Hours,
    add,
    add_days,
    add_many,
    between,
    between_many,
    is_open,
    next_closing,
    next_opening,
    open_intervals,
    previous_opening,
)
from tests.sla.calendars import (
    HOLIDAYS,
    LONDON,
    NIGHT,
    ROUND_THE_CLOCK,
    TERM,
    WITH_INSET_MORNING,
    WITH_LUNCH,
    daily,
    hours,
    london,
    minutes,
    utc,
)

pytestmark = pytest.mark.pure

# Openings and closings


@pytest.mark.parametrize(
    ("moment", "opened"),
    [
        ("2025-10-06 07:59:59", False),
        ("2025-10-06 08:30:00", True),
        ("2025-10-06 11:59:59", True),
        ("2025-10-06 12:00:00", False),
        ("2025-10-06 12:30:00", False),
        ("2025-10-06 13:00:00", True),
        ("2025-10-06 16:30:00", False),
        ("2025-10-11 10:00:00", False),
        ("2025-10-28 10:00:00", False),
    ],
)
def test_support_is_open_from_the_opening_until_just_before_the_closing(moment, opened):
    assert is_open(WITH_LUNCH, london(moment)) is opened


@pytest.mark.parametrize(
    ("moment", "previous", "opening", "closing"),
    [
        ("2025-10-06 07:00", "2025-10-03 13:00", "2025-10-06 08:30", "2025-10-06 12:00"),
        ("2025-10-06 08:30", "2025-10-06 08:30", "2025-10-06 08:30", "2025-10-06 12:00"),
        ("2025-10-06 10:00", "2025-10-06 08:30", "2025-10-06 13:00", "2025-10-06 12:00"),
        ("2025-10-06 12:00", "2025-10-06 08:30", "2025-10-06 13:00", "2025-10-06 16:30"),
        ("2025-10-24 16:30", "2025-10-24 13:00", "2025-11-03 08:30", "2025-11-03 12:00"),
        ("2025-11-01 10:00", "2025-10-24 13:00", "2025-11-03 08:30", "2025-11-03 12:00"),
    ],
)
def test_the_openings_and_closings_around_a_moment(moment, previous, opening, closing):
    assert previous_opening(WITH_LUNCH, london(moment)) == london(previous)
    assert next_opening(WITH_LUNCH, london(moment)) == london(opening)
    assert next_closing(WITH_LUNCH, london(moment)) == london(closing)


def test_round_the_clock_never_opens_and_never_closes():
    moment = london("2025-10-06 09:00")

    assert next_opening(ROUND_THE_CLOCK, moment) is None
    assert next_closing(ROUND_THE_CLOCK, moment) is None
    assert previous_opening(ROUND_THE_CLOCK, moment) is None


def test_the_spans_of_an_explanation_are_cut_at_the_ticket_and_add_up():
    start, end = london("2025-10-24 15:00"), london("2025-11-03 09:00")

    spans = list(open_intervals(TERM, start, end))

    assert spans == [
        (start, london("2025-10-24 16:00")),
        (london("2025-11-03 08:00"), end),
    ]
    assert sum((closes - opens for opens, closes in spans), timedelta(0)) == between(TERM, start, end)
    assert list(open_intervals(TERM, end, start)) == []
    assert list(open_intervals(TERM, start, start)) == []


# School days


@pytest.mark.parametrize(
    ("calendar", "start", "days", "due"),
    [
        pytest.param(TERM, "2025-10-06 09:00", 1, "2025-10-07 16:00", id="the day after"),
        pytest.param(TERM, "2025-10-06 07:00", 1, "2025-10-07 16:00", id="before opening is that day"),
        pytest.param(TERM, "2025-10-06 17:00", 1, "2025-10-08 16:00", id="after closing is the next day"),
        pytest.param(TERM, "2025-10-06 16:00", 1, "2025-10-08 16:00", id="at closing is the next day"),
        pytest.param(WITH_LUNCH, "2025-10-06 12:30", 1, "2025-10-07 16:30", id="at lunch is the same day"),
        pytest.param(TERM, "2025-10-10 09:00", 5, "2025-10-17 16:00", id="five days are a week"),
        pytest.param(TERM, "2025-10-11 09:00", 1, "2025-10-14 16:00", id="Saturday counts from Monday"),
        pytest.param(TERM, "2025-10-23 09:00", 2, "2025-11-03 16:00", id="over half-term"),
        pytest.param(WITH_INSET_MORNING, "2025-12-19 09:00", 1, "2026-01-05 12:00", id="to an INSET half day"),
        pytest.param(TERM, "2025-10-06 17:00", 0, "2025-10-07 08:00", id="none: the first open moment"),
        pytest.param(ROUND_THE_CLOCK, "2025-10-06 09:00", 1, "2025-10-08 00:00", id="24×7: the end of tomorrow"),
        pytest.param(ROUND_THE_CLOCK, "2025-10-25 09:00", 1, "2025-10-27 00:00", id="24×7 over autumn"),
        pytest.param(NIGHT, "2025-10-07 03:00", 1, "2025-10-08 06:00", id="a night belongs to its evening"),
    ],
)
def test_school_days_end_at_the_close_of_the_nth_open_day_after(calendar, start, days, due):
    assert add_days(calendar, london(start), days) == london(due)


def test_a_day_that_ends_within_last_nights_hours_closes_with_them():
    calendar = Hours(LONDON, {0: [("10:00", "09:00")], 1: [("00:00", "01:00")]})

    dues = [add_days(calendar, london("2025-10-05 12:00"), days) for days in (1, 2)]

    assert dues == [london("2025-10-07 09:00"), london("2025-10-14 09:00")]


def test_two_years_of_school_days_are_that_many_days_with_open_time():
    start = london("2025-10-06 09:00")

    due = add_days(TERM, start, 390)

    assert due.astimezone(LONDON).time() == time(16)
    assert len(list(open_intervals(TERM, london("2025-10-07 00:00"), due))) == 390


# Zones


def test_the_same_school_day_is_counted_for_a_reader_anywhere():
    start = london("2025-10-06 09:00")

    for zone in (UTC, ZoneInfo("Asia/Tokyo"), ZoneInfo("America/St_Johns"), timezone(timedelta(hours=-11))):
        due = add(TERM, start.astimezone(zone), hours(4))

        assert due == london("2025-10-06 13:00")
        assert due.tzinfo is UTC


@pytest.mark.parametrize(
    ("zone", "start", "target", "due"),
    [
        pytest.param("Asia/Kathmandu", "2025-10-06 01:00", 2, "2025-10-06 04:15", id="a quarter past the hour"),
        pytest.param("America/New_York", "2025-10-31 15:00", 6, "2025-11-03 14:00", id="another week's clock change"),
        pytest.param("Australia/Lord_Howe", "2025-04-03 22:00", 8, "2025-04-06 22:30", id="a change of half an hour"),
        pytest.param("Pacific/Apia", "2011-12-29 18:00", 16, "2012-01-02 02:00", id="a Friday that never was"),
    ],
)
def test_a_school_elsewhere_keeps_its_own_wall_clock(zone, start, target, due):
    calendar = Hours(zone, daily("08:00-16:00"))

    found = add(calendar, utc(start), hours(target))

    assert found == utc(due)


@pytest.mark.parametrize("question", [is_open, next_opening, next_closing, previous_opening])
def test_a_moment_without_a_zone_is_refused(question):
    naive = datetime(2025, 10, 6, 9)

    with pytest.raises(ValueError, match="needs a time zone"):
        question(TERM, naive)
    with pytest.raises(ValueError, match="needs a time zone"):
        add(TERM, naive, hours(1))
    with pytest.raises(ValueError, match="needs a time zone"):
        between(TERM, london("2025-10-06 09:00"), naive)


def test_a_negative_amount_is_refused():
    start = london("2025-10-06 09:00")

    with pytest.raises(ValueError, match="negative"):
        add(TERM, start, -minutes(1))
    with pytest.raises(ValueError, match="negative"):
        add_days(TERM, start, -1)
    with pytest.raises(ValueError, match="negative"):
        add_many(TERM, [0], [-1])


@pytest.mark.parametrize(
    ("weekly", "extra"),
    [
        ({7: []}, {}),
        ({0: [("8", "16:00")]}, {}),
        ({0: [("08:00", "24:01")]}, {}),
        ({0: [("08:60", "16:00")]}, {}),
        ({0: [(time(8, 0, 0, 500_000), time(16))]}, {}),
        ({}, {"closed": [("2025-10-31", "2025-10-27")]}),
        ({}, {"yearly": ["02-30"]}),
    ],
)
def test_hours_that_make_no_sense_are_refused(weekly, extra):
    with pytest.raises(ValueError):
        Hours(LONDON, weekly, **extra)


def test_microseconds_are_exact():
    late = london("2025-10-06 15:59:59.999999")

    assert add(TERM, late, timedelta(microseconds=1)) == london("2025-10-06 16:00")
    assert add(TERM, late, timedelta(microseconds=2)) == london("2025-10-07 08:00:00.000001")
    assert between(TERM, late, london("2025-10-07 09:00")) == hours(1) + timedelta(microseconds=1)


# As a value


def test_hours_are_a_value():
    again = Hours("Europe/London", daily("08:00-16:00"), closed=list(reversed(HOLIDAYS)))

    assert again == TERM
    assert hash(again) == hash(TERM)
    assert again != WITH_LUNCH
    with pytest.raises(AttributeError):
        again.zone = UTC


def test_hours_survive_pickling_without_what_they_computed():
    before = len(pickle.dumps(Hours(LONDON, daily("08:00-16:00"), closed=HOLIDAYS)))
    add(TERM, london("2025-10-06 09:00"), hours(4))

    sent = pickle.dumps(TERM)

    assert len(sent) == before
    assert pickle.loads(sent) == TERM
    assert add(pickle.loads(sent), london("2025-10-06 09:00"), hours(4)) == london("2025-10-06 13:00")


@pytest.mark.parametrize(
    "spec",
    [
        {"tz": "Europe/London", "weekly": {"mon": [["08:00", "16:00"]]}},
        {
            "weekly": {"Monday": [["8:00", "16:00:00"]], "tue": None},
            "holidays": None,
            "yearly": None,
            "overrides": None,
        },
        {"tz": "Europe/London", "weekly": {"0": [["08:00", "12:00"], ["08:00", "16:00"], ["09:00", "09:00"]]}},
    ],
)
def test_a_specification_may_leave_things_out(spec):
    start, end = london("2025-10-06 00:00"), london("2025-10-14 00:00")

    assert between(Hours.from_spec(spec), start, end) == hours(16)


def test_a_specification_lists_holidays_as_dates_pairs_or_ranges():
    spec = {"tz": "Europe/London", "weekly": {"mon": [["08:00", "16:00"]]}}
    october = london("2025-10-01 00:00"), london("2025-11-01 00:00")

    for holidays, mondays in [
        (["2025-10-06"], 3),
        ([["2025-10-06", "2025-10-13"]], 2),
        ([["2025-10-06"]], 3),
        (["2025-10-06/2025-10-20", "2025-10-27"], 0),
    ]:
        assert between(Hours.from_spec(spec | {"holidays": holidays}), *october) == hours(8 * mondays)


# Many at once


def test_many_deadlines_are_whole_seconds_and_never_sorts_last():
    start = int(london("2025-10-06 09:00").timestamp())

    dues = add_many(TERM, [start, start], [4 * 3600, 10**9])

    assert dues.dtype == np.int64
    assert dues.tolist() == [start + 4 * 3600, NEVER]


def test_many_deadlines_with_fractions_are_exact_to_the_microsecond_and_never_is_infinite():
    start = london("2025-10-06 15:59:59.500000").timestamp()

    dues = add_many(TERM, [start], [0.75, 1e12, np.inf])

    assert dues.tolist() == [london("2025-10-07 08:00:00.250000").timestamp(), np.inf, np.inf]


def test_many_of_none_are_none():
    assert add_many(TERM, [], []).tolist() == []
    assert between_many(TERM, [], []).tolist() == []


def test_what_is_not_a_number_is_refused():
    with pytest.raises(ValueError, match="not a number"):
        add_many(TERM, [float("nan")], [1])


def test_one_target_serves_many_starts():
    starts = [int(london(f"2025-10-0{day} 09:00").timestamp()) for day in (6, 7, 8)]

    assert add_many(TERM, starts, 3600).tolist() == [start + 3600 for start in starts]
