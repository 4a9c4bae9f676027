"""How old a thing is, how long it was meant to last, and until when somebody else mends it: days in, words out."""

from dataclasses import dataclass
from datetime import date

SOON = 90  # days before its end from which a warranty or a planned life is said to end soon
DAYS_IN_YEAR = 365.25


@dataclass(frozen=True)
class Until:
    """Something that lasts until a day: that day, how far it is in words, and how it stands (ok, soon or over)."""

    day: date
    words: str
    standing: str


def age_words(bought: date, today: date) -> str:
    """4 years, 7 months, or 12 days: how old something is, rounded down."""
    return _length(bought, today)


def years_old(bought: date, today: date) -> float:
    """Age in years; nothing is younger than new."""
    return max((today - bought).days, 0) / DAYS_IN_YEAR


def planned_end(bought: date | None, lifetime_years: int | None) -> date | None:
    """The day on which it has lasted as long as it was meant to."""
    if bought is None or not lifetime_years:
        return None
    year = bought.year + lifetime_years
    if year > date.max.year:
        return None
    try:
        return bought.replace(year=year)
    except ValueError:  # bought on 29 February
        return date(year, 3, 1)


def until(day: date | None, today: date) -> Until | None:
    """How a day to which something lasts stands today: 5 months left, or ended 2 years ago."""
    if day is None:
        return None
    if day < today:
        return Until(day, f"ended {_length(day, today)} ago", "over")
    standing = "soon" if (day - today).days <= SOON else "ok"
    return Until(day, "ends today" if day == today else f"{_length(today, day)} left", standing)


def _length(first: date, last: date) -> str:
    """From a day to another in whole years, months or days."""
    if last <= first:
        return "less than a day"
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    if months >= 12:
        return _several(months // 12, "year")
    return _several(months, "month") if months else _several((last - first).days, "day")


def _several(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
