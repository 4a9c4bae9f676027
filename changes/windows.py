"""Windows of time on a school's calendar: what lies in one, whether two overlap, and the next that is free.

Pure: no database, no clock. Moments are aware; a window belongs to its beginning and not to its end, so two that only
touch do not overlap. Times of day are those of the school's wall clock, lengths are real time.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sla.hours import Hours
from sla.school_year import DAY, DayType, Mark, SchoolYear
from sla.working_time import open_intervals

AHEAD = timedelta(weeks=12)  # how far a free window is looked for: past the summer from any day before it
QUARTER = timedelta(minutes=15)
WEEK = timedelta(weeks=1)
MORNING, AFTER_SCHOOL, LATEST = time(8), time(16), time(22)  # where the calendar has no hours; nobody works later
SATURDAY = 5
SHUT = (DayType.CLOSURE, DayType.BANK_HOLIDAY)
LESSONS = DayType.TERM
EVENING, HOLIDAY, WEEKEND = "after school", "in the holidays", "at a weekend"
WHENEVER = "outside the usual hours"


@dataclass(frozen=True, slots=True)
class Window:
    """From one moment until another, which no longer belongs to it."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it lasts, by no clock on a wall."""
        return self.end.astimezone(UTC) - self.start.astimezone(UTC)

    def overlaps(self, other: "Window") -> bool:
        """Do they share a moment?"""
        return self.start < other.end and other.start < self.end

    def days(self, zone: ZoneInfo) -> list[date]:
        """The dates at the school on which it lies; one that ends at midnight is not on the day that begins then."""
        first = self.start.astimezone(zone).date()
        last = max(first, (self.end.astimezone(UTC) - timedelta.resolution).astimezone(zone).date())
        return [first + number * DAY for number in range((last - first).days + 1)]


@dataclass(frozen=True, slots=True)
class Days:
    """Days with a name, both ends included: a freeze, an event. `url`: where more is said of them."""

    first: date
    last: date
    name: str = ""
    url: str = ""

    def covers(self, day: date) -> bool:
        """Is it one of them?"""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Ground:
    """What the days of some schools with one calendar are like; without a calendar nothing is known of lessons."""

    zone: ZoneInfo
    year: SchoolYear | None = None
    hours: Hours | None = None
    freezes: tuple[Days, ...] = ()
    events: tuple[Days, ...] = ()
    names: tuple[str, ...] = ()  # of the schools
    url: str = ""  # of the calendar

    def type_of(self, day: date) -> DayType | None:
        """What kind of day it is, as far as known."""
        return self.year.day_type(day) if self.year else None

    def exams_on(self, day: date) -> Mark | None:
        """The exams of a day; none are held in the holidays that lie within exam weeks."""
        return self.year.mark_of(day) if self.year and self.type_of(day) is LESSONS else None

    def keeps_free(self, day: date) -> bool:
        """A day on which no window is offered: exams, another event, a freeze, or nobody gets in."""
        shut = self.type_of(day) in SHUT
        return shut or bool(self.exams_on(day)) or any(d.covers(day) for d in (*self.freezes, *self.events))


@dataclass(frozen=True, slots=True)
class Free:
    """A window that nothing speaks against, and what hours it lies in, in words."""

    window: Window
    when: str
    clock_change: str = ""


def at_wall(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The moment at which the clock at the school reads this; of two it is the first, of none that before the jump."""
    return datetime.combine(day, clock, zone).astimezone(UTC)


def whole_day(day: date, zone: ZoneInfo) -> Window:
    """A date at the school, 23 to 25 hours."""
    return Window(at_wall(day, time.min, zone), at_wall(day + DAY, time.min, zone))


def lessons_in(ground: Ground, window: Window) -> list[Window]:
    """The agreed hours of term days that a window takes, day by day."""
    if ground.year is None or ground.hours is None:
        return []
    found = []
    for day in window.days(ground.zone):
        if ground.type_of(day) is LESSONS:
            inside = _common(whole_day(day, ground.zone), window)
            found += [Window(*pair) for pair in open_intervals(ground.hours, inside.start, inside.end)]
    return found


def clock_change_in(window: Window, zone: ZoneInfo) -> str:
    """A sentence where the clocks go forward or back within a window: it lasts as long as ever, but ends elsewhere."""
    start, end = window.start.astimezone(zone), window.end.astimezone(zone)
    on_the_wall = end.replace(tzinfo=None) - start.replace(tzinfo=None)
    if on_the_wall == window.length:
        return ""
    way = "forward" if on_the_wall > window.length else "back"
    return f"The clocks go {way} meanwhile: it lasts {length_in_words(window.length)} and ends at {end:%H:%M}."


def next_free(
    grounds: Iterable[Ground], length: timedelta, *, after: datetime, taken: Iterable[Window] = (), ahead=AHEAD
) -> Free | None:
    """The next window of this length outside lessons, exams, events, freezes, shut days and what is `taken`.

    Usual hours come first: after school, or a day of the holidays if that is more than a week sooner; then a weekend,
    then whatever hour is free. None if there is none within `ahead`. The hours are those of the first ground.
    """
    grounds = tuple(grounds)
    search = Window(_next_quarter(after), _next_quarter(after) + ahead)
    blocked = merged([*taken, *(span for ground in grounds for span in _kept_free(ground, search))])
    hours = _hours(grounds[0], search).items()
    found = {when: gap for when, allowed in hours if (gap := first_gap(allowed, blocked, length))}
    if {EVENING, HOLIDAY} <= set(found) and found[EVENING].start - found[HOLIDAY].start > WEEK:
        del found[EVENING]
    for when, window in found.items():
        return Free(window, when, clock_change_in(window, grounds[0].zone))
    return None


def first_gap(allowed: Iterable[Window], blocked: list[Window], length: timedelta) -> Window | None:
    """The first window of a length within one of the allowed ones, clear of all that is blocked (merged, in order)."""
    starts = [span.start for span in blocked]
    for span in allowed:
        start = span.start
        for other in blocked[max(bisect_right(starts, start) - 1, 0) :]:
            if other.start >= start + length:
                break
            start = max(start, other.end)
        if start + length <= span.end:
            return Window(start, start + length)
    return None


def merged(windows: Iterable[Window]) -> list[Window]:
    """The same time without overlaps, in order."""
    found: list[Window] = []
    for window in sorted(windows, key=lambda each: each.start):
        if found and window.start <= found[-1].end:
            found[-1] = Window(found[-1].start, max(found[-1].end, window.end))
        else:
            found.append(window)
    return found


def in_words(window: Window, zone: ZoneInfo) -> str:
    """Thu 3 Dec 2026, 16:00–18:00"""
    start, end = window.start.astimezone(zone), window.end.astimezone(zone)
    begins = f"{start:%a} {start.day} {start:%b %Y, %H:%M}"
    return f"{begins}–{end:%H:%M}" if start.date() == end.date() else f"{begins} to {end:%a} {end.day} {end:%b, %H:%M}"


def length_in_words(length: timedelta) -> str:
    """2 hours 30 minutes"""
    days, minutes = length.days, length.seconds // 60
    parts = [(days, "day"), (minutes // 60, "hour"), (minutes % 60, "minute")]
    return " ".join(f"{number} {word}{'' if number == 1 else 's'}" for number, word in parts if number) or "no time"


def _hours(ground: Ground, search: Window) -> dict[str, list[Window]]:
    """The hours in which changes are made, in words, the usual ones first."""
    hours: dict[str, list[Window]] = {EVENING: [], HOLIDAY: [], WEEKEND: []}
    for day in search.days(ground.zone):
        if day.weekday() >= SATURDAY:
            when, opening = WEEKEND, at_wall(day, MORNING, ground.zone)
        elif ground.type_of(day) is DayType.HOLIDAY:
            when, opening = HOLIDAY, at_wall(day, MORNING, ground.zone)
        else:
            when, opening = EVENING, _closing(ground, day)
        span = _common(Window(opening, at_wall(day, LATEST, ground.zone)), search)
        if span.start < span.end:
            hours[when].append(span)
    return hours | {WHENEVER: [search]}


def _closing(ground: Ground, day: date) -> datetime:
    """When support of a day ends."""
    whole = whole_day(day, ground.zone)
    pairs = list(open_intervals(ground.hours, whole.start, whole.end)) if ground.hours else []
    return pairs[-1][1] if pairs else at_wall(day, AFTER_SCHOOL, ground.zone)


def _kept_free(ground: Ground, search: Window) -> Iterator[Window]:
    """Lessons, and the whole of days on which nothing is offered."""
    yield from (whole_day(day, ground.zone) for day in search.days(ground.zone) if ground.keeps_free(day))
    yield from lessons_in(ground, search)


def _common(one: Window, other: Window) -> Window:
    return Window(max(one.start, other.start), min(one.end, other.end))


def _next_quarter(moment: datetime) -> datetime:
    """The moment, or the next quarter of an hour after it."""
    moment = moment.astimezone(UTC)
    past = timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)
    return moment - past + (QUARTER if past else timedelta(0))
