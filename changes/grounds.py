"""What the calendar of a school says about when changes are made: lessons, exams, events, freezes, days it is shut."""

from copy import copy
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse

from changes.models import Freeze
from changes.windows import Days, Ground
from incidents.models import DatedEvent
from sla.calendars import current_versions, hours_of, school_year_of
from sla.school_year import DAY


def grounds_of(schools, *, first, last, as_it_was=False):
    """One for each calendar that some schools go by, with what is on from day to day; three queries at any number.

    `as_it_was`: with the days before it was ended of a freeze that was ended early, as a schedule shows the past.
    """
    versions = current_versions(schools)
    within = {"first__lte": last, "last__gte": first}
    here = Q(school__in=schools) | Q(school=None)
    freezes = list((Freeze.objects.all() if as_it_was else Freeze.objects.in_force()).filter(here, **within))
    events = list(DatedEvent.objects.filter(here, **within))
    groups = {}
    for school in schools:
        groups.setdefault(versions.get(school.pk), []).append(school)
    return [_ground(version, some, freezes, events) for version, some in groups.items()]


def _ground(version, schools, freezes, events):
    page, calendar = reverse("changes:freezes"), version and reverse("sla:calendar", args=[version.calendar_id])
    return Ground(
        zone=ZoneInfo(schools[0].zone),
        year=school_year_of(version) if version else None,
        hours=hours_of(version) if version else None,
        freezes=tuple(_days_of(_cut(freezes, ZoneInfo(schools[0].zone)), schools, "title", page)),
        events=tuple(_days_of(events, schools, "name", reverse("incidents:priorities"))),
        names=tuple(school.name for school in schools),
        url=calendar or "",
    )


def _cut(freezes, zone):
    """Freezes with the days on which they held: one that was ended early holds until the day before."""
    for freeze in map(copy, freezes):
        if freeze.ended_at and (ended := freeze.ended_at.astimezone(zone).date()) <= freeze.last:
            freeze.last, freeze.title = ended - DAY, f"{freeze.title} (ended early)"
        if freeze.first <= freeze.last:
            yield freeze


def _days_of(rows, schools, name, url):
    """Those of some schools and those of all; of one among several with its name."""
    names = {school.pk: f" ({school.name})" if len(schools) > 1 else "" for school in schools} | {None: ""}
    for row in rows:
        if row.school_id in names:
            yield Days(row.first, row.last, getattr(row, name) + names[row.school_id], url)
