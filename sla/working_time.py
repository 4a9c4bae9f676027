"""Working time: how much open time lies between two moments, and when a given amount of it has passed.

Pure arithmetic: no database, no clock is read, nothing depends on the machine's zone. Moments are aware datetimes in
any zone and answers are in UTC, exact to the microsecond; a naive moment raises ValueError. A question costs two binary
searches in the calendar's table of open time, however far apart its moments lie. Answers are looked for within HORIZON
of the question: what lies beyond it is "never".
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import datetime, timedelta
from operator import index

import numpy as np
from numpy.typing import ArrayLike

from sla.hours import Hours
from sla.open_time import EPOCH, SECOND, Columns, OpenTime

__all__ = [
    "HORIZON",
    "NEVER",
    "Hours",
    "add",
    "add_days",
    "add_days_many",
    "add_many",
    "between",
    "between_many",
    "is_open",
    "next_closing",
    "next_opening",
    "open_intervals",
    "previous_opening",
]

HORIZON = timedelta(days=9131)  # 25 years: no promise to a school reaches further, and every search ends
NEVER = np.iinfo(np.int64).max  # in answers of add_many, so that "never" sorts after every deadline

MICROSECOND = timedelta(microseconds=1)
FAR = HORIZON // MICROSECOND
LIMIT = 10**12  # seconds, 30,000 years: beyond every date, and safe to count in 64 bits as microseconds


def between(hours: Hours, start: datetime, end: datetime) -> timedelta:
    """The open time in [start, end); zero if end is not after start."""
    since, until = _read(start), _read(end)
    if until <= since:
        return timedelta(0)
    rows = hours.open_time(since, until).rows
    return (_counted(rows, until) - _counted(rows, since)) * MICROSECOND


def add(hours: Hours, start: datetime, amount: timedelta) -> datetime | None:
    """The moment when `amount` of open time has passed since `start`; None if it never does.

    An amount that is used up exactly at closing time is due at that closing, not at the next opening. An amount of
    zero is due at the first open moment: `start` itself if open. A negative amount raises ValueError.
    """
    since, wanted = _read(start), amount // MICROSECOND
    if wanted < 0:
        raise ValueError(f"An amount of working time can't be negative: {amount}.")
    due = _due(hours.open_time(since, since).rows, since, wanted)
    if due is None:
        due = _due(hours.open_time(since, since + FAR).rows, since, wanted)
    return _written(due) if due is not None and due - since <= FAR else None


def add_days(hours: Hours, start: datetime, days: int) -> datetime | None:
    """The close of the nth school day after the day of `start`; None if it never comes.

    A school day is a local date on which an interval starts, and it closes when its last interval does. A start
    outside hours counts from the next opening. Zero days are due at the first open moment, as in `add`.
    """
    days = index(days)
    if days < 0:
        raise ValueError(f"A number of school days can't be negative: {days}.")
    opening = add(hours, start, timedelta(0))
    if opening is None or days == 0:
        return opening
    since = _read(opening)
    for table in _near_then_far(hours, since, FAR):
        day = bisect_right(table.day_opens, since) - 1 + days
        if day < len(table.day_closes):
            return _within_horizon(table.day_closes[day], since)
    return None


def is_open(hours: Hours, moment: datetime) -> bool:
    """Whether support is open: from the opening, which counts, to the closing, which does not."""
    at = _read(moment)
    rows = hours.open_time(at, at).rows
    return at < rows.closes[bisect_right(rows.opens, at) - 1]


def next_opening(hours: Hours, moment: datetime) -> datetime | None:
    """The first opening at or after this moment; within open time, that of the interval after it. None if never."""
    at = _read(moment)
    for table in _near_then_far(hours, at, FAR):
        row = bisect_left(table.rows.opens, at)
        if row < len(table.rows.opens):
            return _within_horizon(table.rows.opens[row], at)
    return None


def next_closing(hours: Hours, moment: datetime) -> datetime | None:
    """The first closing after this moment; None if never, as when open round the clock."""
    at = _read(moment)
    for table in _near_then_far(hours, at, FAR):
        row = bisect_right(table.rows.closes, at)
        # An interval that lasts until the end of the table is cut off there: that is no closing.
        if row < len(table.rows.closes) and table.rows.closes[row] < table.end:
            return _within_horizon(table.rows.closes[row], at)
    return None


def previous_opening(hours: Hours, moment: datetime) -> datetime | None:
    """The last opening at or before this moment; None if there was none, as when open round the clock."""
    at = _read(moment)
    for table in _near_then_far(hours, at, -FAR):
        row = bisect_right(table.rows.opens, at) - 1
        if row > 0 and table.rows.opens[row] > table.start:
            return _within_horizon(table.rows.opens[row], at)
    return None


def open_intervals(hours: Hours, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The open time in [start, end) as pairs (opening, closing): ascending, apart, cut off at start and end."""
    since, until = _read(start), _read(end)
    if until <= since:
        return
    rows = hours.open_time(since, until).rows
    for row in range(bisect_right(rows.closes, since), bisect_left(rows.opens, until)):
        yield _written(max(rows.opens[row], since)), _written(min(rows.closes[row], until))


def add_many(hours: Hours, starts: ArrayLike, amounts: ArrayLike) -> np.ndarray:
    """`add` for arrays: seconds since 1970 in UTC and seconds of open time (broadcast together) in, seconds in UTC out.

    Whole numbers give int64 with NEVER where there is no deadline; if either array holds fractions (exact to the
    microsecond) the answer is float64 with infinity there. A negative amount raises ValueError.
    """
    since, wanted, whole = _read_many(starts, amounts)
    if not since.size:
        return _written_many(since, whole)
    if wanted.min() < 0:
        raise ValueError(f"An amount of working time can't be negative: {wanted.min() / SECOND} seconds.")
    first, last = int(since.min()), int(since.max())
    dues = _dues(hours.open_time(first, last).arrays, since, wanted)
    if (dues == NEVER).any():
        dues = _dues(hours.open_time(first, last + FAR).arrays, since, wanted)
    return _written_many(dues, whole)


def add_days_many(hours: Hours, starts: ArrayLike, days: ArrayLike) -> np.ndarray:
    """`add_days` for arrays: seconds since 1970 in UTC and numbers of school days in, seconds in UTC out.

    Whole seconds give int64 with NEVER where the day never comes, fractions float64 with infinity there.
    """
    opened = add_many(hours, starts, np.zeros(np.shape(starts), dtype=np.int64))
    whole = opened.dtype.kind == "i"
    comes = opened != (NEVER if whole else np.inf)
    since, wanted, _ = _read_many(np.where(comes, opened, 0), days)
    if wanted.size and wanted.min() < 0:
        raise ValueError(f"A number of school days can't be negative: {wanted.min() // SECOND}.")
    if not comes.any():
        return opened
    wanted = wanted // SECOND
    first, last = int(since[comes].min()), int(since[comes].max())
    found = _closes_of_days(hours.open_time(first, last), since, wanted)
    if (found[comes] == NEVER).any():
        found = _closes_of_days(hours.open_time(first, last + FAR), since, wanted)
    return _written_many(np.where(comes, found, NEVER), whole)


def between_many(hours: Hours, starts: ArrayLike, ends: ArrayLike) -> np.ndarray:
    """`between` for arrays of seconds since 1970 in UTC (broadcast together): seconds, int64 or float64 as given."""
    since, until, whole = _read_many(starts, ends)
    if not since.size:
        return _written_many(since, whole)
    columns = hours.open_time(int(since.min()), max(int(since.min()), int(until.max()))).arrays
    until = np.maximum(since, until)
    return _written_many(_counted_many(columns, until) - _counted_many(columns, since), whole)


def _counted(rows: Columns, at: int) -> int:
    """The open time from the beginning of the table up to this moment."""
    row = bisect_right(rows.opens, at) - 1
    return min(rows.by_open[row] + at - rows.opens[row], rows.by_close[row])


def _due(rows: Columns, since: int, wanted: int) -> int | None:
    """The moment at which the count stands `wanted` above what it is at `since`; None if the table ends before it."""
    count = _counted(rows, since) + wanted
    # The count stands still from a closing to the next opening. What was wanted is done at that closing;
    # nothing wanted is due when it moves on.
    row = bisect_left(rows.by_close, count) if wanted else bisect_right(rows.by_close, count)
    if row == len(rows.by_close):
        return None
    return rows.closes[row] - (rows.by_close[row] - count)


def _counted_many(columns: Columns, at: np.ndarray) -> np.ndarray:
    row = np.searchsorted(columns.opens, at, side="right") - 1
    return np.minimum(columns.by_open[row] + (at - columns.opens[row]), columns.by_close[row])


def _dues(columns: Columns, since: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """As `_due`, with NEVER for a deadline beyond the table or the horizon."""
    count = _counted_many(columns, since) + wanted
    row = np.searchsorted(columns.by_close, count, side="left")
    if not wanted.all():
        row = np.where(wanted, row, np.searchsorted(columns.by_close, count, side="right"))
    last = len(columns.by_close) - 1
    within = np.minimum(row, last)
    due = columns.closes[within] - (columns.by_close[within] - count)
    return np.where((row > last) | (due - since > FAR), NEVER, due)


def _closes_of_days(table: OpenTime, since: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The close of the nth school day of the table after each moment, which is open; NEVER beyond table or horizon."""
    opens, closes = np.array(table.day_opens, dtype=np.int64), np.array(table.day_closes, dtype=np.int64)
    day = np.searchsorted(opens, since, side="right") - 1 + wanted
    last = len(closes) - 1
    found = closes[np.minimum(day, last)] if len(closes) else np.full(since.shape, NEVER)
    found = np.where(wanted == 0, since, found)
    return np.where((wanted > 0) & ((day > last) | (found - since > FAR)), NEVER, found)


def _near_then_far(hours: Hours, at: int, horizon: int) -> Iterator[OpenTime]:
    """The years around the moment, where most answers lie, and then all up to the horizon."""
    yield hours.open_time(at, at)
    yield hours.open_time(min(at, at + horizon), max(at, at + horizon))


def _within_horizon(found: int, asked: int) -> datetime | None:
    return _written(found) if abs(found - asked) <= FAR else None


def _read(moment: datetime) -> int:
    """Microseconds since 1970 in UTC."""
    try:
        return (moment - EPOCH) // MICROSECOND
    except TypeError:
        raise ValueError(f"A moment needs a time zone, and {moment!r} has none.") from None


def _written(at: int) -> datetime:
    return EPOCH + at * MICROSECOND


def _read_many(*columns: ArrayLike) -> tuple[np.ndarray, np.ndarray, bool]:
    """Two arrays of seconds as microseconds in one shape, and whether both hold whole seconds."""
    first, second = np.broadcast_arrays(*columns)
    whole = first.dtype.kind in "iub" and second.dtype.kind in "iub"
    return _microseconds(first), _microseconds(second), whole


def _microseconds(seconds: np.ndarray) -> np.ndarray:
    if seconds.dtype.kind in "iub":
        return seconds.astype(np.int64).clip(-LIMIT, LIMIT) * SECOND
    seconds = seconds.astype(np.float64)
    if np.isnan(seconds).any():
        raise ValueError("An array of seconds holds a value that is not a number.")
    return np.rint(seconds.clip(-LIMIT, LIMIT) * SECOND).astype(np.int64)


def _written_many(microseconds: np.ndarray, whole: bool) -> np.ndarray:
    never = microseconds == NEVER
    if whole:
        return np.where(never, NEVER, microseconds // SECOND)
    return np.where(never, np.inf, microseconds / SECOND)
