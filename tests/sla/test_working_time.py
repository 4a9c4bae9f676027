"""Deadlines and open time, by examples that anyone can check with a calendar at hand."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from sla.working_time import (
    NEVER,
    Hours,
    add,
    add_days,
    add_many,
    between,
    is_open,
    next_closing,
    next_opening,
    open_intervals,
)
from tests.sla.calendars import (
    BANK_HOLIDAYS_ONLY,
    EVERY_DAY,
    HOLIDAYS,
    LONDON,
    NEVER_OPEN,
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


@pytest.mark.parametrize(
    ("calendar", "start", "target", "due"),
    [
        pytest.param(TERM, "2025-10-06 09:00", hours(4), "2025-10-06 13:00", id="within a day"),
        pytest.param(TERM, "2025-10-06 07:10", hours(4), "2025-10-06 12:00", id="before opening"),
        pytest.param(TERM, "2025-10-06 17:30", hours(4), "2025-10-07 12:00", id="after closing"),
        pytest.param(TERM, "2025-10-11 11:00", hours(4), "2025-10-13 12:00", id="on a closed day"),
        pytest.param(TERM, "2025-10-06 08:00", hours(1), "2025-10-06 09:00", id="exactly at opening"),
        pytest.param(TERM, "2025-10-06 16:00", hours(1), "2025-10-07 09:00", id="exactly at closing"),
        pytest.param(TERM, "2025-10-06 08:00", hours(8), "2025-10-06 16:00", id="fills the day exactly"),
        pytest.param(TERM, "2025-10-06 08:00", hours(16), "2025-10-07 16:00", id="fills two days exactly"),
        pytest.param(TERM, "2025-10-06 15:00", hours(1), "2025-10-06 16:00", id="due exactly at closing"),
        pytest.param(TERM, "2025-10-24 15:00", hours(2), "2025-11-03 09:00", id="half-term and the clock change"),
        pytest.param(BANK_HOLIDAYS_ONLY, "2025-12-24 15:00", hours(4), "2025-12-29 11:00", id="Christmas and weekend"),
        pytest.param(
            BANK_HOLIDAYS_ONLY, "2026-12-24 15:00", hours(2), "2026-12-29 09:00", id="substitute for Boxing Day"
        ),
        pytest.param(WITH_INSET_MORNING, "2025-12-19 15:30", hours(4), "2026-01-06 08:30", id="INSET half day"),
        pytest.param(WITH_LUNCH, "2025-10-06 12:20", hours(1), "2025-10-06 14:00", id="at lunch"),
        pytest.param(WITH_LUNCH, "2025-10-06 11:30", minutes(30), "2025-10-06 12:00", id="due at the start of lunch"),
        pytest.param(WITH_LUNCH, "2025-10-06 11:30", minutes(31), "2025-10-06 13:01", id="across lunch"),
        pytest.param(TERM, "2026-07-20 15:00", hours(2), "2026-09-01 09:00", id="last day of term to September"),
        pytest.param(TERM, "2025-12-19 15:00", hours(2), "2026-01-05 09:00", id="over New Year and month end"),
        pytest.param(ROUND_THE_CLOCK, "2025-10-25 23:00", hours(4), "2025-10-26 02:00", id="24×7 over autumn"),
        pytest.param(ROUND_THE_CLOCK, "2026-03-28 23:00", hours(4), "2026-03-29 04:00", id="24×7 over spring"),
        pytest.param(TERM, "2025-10-06 09:00", minutes(0), "2025-10-06 09:00", id="nothing, when open"),
        pytest.param(TERM, "2025-10-06 08:00", minutes(0), "2025-10-06 08:00", id="nothing, at opening"),
        pytest.param(TERM, "2025-10-06 16:00", minutes(0), "2025-10-07 08:00", id="nothing, at closing"),
        pytest.param(
            WITH_LUNCH, "2025-10-06 12:00", minutes(0), "2025-10-06 13:00", id="nothing, at the start of lunch"
        ),
        pytest.param(TERM, "2025-10-24 16:00", minutes(0), "2025-11-03 08:00", id="nothing, before half-term"),
    ],
)
def test_a_deadline_falls_after_that_much_open_time(calendar, start, target, due):
    assert add(calendar, london(start), target) == london(due)


@pytest.mark.parametrize(
    ("start", "target", "pauses", "due"),
    [
        pytest.param(
            "2025-10-06 09:00", 8, [("2025-10-06 10:00", "2025-10-06 12:00")], "2025-10-07 11:00", id="inside hours"
        ),
        pytest.param(
            "2025-10-10 09:00", 8, [("2025-10-10 15:00", "2025-10-13 09:00")], "2025-10-13 11:00", id="weekend"
        ),
        pytest.param(
            "2025-10-06 09:00", 8, [("2025-10-06 11:00", "2025-10-07 14:00")], "2025-10-08 12:00", id="reopened"
        ),
        pytest.param(
            "2025-10-06 09:00", 8, [("2025-10-06 17:00", "2025-10-06 19:00")], "2025-10-07 09:00", id="outside hours"
        ),
        pytest.param(
            "2025-10-06 09:00", 8, [("2025-10-06 10:00", "2025-10-06 10:00")], "2025-10-07 09:00", id="zero length"
        ),
        pytest.param(
            "2025-10-24 09:00", 8, [("2025-10-24 15:00", "2025-11-03 09:00")], "2025-11-03 11:00", id="half-term"
        ),
    ],
)
def test_a_pause_moves_the_deadline_by_its_open_time(start, target, pauses, due):
    paused = sum((between(TERM, london(since), london(until)) for since, until in pauses), timedelta(0))

    assert add(TERM, london(start), hours(target) + paused) == london(due)


@pytest.mark.parametrize(
    ("calendar", "start", "end", "counted"),
    [
        pytest.param(TERM, "2025-10-06 09:00", "2025-10-06 11:30", hours(2.5), id="within a day"),
        pytest.param(TERM, "2025-10-06 15:00", "2025-10-07 09:00", hours(2), id="over night"),
        pytest.param(TERM, "2025-10-24 15:00", "2025-11-03 09:00", hours(2), id="over half-term"),
        pytest.param(TERM, "2025-10-11 00:00", "2025-10-12 23:59", hours(0), id="a weekend"),
        pytest.param(TERM, "2025-10-06 10:00", "2025-10-06 10:00", hours(0), id="no time"),
        pytest.param(TERM, "2025-10-06 11:00", "2025-10-06 10:00", hours(0), id="backwards"),
        pytest.param(WITH_LUNCH, "2025-10-06 12:10", "2025-10-06 12:50", hours(0), id="lunch"),
        pytest.param(WITH_LUNCH, "2025-10-06 00:00", "2025-10-11 00:00", hours(35), id="a week"),
        pytest.param(ROUND_THE_CLOCK, "2025-10-26 00:00", "2025-10-27 00:00", hours(25), id="the day of 25 hours"),
        pytest.param(ROUND_THE_CLOCK, "2026-03-29 00:00", "2026-03-30 00:00", hours(23), id="the day of 23 hours"),
        pytest.param(ROUND_THE_CLOCK, "2025-10-24 12:00", "2025-10-27 12:00", hours(73), id="Friday to Monday, autumn"),
        pytest.param(ROUND_THE_CLOCK, "2026-03-27 12:00", "2026-03-30 12:00", hours(71), id="Friday to Monday, spring"),
        pytest.param(TERM, "2026-03-27 12:00", "2026-03-30 12:00", hours(4), id="into the Easter holiday"),
        pytest.param(
            BANK_HOLIDAYS_ONLY, "2026-03-27 12:00", "2026-03-30 12:00", hours(8), id="weekdays over the change"
        ),
        pytest.param(NIGHT, "2025-10-25 12:00", "2025-10-26 12:00", hours(9), id="a night in autumn"),
        pytest.param(NIGHT, "2026-03-28 12:00", "2026-03-29 12:00", hours(7), id="a night in spring"),
        pytest.param(TERM, "2025-09-01 00:00", "2026-09-01 00:00", hours(8 * 195), id="a school year of 195 days"),
    ],
)
def test_the_time_between_counts_open_time_only(calendar, start, end, counted):
    assert between(calendar, london(start), london(end)) == counted


AUTUMN, SPRING = date(2025, 10, 26), date(2026, 3, 29)


@pytest.mark.parametrize(
    ("day", "interval", "in_utc"),
    [
        pytest.param(AUTUMN, "01:00-02:00", [("00:00", "02:00")], id="the hour read twice counts twice"),
        pytest.param(
            AUTUMN, "00:30-01:30", [("2025-10-25 23:30", "00:30"), ("01:00", "01:30")], id="closed in between"
        ),
        pytest.param(AUTUMN, "01:30-03:00", [("00:30", "01:00"), ("01:30", "03:00")], id="from an ambiguous 01:30"),
        pytest.param(AUTUMN, "00:00-24:00", [("2025-10-25 23:00", "2025-10-27 00:00")], id="all 25 hours"),
        pytest.param(SPRING, "01:00-02:00", [], id="the hour never read counts nothing"),
        pytest.param(SPRING, "00:30-01:30", [("00:30", "01:00")], id="until a missing 01:30"),
        pytest.param(SPRING, "01:30-03:00", [("01:00", "02:00")], id="from a missing 01:30"),
        pytest.param(SPRING, "00:00-24:00", [("00:00", "23:00")], id="all 23 hours"),
    ],
)
def test_a_window_across_a_clock_change_is_open_while_the_wall_clock_reads_it(day, interval, in_utc):
    calendar = Hours(LONDON, {}, {day: [interval.split("-")]})

    def moment(text):
        return utc(text if len(text) > 5 else f"{day} {text}")

    whole = open_intervals(calendar, utc("2025-01-01"), utc("2027-01-01"))

    assert list(whole) == [(moment(opens), moment(closes)) for opens, closes in in_utc]


@pytest.mark.parametrize(
    ("intervals", "opened"),
    [
        pytest.param(["08:00-12:00", "11:00-16:00"], [("08:00", "16:00")], id="overlapping"),
        pytest.param(["08:00-12:00", "12:00-16:00"], [("08:00", "16:00")], id="touching"),
        pytest.param(["08:00-16:00", "09:00-10:00"], [("08:00", "16:00")], id="one inside another"),
        pytest.param(["08:00-16:00", "08:00-16:00"], [("08:00", "16:00")], id="the same twice"),
        pytest.param(["13:00-16:00", "08:00-12:00"], [("08:00", "12:00"), ("13:00", "16:00")], id="out of order"),
        pytest.param(["08:00-08:00"], [], id="zero length"),
        pytest.param(["08:00-08:00", "09:00-10:00"], [("09:00", "10:00")], id="zero length beside another"),
        pytest.param(["07:45-15:50"], [("07:45", "15:50")], id="odd minutes"),
        pytest.param(["07:45:30-15:50:15"], [("07:45:30", "15:50:15")], id="seconds"),
        pytest.param(["20:00-24:00"], [("20:00", "2025-10-07 00:00")], id="until 24:00"),
        pytest.param(["20:00-00:00"], [("20:00", "2025-10-07 00:00")], id="until midnight, written 00:00"),
        pytest.param(["00:00-00:00"], [("00:00", "2025-10-07 00:00")], id="midnight to midnight"),
        pytest.param(["22:00-06:00"], [("22:00", "2025-10-07 06:00")], id="across midnight"),
    ],
)
def test_a_day_opens_as_its_intervals_say(intervals, opened):
    calendar = Hours(LONDON, {0: [interval.split("-") for interval in intervals]})

    found = list(open_intervals(calendar, london("2025-10-06 00:00"), london("2025-10-08 00:00")))

    def moment(text):
        return london(text if len(text) > 8 else f"2025-10-06 {text}")

    assert found == [(moment(opens), moment(closes)) for opens, closes in opened]


def test_midnight_and_the_last_microsecond_of_a_day_both_mean_its_end():
    for end in (time(0), time.max, "24:00", timedelta(days=1)):
        calendar = Hours(LONDON, {day: [(time(0), end)] for day in EVERY_DAY})

        assert calendar == ROUND_THE_CLOCK


def test_an_interval_across_midnight_belongs_to_the_day_it_starts_on():
    closed_monday = Hours(LONDON, daily("22:00-06:00", days=EVERY_DAY), closed=["2025-10-06"])

    found = list(open_intervals(closed_monday, london("2025-10-06 00:00"), london("2025-10-08 00:00")))

    assert found == [
        (london("2025-10-06 00:00"), london("2025-10-06 06:00")),
        (london("2025-10-07 22:00"), london("2025-10-08 00:00")),
    ]


@pytest.mark.parametrize(
    ("closed", "start", "due"),
    [
        pytest.param([("2025-10-27", "2025-10-31")], "2025-10-24 15:00", "2025-11-03 09:00", id="a range"),
        pytest.param([("2025-12-22", "2026-01-02")], "2025-12-19 15:00", "2026-01-05 09:00", id="over New Year"),
        pytest.param([("2025-09-29", "2025-10-01")], "2025-09-26 15:00", "2025-10-02 09:00", id="over month end"),
        pytest.param(
            [("2025-10-27", "2025-10-31"), "2025-10-29"], "2025-10-24 15:00", "2025-11-03 09:00", id="inside another"
        ),
        pytest.param(
            [("2025-10-27", "2025-10-30"), ("2025-10-29", "2025-11-03")],
            "2025-10-24 15:00",
            "2025-11-04 09:00",
            id="overlapping",
        ),
        pytest.param([date(2022, 9, 19)], "2022-09-16 15:00", "2022-09-20 09:00", id="one-off bank holiday"),
        pytest.param(["2028-02-29"], "2028-02-28 15:00", "2028-03-01 09:00", id="29 February"),
        pytest.param(["2026-12-26", "2026-12-28"], "2026-12-25 15:00", "2026-12-29 09:00", id="a weekend's substitute"),
    ],
)
def test_closed_dates_and_ranges_are_not_counted(closed, start, due):
    calendar = Hours(LONDON, daily("08:00-16:00"), closed=closed)

    assert add(calendar, london(start), hours(2)) == london(due)


@pytest.mark.parametrize("year", [1999, 2024, 2025, 2031])
def test_a_yearly_closure_holds_in_every_year(year):
    calendar = Hours(LONDON, daily("08:00-16:00", days=EVERY_DAY), yearly=["12-25", (12, 26)])

    assert not is_open(calendar, london(f"{year}-12-25 10:00"))
    assert not is_open(calendar, london(f"{year}-12-26 10:00"))
    assert is_open(calendar, london(f"{year}-12-27 10:00"))


def test_a_yearly_29_february_closes_leap_years_only():
    calendar = Hours(LONDON, daily("08:00-16:00", days=EVERY_DAY), yearly=["02-29"])

    assert between(calendar, london("2028-02-28 00:00"), london("2028-03-02 00:00")) == hours(16)
    assert between(calendar, london("2027-02-28 00:00"), london("2027-03-02 00:00")) == hours(16)


def test_an_override_beats_a_closure_in_a_calendar_but_not_in_a_holiday_list():
    half_day = {"2025-10-29": [("09:00", "12:00")]}
    weekly, spec = (
        daily("08:00-16:00"),
        {"tz": "Europe/London", "weekly": {}, "holidays": HOLIDAYS, "overrides": half_day},
    )

    assert is_open(Hours(LONDON, weekly, half_day, HOLIDAYS), london("2025-10-29 10:00"))
    assert not is_open(Hours.from_spec(spec), london("2025-10-29 10:00"))


def test_an_empty_override_closes_its_date():
    calendar = Hours(LONDON, daily("08:00-16:00"), {date(2025, 10, 7): []})

    assert add(calendar, london("2025-10-06 15:00"), hours(2)) == london("2025-10-08 09:00")


@pytest.mark.parametrize(
    "calendar",
    [
        pytest.param(NEVER_OPEN, id="no weekly hours"),
        pytest.param(Hours(LONDON, {0: [], 3: [("09:00", "09:00")]}), id="empty and zero-length hours"),
        pytest.param(Hours(LONDON, daily("08:00-16:00"), closed=[("0001-01-01", "9999-12-31")]), id="closed for ever"),
        pytest.param(Hours(LONDON, {}, {"2016-11-11": [("09:00", "12:00")]}), id="opened once, long ago"),
        pytest.param(
            Hours(LONDON, daily("01:00-02:00", days=[]), {SPRING: [("01:00", "02:00")]}), id="in the missing hour"
        ),
    ],
)
def test_a_calendar_that_never_opens_again_gives_no_deadline(calendar):
    start = london("2025-10-06 09:00")

    assert add(calendar, start, hours(1)) is None
    assert add(calendar, start, hours(0)) is None
    assert add_days(calendar, start, 1) is None
    assert next_opening(calendar, start) is None
    assert next_closing(calendar, start) is None
    assert not is_open(calendar, start)
    assert between(calendar, start, london("2030-01-01 00:00")) == hours(0)
    assert add_many(calendar, [start.timestamp() // 1], [3600]).tolist() == [float("inf")]
    assert add_many(calendar, [int(start.timestamp())], [0]).tolist() == [NEVER]


def test_a_calendar_of_single_dates_ends_with_the_last_of_them():
    calendar = Hours(LONDON, {}, {"2025-10-06": [("08:00", "16:00")], "2025-10-07": [("08:00", "12:00")]})

    assert add(calendar, london("2025-01-01 00:00"), hours(12)) == london("2025-10-07 12:00")
    assert add(calendar, london("2025-01-01 00:00"), hours(12) + timedelta(microseconds=1)) is None


def test_a_deadline_beyond_the_horizon_is_no_deadline_whatever_was_asked_before():
    asked_before = Hours(LONDON, daily("08:00-16:00", days=[0]))
    between(asked_before, london("1990-01-01 00:00"), london("2090-01-01 00:00"))

    for calendar in (asked_before, Hours(LONDON, daily("08:00-16:00", days=[0]))):
        assert add(calendar, london("2025-01-06 08:00"), hours(8 * 1000)) is not None
        assert add(calendar, london("2025-01-06 08:00"), hours(8 * 1400)) is None


@pytest.mark.parametrize("years", [0, 1, 3, 20, -1, -3, -40])
def test_answers_are_the_same_however_far_from_what_was_computed_before(years):
    calendar = Hours(LONDON, daily("08:00-16:00"))
    add(calendar, london("2025-10-06 09:00"), hours(1))
    start = london(f"{2025 + years}-06-01 00:00")

    fresh = Hours(LONDON, daily("08:00-16:00"))

    assert add(calendar, start, hours(4000)) == add(fresh, start, hours(4000))
    assert between(calendar, start, london("2025-10-06 09:00")) == between(fresh, start, london("2025-10-06 09:00"))


def test_the_first_and_last_moments_of_all_are_answered():
    for moment in (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)):
        assert between(TERM, moment, moment) == timedelta(0)
        assert not is_open(TERM, moment)
        assert not is_open(Hours(LONDON, {}, {date.max: [("08:00", "16:00")]}), moment)
    assert add(TERM, datetime.max.replace(tzinfo=UTC), hours(1)) is None
