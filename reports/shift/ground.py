"""What is measured: which schools, which days, and how their days are counted."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from reports.periods import A_YEAR, DAY, Period
from servicedesk.models import School
from sla.calendars import hours_of, school_year_of
from sla.models import CalendarVersion
from sla.school_year import SchoolYear
from sla.working_time import Hours


@dataclass(frozen=True)
class Ground:
    """Some schools, as of a moment; with `whole_trust` also what names no school because it concerns several."""

    schools: tuple[School, ...]
    at: datetime
    whole_trust: bool = False

    @classmethod
    def of(cls, schools: Iterable[School], *, at: datetime, whole_trust=False):
        """From any list of schools."""
        return cls(tuple(schools), at, whole_trust)

    @property
    def today(self):
        """The date by the clock of the desk."""
        return timezone.localdate(self.at)

    @cached_property
    def pks(self):
        """The ids of the schools."""
        return [school.pk for school in self.schools]

    def here(self, field="school"):
        """A filter for rows whose `field` names one of the schools."""
        return Q(**{f"{field}__in": self.pks})

    def here_or_trust(self):
        """The same, for rows that name no school where they concern several."""
        return self.here() | Q(school=None) if self.whole_trust else self.here()

    @cached_property
    def _versions(self):
        """The version that holds at each school now, its own or the trust's, in one query however many there are."""
        newest = CalendarVersion.objects.filter(calendar=OuterRef("calendar")).order_by("-number").values("pk")[:1]
        own_or_trust = Q(calendar__school__in=self.pks) | Q(calendar__school=None)
        found = CalendarVersion.objects.filter(own_or_trust, pk=Subquery(newest)).select_related("calendar")
        by_school = {version.calendar.school_id: version for version in found}
        return {pk: by_school.get(pk) or by_school.get(None) for pk in self.pks}

    def year(self, school_id) -> SchoolYear | None:
        """The calendar that holds at a school; None where it has none."""
        version = self._versions.get(school_id)
        return school_year_of(version) if version else None

    def hours(self, school_id) -> Hours | None:
        """The support hours of a school; None where it has no calendar."""
        version = self._versions.get(school_id)
        return hours_of(version) if version else None

    @cached_property
    def a_year(self) -> SchoolYear | None:
        """The calendar by which the days of all of it are counted: of the first school that has one."""
        return next(filter(None, (self.year(pk) for pk in self.pks)), None)


def moments(period: Period) -> tuple[datetime, datetime]:
    """The first moment of a period and the first after it, by the clock of the desk."""
    zone = timezone.get_current_timezone()
    after = period.last + DAY
    return datetime.combine(period.first, time(), zone), datetime.combine(after, time(), zone)


def days_before(ground: Ground, period: Period) -> Period:
    """The time to compare a period with: as many school days right before it; as many days without a calendar.

    Where the calendar knows of too few, it is the same days a year earlier that are taken.
    """
    year, end = ground.a_year, period.first - DAY
    if year is None:
        return Period(period.first - timedelta(days=period.days), end)
    wanted, day = max(year.school_days(period.first, period.last), 1), period.first
    while wanted and day > period.first - A_YEAR:
        day -= DAY
        wanted -= year.school_days(day, day)
    return Period(day, end)


class DayCount:
    """School days counted from the first day asked about, so that any two days are a subtraction apart."""

    def __init__(self, year: SchoolYear | None, first: date, last: date):
        self.first, self.sums = first, [0]
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            self.sums.append(self.sums[-1] + (1 if year is None else year.school_days(day, day)))

    def until(self, day: date) -> int:
        """How many school days there were from the first day to `day`, both counted."""
        return self.sums[min(max((day - self.first).days + 1, 0), len(self.sums) - 1)]

    def after(self, day: date, count: int) -> date | None:
        """The `count`th school day after a day; None beyond the last day known."""
        wanted = self.until(day) + count
        return self._day(wanted)

    def before(self, day: date, count: int) -> date | None:
        """The `count`th school day before a day; None before the first day known."""
        wanted = self.until(day - DAY) - count + 1
        return self._day(wanted) if wanted > 0 else None

    def _day(self, wanted):
        """The first day by whose end so many school days had passed."""
        number = bisect_left(self.sums, wanted)
        return self.first + timedelta(days=number - 1) if 0 < number < len(self.sums) else None
