"""When a school's support is open: the weekly pattern, the dates that differ from it, and the dates that are closed."""

import re
from calendar import isleap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, Self
from zoneinfo import ZoneInfo

import numpy as np

from sla.open_time import DAY, FIRST_DAY, LAST_DAY, LocalIntervals, OpenTime, day_of, tabulate

# One mistyped date (year 1, year 9999) must not fill the memory with centuries of school days.
MOST_DAYS_KEPT = 200 * 366
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?")

Pattern = tuple[tuple[int, int], ...]  # (opening, closing) in seconds after local midnight; closing may pass 24 h


@dataclass(frozen=True, init=False)
class Hours:
    """A school's support hours, immutable and hashable, in the wall-clock time of one zone.

    zone       an IANA name or a tzinfo
    weekly     {0..6: [(opening, closing), …]}, Monday = 0; a weekday left out is closed
    overrides  {date: [(opening, closing), …]}; beats the weekly pattern and every closure; an empty list: closed
    closed     dates or (first, last) ranges, both ends included
    yearly     dates closed in every year: "MM-DD" or (month, day); 02-29 exists in leap years only

    Times are `datetime.time` or "HH:MM[:SS]", to the second. Intervals may touch or overlap: time is counted once.
    00:00 and 24:00 (and `time.max`) as a closing are the end of the day, so 00:00–00:00 is the whole day; any other
    interval that closes when it opens is empty. One that closes earlier than it opens crosses midnight and belongs
    to the day it starts on: closing that day removes all of it, closing the next day cuts nothing.

    A moment is open when the wall clock reads a time inside an interval. When clocks go back, the hour that is read
    twice counts twice; when they go forward, the hour that is never read counts nothing.
    """

    zone: tzinfo
    weekly: tuple[Pattern, ...]
    overrides: tuple[tuple[date, Pattern], ...]
    closed: tuple[tuple[date, date], ...]
    yearly: tuple[tuple[int, int], ...]
    _table: OpenTime | None = field(repr=False, compare=False)

    def __init__(
        self,
        zone: tzinfo | str,
        weekly: Mapping[int, Iterable] | None,
        overrides: Mapping[date, Iterable] | None = None,
        closed: Iterable = (),
        *,
        yearly: Iterable = (),
    ) -> None:
        self._set(
            zone=ZoneInfo(zone) if isinstance(zone, str) else zone,
            weekly=_week(weekly or {}),
            overrides=tuple(sorted((_date(day), _pattern(pattern)) for day, pattern in (overrides or {}).items())),
            closed=tuple(sorted({_range(entry) for entry in closed})),
            yearly=tuple(sorted({_month_and_day(entry) for entry in yearly})),
            _table=None,
        )

    @classmethod
    def from_spec(cls, spec: Mapping[str, Any]) -> Self:
        """Read {tz, weekly: {mon…sun}, holidays, yearly, overrides}; in this form a holiday beats an override."""
        every_day = cls(
            spec.get("tz") or "Europe/London",
            {_weekday(name): pattern for name, pattern in (spec.get("weekly") or {}).items()},
            spec.get("overrides"),
            spec.get("holidays") or (),
            yearly=spec.get("yearly") or (),
        )
        kept = {day: pattern for day, pattern in every_day.overrides if not every_day._is_closed(day)}
        every_day._set(overrides=tuple(kept.items()))
        return every_day

    def open_time(self, since: int, until: int) -> OpenTime:
        """The table of open time that covers these moments (UTC microseconds), computed on first need and kept."""
        table = self._table
        if table is None or since < table.start or until >= table.end:
            first, last = self._days_to_tabulate(since, until)
            table = tabulate(self._local_intervals, self.zone, first, last, self._reach())
            if last - first <= MOST_DAYS_KEPT or not any(self.weekly):
                # Replaced whole, never altered in place: a thread that still holds the old table is not disturbed.
                self._set(_table=table)
        return table

    def _days_to_tabulate(self, since: int, until: int) -> tuple[int, int]:
        """Whole years with one to spare on either side, joined to those known already unless they lie far off."""
        first, last = self._reach()
        if any(self.weekly):
            first, last = max(first, _new_year(since, -1)), min(last, _new_year(until, 2))
        if self._table:
            joined = min(first, self._table.first), max(last, self._table.last)
            if joined[1] - joined[0] <= MOST_DAYS_KEPT:
                return joined
        return first, last

    def _reach(self) -> tuple[int, int]:
        """The first and last day (ordinals) that could be open: without a weekly pattern only overrides can."""
        if any(self.weekly):
            return FIRST_DAY, LAST_DAY
        days = [day.toordinal() for day, pattern in self.overrides if pattern] or [day_of(0)]
        return _clamped(days[0]), _clamped(days[-1])

    def _local_intervals(self, first: int, last: int) -> LocalIntervals:
        """Every interval that starts on the days first…last (ordinals): arrays of day, opening and closing seconds."""
        days = np.arange(first, last + 1)
        ordinary = days[~self._differs(first, last)]
        parts = [  # day 1, the first of January of year 1, is a Monday
            (ordinary[(ordinary - 1) % 7 == weekday], interval)
            for weekday, pattern in enumerate(self.weekly)
            for interval in pattern
        ]
        parts += [
            (np.array([day.toordinal()]), interval)
            for day, pattern in self.overrides
            if first <= day.toordinal() <= last
            for interval in pattern
        ]
        day = np.concatenate([days[:0], *(days for days, _ in parts)])
        opening = np.repeat([interval[0] for _, interval in parts], [len(days) for days, _ in parts])
        closing = np.repeat([interval[1] for _, interval in parts], [len(days) for days, _ in parts])
        return day, opening, closing

    def _differs(self, first: int, last: int) -> np.ndarray:
        """Whether each of the days first…last is closed or overridden."""
        differs = np.zeros(last - first + 1, dtype=bool)
        for begin, end in [*self.closed, *self._yearly_days(first, last), *((day, day) for day, _ in self.overrides)]:
            differs[max(begin.toordinal() - first, 0) : max(end.toordinal() - first + 1, 0)] = True
        return differs

    def _yearly_days(self, first: int, last: int) -> Iterator[tuple[date, date]]:
        for year in range(date.fromordinal(first).year, date.fromordinal(last).year + 1):
            for month, day in self.yearly:
                if (month, day) != (2, 29) or isleap(year):
                    yield date(year, month, day), date(year, month, day)

    def _is_closed(self, day: date) -> bool:
        return (day.month, day.day) in self.yearly or any(first <= day <= last for first, last in self.closed)

    def _set(self, **values: Any) -> None:
        """Bring a field into its one form, or keep what was computed; nobody outside can."""
        vars(self).update(values)

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "_table": None}  # the table is quicker to compute again than to send


def _week(weekly: Mapping[int, Iterable]) -> tuple[Pattern, ...]:
    if unknown := set(weekly) - set(range(7)):
        raise ValueError(f"A weekday is a number from 0 (Monday) to 6 (Sunday), not {unknown.pop()!r}.")
    return tuple(_pattern(weekly.get(weekday)) for weekday in range(7))


def _pattern(intervals: Iterable | None) -> Pattern:
    """One form for a day's intervals: sorted, without doubles and empty ones."""
    return tuple(sorted({(start, end) for start, end in map(_interval, intervals or ()) if start < end}))


def _interval(pair: Iterable) -> tuple[int, int]:
    start, end = (_second_of_day(value) for value in pair)
    if end == 0:
        end = DAY
    return start, end + DAY if end < start else end


def _second_of_day(value: time | str | timedelta) -> int:
    """Seconds of wall clock after midnight, 0 to 86,400."""
    if value == time.max:
        return DAY
    since_midnight = _read_clock(value) if isinstance(value, time | str) else value
    seconds, fraction = divmod(since_midnight, timedelta(seconds=1))
    if fraction or not 0 <= seconds <= DAY:
        raise ValueError(f"A time of day is a whole second from 00:00 to 24:00, not {value}.")
    return seconds


def _read_clock(clock: time | str) -> timedelta:
    text = str(clock).strip()
    if not (match := CLOCK.fullmatch(text)):
        raise ValueError(f"A time of day is written HH:MM or HH:MM:SS, not {text!r}.")
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _weekday(name: str | int) -> int:
    text = str(name).strip().lower()
    if text[:3] in WEEKDAYS:
        return WEEKDAYS.index(text[:3])
    if text.isdecimal():
        return int(text)
    raise ValueError(f"A weekday is named mon, tue, wed, thu, fri, sat or sun, not {name!r}.")


def _date(value: date | str) -> date:
    if isinstance(value, str):
        return date.fromisoformat(value.strip())
    return value.date() if isinstance(value, datetime) else value


def _range(entry: Any) -> tuple[date, date]:
    """A closure's first and last date, from a date, a pair, or "first/last"."""
    if isinstance(entry, str):
        entry = entry.split("/")
    elif isinstance(entry, date):
        entry = [entry]
    first, last = _date(entry[0]), _date(entry[-1])
    if last < first:
        raise ValueError(f"A closure from {first} to {last} ends before it begins.")
    return first, last


def _month_and_day(entry: Any) -> tuple[int, int]:
    if isinstance(entry, date):
        return entry.month, entry.day
    month, day = (int(part) for part in (entry.strip("- ").split("-") if isinstance(entry, str) else entry))
    date(2000, month, day)  # a leap year: raises ValueError for a date that no year has
    return month, day


def _new_year(microseconds: int, years: int) -> int:
    """The ordinal of 1 January so many years from the year of this moment, as far as dates go."""
    return date(date.fromordinal(_clamped(day_of(microseconds))).year + years, 1, 1).toordinal()


def _clamped(day: int) -> int:
    return min(max(day, FIRST_DAY), LAST_DAY)
