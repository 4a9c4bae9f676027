"""Which days compare: what kind of day each date is at a school, and where in its half-term it lies."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum

import numpy as np

from servicedesk.models import School
from sla.calendars import current_version, school_year_of
from sla.school_year import SCHOOL_DAYS, DayType, SchoolYear

SATURDAY = 5
A_WEEK = 5  # school days at the edge of a holiday that are unlike the others
BREAK = 7  # days from one school day to the next that make a holiday, not a long weekend
LOOKED_ROUND = timedelta(days=70)  # far enough to see the holiday before and after, summer included


class Sort(IntEnum):
    """What sort of day a date is, as far as the number of faults goes."""

    TERM = 0
    INSET = 1
    WEEKEND = 2
    HOLIDAY = 3
    CLOSURE = 4


class Stage(IntEnum):
    """Where in its half-term a school day lies."""

    MIDDLE = 0
    FIRST_WEEK = 1
    LAST_WEEK = 2


@dataclass(frozen=True)
class Days:
    """Consecutive dates of one school: `sort` and `stage` int8, one entry a day from the ordinal `first`."""

    first: int
    sort: np.ndarray
    stage: np.ndarray

    @property
    def weekday(self) -> np.ndarray:
        """0 Monday to 6 Sunday; day 1 of the ordinals was a Monday."""
        return (np.arange(self.first, self.first + len(self.sort)) - 1) % 7

    @property
    def is_working_day(self) -> np.ndarray:
        """Whether anybody is expected to report anything: no weekend, no closure; of the holidays Monday to Friday."""
        return (self.weekday < SATURDAY) & (self.sort != Sort.CLOSURE)

    @property
    def in_school(self) -> np.ndarray:
        """Whether anybody is taught or trained."""
        return (self.sort == Sort.TERM) | (self.sort == Sort.INSET)


@dataclass
class SchoolDays:
    """The days of every school, each calendar read once. A school without a calendar has working weeks all year."""

    years: dict[int | None, SchoolYear | None] = field(default_factory=dict)
    kept: dict[tuple, Days] = field(default_factory=dict)

    def of(self, school: int | None, first: int, last: int) -> Days:
        """The days from the ordinal `first` to `last`, both included, of a school by its key; None: of the trust."""
        wanted = (school, first, last)
        if wanted not in self.kept:
            self.kept[wanted] = _days(self._year(school), first, last)
        return self.kept[wanted]

    def _year(self, school: int | None) -> SchoolYear | None:
        if school not in self.years:
            found = School.objects.filter(pk=school).first() if school else None
            version = current_version(found)
            self.years[school] = school_year_of(version) if version else None
        return self.years[school]


def _days(year: SchoolYear | None, first: int, last: int) -> Days:
    round_about = range(max(first - LOOKED_ROUND.days, 1), last + LOOKED_ROUND.days + 1)
    sort = np.array([_sort(year, date.fromordinal(ordinal)) for ordinal in round_about], dtype=np.int8)
    stage = _stages(sort)
    here = slice(first - round_about.start, first - round_about.start + last - first + 1)
    return Days(first, sort[here], stage[here])


def _sort(year: SchoolYear | None, day: date) -> Sort:
    kind = year.day_type(day) if year and year.is_known(day) else DayType.TERM
    if kind is DayType.CLOSURE:
        return Sort.CLOSURE
    if kind not in SCHOOL_DAYS:
        return Sort.HOLIDAY
    if day.weekday() >= SATURDAY:
        return Sort.WEEKEND
    return Sort.INSET if kind is DayType.INSET else Sort.TERM


def _stages(sort: np.ndarray) -> np.ndarray:
    """The first and last school days beside each holiday; in a half-term of less than two weeks the first win."""
    stage = np.zeros(len(sort), dtype=np.int8)
    at_school = np.flatnonzero(sort <= Sort.INSET)
    gaps = np.flatnonzero(np.diff(at_school) >= BREAK)
    for gap in gaps:
        stage[at_school[max(gap - A_WEEK + 1, 0) : gap + 1]] = Stage.LAST_WEEK
    for gap in gaps:
        stage[at_school[gap + 1 : gap + 1 + A_WEEK]] = Stage.FIRST_WEEK
    return stage
