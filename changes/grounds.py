"""What the calendar of a school says about when changes are made: lessons, exams, events, freezes, days it is shut."""

from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse

from changes.models import Freeze
from changes.windows import Days, Ground
from incidents.models import DatedEvent
from sla.calendars import current_versions, hours_of, school_year_of


def grounds_of(schools, *, first, last):
    """One for each calendar that some schools go by, with what is on from day to day; three queries at any number."""
    versions = current_versions(schools)
    within = {"first__lte": last, "last__gte": first}
    here = Q(school__in=schools) | Q(school=None)
    freezes = list(Freeze.objects.in_force().filter(here, **within))
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
        freezes=tuple(_days_of(freezes, schools, "title", page)),
        events=tuple(_days_of(events, schools, "name", reverse("incidents:priorities"))),
        names=tuple(school.name for school in schools),
        url=calendar or "",
    )


def _days_of(rows, schools, name, url):
    """Those of some schools and those of all; of one among several with its name."""
    names = {school.pk: f" ({school.name})" if len(schools) > 1 else "" for school in schools} | {None: ""}
    for row in rows:
        if row.school_id in names:
            yield Days(row.first, row.last, getattr(row, name) + names[row.school_id], url)
