"""A school's year: what kind of day each date is, what people call it, and when support is open on it.

Pure: built from the document of a calendar version by `sla.year_document.parse`, and asked from then on.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from sla.working_time import Hours

Pattern = tuple[tuple[str, str], ...]  # ("08:00", "16:00"), …: 24:00 ends a day; an earlier end is on the next day
Week = tuple[Pattern, ...]  # seven patterns, Monday first

CLOSED: Week = ((),) * 7
SATURDAY = 5
DAY = timedelta(days=1)
LONGER_THAN_HALF_TERM = timedelta(days=9)


class DayType(StrEnum):
    """What kind of day it is; where several claim a date, the first in PRECEDENCE has it."""

    TERM = "term"
    INSET = "inset"
    HOLIDAY = "holiday"
    BANK_HOLIDAY = "bank_holiday"
    CLOSURE = "closure"


WORDS = {
    DayType.TERM: "Term",
    DayType.INSET: "INSET day",
    DayType.HOLIDAY: "School holiday",
    DayType.BANK_HOLIDAY: "Bank holiday",
    DayType.CLOSURE: "Closed",
}
EXAMS = "exams"
MARK_WORDS = {EXAMS: "Exams"}
PRECEDENCE = (DayType.CLOSURE, DayType.BANK_HOLIDAY, DayType.INSET, DayType.HOLIDAY, DayType.TERM)
SCHOOL_DAYS = (DayType.TERM, DayType.INSET)


@dataclass(frozen=True, slots=True)
class Span:
    """A run of days of one type, both ends included: Autumn term, half-term, snow."""

    type: DayType
    first: date
    last: date
    name: str = ""

    @property
    def label(self) -> str:
        """Its type in words."""
        return WORDS[self.type]

    @property
    def key(self) -> str:
        """What names it in an address: no two have the same type and dates."""
        return f"{self.type}.{self.first}.{self.last}"

    def days(self) -> Iterator[date]:
        """Each of its dates."""
        return (self.first + i * DAY for i in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True)
class Override:
    """One date with hours of its own, whatever kind of day it is: an INSET half day, results day."""

    date: date
    hours: Pattern
    name: str = ""


@dataclass(frozen=True, slots=True)
class BankHoliday:
    """A bank holiday as it was known when the calendar version was made."""

    date: date
    name: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Days that people should know about though their hours stay as they are: exam weeks."""

    kind: str
    first: date
    last: date
    name: str = ""

    @property
    def label(self) -> str:
        """Its kind in words."""
        return MARK_WORDS[self.kind]

    @property
    def key(self) -> str:
        """What names it in an address."""
        return f"{self.kind}.{self.first}.{self.last}"

    @property
    def words(self) -> str:
        """exams: GCSE"""
        return f"exams: {self.name}" if self.name else "exams"


@dataclass(frozen=True)
class SchoolYear:
    """Everything one version of a calendar says. Dates are local dates in `zone`.

    `hours` holds a week for each day type; a type left out is closed, except INSET, which is staffed like term. With
    terms given, the days between them are holidays even if nobody wrote so; without any, every unmarked day is term.
    """

    zone: str
    hours_by_type: dict[DayType, Week] = field(hash=False)
    nation: str = ""
    spans: tuple[Span, ...] = ()
    overrides: tuple[Override, ...] = ()
    bank_holidays: tuple[BankHoliday, ...] = ()
    known_until: date | None = None
    marks: tuple[Mark, ...] = ()

    def day_type(self, day: date) -> DayType:
        """What kind of day a date is; a date nothing covers counts as term."""
        return self._painted.get(day, _UNMARKED)[0]

    def name_of(self, day: date) -> str:
        """What people call a date, for explanations: half-term, Christmas Day, closed: snow, weekend."""
        if (override := self._override.get(day)) and override.name:
            return override.name
        kind, name = self._painted.get(day, _UNMARKED)
        if kind is DayType.CLOSURE:
            return f"closed: {name}" if name else "closed"
        if kind in SCHOOL_DAYS and day.weekday() >= SATURDAY and not self.pattern_of(day):
            return "weekend"
        return name or _PLAIN[kind]

    def pattern_of(self, day: date) -> Pattern:
        """The hours of a date, overrides included."""
        override = self._override.get(day)
        return override.hours if override else self.week_of(self.day_type(day))[day.weekday()]

    @property
    def entries(self) -> list[Span | Mark]:
        """Its spans and marks, in order."""
        entries: list[Span | Mark] = [*self.spans, *self.marks]
        return sorted(entries, key=lambda entry: (entry.first, entry.last))

    def override_of(self, day: date) -> Override | None:
        """The hours of its own that a date has, if any."""
        return self._override.get(day)

    def mark_of(self, day: date) -> Mark | None:
        """The exam weeks a date lies in, if any."""
        return next((mark for mark in self.marks if mark.first <= day <= mark.last), None)

    def term_of(self, day: date) -> Span | None:
        """The term a date lies in: as written, else from one long holiday to the next; None where unknown."""
        terms = [span for span in self.spans if span.type is DayType.TERM]
        if terms:
            return next((span for span in terms if span.first <= day <= span.last), None)
        long = [s for s in self.spans if s.type is DayType.HOLIDAY and s.last - s.first >= LONGER_THAN_HALF_TERM]
        before = max((span.last for span in long if span.first <= day), default=None)
        after = min((span.first for span in long if span.last >= day), default=None)
        return Span(DayType.TERM, before + DAY, after - DAY) if before and after and before < day < after else None

    def week_of(self, kind: DayType) -> Week:
        """The weekly hours of a day type."""
        if kind is DayType.INSET and kind not in self.hours_by_type:
            kind = DayType.TERM
        return self.hours_by_type.get(kind, CLOSED)

    def is_known(self, day: date) -> bool:
        """False for a date beyond the last one the calendar was told about."""
        return self.known_until is None or day <= self.known_until

    def school_days(self, first: date, last: date) -> int:
        """How many days staff are in school from `first` to `last`, both included: weekdays of term, and INSET days."""
        days = Span(DayType.TERM, first, last).days()
        return sum(day.weekday() < SATURDAY and self.day_type(day) in SCHOOL_DAYS for day in days)

    def runs(self, first: date, last: date) -> Iterator[Span]:
        """The days from `first` to `last` as spans of one type and name, none left out, none twice."""
        run: Span | None = None
        for day in Span(DayType.TERM, first, last).days():
            kind, name = self._painted.get(day, _UNMARKED)
            if run and (run.type, run.name) == (kind, name):
                run = Span(kind, run.first, day, name)
                continue
            if run:
                yield run
            run = Span(kind, day, day, name)
        if run:
            yield run

    def hours(self) -> Hours:
        """The support hours that `sla.working_time` counts with."""
        term = self.week_of(DayType.TERM)
        differing = {
            day: pattern
            for day, (kind, _) in self._painted.items()
            if (pattern := self.week_of(kind)[day.weekday()]) != term[day.weekday()]
        }
        return Hours(
            self.zone,
            dict(enumerate(term)),
            overrides={day: pattern for day, pattern in differing.items() if pattern}
            | {day: override.hours for day, override in self._override.items()},
            closed=[day for day, pattern in differing.items() if not pattern],
        )

    @cached_property
    def _painted(self) -> dict[date, tuple[DayType, str]]:
        """Type and name of every date that anything covers, painted from the weakest claim to the strongest."""
        painted = dict.fromkeys(self._between_terms(), (DayType.HOLIDAY, ""))
        for kind in reversed(PRECEDENCE):
            for span in self.spans:
                if span.type is kind:
                    painted.update(dict.fromkeys(span.days(), (kind, span.name)))
            if kind is DayType.BANK_HOLIDAY:
                painted.update({holiday.date: (kind, holiday.name) for holiday in self.bank_holidays})
        return painted

    def _between_terms(self) -> Iterator[date]:
        terms = sorted((span.first, span.last) for span in self.spans if span.type is DayType.TERM)
        for (_, last), (first, _) in pairwise(terms):
            yield from Span(DayType.HOLIDAY, last + DAY, first - DAY).days()

    @cached_property
    def _override(self) -> dict[date, Override]:
        return {override.date: override for override in self.overrides}


_UNMARKED = (DayType.TERM, "")
_PLAIN = {
    DayType.TERM: "term",
    DayType.INSET: "INSET day",
    DayType.HOLIDAY: "school holiday",
    DayType.BANK_HOLIDAY: "bank holiday",
}
