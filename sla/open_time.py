"""Open time on one line: a calendar's wall-clock intervals as a sorted table in UTC with the time counted so far."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any

import numpy as np

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DAY = EPOCH.toordinal()
DAY = 86_400
SECOND = 1_000_000  # microseconds, the unit of every figure in the table
FOREVER = 2**62
# Dates end at the years 1 and 9999; a margin is kept, for a zone's shift and an interval's reach.
FIRST_DAY, LAST_DAY = date(3, 1, 1).toordinal(), date(9997, 12, 31).toordinal()
# An interval may reach two days past its own by crossing midnight, and another by its zone.
MARGIN = 3

# Three arrays: day (ordinal), opening and closing (seconds of wall clock after that day's midnight).
LocalIntervals = tuple[np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of the table: as lists for one question, where bisect is quickest, and as arrays for a million."""

    opens: Any
    closes: Any
    by_open: Any  # open time counted up to this opening
    by_close: Any  # and up to this closing


@dataclass(frozen=True, slots=True)
class OpenTime:
    """Open intervals from `start` to `end` (UTC microseconds): apart, ascending, cut off at both.

    The first row is an empty interval before all time, so that every moment has a row at or before it. The school
    days (a local date's first opening and last closing; open round the clock, each date is one) are never cut.
    """

    first: int  # the same bounds as `start` and `end`, as day ordinals, both included
    last: int
    start: int
    end: int
    rows: Columns
    arrays: Columns
    day_opens: list[int]
    day_closes: list[int]


def day_of(microseconds: int) -> int:
    """The ordinal of this moment's date in UTC."""
    return microseconds // (DAY * SECOND) + EPOCH_DAY


def tabulate(
    local_intervals: Callable[[int, int], LocalIntervals], zone: tzinfo, first: int, last: int, reach: tuple[int, int]
) -> OpenTime:
    """The open time of the days first…last in UTC; beyond `reach` (day ordinals) the calendar never opens."""
    days, opens, closes = _on_the_world_clock(zone, *local_intervals(first - MARGIN, last + MARGIN))
    start = -FOREVER if first <= reach[0] else (first - EPOCH_DAY) * DAY * SECOND
    end = FOREVER if last >= reach[1] else (last + 1 - EPOCH_DAY) * DAY * SECOND
    arrays = _columns(*_merged(opens.clip(start, end), closes.clip(start, end)))
    rows = Columns(*(getattr(arrays, name).tolist() for name in Columns.__slots__))
    return OpenTime(first, last, start, end, rows, arrays, *_school_days(days, opens, closes))


def _on_the_world_clock(zone: tzinfo, day: np.ndarray, opening: np.ndarray, closing: np.ndarray) -> LocalIntervals:
    """The moments (UTC microseconds) at which the wall clock reads a time within each interval.

    For each span of unchanging offset the wall clock runs through one stretch of local time: what an interval shares
    with that stretch is open. So a time read twice counts twice, and one never read counts nothing.
    """
    if not len(day):
        return day, day, day
    order = np.argsort(day, kind="stable")
    day, opening, closing = day[order], opening[order], closing[order]
    midnight = (day - EPOCH_DAY) * DAY
    parts = []
    for since, until, offset in _offsets(zone, int(day[0]) - MARGIN, int(day[-1]) + MARGIN):
        near = slice(*np.searchsorted(midnight, [since + offset - MARGIN * DAY, until + offset + DAY]))
        opens = np.maximum(midnight[near] + opening[near] - offset, since)
        closes = np.minimum(midnight[near] + closing[near] - offset, until)
        shared = opens < closes
        parts.append((day[near][shared], opens[shared] * SECOND, closes[shared] * SECOND))
    days, opens, closes = (np.concatenate(column) for column in zip(*parts, strict=True))
    return days, opens, closes


def _merged(opens: np.ndarray, closes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same time with every overlapping or touching interval joined and empty ones left out."""
    order = np.argsort(opens, kind="stable")
    order = order[opens[order] < closes[order]]
    opens, reached = opens[order], np.maximum.accumulate(closes[order])
    begins = np.flatnonzero(np.append(True, opens[1:] > reached[:-1])[: len(opens)])
    return opens[begins], reached[np.append(begins[1:] - 1, len(opens) - 1)[: len(begins)]]


def _columns(opens: np.ndarray, closes: np.ndarray) -> Columns:
    opens, closes = np.append(-FOREVER, opens), np.append(-FOREVER, closes)
    by_close = np.cumsum(closes - opens)
    return Columns(opens, closes, by_close - (closes - opens), by_close)


def _school_days(days: np.ndarray, opens: np.ndarray, closes: np.ndarray) -> tuple[list[int], list[int]]:
    """The first opening and last closing of each local date on which an interval starts.

    A day that is over before last night's interval is closes with it: one more school day is never due sooner.
    """
    order = np.argsort(days, kind="stable")
    begins = np.unique(days[order], return_index=True)[1]
    if not len(begins):
        return [], []
    last_closes = np.maximum.accumulate(np.maximum.reduceat(closes[order], begins))
    return np.minimum.reduceat(opens[order], begins).tolist(), last_closes.tolist()


def _offsets(zone: tzinfo, first: int, last: int) -> Iterator[tuple[int, int, int]]:
    """Spans (since, until, offset) in seconds over the days first…last in which the zone's offset stays the same."""
    since, until = (first - EPOCH_DAY) * DAY, (last - EPOCH_DAY) * DAY
    for year in range(date.fromordinal(first).year, date.fromordinal(last).year + 1):
        for moment in _clock_changes(zone, year):
            if since < moment < until:
                yield since, moment, _offset(zone, since)
                since = moment
    yield since, until, _offset(zone, since)


@lru_cache(maxsize=2048)
def _clock_changes(zone: tzinfo, year: int) -> tuple[int, ...]:
    """The seconds in UTC, within one year, at which the zone's offset changes (found by asking it once a day)."""
    first, end = ((date(y, 1, 1).toordinal() - EPOCH_DAY) * DAY for y in (year, year + 1))
    midnights = range(first, end + 1, DAY)
    offsets = [_offset(zone, midnight) for midnight in midnights]
    return tuple(
        _change_between(zone, midnight, midnight + DAY)
        for midnight, offset, following in zip(midnights, offsets, offsets[1:], strict=False)
        if offset != following
    )


def _change_between(zone: tzinfo, before: int, after: int) -> int:
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(zone, middle) == _offset(zone, before):
            before = middle
        else:
            after = middle
    return after


def _offset(zone: tzinfo, second: int) -> int:
    offset = (EPOCH + timedelta(seconds=second)).astimezone(zone).utcoffset()
    assert offset is not None, "a zone knows its offset"
    return offset.days * DAY + offset.seconds
