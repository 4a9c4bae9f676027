"""The stories of many clocks, read at once: what happened to each, and the versions that many of them share.

Rows are read as plain values, and what many share stands beside each as one and the same object: an object for each
event would cost more than all the arithmetic.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from sla import clock_rules
from sla.calendars import hours_of
from sla.models import AgreementVersion, CalendarVersion, ClockEvent, Fired

FACTS = ("kind", "at", "reason", "amount", "unit")


@dataclass
class Shelf:
    """The few calendar and agreement versions that many clocks share, each read once: they never change."""

    calendars: dict = field(default_factory=dict)
    agreements: dict = field(default_factory=dict)

    def fetch(self, *, calendars=(), agreements=()):
        """Read those that are not there yet."""
        _fetch(self.calendars, calendars, CalendarVersion.objects.select_related("calendar"))
        _fetch(self.agreements, agreements, AgreementVersion.objects.prefetch_related("steps"))

    def hours(self, calendar_version):
        """The hours of a version that was fetched, by its key; None for no version."""
        return hours_of(self.calendars[calendar_version]) if calendar_version else None


def told(keys, shelf) -> dict[int, list[clock_rules.Event]]:
    """What happened to each of some clocks (by key), oldest first, as the arithmetic takes it."""
    found = ClockEvent.objects.filter(clock__in=keys).order_by("pk")
    rows = list(found.values_list("clock", "calendar_version", *FACTS))
    versions = {version for _, version, *_ in rows}
    shelf.fetch(calendars=versions)
    hours = {version: shelf.hours(version) for version in versions}
    stories = defaultdict(list)
    for clock, version, kind, at, reason, amount, unit in rows:
        facts = kind, at, reason, amount, unit, hours[version], shelf.calendars.get(version)
        stories[clock].append(clock_rules.Event(*facts))
    return stories


def taken(keys) -> dict[int, set[int]]:
    """The escalation steps that each of some clocks has taken."""
    found = defaultdict(set)
    for clock, step in Fired.objects.filter(clock__in=keys).values_list("clock", "step"):
        found[clock].add(step)
    return found


def _fetch(there, wanted, found):
    if missing := set(wanted) - {None} - set(there):
        there.update(found.in_bulk(missing))
