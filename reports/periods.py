"""Periods of a report: from a first to a last day, both counted, and the ones people ask for by name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

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
USUAL = "school-year"


def named(name, *, today):
    """A period by its name, never going past `today`."""
    period = NAMED[name][1](today)
    return Period(period.first, min(period.last, today))


def month_words(day):
    """A month as a table names it: Sep 2026."""
    return f"{day:%b %Y}"
