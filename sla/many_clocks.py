"""The deadlines of many plain clocks at once: the arithmetic of `clock_rules`, in arrays.

A clock is plain when it runs and was only ever started, stopped for a while, given a target or a calendar: all of its
time lies on one calendar, and `due = add(start, target + working time paused)` is all there is to it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np

from sla import working_time
from sla.hours import Hours
from sla.open_time import EPOCH, SECOND

MINUTE = 60
Wait = tuple[datetime, datetime]


class Plain(NamedTuple):
    """A plain clock: since when it runs, its target in a unit, and when nothing was counted."""

    since: datetime
    amount: int
    unit: str
    waits: Sequence[Wait] = ()


def dues(hours: Hours, clocks: Sequence[Plain]) -> list[datetime | None]:
    """When each of some plain clocks on the same hours runs out; None for never. To the microsecond."""
    if not clocks:
        return []
    since = _seconds([clock.since for clock in clocks])
    targets = np.array([clock.amount for clock in clocks], dtype=np.float64) * MINUTE
    in_days = np.array([clock.unit != "minutes" for clock in clocks])
    if in_days.any():
        days = np.array([clock.amount for clock in clocks])[in_days]
        closes = working_time.add_days_many(hours, since[in_days], days)
        targets[in_days] = np.where(
            np.isinf(closes), np.inf, working_time.between_many(hours, since[in_days], _finite(closes))
        )
    never = np.isinf(targets)
    found = working_time.add_many(hours, since, _finite(targets) + _paused(hours, clocks))
    return [None if lost or due == np.inf else _moment(due) for due, lost in zip(found, never, strict=True)]


def waits(events: Sequence[tuple[str, datetime]]) -> list[Wait]:
    """The waits in (kind, moment) of a clock that runs: from a pause to the next resume."""
    found, since = [], None
    for kind, at in events:
        if kind == "resume" and since is not None:
            found.append((since, at))
            since = None
        elif kind == "pause" and since is None:
            since = at
    return found


def _paused(hours, clocks):
    """The working time of each clock's waits, in seconds; added up in whole microseconds, where no sum is rounded."""
    each = [(n, *wait) for n, clock in enumerate(clocks) for wait in clock.waits]
    total = np.zeros(len(clocks), dtype=np.int64)
    if each:
        whose, begins, ends = zip(*each, strict=True)
        lasted = working_time.between_many(hours, _seconds(begins), _seconds(ends))
        np.add.at(total, list(whose), np.rint(lasted * SECOND).astype(np.int64))
    return total / SECOND


def _seconds(moments):
    return np.array([moment.timestamp() for moment in moments], dtype=np.float64)


def _finite(values):
    return np.where(np.isinf(values), 0.0, values)


def _moment(seconds):
    return EPOCH + timedelta(microseconds=round(seconds * SECOND))
