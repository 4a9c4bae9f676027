"""School years as evidence names them: by the year in which they begin, 1 September to 31 August."""

from datetime import date

from reports.periods import SCHOOL_YEAR_STARTS, Period, school_year_of

EARLIEST, LATEST = 1990, 2198  # years in which a claim may be made


def year_of(day: date) -> int:
    """The school year around a day, by the year in which it begins."""
    return school_year_of(day).first.year


def year_words(year: int) -> str:
    """2026/27."""
    return f"{year}/{(year + 1) % 100:02}"


def year_period(year: int) -> Period:
    """Its first and last day."""
    return school_year_of(date(year, SCHOOL_YEAR_STARTS, 1))
