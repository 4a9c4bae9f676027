"""The meaning of open time, as slow and plain as can be: go through the minutes and look at the wall clock in each."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


class Walk:
    """A calendar in minutes after midnight: weekly {0..6: [(start, end)]}, overrides {date: […]}, closed dates."""

    def __init__(self, zone, weekly, overrides=None, closed=()):
        self.zone, self.weekly, self.overrides, self.closed = ZoneInfo(zone), weekly, overrides or {}, set(closed)

    def is_open(self, moment):
        wall = moment.astimezone(self.zone)
        return self._belongs(wall, wall.date()) or self._belongs(wall, wall.date() - DAY)

    def between(self, start, end):
        """Whole minutes only: start and end are to the minute."""
        count, moment = 0, start.astimezone(UTC)
        while moment < end:
            count += self.is_open(moment)
            moment += MINUTE
        return count * MINUTE

    def add(self, start, amount, give_up=DAY * 21):
        """The end of the last minute of `amount`; for nothing, the first open minute. None after `give_up`."""
        moment, left = start.astimezone(UTC), amount
        while moment < start + give_up:
            if self.is_open(moment):
                left -= MINUTE
                if left <= timedelta(0):
                    return moment + MINUTE if amount else moment
            moment += MINUTE
        return None

    def add_days(self, start, days, give_up=12):
        """The end of the last minute of the nth date, after the one that has begun, on which any minute is open."""
        opening = self.add(start, timedelta(0))
        if opening is None or not days:
            return opening
        first = opening.astimezone(self.zone).date() - DAY
        spans = [span for n in range(give_up) if (span := self._span(first + n * DAY))]
        begun = sum(opens <= opening for opens, _ in spans)
        due = spans[: begun + days]
        return max(closes for _, closes in due) if len(due) == begun + days else None

    def _span(self, day):
        """From the first to the last minute that belongs to this date, in UTC; None if none does."""
        if not self._pattern(day):
            return None
        around = self._midnight(day).replace(tzinfo=UTC) - DAY
        moments = [around + n * MINUTE for n in range(4 * 1440)]
        found = [moment for moment in moments if self._belongs(moment.astimezone(self.zone), day)]
        return (found[0], found[-1] + MINUTE) if found else None

    def _belongs(self, wall, day):
        pattern = self._pattern(day)
        if not pattern:
            return False
        since_midnight = (wall.toordinal() - day.toordinal()) * 1440 + wall.hour * 60 + wall.minute
        return any(start <= since_midnight < self._end(start, end) for start, end in pattern)

    def _pattern(self, day):
        if day in self.overrides:
            return self.overrides[day]
        return [] if day in self.closed else self.weekly.get(day.weekday(), [])

    def _midnight(self, day: date):
        return datetime(day.year, day.month, day.day)

    def _end(self, start, end):
        return end + 1440 if end < start else end
