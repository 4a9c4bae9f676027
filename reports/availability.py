"""How much of its agreed hours a service could be used: one function that page, command, API and files ask.

Agreed hours are the open time of a school's calendar in the period, up to now. Lost are those in which an outage of
the service lasted; where outages overlap, an hour is lost once. A school without a calendar has agreed on no hours, so
nothing is known of it: that is not all of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Least

from incidents.models import Incident
from incidents.querysets import IncidentQuerySet
from reports.measures import percent
from reports.periods import Period
from servicedesk.models import Category, Kind, School, Service
from sla import working_time
from sla.calendars import current_versions, hours_of, school_year_of
from sla.models import CalendarVersion
from sla.school_year import DayType, SchoolYear
from sla.working_time import Hours

ZERO = timedelta(0)
HOUR = timedelta(hours=1)
HOW = (
    "Agreed hours are the support hours of each school’s calendar in the period, up to now. Lost are those in which an "
    "outage lasted: from when it happened, or was reported, until it was fixed; hours that outages share are lost "
    "once. Lesson time is the part of it on term days in which a lesson was stopped. A school without a calendar is "
    "left out: nothing is known of it."
)
FIGURES = {
    "available_percent": "Available, %",
    "agreed_hours": "Agreed hours",
    "lost_hours": "Lost hours",
    "lost_lesson_hours": "Lost lesson time, hours",
    "outages": "Outages",
    "schools_without_calendar": "Schools without a calendar",
}
# The same and the columns of the outages, as heads of a file that people read.
HEADS = FIGURES | {
    "service": "Service",
    "school": "School",
    "number": "Number",
    "since": "From",
    "until": "Until",
    "is_over": "Over",
    "lesson_stopped": "Lesson stopped",
}
# A service of nothing but requests (a loan, a new account) is asked for; there is nothing of it that could be down.
_CAN_FAIL = ~Exists(Category.objects.filter(service=OuterRef("pk"))) | Exists(
    Category.objects.filter(service=OuterRef("pk")).exclude(kind=Kind.REQUEST)
)
Spans = list[tuple[datetime, datetime]]


@dataclass(frozen=True)
class Available:
    """One service, at one school or (school None) at all that were asked for; None is unknown."""

    service: Service
    school: School | None
    agreed: timedelta | None
    lost: timedelta | None
    lost_lessons: timedelta | None
    outages: int
    schools_without_calendar: int = 0

    @property
    def percent(self) -> float | None:
        """The part of the agreed hours in which it could be used; None where no hours are agreed."""
        return None if self.agreed is None or self.lost is None else percent(self.agreed - self.lost, self.agreed)

    def as_figures(self) -> dict[str, float | int | None]:
        """Plain figures: hours and per cent to two decimals, never rounded up to all of them."""
        share = self.percent
        return {
            "available_percent": share if share is None else int(share * 100) / 100,
            "agreed_hours": in_hours(self.agreed),
            "lost_hours": in_hours(self.lost),
            "lost_lesson_hours": in_hours(self.lost_lessons),
            "outages": self.outages,
            "schools_without_calendar": self.schools_without_calendar,
        }


@dataclass(frozen=True)
class Outage:
    """A record that says its service could not be used, cut to the period; `lost` are its own agreed hours."""

    incident: Incident
    since: datetime
    until: datetime
    is_over: bool
    lost: timedelta | None

    @property
    def service_id(self) -> int | None:
        """The service that could not be used."""
        return self.incident.category.service_id if self.incident.category else None

    @property
    def lost_hours(self) -> float | None:
        """Its agreed hours, even where another outage covers them too."""
        return in_hours(self.lost)


@dataclass(frozen=True)
class Report:
    """Each service as a whole, and school by school."""

    services: list[Available]
    schools: list[Available]


@dataclass(frozen=True)
class Frame:
    """The hours of one school in a period: from `start` to `end`, by its calendar; `year` None where it has none."""

    start: datetime
    end: datetime
    hours: Hours | None
    year: SchoolYear | None

    @classmethod
    def of(cls, school: School, period: Period, version: CalendarVersion | None, *, at: datetime) -> "Frame":
        """The period in a school's own time, up to now, by the version of a calendar that holds there."""
        zone = ZoneInfo(school.zone)
        start = datetime.combine(period.first, time(), zone)
        end = min(datetime.combine(period.last + timedelta(days=1), time(), zone), at)
        if version is None:
            return cls(start, end, None, None)
        return cls(start, end, hours_of(version), school_year_of(version))

    def open_time(self, spans: Spans) -> timedelta | None:
        """The agreed hours in some spans; None without a calendar."""
        if self.hours is None:
            return None
        return sum((working_time.between(self.hours, since, until) for since, until in spans), ZERO)

    def lesson_time(self, spans: Spans) -> timedelta | None:
        """The agreed hours on term days; None without a calendar."""
        if self.hours is None or self.year is None:
            return None
        return sum((close - open_ for open_, close in self._term_spans(self.hours, self.year, spans)), ZERO)

    def _term_spans(self, hours, year, spans) -> Iterator[tuple[datetime, datetime]]:
        for since, until in spans:
            for opens, closes in working_time.open_intervals(hours, since, until):
                if year.day_type(opens.astimezone(hours.zone).date()) == DayType.TERM:
                    yield opens, closes


def availability(incidents: IncidentQuerySet, schools: Iterable[School], period: Period, *, at: datetime) -> Report:
    """How available each service was at some schools; `incidents` are those that may be counted."""
    schools = list(schools)
    frames = _frames(schools, period, at)
    found = defaultdict(list)
    for outage in _outages(incidents, frames):
        found[outage.service_id, outage.incident.school_id].append(outage)
    lost = {service for service, _ in found}
    services = Service.objects.filter(Q(pk__in=lost) | (Q(is_offered=True) & _CAN_FAIL))
    parts = [
        _at_school(service, school, frames[school.pk], found.get((service.pk, school.pk), []))
        for service in services
        for school in schools
    ]
    whole = [_together(service, [part for part in parts if part.service == service]) for service in services]
    return Report(whole, parts)


def outages(incidents, schools, period, *, at, service=None) -> list[Outage]:
    """The outages behind the figures, oldest first."""
    frames = _frames(list(schools), period, at)
    chosen = incidents.filter(category__service=service) if service else incidents
    return sorted(_outages(chosen, frames), key=lambda outage: (outage.since, outage.incident.pk))


def _frames(schools: list[School], period: Period, at: datetime) -> dict[int, Frame]:
    versions = current_versions(schools)
    return {school.pk: Frame.of(school, period, versions.get(school.pk), at=at) for school in schools}


def _outages(incidents: IncidentQuerySet, frames: dict[int, Frame]) -> Iterator[Outage]:
    """The outages that lasted in the period, each cut to it."""
    if not frames:
        return
    first, last = min(f.start for f in frames.values()), max(f.end for f in frames.values())
    known = incidents.filter(is_outage=True, school__in=frames, category__isnull=False).annotate(
        # Nobody reports an outage before it happens; a time after the report is a slip of the pen.
        since=Least(Coalesce("occurred_at", "opened_at"), F("opened_at")),
        over=Coalesce("resolved_at", "closed_at"),
    )
    lasted = known.filter(since__lt=last).filter(Q(over=None) | Q(over__gt=first))
    for incident in lasted.select_related("school", "category__service").order_by("pk"):
        frame = frames[incident.school_id]
        since, until = max(incident.since, frame.start), min(incident.over or frame.end, frame.end)
        if since < until:
            lost = frame.open_time([(since, until)])
            yield Outage(incident, since, until, incident.over is not None, lost)


def _at_school(service, school, frame, found: list[Outage]) -> Available:
    agreed = frame.open_time([(frame.start, frame.end)]) if frame.start < frame.end else frame.open_time([])
    spans = union((outage.since, outage.until) for outage in found)
    stopped = union((outage.since, outage.until) for outage in found if outage.incident.lesson_stopped)
    unknown = int(frame.hours is None)
    return Available(service, school, agreed, frame.open_time(spans), frame.lesson_time(stopped), len(found), unknown)


def _together(service, parts: list[Available]) -> Available:
    """All schools of which anything is known, added up."""
    known = [part for part in parts if part.agreed is not None]
    agreed, lost, lost_lessons = (
        sum((getattr(part, name) for part in known), ZERO) if known else None
        for name in ("agreed", "lost", "lost_lessons")
    )
    without = sum(part.schools_without_calendar for part in parts)
    return Available(service, None, agreed, lost, lost_lessons, sum(part.outages for part in parts), without)


def union(spans: Iterable[tuple[datetime, datetime]]) -> Spans:
    """The same time with overlapping spans joined."""
    joined: Spans = []
    for since, until in sorted(spans):
        if joined and since <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], until))
        else:
            joined.append((since, until))
    return joined


def in_hours(time: timedelta | None) -> float | None:
    """Hours to two decimals."""
    return None if time is None else round(time / HOUR, 2)


def figure_rows(parts: Iterable[Available]) -> list[list]:
    """One line of names, then one a part, under the names JSON uses; the school is empty for all together."""
    lines = [[p.service.name, p.school.code if p.school else "", *p.as_figures().values()] for p in parts]
    return [["service", "school", *FIGURES], *lines]


def outage_rows(found: Iterable[Outage]) -> list[list]:
    """One line of names, then one an outage; nobody's name and nobody's words."""
    head = ["number", "school", "service", "since", "until", "is_over", "lost_hours", "lesson_stopped"]
    return [head, *(_outage_row(outage) for outage in found)]


def _outage_row(outage):
    record = outage.incident
    zone = ZoneInfo(record.school.zone)
    since, until = (f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" for moment in (outage.since, outage.until))
    about = [record.pk, record.school.code, record.category.service.name]
    return [*about, since, until, outage.is_over, outage.lost_hours, record.lesson_stopped]
