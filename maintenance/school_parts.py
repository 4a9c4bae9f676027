"""The parts of a school year that people name: half-terms, terms, holidays, school days. Pure.

A half-term is a stretch of school between two holidays; three weekdays off that are not all bank holidays make one, so
a long weekend divides nothing and a closure never does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from sla.school_year import SATURDAY, DayType, SchoolYear

DAY, WEEK = timedelta(days=1), timedelta(days=7)
HOLIDAY_BEGINS = 3  # weekdays off
NEW_YEAR = 8  # August: the month in which the earliest school year of the four nations begins
OFF = (DayType.HOLIDAY, DayType.BANK_HOLIDAY)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From its first to its last day, both included; `last` None: the calendar does not reach its end."""

    first: date
    last: date | None


def days(first: date, last: date) -> Iterator[date]:
    """Each date from `first` to `last`, both included."""
    return (first + i * DAY for i in range((last - first).days + 1))


def monday_of(day: date) -> date:
    """The Monday of a date's week."""
    return day - day.weekday() * DAY


def school_year_of(day: date) -> str:
    """The school year of a date as people write it: 2026/27."""
    start = day.year - (day.month < NEW_YEAR)
    return f"{start}/{(start + 1) % 100:02}"


def is_school_day(year: SchoolYear, day: date) -> bool:
    """Are staff in school? A weekday of term or an INSET day; where terms are written, no other day is term."""
    kind = year.day_type(day)
    if kind is DayType.INSET:
        return day.weekday() < SATURDAY
    return kind is DayType.TERM and day.weekday() < SATURDAY and (not _writes_terms(year) or bool(year.term_of(day)))


def half_terms(year: SchoolYear) -> list[Stretch]:
    """The stretches of school between holidays, as far as the calendar knows them."""
    return [stretch for stretch, _ in _school_and_holidays(year)]


def holidays(year: SchoolYear) -> list[Stretch]:
    """The holidays between and after stretches of school."""
    return [holiday for _, holiday in _school_and_holidays(year) if holiday]


def terms(year: SchoolYear) -> list[Stretch]:
    """The terms: as written, else from one long holiday to the next."""
    known = _known(year)
    found = {term for day in known[:: WEEK.days] if (term := year.term_of(day))} if known else set()
    return [Stretch(term.first, term.last) for term in sorted(found, key=lambda term: term.first)]


def _school_and_holidays(year: SchoolYear) -> Iterator[tuple[Stretch, Stretch | None]]:
    """Each stretch of school with the holiday behind it; None where the calendar ends before one."""
    at_school = [day for day in _known(year) if is_school_day(year, day)]
    if not at_school:
        return
    first = at_school[0]
    for before, after in pairwise(at_school):
        if _are_apart(year, before + DAY, after - DAY):
            yield Stretch(first, before), Stretch(before + DAY, after - DAY)
            first = after
    end = at_school[-1]
    beyond = _known(year)[-1]
    if beyond > end and _are_apart(year, end + DAY, beyond):
        yield Stretch(first, end), Stretch(end + DAY, None)
    else:
        term = year.term_of(end)
        ends = _writes_terms(year) and term is not None and not is_school_day(year, end + DAY)
        yield Stretch(first, end if ends else None), None


def _are_apart(year: SchoolYear, first: date, last: date) -> bool:
    """Do the days between divide two half-terms?"""
    kinds = [year.day_type(day) for day in days(first, last) if day.weekday() < SATURDAY]
    return DayType.HOLIDAY in kinds and sum(kind in OFF for kind in kinds) >= HOLIDAY_BEGINS


def _known(year: SchoolYear) -> list[date]:
    """The dates that the calendar says something about."""
    if not year.spans:
        return []
    last = year.known_until or max(span.last for span in year.spans)
    return list(days(min(span.first for span in year.spans), last))


def _writes_terms(year: SchoolYear) -> bool:
    return any(span.type is DayType.TERM for span in year.spans)
