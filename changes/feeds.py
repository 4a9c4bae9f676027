"""The calendar feed (RFC 5545): what one person may see of changes and freezes, for their own calendar program.

Moments are written in UTC, which every program shows by its own clock; days without times stay days. What was called
off is written as such, so that it goes from calendars that had it.
"""

import re
from datetime import UTC, timedelta

from django.db.models import Count, Max, OuterRef, Subquery
from icalendar import Calendar, Event

from changes.models import MADE, Change, Freeze, Outcome, Status
from sla.school_year import DAY

BACK = timedelta(weeks=8)  # what is over longer ago is left out
MOST = 1000
OFF = (Status.REJECTED, Status.WITHDRAWN)
SURE = (Status.APPROVED, Status.ANNOUNCED, *MADE)
REFRESH = "PT1H"
UNSPEAKABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def feed_of(person, *, at, address):
    """The feed as bytes, and when anything in it last changed. `address`: what the desk's own addresses begin with."""
    changes, freezes = list(_changes(person, at)), list(_freezes(person, at))
    calendar = Calendar()
    calendar.add("prodid", "-//Service desk//Changes//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Changes")
    calendar.add("x-published-ttl", REFRESH)
    for event in [*(_change(row, address) for row in changes), *(_freeze(row, address) for row in freezes)]:
        calendar.add_component(event)
    moments = [row.said_at for row in changes] + [_said_at(row) for row in freezes]
    return calendar.to_ical(), max(moments, default=None)


def _changes(person, at):
    """Those with a window, each with how often and when last somebody wrote on it."""
    told = Change.history.model.objects.filter(id=OuterRef("pk")).order_by().values("id")
    seen = Change.objects.visible_to(person).filter(ends_at__gte=at - BACK).select_related("school", "implementer")
    counted = seen.annotate(
        written=Subquery(told.annotate(number=Count("history_id")).values("number")),
        written_at=Subquery(told.annotate(last=Max("history_date")).values("last")),
    )
    for change in counted.prefetch_related("rooms").order_by("starts_at", "pk")[:MOST]:
        change.said_at = change.written_at or change.recorded_at
        yield change


def _freezes(person, at):
    seen = Freeze.objects.visible_to(person).filter(last__gte=(at - BACK).date())
    return seen.select_related("school").order_by("first", "pk")[:MOST]


def _change(change, address):
    event = _event("change", change, f"{change.reference} {change.title}", change.said_at, address)
    event.add("dtstart", _utc(change.starts_at))
    event.add("dtend", _utc(change.ends_at))
    event.add("sequence", max((change.written or 1) - 1, 0))
    event.add("status", _status(change))
    event.add("location", _plain(", ".join([_where(change), *(room.name for room in change.rooms.all())])))
    event.add("description", _plain("\n".join(_lines(change))))
    return event


def _freeze(freeze, address):
    event = _event("freeze", freeze, f"No changes: {freeze.title}", _said_at(freeze), address)
    event.add("dtstart", freeze.first)
    event.add("dtend", freeze.last + DAY)  # the first day that is no longer of it
    event.add("sequence", int(freeze.ended_at is not None))
    event.add("status", "CANCELLED" if freeze.ended_at else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("location", _plain(_where(freeze)))
    if freeze.reason:
        event.add("description", _plain(freeze.reason))
    return event


def _event(kind, row, summary, said_at, address):
    event = Event()
    host = address.split("://")[-1]
    event.add("uid", f"{kind}-{row.pk}@{host}")
    event.add("dtstamp", _utc(said_at))
    event.add("last-modified", _utc(said_at))
    event.add("summary", _plain(summary))
    event.add("url", f"{address}{row.get_absolute_url()}")
    return event


def _status(change):
    if change.status in OFF or change.outcome == Outcome.CANCELLED:
        return "CANCELLED"
    return "CONFIRMED" if change.status in SURE else "TENTATIVE"


def _lines(change):
    """What one wants to know on the way there."""
    yield change.get_status_display()
    if change.implementer:
        yield f"Made by {change.implementer.name}"
    if change.downtime_minutes:
        yield f"Down for {change.downtime_minutes} minutes"
    if change.impact_during:
        yield change.impact_during


def _where(row):
    return row.school.name if row.school else "Several schools" if isinstance(row, Change) else "Every school"


def _said_at(freeze):
    return freeze.ended_at or freeze.made_at


def _utc(moment):
    return moment.astimezone(UTC).replace(microsecond=0)


def _plain(words):
    """Without what no calendar program can read."""
    return UNSPEAKABLE.sub(" ", words)
