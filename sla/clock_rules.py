"""What follows from a clock's events: pure arithmetic, no database, no clock reading.

A clock is never shifted and nothing ticks. Its events are replayed in order, and everything a list shows (due, spent,
breached) is derived from them: `due = add(start, target + working time paused)`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sla import working_time
from sla.working_time import Hours

ZERO = timedelta(0)


@dataclass(frozen=True)
class Event:
    """One thing that happened: `kind` as in `sla.models.EventKind`; `hours` with start, calendar and move; a target in
    `amount` of `unit` ("minutes" or "school_days") with start and target."""

    kind: str
    at: datetime
    reason: str = ""
    amount: int | None = None
    unit: str = ""
    hours: Hours | None = None
    calendar: Any = None


@dataclass(frozen=True)
class Stretch:
    """A part of a clock's life on one calendar: it begins with `spent` already counted elsewhere.

    `pauses` are (from, until, why), `why` being a pause reason, or "done" for the time between done and reopened.
    """

    hours: Hours
    since: datetime
    spent: timedelta = ZERO
    pauses: tuple[tuple[datetime, datetime, str], ...] = ()
    calendar: Any = None

    def paused(self):
        """Working time that passed while nothing was counted."""
        return sum((working_time.between(self.hours, a, b) for a, b, _ in self.pauses), ZERO)


@dataclass(frozen=True)
class Reading:
    """A clock as its events left it. `spent` is counted until `counting_since`, or in all when that is None."""

    state: str
    started_at: datetime
    amount: int
    unit: str
    target: timedelta | None
    due: datetime | None
    spent: timedelta
    counting_since: datetime | None
    stopped_at: datetime | None
    breached_at: datetime | None
    pause_reason: str = ""
    idle_since: datetime | None = None
    stretches: tuple[Stretch, ...] = field(default=(), repr=False)

    @property
    def hours(self):
        """The calendar it runs on now."""
        return self.stretches[-1].hours

    def moment_of(self, percent):
        """When `percent` of the target is spent, if nothing else happens; None while paused, done or never."""
        if self.state != "running" or self.target is None:
            return None
        return _moment(self.stretches[-1], self.target * percent / 100)

    def moment_before_end(self, time_left):
        """When so much working time is left, if nothing else happens; at once when the target is shorter than that."""
        if self.state != "running" or self.target is None:
            return None
        return _moment(self.stretches[-1], max(self.target - time_left, ZERO))


def read(events: Iterable[Event], *, breached_at: datetime | None = None) -> Reading:
    """Replay `events` (oldest first, the first one a start). A breach already on record (`breached_at`) stays.

    Events may be out of place in a history from elsewhere: a resume without a pause, or a stop of what is stopped,
    changes nothing.
    Raises ValueError when there is no start.
    """
    replay = None
    for event in events:
        if replay is None:
            if event.kind != "start":
                raise ValueError("A clock's first event is its start.")
            replay = _Replay.begin(event, breached_at)
        else:
            replay.take(event)
    if replay is None:
        raise ValueError("A clock without events has no reading.")
    return replay.reading()


class _Replay:
    """The state while events are replayed."""

    @classmethod
    def begin(cls, event, breached_at):
        self = cls()
        self.started_at = event.at
        self.stretches = [Stretch(event.hours, event.at, calendar=event.calendar)]
        self.amount, self.unit = event.amount, event.unit
        self.state, self.idle_since, self.stopped_at = "running", None, None
        self.pause_reason = ""
        self.breached_at = breached_at
        self._set_target()
        return self

    def take(self, event):
        """Note a breach that came before this event, then let the event act."""
        self._notice(event.at)
        getattr(self, f"_{event.kind}")(event)

    # What each kind of event does.
    def _pause(self, event):
        if self.state == "running":
            self.state, self.idle_since, self.pause_reason = "paused", event.at, event.reason
        elif self.state == "paused":
            self.pause_reason = event.reason

    def _resume(self, event):
        if self.state == "paused":
            self._idle_until(event.at)
            self.state, self.pause_reason = "running", ""

    def _stop(self, event):
        if self.state in ("running", "paused"):
            if self.state == "paused":
                self._idle_until(event.at)
            self.state, self.pause_reason = "stopped", ""
            self.idle_since = self.stopped_at = event.at

    def _reopen(self, event):
        if self.state == "stopped":
            self._idle_until(event.at)
            self.state, self.stopped_at = "running", None

    def _cancel(self, event):
        self._stop(event)
        self.state, self.stopped_at = "cancelled", None

    def _target(self, event):
        self.amount, self.unit = event.amount, event.unit
        self._set_target()
        self._missed_by_change(event.at)

    def _calendar(self, event):
        """The same school's calendar, corrected: the present stretch is counted anew from its beginning."""
        self.stretches[-1] = replace(self.stretches[-1], hours=event.hours, calendar=event.calendar)
        self._set_target()
        self._missed_by_change(event.at)

    def _move(self, event):
        """Another school: what was spent is kept, what remains runs on the new calendar."""
        spent = self._spent(event.at)
        if self.idle_since is not None:
            self._idle_until(event.at)
            self.idle_since = event.at
        self.stretches.append(Stretch(event.hours, event.at, spent=spent, calendar=event.calendar))
        self._missed_by_change(event.at)

    # What they share.
    def _set_target(self):
        first = self.stretches[0]
        self.target = target_time(first.hours, first.since, self.amount, self.unit)

    def _idle_until(self, at):
        stretch = self.stretches[-1]
        begin = max(self.idle_since, stretch.since)
        self.stretches[-1] = replace(stretch, pauses=(*stretch.pauses, (begin, at, self.pause_reason or "done")))
        self.idle_since = None

    def _spent(self, at):
        stretch = self.stretches[-1]
        until = at if self.idle_since is None else max(min(at, self.idle_since), stretch.since)
        return stretch.spent + working_time.between(stretch.hours, stretch.since, until) - stretch.paused()

    def _due(self):
        if self.target is None:
            return None
        return _moment(self.stretches[-1], self.target)

    def _notice(self, at):
        """A running clock whose time is over before `at` is missed, at the moment it ran out."""
        if self.state == "running" and self.breached_at is None:
            due = self._due()
            if due is not None and due < at:
                self.breached_at = due

    def _missed_by_change(self, at):
        """A change that leaves less than was already spent makes a miss now, never in the past."""
        if self.breached_at is not None or self.target is None or self.state in ("stopped", "cancelled"):
            return
        due = self._due()
        late = due is not None and due < at if self.state == "running" else self._spent(at) > self.target
        if late:
            self.breached_at = at

    def reading(self):
        last = self.idle_since or self.stretches[-1].since
        running = self.state == "running"
        return Reading(
            state=self.state,
            started_at=self.started_at,
            amount=self.amount,
            unit=self.unit,
            target=self.target,
            due=None if self.state in ("paused", "cancelled") else self._due(),
            spent=self._spent(self._counted_until()) if running else self._spent(last),
            counting_since=self._counted_until() if running else None,
            stopped_at=self.stopped_at,
            breached_at=self.breached_at,
            pause_reason=self.pause_reason,
            idle_since=self.idle_since,
            stretches=tuple(self.stretches),
        )

    def _counted_until(self):
        """Where a running clock began to count last: after its last pause, or the start of its stretch."""
        stretch = self.stretches[-1]
        return max((until for _, until, _ in stretch.pauses), default=stretch.since)


def target_time(hours, start, amount, unit):
    """A target as working time: minutes as they are, school days until the close of the nth one; None if never."""
    if unit == "minutes":
        return timedelta(minutes=amount)
    close = working_time.add_days(hours, start, amount)
    return None if close is None else working_time.between(hours, start, close)


def _moment(stretch, target):
    """When `target` in all is spent, on the present stretch."""
    budget = target - stretch.spent + stretch.paused()
    if budget < ZERO:
        return stretch.since
    return working_time.add(stretch.hours, stretch.since, budget)
