"""What was open at the end of each day, kept because it can't be counted later.

A record that is reopened no longer shows that it was done for a while.
"""

from collections import defaultdict
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, Q

from incidents.models import Incident
from reports.models import DayFigure
from servicedesk.models import School

LOOK_BACK = timedelta(days=60)  # longer than any holiday in which a worker may have been off
BATCH = 500


def take(*, at):
    """Keep the figures of every day before today that has none yet, school by school; how many were added.

    Safe to repeat, to miss and to run twice at once: a day that another run has written meanwhile is left as it is.
    """
    missing = _missing(at)
    before = DayFigure.objects.count()
    for (zone, day), schools in missing.items():
        figures = _figures(day, ZoneInfo(zone), schools, at)
        DayFigure.objects.bulk_create(figures, batch_size=BATCH, ignore_conflicts=True)
    return DayFigure.objects.count() - before if missing else 0


def _missing(at):
    """(zone, day) → ids of the schools that lack the day; a day ends at midnight where the school is."""
    earliest = (at - LOOK_BACK).date()
    there = set(DayFigure.objects.filter(day__gte=earliest).values_list("school", "day"))
    missing = defaultdict(list)
    for school, zone in School.objects.order_by("pk").values_list("pk", "zone"):
        today = at.astimezone(ZoneInfo(zone)).date()
        for back in range(LOOK_BACK.days, 0, -1):
            day = today - timedelta(days=back)
            if (school, day) not in there:
                missing[zone, day].append(school)
    return missing


def _figures(day, zone, schools, at):
    start, end = (datetime.combine(day + timedelta(days=d), time.min, zone) for d in (0, 1))
    unfinished = Q(opened_at__lt=end) & (Q(resolved_at=None) | Q(resolved_at__gte=end)) & _not_closed_by(end)
    counted = (
        Incident.objects.filter(school__in=schools)
        .order_by()
        .values("school")
        .annotate(
            opened=Count("pk", filter=Q(opened_on=day)),
            resolved=Count("pk", filter=Q(resolved_at__gte=start, resolved_at__lt=end)),
            breached=Count("pk", filter=_within("resolution_clock__breached_at", start, end)),
            backlog=Count("pk", filter=unfinished),
            oldest=Min("opened_on", filter=unfinished),
        )
    )
    found = {row.pop("school"): row for row in counted}
    return [_figure(school, day, found.get(school), at) for school in schools]


def _not_closed_by(end):
    return Q(closed_at=None) | Q(closed_at__gte=end)


def _within(field, start, end):
    return Q(**{f"{field}__gte": start, f"{field}__lt": end})


def _figure(school, day, row, at):
    row = row or dict.fromkeys(("opened", "resolved", "breached", "backlog"), 0)
    oldest = row.pop("oldest", None)
    age = max((day - oldest).days, 0) if oldest else 0
    return DayFigure(school_id=school, day=day, oldest_days=age, taken_at=at, **row)
