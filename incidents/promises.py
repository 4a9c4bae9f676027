"""An incident and its clocks: starting, stopping, and keeping beside the record when the next one runs out."""

from datetime import timedelta

from incidents.models.incident import NEVER
from sla import clocks, working_time
from sla.agreements import promise_for
from sla.calendars import current_version, hours_of
from sla.models import ClockKind, ClockState

ACTIVE = (ClockState.RUNNING, ClockState.PAUSED)
CLOSE_AFTER_DAYS = 3  # where a school has no agreement yet
REOPEN_DAYS = 5


def begin(incident, *, at, by, promise):
    """Start both clocks of a new record."""
    if promise:
        facts = {"school": incident.school, "promise": promise, "priority": incident.priority, "at": at, "by": by}
        incident.response_clock = clocks.start(ClockKind.RESPONSE, **facts)
        incident.resolution_clock = clocks.start(ClockKind.RESOLUTION, **facts)
    note_next_due(incident)


def answered(incident, *, at, by):
    """The first public answer by a person in support stops the response clock."""
    if incident.first_response_at is None:
        incident.first_response_at = at
        if incident.response_clock and incident.response_clock.state in ACTIVE:
            incident.response_clock = clocks.stop(incident.response_clock, at=at, by=by)


def pause(incident, *, at, by, reason):
    """The record waits, with a reason: its clock stops if the agreement says that such a wait stops it."""
    if not stops_the_clock(incident, reason):
        resume(incident, at=at, by=by)
    elif incident.resolution_clock.state in ACTIVE:
        incident.resolution_clock = clocks.pause(incident.resolution_clock, at=at, by=by, reason=reason)


def stops_the_clock(incident, reason):
    """Does the agreement let a wait for this reason stop the time to fix? None without such a clock."""
    if incident.resolution_clock is None:
        return None
    reasons = incident.resolution_clock.agreement_version.pause_reasons
    return not reasons or reason in reasons


def resume(incident, *, at, by):
    """The wait is over."""
    if incident.resolution_clock and incident.resolution_clock.state == ClockState.PAUSED:
        incident.resolution_clock = clocks.resume(incident.resolution_clock, at=at, by=by)


def fulfilled(incident, *, at, by):
    """Service is restored: both clocks stop."""
    answered(incident, at=at, by=by)
    if incident.resolution_clock and incident.resolution_clock.state in ACTIVE:
        incident.resolution_clock = clocks.stop(incident.resolution_clock, at=at, by=by)


def reopened(incident, *, at, by):
    """It was not fixed after all: the same resolution clock goes on, on the calendar that holds by now.

    It goes on first: a change that makes a running clock late makes it so now, never in the past.
    """
    clock = incident.resolution_clock
    if clock is None or clock.state != ClockState.STOPPED:
        return
    clock, version = clocks.reopen(clock, at=at, by=by), current_version(incident.school)
    if version and version.pk != clock.calendar_version_id:
        clock = clocks.recalendar(clock, at=at, calendar_version=version, by=by)
    incident.resolution_clock = clock


def lapse(incident, *, at, by):
    """Nobody needs it any more: clocks that still run are cancelled."""
    for name in ("response_clock", "resolution_clock"):
        clock = getattr(incident, name)
        if clock and clock.state in ACTIVE:
            setattr(incident, name, clocks.cancel(clock, at=at, by=by))


def retarget(incident, *, at, by, reason, promise=None):
    """Another priority: new targets, counted from the start. `promise`: the school's, from who asked for it already."""
    promise = promise or promise_for(incident.school)
    for name in ("response_clock", "resolution_clock"):
        clock = getattr(incident, name)
        if promise and clock and clock.state in ACTIVE:
            facts = {"priority": incident.priority, "promise": promise, "reason": reason}
            setattr(incident, name, clocks.retarget(clock, at=at, by=by, **facts))


def note_next_due(incident):
    """Keep beside the record when its next clock runs out, for the order of the queue."""
    running = [c for c in (incident.response_clock, incident.resolution_clock) if c and c.state == ClockState.RUNNING]
    incident.next_due = min((c.due for c in running if c.due), default=NEVER)


def closes_on(incident, *, at):
    """When a resolved record closes by itself: the close of the nth school day."""
    return _school_days_after(incident, at, "close_after_days", CLOSE_AFTER_DAYS)


def may_reopen_until(incident):
    """Until when a closed record is reopened; after that a new, linked one is opened."""
    return _school_days_after(incident, incident.closed_at, "reopen_days", REOPEN_DAYS)


def _school_days_after(incident, at, rule, otherwise):
    clock = incident.resolution_clock
    days = getattr(clock.agreement_version, rule) if clock else otherwise
    version = current_version(incident.school)
    close = working_time.add_days(hours_of(version), at, days) if version else None
    return close or at + timedelta(days=days)
