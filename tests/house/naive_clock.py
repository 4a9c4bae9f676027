"""A clock as plainly as it can be told: go through what happened, with open time counted minute by minute."""

from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
ZERO = timedelta(0)
LONDON = ZoneInfo("Europe/London")
FIRST = datetime(2025, 10, 20, tzinfo=UTC)
MINUTES = 75 * 1440  # as far as a life of the test and its deadlines reach


class Walked:
    """A calendar walked once, minute by minute: open minutes counted up to each."""

    def __init__(self, is_open):
        self.counted = [0, *accumulate(is_open(day, minute) for day, minute in wall_clock())]

    def between(self, start, end):
        return max(self.counted[_place(end)] - self.counted[_place(start)], 0) * MINUTE if end > start else ZERO

    def add(self, start, amount):
        """The end of the last minute of `amount`, which is not nothing."""
        wanted = self.counted[_place(start)] + amount // MINUTE
        place = bisect_left(self.counted, wanted)
        return None if place > MINUTES else FIRST + place * MINUTE


def _place(moment):
    return (moment - FIRST) // MINUTE


@cache
def wall_clock():
    """What a clock on a wall in London shows in every minute: its date, and the minutes since its midnight."""
    walls = [(FIRST + n * MINUTE).astimezone(LONDON) for n in range(MINUTES)]
    return [(wall.date(), wall.hour * 60 + wall.minute) for wall in walls]


@lru_cache(maxsize=32)
def walked(opens, closes, closed):
    """Open from `opens` to `closes` (minutes after midnight) on weekdays, except on the dates `closed`."""
    days = {day for day, _ in wall_clock() if day.weekday() < 5}.difference(closed)
    return Walked(lambda day, minute: opens <= minute < closes and day in days)


class NaiveClock:
    """Event after event (kind, at, amount, calendar): what is due, what was spent, and whether it was missed."""

    def __init__(self, at, amount, calendar):
        self.start, self.target, self.calendar = at, amount * MINUTE, calendar
        self.state, self.idle_since, self.pauses, self.breached_at = "running", None, [], None

    def take(self, kind, at, *, amount=None, calendar=None):
        self.notice(at)
        if kind == "pause" and self.state == "running":
            self.state, self.idle_since = "paused", at
        elif kind == "resume" and self.state == "paused":
            self._go_on("running", at)
        elif kind in ("stop", "cancel"):
            if self.state == "paused":
                self._go_on("running", at)
            self.state, self.idle_since = ("stopped" if kind == "stop" else "cancelled"), at
        elif kind == "reopen":
            self._go_on("running", at)
        elif kind in ("target", "calendar"):
            self.target, self.calendar = (
                amount * MINUTE if amount is not None else self.target,
                calendar or self.calendar,
            )
            self._missed_by_change(at)

    def notice(self, at):
        """It ran out before `at`."""
        if self.state == "running" and self.breached_at is None and self.due and self.due < at:
            self.breached_at = self.due

    @property
    def due(self):
        if self.state in ("paused", "cancelled"):
            return None
        return self.calendar.add(self.start, self.target + self._paused())

    def spent(self, at):
        until = at if self.idle_since is None else self.idle_since
        return self.calendar.between(self.start, until) - self._paused()

    def _paused(self):
        return sum((self.calendar.between(since, until) for since, until in self.pauses), ZERO)

    def _go_on(self, state, at):
        self.pauses.append((self.idle_since, at))
        self.state, self.idle_since = state, None

    def _missed_by_change(self, at):
        if self.breached_at or self.state in ("stopped", "cancelled"):
            return
        late = self.due and self.due < at if self.state == "running" else self.spent(at) > self.target
        if late:
            self.breached_at = at
