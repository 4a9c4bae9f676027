"""The face of a clock: how it stands, in words and as the share of its time that is left."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.timezone import localtime

from incidents.presentation import words
from sla import working_time
from sla.clock_rules import target_time
from sla.models import ClockKind, ClockState

AT_RISK = 0.25  # of the target is left: amber from here on
PROMISES = {ClockKind.RESPONSE: "to reply", ClockKind.RESOLUTION: "to fix"}
DAY = timedelta(days=1)
WEEK = 6 * DAY  # the days of a week that can be told by their names


@dataclass(frozen=True)
class Face:
    """What `{% clock %}` draws; `promise` is what runs out. `state`: left, risk, late, paused, met, missed, none."""

    state: str
    words: str
    share: float = 0
    promise: str = ""


NO_CLOCK = Face("none", "No clock")


def face_of(clock, hours, at):
    """The face of one clock at a moment; `hours` are those of its calendar version."""
    if clock is None:
        return NO_CLOCK
    if clock.state == ClockState.RUNNING:
        return _running(clock, hours, at)
    if clock.state == ClockState.PAUSED:
        return Face("paused", "Stopped", promise=PROMISES[clock.kind])
    if clock.state == ClockState.CANCELLED:
        return Face("none", "Called off" if clock.breached_at is None else "Late, then called off")
    return _done(clock, hours, at)


def next_clock(incident):
    """The clock a row of the queue shows: the running one that ends first, else the one for the fix."""
    clocks = [clock for clock in (incident.response_clock, incident.resolution_clock) if clock]
    running = [clock for clock in clocks if clock.state == ClockState.RUNNING and clock.due]
    return min(running, key=lambda clock: clock.due, default=clocks[-1] if clocks else None)


def _running(clock, hours, at):
    promise = PROMISES[clock.kind]
    if clock.due is None:
        return Face("none", "Not open again", promise=promise)
    if clock.due < at:
        late = working_time.between(hours, clock.due, at)
        return Face("late", f"{said(hours, late, at, clock.due)} late" if late else "Just late", promise=promise)
    left = working_time.between(hours, at, clock.due)
    target = target_time(hours, clock.started_at, clock.amount, clock.unit)
    share = min(left / target, 1) if target else 0
    state = "risk" if share < AT_RISK else "left"
    return Face(state, f"{said(hours, left, clock.due)} left", share, promise)


def _done(clock, hours, at):
    lately = at - clock.stopped_at < WEEK
    at_time = words.within(words.when(clock.stopped_at, at)) if lately else words.date_of(clock.stopped_at, at)
    if clock.breached_at is None:
        return Face("met", f"Met {at_time}" if " " in at_time else f"Met at {at_time}")
    late = working_time.between(hours, clock.due, clock.stopped_at) if clock.due else timedelta(0)
    return Face("missed", f"Done {said(hours, late, clock.stopped_at, clock.due)} late" if late else "Done late")


def said(hours, time, *near):
    """Working time in words; a day of it is as long as the school is open on the first of `near` when it opens at all.

    Nobody opens on a Saturday or in snow, and what is late is as many days late as it was the day before.
    """
    if time < 3 * words.HOUR:  # no school day is shorter, so its length need not be asked for
        return words.length(time)
    return words.working_length(time, next(filter(None, (_open_on(hours, moment) for moment in near)), None))


def _open_on(hours, moment):
    midnight = localtime(moment, hours.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return working_time.between(hours, midnight, midnight + DAY)
