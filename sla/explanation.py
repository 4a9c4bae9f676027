"""Why this time: a clock's life told span by span, counted and not counted, adding up exactly.

What changed midway (target, calendar, school) is told between the spans, at its moment; the spans are those that count
now, so after a change they are told as the change left them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from sla import clock_rules, clocks
from sla.calendars import school_year_of
from sla.clock_rules import Reading, Stretch
from sla.models import Clock, EventKind, PauseReason
from sla.promise_words import amount_in_words
from sla.school_year import SchoolYear
from sla.working_time import Hours, between, open_intervals

ZERO = timedelta(0)
DAY = timedelta(days=1)
OUT_OF_HOURS = "outside support hours"
DONE = "fixed, until it was reopened"


@dataclass(frozen=True)
class Span:
    """From `first` to `until`: how much working time was `counted`, and in `words` why.

    `is_ahead`: lies after the moment of asking; `is_late`: lies after the target was used up.
    """

    first: datetime
    until: datetime
    counted: timedelta
    words: str
    is_ahead: bool = False
    is_late: bool = False


@dataclass(frozen=True)
class Turn:
    """Something that changed the clock at a moment, in `words`."""

    at: datetime
    words: str


@dataclass(frozen=True)
class Explanation:
    """The spans from the start to the deadline (or the end, or the moment of asking, whichever is last).

    `spent` is what was counted until the moment of asking; `target` what was promised, as working time. `turns` are
    what changed midway, oldest first. `known_until` is the last day that the calendar knows where the deadline lies
    after it, else None.
    """

    spans: list[Span]
    spent: timedelta
    target: timedelta | None
    due: datetime | None
    state: str
    turns: list[Turn]
    known_until: date | None = None

    @property
    def total(self):
        """The sum of all spans; up to the deadline it is the target."""
        return sum((span.counted for span in self.spans), ZERO)

    def lines(self) -> list[Span | Turn]:
        """Spans and turns in the order in which they happened: a turn stands before the span that follows it."""
        told: list[Span | Turn] = [*self.turns, *self.spans]
        return sorted(told, key=lambda line: (line.first, 1) if isinstance(line, Span) else (line.at, 0))


def explain(clock: Clock, *, at: datetime) -> Explanation:
    """Tell a clock's life until its deadline, its end or `at`. Reads the clock's events, changes nothing."""
    events = list(clock.events.select_related("calendar_version__calendar", "by"))
    reading = clock_rules.read(map(clocks.as_rule, events), breached_at=clock.breached_at)
    until, turns = _end(reading, at), list(_turns(events, reading))
    ran_out = _ran_out(reading, until)
    cuts = [moment for moment in (at, ran_out, *(turn.at for turn in turns)) if moment]
    spans = [
        Span(first, last, counted, words, is_ahead=first >= at, is_late=bool(ran_out and first >= ran_out))
        for first, last, counted, words in _life(reading, until, cuts)
    ]
    spent = sum((span.counted for span in spans if not span.is_ahead), ZERO)
    version = reading.stretches[-1].calendar
    unknown = reading.state == "running" and clocks.is_provisional(reading.due, version, reading.hours)
    known_until = version.known_until if unknown else None
    return Explanation(spans, spent, reading.target, reading.due, reading.state, turns, known_until)


def _turns(events, reading) -> Iterator[Turn]:
    """What happened besides waiting, which the spans tell; and when the promise was broken."""
    told = [Turn(event.at, TURNS[event.kind](event)) for event in events[1:] if event.kind in TURNS]
    if reading.breached_at:
        told.append(Turn(reading.breached_at, "late from here on"))
    yield from sorted(told, key=lambda turn: turn.at)


def _signed(words, event):
    """Who did it and why, as far as that was kept."""
    signed = ": ".join(filter(None, (event.by.name if event.by else "", event.reason)))
    return f"{words} ({signed})" if signed else words


TURNS = {
    EventKind.TARGET: lambda event: _signed(
        f"the target was set to {amount_in_words(event.amount, event.unit)}, counted from the start", event
    ),
    EventKind.CALENDAR: lambda event: _signed(f"counted anew on {event.calendar_version}", event),
    EventKind.MOVE: lambda event: _signed(
        f"moved to another school: what was spent is kept, the rest runs on {event.calendar_version}", event
    ),
    EventKind.STOP: lambda event: _signed("done", event),
    EventKind.REOPEN: lambda event: _signed("reopened", event),
    EventKind.CANCEL: lambda event: _signed("called off", event),
}


def _ran_out(reading: Reading, until: datetime) -> datetime | None:
    """When the target was used up: at the deadline, or before it where the clock was late and then stood still."""
    if reading.target is None:
        return None
    left = reading.target
    for first, _, counted, _ in _life(reading, until, ()):
        if counted > left:
            return min(first + left, reading.due or first + left)
        left -= counted
    return reading.due


def _end(reading: Reading, at: datetime) -> datetime:
    if reading.state in ("stopped", "cancelled"):
        return reading.idle_since or at
    if reading.state == "paused":
        return max(at, reading.idle_since or at)
    return max(at, reading.due or at)


def _life(reading, until, cuts) -> Iterator[tuple[datetime, datetime, timedelta, str]]:
    """Every stretch in turn, each on its own calendar."""
    ends = [later.since for _, later in pairwise(reading.stretches)] + [until]
    for stretch, end in zip(reading.stretches, ends, strict=True):
        yield from _stretch(stretch, end, _waits(reading, stretch, end), cuts)


def _waits(reading, stretch, end):
    """The pauses of a stretch, the one that still lasts among them."""
    waits = list(stretch.pauses)
    if reading.state == "paused" and stretch is reading.stretches[-1]:
        waits.append((max(reading.idle_since, stretch.since), end, reading.pause_reason))
    return [(first, min(last, end), why) for first, last, why in waits if first < last]


def _stretch(stretch: Stretch, end, waits, cuts):
    year = school_year_of(stretch.calendar)
    here = stretch.since
    for first, last, why in [*waits, (end, end, "")]:
        yield from _counting(stretch.hours, year, here, first, cuts)
        if first < last:
            yield first, last, ZERO, _why(why)
        here = last


def _counting(hours: Hours, year: SchoolYear, start, end, cuts):
    """Open spans are counted, what lies between them is named after the days it holds."""
    here = start
    for opens, closes in open_intervals(hours, start, end):
        if here < opens:
            yield here, opens, ZERO, _closed(year, here, opens)
        inside = sorted({opens, closes, *(cut for cut in cuts if opens < cut < closes)})
        for first, last in pairwise(inside):
            yield first, last, between(hours, first, last), "counted"
        here = closes
    if here < end:
        yield here, end, ZERO, _closed(year, here, end)


def _closed(year: SchoolYear, start, end):
    """What people call the closed days of a span; a night is just outside support hours."""
    zone = ZoneInfo(year.zone)
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    names = []
    while day <= last:
        if not year.pattern_of(day) and year.name_of(day) not in names:
            names.append(year.name_of(day))
        day += DAY
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else (names or [OUT_OF_HOURS])[0]


def _why(reason):
    return f"waiting for {PauseReason(reason).label}" if reason in PauseReason.values else DONE
