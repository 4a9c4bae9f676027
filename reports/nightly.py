"""What was open at the end of each day, kept because it can't be counted later.

A record that is reopened no longer shows that it was done for a while.
"""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from incidents.models import Incident
from reports.models import DayFigure
from servicedesk.models import School

LOOK_BACK = timedelta(days=60)  # longer than any holiday in which a worker may have been off
BATCH = 500
AT_ONCE = 5000  # records in memory
TIMES = ("school", "opened_on", "opened_at", "resolved_at", "closed_at", "resolution_clock__breached_at")


def take(*, at):
    """Keep the figures of every day before today that has none yet, school by school; how many were added.

    Safe to repeat, to miss and to run twice at once: a day that another run has written meanwhile is left as it is.
    """
    missing = _missing(at)
    before = DayFigure.objects.count()
    for zone, schools in missing.items():
        figures = _figures(ZoneInfo(zone), schools, at)
        DayFigure.objects.bulk_create(figures, batch_size=BATCH, ignore_conflicts=True)
    return DayFigure.objects.count() - before if missing else 0


def _missing(at):
    """zone → id of a school there → the days it lacks, the earliest first; a day ends at midnight where it is."""
    earliest = (at - LOOK_BACK).date()
    there = set(DayFigure.objects.filter(day__gte=earliest).values_list("school", "day"))
    missing = defaultdict(dict)
    for school, zone in School.objects.order_by("pk").values_list("pk", "zone"):
        today = at.astimezone(ZoneInfo(zone)).date()
        days = [today - timedelta(days=back) for back in range(LOOK_BACK.days, 0, -1)]
        if lacking := [day for day in days if (school, day) not in there]:
            missing[zone][school] = lacking
    return missing


def _figures(zone, schools, at):
    """The days that schools of one zone lack, out of one look at the records that may count in them."""
    span = _Span.of(zone, min(days[0] for days in schools.values()), max(days[-1] for days in schools.values()))
    tallies = defaultdict(_Tally)
    records = _records_since(span).filter(school__in=list(schools)).order_by().values_list(*TIMES)
    for school, *times in records.iterator(chunk_size=AT_ONCE):
        _count(span, tallies, school, *times)
    return [_figure(school, day, tallies[school, day], at) for school, days in schools.items() for day in days]


def _records_since(span):
    """What was opened, resolved or late in these days, or was open in them."""
    begin = span.edges[0]
    unfinished = Q(resolved_at=None, closed_at=None)
    moved = Q(resolved_at__gte=begin) | Q(closed_at__gte=begin) | Q(opened_at__gte=begin)
    return Incident.objects.filter(
        unfinished | moved | Q(opened_on__gte=span.first) | Q(resolution_clock__breached_at__gte=begin)
    )


@dataclass(frozen=True)
class _Span:
    """Days in a row at one place, and the midnights between them: one more than there are days."""

    first: date
    edges: list[datetime]

    @classmethod
    def of(cls, zone, first, last):
        days = range((last - first).days + 2)
        return cls(first, [datetime.combine(first + timedelta(days=day), time.min, zone) for day in days])

    def day(self, number):
        return self.first + timedelta(days=number)

    def number_of(self, moment):
        """Which day a moment lies in: -1 before the first, as many as there are days after the last."""
        return bisect_right(self.edges, moment) - 1

    def day_of(self, moment):
        """The day a moment lies in; None for one outside, or for none."""
        number = self.number_of(moment) if moment else -1
        return self.day(number) if 0 <= number < len(self.edges) - 1 else None


@dataclass
class _Tally:
    """What is added up for one school and day."""

    opened: int = 0
    resolved: int = 0
    breached: int = 0
    backlog: int = 0
    oldest: date | None = None


def _count(span, tallies, school, opened_on, opened_at, resolved_at, closed_at, breached_at):
    """Add one record to the days in which it counts."""
    tallies[school, opened_on].opened += 1
    tallies[school, span.day_of(resolved_at)].resolved += 1
    tallies[school, span.day_of(breached_at)].breached += 1
    done_at = min(filter(None, (resolved_at, closed_at)), default=None)
    done = len(span.edges) - 1 if done_at is None else span.number_of(done_at)
    for number in range(max(span.number_of(opened_at), 0), done):  # open at the end of each day before it was done
        tally = tallies[school, span.day(number)]
        tally.backlog += 1
        tally.oldest = min(tally.oldest or opened_on, opened_on)


def _figure(school, day, tally, at):
    return DayFigure(
        school_id=school,
        day=day,
        opened=tally.opened,
        resolved=tally.resolved,
        breached=tally.breached,
        backlog=tally.backlog,
        oldest_days=max((day - tally.oldest).days, 0) if tally.oldest else 0,
        taken_at=at,
    )
