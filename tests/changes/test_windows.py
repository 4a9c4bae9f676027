"""Windows of time: two may touch, lessons are the hours of term days, and the next free one keeps clear of them all."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from changes.windows import (
    Days,
    Ground,
    Window,
    clock_change_in,
    in_words,
    length_in_words,
    lessons_in,
    merged,
    next_free,
)
from sla.year_document import parse

pytestmark = pytest.mark.pure
LONDON = ZoneInfo("Europe/London")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
WEEKDAYS = {day: [["08:00", "16:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
YEAR = parse(
    {
        "zone": "Europe/London",
        "hours": {"term": WEEKDAYS},
        "ranges": [
            {"type": "holiday", "first": "2026-10-26", "last": "2026-10-30", "name": "half-term"},
            {"type": "inset", "first": "2026-11-02", "last": "2026-11-02"},
            {"type": "closure", "first": "2026-09-17", "last": "2026-09-17", "name": "boiler"},
        ],
        "marks": [{"kind": "exams", "first": "2026-09-15", "last": "2026-09-16", "name": "Mocks"}],
    }
)
GROUND = Ground(LONDON, YEAR, YEAR.hours())


def at(text):
    """A time of the school's wall clock."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


def window(start, end):
    return Window(at(start), at(end))


MONDAY = window("2026-09-14 15:00", "2026-09-14 17:00")


@pytest.mark.parametrize(
    ("other", "overlap"),
    [
        (window("2026-09-14 17:00", "2026-09-14 18:00"), False),
        (window("2026-09-14 14:00", "2026-09-14 15:00"), False),
        (window("2026-09-14 16:59", "2026-09-14 18:00"), True),
        (window("2026-09-14 14:00", "2026-09-14 15:01"), True),
        (window("2026-09-14 15:30", "2026-09-14 15:31"), True),
        (window("2026-09-13 00:00", "2026-09-20 00:00"), True),
    ],
)
def test_two_that_only_touch_do_not_overlap_and_a_minute_is_enough(other, overlap):
    assert MONDAY.overlaps(other) is other.overlaps(MONDAY) is overlap


def test_one_that_ends_at_midnight_is_not_on_the_day_that_begins():
    assert window("2026-09-14 22:00", "2026-09-15 00:00").days(LONDON) == [date(2026, 9, 14)]


@pytest.mark.parametrize(
    ("taken", "lessons"),
    [
        (MONDAY, [window("2026-09-14 15:00", "2026-09-14 16:00")]),
        (window("2026-09-14 16:00", "2026-09-14 18:00"), []),
        (window("2026-09-17 09:00", "2026-09-17 12:00"), []),  # closed
        (window("2026-10-27 09:00", "2026-10-27 12:00"), []),  # half-term
        (window("2026-11-02 09:00", "2026-11-02 12:00"), []),  # INSET: staff are in, classes are not
        (window("2026-09-12 09:00", "2026-09-13 12:00"), []),  # a weekend
    ],
)
def test_lessons_are_the_hours_of_term_days(taken, lessons):
    assert lessons_in(GROUND, taken) == lessons


@pytest.mark.parametrize(
    ("length", "after", "start", "when"),
    [
        (2 * HOUR, "2026-09-14 09:00", "2026-09-14 16:00", "after school"),
        (2 * HOUR, "2026-09-14 17:02", "2026-09-14 17:15", "after school"),
        (2 * HOUR, "2026-09-14 21:00", "2026-09-18 16:00", "after school"),  # over exams and the closure
        (8 * HOUR, "2026-10-10 23:00", "2026-10-26 08:00", "in the holidays"),
        (2 * HOUR, "2026-10-24 09:00", "2026-10-26 08:00", "in the holidays"),  # school is more than a week off
        (2 * HOUR, "2026-10-27 09:00", "2026-11-02 16:00", "after school"),
        (24 * HOUR, "2026-09-18 09:00", "2026-09-18 16:00", "outside the usual hours"),
    ],
)
def test_the_next_free_window_lies_in_the_usual_hours_if_any_do(length, after, start, when):
    found = next_free([GROUND], length, after=at(after))

    assert (found.window, found.when) == (Window(at(start), at(start) + length), when)


def test_what_is_taken_frozen_or_on_at_another_school_is_passed_over():
    freeze = Days(date(2026, 9, 14), date(2026, 9, 18), "Inspection")
    event = Days(date(2026, 9, 21), date(2026, 9, 21), "Census")
    other = Ground(LONDON, freezes=(freeze,), events=(event,))
    busy = window("2026-09-22 15:00", "2026-09-22 17:30")

    found = next_free([GROUND, other], 2 * HOUR, after=at("2026-09-14 09:00"), taken=[busy])

    assert found.window == window("2026-09-22 17:30", "2026-09-22 19:30")


def test_where_there_is_none_none_is_offered():
    freeze = Days(date(2026, 1, 1), date(2027, 12, 31))

    assert next_free([Ground(LONDON, freezes=(freeze,))], HOUR, after=at("2026-09-14 09:00")) is None


@pytest.mark.parametrize(
    ("start", "way", "ends"), [("2026-10-24 23:00", "back", "01:00"), ("2027-03-27 23:00", "forward", "03:00")]
)
def test_across_the_clock_change_a_window_keeps_its_length(start, way, ends):
    taken = Window(at(start), at(start) + 3 * HOUR)

    assert clock_change_in(taken, LONDON) == f"The clocks go {way} meanwhile: it lasts 3 hours and ends at {ends}."
    assert clock_change_in(MONDAY, LONDON) == ""


@pytest.mark.parametrize(("start", "opening"), [("2026-10-23 09:00", 15), ("2026-10-22 09:00", 15)])
def test_after_school_is_read_off_the_wall_in_summer_and_in_winter(start, opening):
    assert next_free([GROUND], HOUR, after=at(start)).window.start.hour == opening
    assert next_free([GROUND], HOUR, after=at("2026-11-03 09:00")).window.start.hour == opening + 1


moments = st.datetimes(datetime(2026, 9, 1), datetime(2026, 12, 1), timezones=st.just(UTC))
spans = st.builds(lambda start, minutes: Window(start, start + minutes * MINUTE), moments, st.integers(1, 9000))


@settings(max_examples=60, deadline=None)
@given(moments, st.integers(1, 4000), st.lists(spans, max_size=8))
def test_a_free_window_has_the_length_lies_ahead_and_keeps_clear_of_everything(after, minutes, taken):
    found = next_free([GROUND], minutes * MINUTE, after=after, taken=taken)

    if found:
        assert found.window.length == minutes * MINUTE and found.window.start >= after
        assert not any(found.window.overlaps(other) for other in taken)
        assert not lessons_in(GROUND, found.window)
        assert not any(GROUND.keeps_free(day) for day in found.window.days(LONDON))


@settings(max_examples=60, deadline=None)
@given(st.lists(spans, max_size=10))
def test_merging_loses_no_moment_and_leaves_no_overlap(windows):
    found = merged(windows)

    assert all(any(one.start <= each.start and each.end <= one.end for one in found) for each in windows)
    assert all(one.end < other.start for one, other in pairwise(found))


def test_windows_and_lengths_are_said_as_people_say_them():
    assert in_words(MONDAY, LONDON) == "Mon 14 Sep 2026, 15:00–17:00"
    assert in_words(Window(MONDAY.start, MONDAY.start + 24 * HOUR), LONDON).endswith("15:00 to Tue 15 Sep, 15:00")
    lengths = [length_in_words(length) for length in (HOUR, 90 * MINUTE, 50 * HOUR)]
    assert lengths == ["1 hour", "1 hour 30 minutes", "2 days 2 hours"]
