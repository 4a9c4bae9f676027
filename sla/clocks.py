"""Clocks: start, pause, resume, stop and what else happens to a promise.

Each function takes `at=`, locks the clock's row, appends an event, derives the rest (`sla.clock_rules` holds the
arithmetic) and returns the clock as it then stands.
"""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from servicedesk.errors import Refused
from sla import clock_rules
from sla.calendars import hours_of
from sla.models import Clock, ClockEvent, ClockKind, ClockState, EventKind, Excuse, Fired

BATCH = 500
# Two people at once: who came second looked at their watch while waiting for the first. Two servers: neither is exact.
TOGETHER = timedelta(minutes=5)
DERIVED = (
    "state",
    "amount",
    "unit",
    "due",
    "spent",
    "counting_since",
    "stopped_at",
    "breached_at",
    "pause_reason",
)


class ClockRefused(Refused, ValueError):
    """What was asked does not fit the clock's state; the message is a sentence."""


@transaction.atomic
def start(kind, *, school, promise, priority, at, by=None):
    """Start the clock of a promise; None where the agreement promises nothing for this priority."""
    target = promise.target(kind, priority)
    if target is None:
        return None
    event = ClockEvent(
        kind=EventKind.START,
        at=at,
        by=by,
        amount=target.amount,
        unit=target.unit,
        calendar_version=promise.calendar_version,
    )
    clock = Clock(
        school=school,
        kind=kind,
        agreement_version=promise.version,
        calendar_version=promise.calendar_version,
        priority=priority,
        started_at=at,
    )
    derive(clock, clock_rules.read([as_rule(event)]), fired=set())
    clock.save(force_insert=True)
    event.clock = clock
    event.save(force_insert=True)
    return clock


def pause(clock, *, at, reason, by=None):
    """Nothing is counted while the record waits; a second pause only changes what it waits for."""
    if clock.kind == ClockKind.RESPONSE:
        raise ClockRefused("A response clock never pauses.")
    if not reason:
        raise ClockRefused("Say what it waits for.")
    return _append(clock, EventKind.PAUSE, at=at, by=by, reason=reason, states=(ClockState.RUNNING, ClockState.PAUSED))


def resume(clock, *, at, by=None):
    """The wait is over: the clock counts again."""
    return _append(clock, EventKind.RESUME, at=at, by=by, states=(ClockState.PAUSED,))


def stop(clock, *, at, by=None):
    """The promise is fulfilled, in time or late."""
    return _append(clock, EventKind.STOP, at=at, by=by, states=(ClockState.RUNNING, ClockState.PAUSED))


def cancel(clock, *, at, by=None):
    """The promise lapses: nobody needs it any more. A breach that came before stays."""
    return _append(clock, EventKind.CANCEL, at=at, by=by, states=(ClockState.RUNNING, ClockState.PAUSED))


def reopen(clock, *, at, by=None):
    """It was not done after all: the same clock goes on, without the time in between."""
    return _append(clock, EventKind.REOPEN, at=at, by=by, states=(ClockState.STOPPED,))


def retarget(clock, *, at, priority, promise, by=None, reason=""):
    """The priority changed: the new target counts from the start of the clock."""
    target = promise.target(clock.kind, priority)
    if target is None:
        return cancel(clock, at=at, by=by) if clock.state in (ClockState.RUNNING, ClockState.PAUSED) else clock
    return _append(
        clock,
        EventKind.TARGET,
        at=at,
        by=by,
        reason=reason,
        amount=target.amount,
        unit=target.unit,
        beside={"priority": priority, "agreement_version": promise.version},
    )


def recalendar(clock, *, at, calendar_version, by=None, reason=""):
    """The school's calendar was corrected: the time on it is counted anew; a breach that came before stays."""
    return _append(clock, EventKind.CALENDAR, at=at, by=by, reason=reason, calendar_version=calendar_version)


def move(clock, *, at, school, calendar_version, by=None, reason=""):
    """Moved to another school: time spent is kept, what remains runs on the new school's calendar."""
    return _append(
        clock,
        EventKind.MOVE,
        at=at,
        by=by,
        reason=reason,
        calendar_version=calendar_version,
        beside={"school": school},
    )


@transaction.atomic
def excuse(clock, *, at, by, reason):
    """Sign a reason why a miss should not weigh. The miss itself stays on record.

    Whoever keeps a record above the clock holds that first, and decides who may.
    """
    clock = Clock.objects.select_for_update().get(pk=clock.pk)
    if clock.breached_at is None:
        raise ClockRefused("Only a missed target can be excused.")
    if Excuse.objects.filter(clock=clock).exists():
        raise ClockRefused("This miss is excused already.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why this miss should not weigh."})
    Excuse.objects.create(clock=clock, at=at, by=by, reason=reason.strip())
    return clock


def mark_breaches(*, at):
    """Write the breach of every clock that ran out before `at`, at the moment it did. Returns how many.

    Safe to repeat, to miss for days and to run twice at once: the condition is asked again in the row's own update.
    """
    marked = batch = _mark_batch(at=at)
    while batch:
        batch = _mark_batch(at=at)
        marked += batch
    return marked


def read(clock):
    """The clock's reading, replayed from its events."""
    events = clock.events.select_related("calendar_version")
    return clock_rules.read(map(as_rule, events), breached_at=clock.breached_at)


@transaction.atomic
def take_steps(clock, *, at):
    """Note the escalation steps whose moment has come and that nobody took before; each with its moment, in order.

    It looks at the clock as it stands now: one that was stopped or paused a moment ago has no step to take.
    """
    clock = Clock.objects.select_for_update().get(pk=clock.pk)
    reading, fired = read(clock), _fired(clock)
    taken = [(step, moment) for step, moment in _steps(clock, reading, fired) if moment <= at]
    Fired.objects.bulk_create(Fired(clock=clock, step=step, at=at) for step, _ in taken)
    derive(clock, reading, fired=fired | {step.pk for step, _ in taken})
    clock.save(update_fields=["next_step_at"])
    return sorted(taken, key=lambda pair: pair[1])


@transaction.atomic
def _append(clock, kind, *, at: datetime, states=None, beside=None, **facts):
    clock = Clock.objects.select_for_update().get(pk=clock.pk)
    if states and clock.state not in states:
        raise ClockRefused(f"The {clock.get_kind_display().lower()} clock is {clock.get_state_display().lower()}.")
    events = list(clock.events.select_related("calendar_version"))
    if events[-1].at - TOGETHER <= at < events[-1].at:
        at = events[-1].at
    if at < events[-1].at:
        raise ClockRefused(f"This would come before the last thing that happened to it, {events[-1].at:%d %b %H:%M}.")
    event = ClockEvent.objects.create(clock=clock, kind=kind, at=at, **facts)
    for name, value in (beside or {}).items():
        setattr(clock, name, value)
    clock.calendar_version = event.calendar_version or clock.calendar_version
    reading = clock_rules.read(map(as_rule, [*events, event]), breached_at=clock.breached_at)
    derive(clock, reading, fired=_fired(clock))
    clock.save()
    return clock


def derive(clock, reading, *, fired):
    """Keep beside the clock what lists ask for."""
    for name in DERIVED:
        setattr(clock, name, getattr(reading, name))
    clock.is_provisional = is_provisional(reading.due, clock.calendar_version, reading.hours)
    clock.next_step_at = _next_step(clock, reading, fired)


def is_provisional(due, calendar_version, hours):
    """Does a deadline lie after the last day the calendar knows?"""
    known_until = calendar_version.known_until
    return bool(due and known_until and due.astimezone(hours.zone).date() > known_until)


def _next_step(clock, reading, fired):
    return min((moment for _, moment in _steps(clock, reading, fired)), default=None)


def _steps(clock, reading, fired):
    """The steps still to be taken, each with its moment; none while paused, done or never."""
    steps = [s for s in clock.agreement_version.steps.all() if s.kind == clock.kind and s.pk not in fired]
    return [(step, moment) for step in steps if (moment := moment_of(step, reading))]


def moment_of(step, reading):
    """When a step is due: at its share of the target, or so many open minutes before the end; always in open time."""
    if step.percent is not None:
        return reading.moment_of(step.percent)
    return reading.moment_before_end(timedelta(minutes=step.minutes_before))


def _fired(clock):
    return set(clock.fired.values_list("step", flat=True))


def as_rule(event):
    version = event.calendar_version
    return clock_rules.Event(
        kind=event.kind,
        at=event.at,
        reason=event.reason,
        amount=event.amount,
        unit=event.unit,
        hours=hours_of(version) if version else None,
        calendar=version,
    )


@transaction.atomic
def _mark_batch(*, at):
    """Stamp some of what ran out; rows another worker holds are left to it."""
    rows = Clock.objects.run_out(at).order_by("due").select_for_update(skip_locked=True)
    held = list(rows.values_list("pk", flat=True)[:BATCH])
    return Clock.objects.run_out(at).filter(pk__in=held).update(breached_at=F("due"))
