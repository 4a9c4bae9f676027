"""Periods of a report: from a first to a last day, both counted, and the ones people ask for by name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sla.school_year import DayType, SchoolYear

DAY = timedelta(days=1)
A_YEAR = timedelta(days=366)
A_SCHOOL_YEAR = timedelta(weeks=52)
SHORTEST_BREAK = timedelta(days=2)  # from its first to its last day; less is a day off, which parts no half-terms
SCHOOL_YEAR_STARTS = 9  # 1 September, in every nation's returns and most schools' diaries


class WrongPeriod(ValueError):
    """A period that can't be; the message is a sentence."""


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self):
        if self.first > self.last:
            raise WrongPeriod(f"The period ends on {self.last}, before it begins on {self.first}: swap the two dates.")

    def __str__(self):
        return (
            f"{day_words(self.first)} to {day_words(self.last)}" if self.first != self.last else day_words(self.first)
        )

    @property
    def days(self):
        """How many days it has."""
        return (self.last - self.first).days + 1

    def a_year_ago(self):
        """The same weekdays a year before: 52 weeks earlier."""
        return Period(self.first - A_SCHOOL_YEAR, self.last - A_SCHOOL_YEAR)

    def by_month(self):
        """The first day of each calendar month it touches, and the part of that month that lies in it."""
        return self._parts(month_of)

    def by_week(self):
        """The Monday of each week it touches, and the part of that week that lies in it."""
        return self._parts(week_of)

    def _parts(self, around):
        day = self.first
        while day <= self.last:
            whole = around(day)
            yield whole.first, Period(max(whole.first, self.first), min(whole.last, self.last))
            day = whole.last + DAY

    def month(self, key):
        """The part of a month, named as “2026-03”, that lies in this period."""
        whole = month_of(date.fromisoformat(f"{key}-01"))
        return Period(max(self.first, whole.first), min(self.last, whole.last))


def day_words(day):
    """A date as people write it: 1 September 2026."""
    return f"{day.day} {day:%B %Y}"


def week_of(day):
    """Monday to Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))


def month_of(day):
    """The calendar month around a day."""
    first = day.replace(day=1)
    return Period(first, _next_month(first) - timedelta(days=1))


def school_year_of(day):
    """1 September to 31 August around a day."""
    start = day.year if day.month >= SCHOOL_YEAR_STARTS else day.year - 1
    return Period(date(start, SCHOOL_YEAR_STARTS, 1), date(start + 1, SCHOOL_YEAR_STARTS, 1) - timedelta(days=1))


def _next_month(first):
    return (first + timedelta(days=32)).replace(day=1)


def _before(around: Callable[[date], Period], today: date) -> Period:
    return around(around(today).first - timedelta(days=1))


# name in the address → (what people read, the period as of a day)
NAMED: dict[str, tuple[str, Callable[[date], Period]]] = {
    "school-year": ("This school year", school_year_of),
    "month": ("This month", month_of),
    "last-month": ("Last month", lambda today: _before(month_of, today)),
    "week": ("This week", week_of),
    "last-week": ("Last week", lambda today: _before(week_of, today)),
    "last-school-year": ("Last school year", lambda today: _before(school_year_of, today)),
}
# The same by a school's calendar; a name has a period only where the calendar knows one.
TERMLY = {
    "half-term": "This half-term",
    "last-half-term": "Last half-term",
    "term": "This term",
    "last-term": "Last term",
}
WORDS = TERMLY | {name: words for name, (words, _) in NAMED.items()}
USUAL = "school-year"


def named(name, *, today):
    """A period by its name, never going past `today`."""
    return _until(today, NAMED[name][1](today))


def termly(year: SchoolYear | None, *, today: date) -> dict[str, Period]:
    """Name → period of the terms and half-terms that a calendar knows around `today`, and never past it."""
    found: dict[str, Period] = {}
    if year is None:
        return found
    for name, latest_first in (("half-term", _half_terms(year, today)), ("term", _terms(year, today))):
        for period in latest_first:
            if period.last < today:
                found[f"last-{name}"] = period
                break
            if period.first <= today:
                found[name] = _until(today, period)
    return {name: found[name] for name in TERMLY if name in found}


def half_term_around(year: SchoolYear, day: date) -> Period | None:
    """The half-term in which a day lies; None in a holiday, or where the calendar knows of no term."""
    term = year.term_of(day)
    found = _stretches(year, Period(term.first, term.last)) if term else []
    return next((half for half in found if half.first <= day <= half.last), None)


def _until(today, period):
    return Period(period.first, min(period.last, today))


def _terms(year: SchoolYear, today: date) -> Iterator[Period]:
    """The term around a day or the last one before it, and those before that within a year."""
    day = today
    while day > today - A_YEAR:
        if term := year.term_of(day):
            yield Period(term.first, term.last)
        day = (term.first if term else day) - DAY


def _half_terms(year: SchoolYear, today: date) -> Iterator[Period]:
    """The stretches of those terms between their holidays, the latest first."""
    for term in _terms(year, today):
        yield from reversed(_stretches(year, term))


def _stretches(year: SchoolYear, term: Period) -> list[Period]:
    found, first = [], term.first
    for run in year.runs(term.first, term.last):
        if run.type is DayType.HOLIDAY and run.last - run.first >= SHORTEST_BREAK:
            if first < run.first:
                found.append(Period(first, run.first - DAY))
            first = run.last + DAY
    return [*found, Period(first, term.last)] if first <= term.last else found


def month_words(day):
    """A month as a table names it: Sep 2026."""
    return f"{day:%b %Y}"
