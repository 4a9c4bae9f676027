"""When maintenance is due: a rule laid over a school's year. Pure; all dates are the school's own.

Nothing is due where nobody works: not on a closure or a bank holiday, not on a weekend without support hours. Such a
day moves to the nearest working day of its window, earlier or later as the rule says, and where the window has none it
is left out. Nothing is due beyond the last date that the calendar knows.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from maintenance.rules import LAST, Every, Holidays, Part, Place, Rule, WhenClosed
from maintenance.school_parts import (
    DAY,
    WEEK,
    Stretch,
    days,
    half_terms,
    holidays,
    is_school_day,
    monday_of,
    school_year_of,
    terms,
)
from sla.school_year import EXAMS, SATURDAY, DayType, SchoolYear

AROUND_YEARLY = timedelta(days=28)  # how far a yearly date may move, and how early it may be done
BEFORE_EXAMS = timedelta(days=14)  # how early the work before exams may be done
LONG_HOLIDAY = 12  # days, weekends included: longer than a half-term holiday
SUMMER = (8, 1)  # month and day that lie in the summer holiday of each of the four nations
EARLIEST_SUMMER = 6  # June: Scotland's schools break up first
WORKING_WEEK = 5


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """One time that it is due: from `opens`, the first day it may be done, to `due`.

    `slot` names which time it is ("week 2026-09-07", "half_term 2026/27.2"): it stays when the calendar moves its days.
    """

    due: date
    opens: date
    slot: str


def due_dates(rule: Rule, year: SchoolYear, first: date, last: date) -> list[Due]:
    """The times that a rule falls due from `first` to `last`, both included, in order; never two on one day."""
    found: dict[date, Due] = {}
    for due in sorted(_KINDS[rule.every](rule, year, first, last)):
        if first <= due.due <= last and year.is_known(due.due):
            found.setdefault(due.due, due)
    return list(found.values())


def works(rule: Rule, year: SchoolYear, day: date) -> bool:
    """Does anybody work on this day, as the rule sees it?"""
    kind, hours = year.day_type(day), year.pattern_of(day)
    if kind in (DayType.CLOSURE, DayType.BANK_HOLIDAY):
        return False
    if kind is DayType.HOLIDAY:
        return rule.in_holidays and (bool(hours) or day.weekday() < SATURDAY)
    return bool(hours) and (is_school_day(year, day) or day.weekday() >= SATURDAY)


def _every_school_day(rule: Rule, year: SchoolYear, first: date, last: date) -> Iterator[Due]:
    return (Due(day, day, f"day {day}") for day in days(first, last) if works(rule, year, day))


def _every_week(rule: Rule, year: SchoolYear, first: date, last: date) -> Iterator[Due]:
    step = rule.weeks * WEEK
    since = monday_of(rule.since)
    monday = since + ((monday_of(first) - since) // step) * step
    while monday <= last:
        aim = monday + rule.weekday * DAY
        yield from _settled(rule, year, aim, monday, monday + step - DAY, f"week {monday}")
        monday += step


def _every_month(rule: Rule, year: SchoolYear, first: date, last: date) -> Iterator[Due]:
    for start, end in _months(first, last):
        if rule.nth == LAST:
            aim = end - (end.weekday() - rule.weekday) % 7 * DAY
        else:
            aim = start + (rule.weekday - start.weekday()) % 7 * DAY + (rule.nth - 1) * WEEK
        yield from _settled(rule, year, aim, start, end, f"month {start:%Y-%m}")


def _every_year(rule: Rule, year: SchoolYear, first: date, last: date) -> Iterator[Due]:
    for number in range(max(first.year - 1, date.min.year + 1), min(last.year + 1, date.max.year - 1) + 1):
        aim = date(number, rule.month, min(rule.day, monthrange(number, rule.month)[1]))
        for due in _settled(rule, year, aim, aim - AROUND_YEARLY, aim + AROUND_YEARLY, f"year {number}"):
            early = _first_working(rule, year, due.due - AROUND_YEARLY, due.due)
            yield Due(due.due, early, due.slot)


def _every_part(parts: Callable[[SchoolYear], list[Stretch]]) -> Callable[..., Iterator[Due]]:
    """Half-terms or terms: the n-th week or school day of each."""

    def found(rule: Rule, year: SchoolYear, first: date, last: date) -> Iterator[Due]:
        for slot, stretch in _numbered(rule.every, parts(year)):
            place = _week_of if rule.part is Part.WEEK else _day_of
            yield from place(rule, year, stretch, slot)

    return found


def _week_of(rule: Rule, year: SchoolYear, stretch: Stretch, slot: str) -> Iterator[Due]:
    """From the first to the last working day of the n-th week of a stretch."""
    if stretch.last is None and rule.nth == LAST:
        return
    end = stretch.last or stretch.first + rule.nth * WEEK
    monday = monday_of(stretch.first) + (rule.nth - 1) * WEEK
    if rule.nth == LAST or monday > end:
        monday = monday_of(end)
    for start in _nearest(monday, monday_of(stretch.first), monday_of(end), WEEK, rule.when_closed):
        open_days = _working(rule, year, max(start, stretch.first), min(start + WEEK - DAY, end))
        if open_days:
            yield Due(open_days[-1], open_days[0], slot)
            return


def _day_of(rule: Rule, year: SchoolYear, stretch: Stretch, slot: str) -> Iterator[Due]:
    """The n-th school day of a stretch."""
    if stretch.last is None and rule.nth == LAST:
        return
    end = stretch.last or stretch.first + (rule.nth + 1) * 2 * WEEK
    at_school = [day for day in days(stretch.first, end) if is_school_day(year, day)]
    if at_school:
        aim = at_school[-1] if rule.nth == LAST else at_school[min(rule.nth, len(at_school)) - 1]
        yield from _settled(rule, year, aim, stretch.first, end, slot)


def _before_exams(rule: Rule, year: SchoolYear, first: date, last: date) -> Iterator[Due]:
    seen: Counter[str] = Counter()
    for mark in sorted(year.marks, key=lambda mark: (mark.first, mark.last)):
        name = f"exams {school_year_of(mark.first)} {mark.name}".strip()
        seen[name] += 1
        aim = _school_days_before(year, mark.first, rule.before) if mark.kind == EXAMS else None
        if aim is not None:
            slot = name if seen[name] == 1 else f"{name}.{seen[name]}"
            for due in _settled(rule, year, aim, aim - BEFORE_EXAMS, mark.first - DAY, slot):
                yield Due(due.due, _first_working(rule, year, due.due - BEFORE_EXAMS, due.due), slot)


def _in_holidays(rule: Rule, year: SchoolYear, first: date, last: date) -> Iterator[Due]:
    for slot, holiday in _numbered(rule.every, holidays(year)):
        to_its_end = rule.place in (Place.LAST_WEEK, Place.LAST_DAY)
        if not _is_meant(rule, year, holiday) or (to_its_end and holiday.last is None):
            continue
        end = holiday.last or year.known_until or holiday.first
        weekdays = [day for day in days(holiday.first, end) if _is_free_weekday(year, day)]
        chosen = _chosen(rule.place, weekdays)
        if chosen:
            yield Due(chosen[-1], chosen[0], slot)


def _inset_days(rule: Rule, year: SchoolYear, first: date, last: date) -> Iterator[Due]:
    spans = [span for span in year.spans if span.type is DayType.INSET]
    dates = sorted({day for span in spans for day in span.days() if year.day_type(day) is DayType.INSET})
    each = [Stretch(day, day) for day in dates if day.weekday() < SATURDAY]
    return (Due(stretch.first, stretch.first, slot) for slot, stretch in _numbered(rule.every, each))


_KINDS: dict[Every, Callable[[Rule, SchoolYear, date, date], Iterator[Due]]] = {
    Every.SCHOOL_DAY: _every_school_day,
    Every.WEEK: _every_week,
    Every.MONTH: _every_month,
    Every.HALF_TERM: _every_part(half_terms),
    Every.TERM: _every_part(terms),
    Every.YEAR: _every_year,
    Every.EXAMS: _before_exams,
    Every.HOLIDAY: _in_holidays,
    Every.INSET: _inset_days,
}


def _settled(rule: Rule, year: SchoolYear, aim: date, first: date, last: date, slot: str) -> Iterator[Due]:
    """The aim, or the working day of its window nearest to it on the side that the rule prefers; done in its week."""
    for day in _nearest(aim, first, last, DAY, rule.when_closed):
        if works(rule, year, day) and year.is_known(day):
            yield Due(day, _first_working(rule, year, max(monday_of(day), first), day), slot)
            return


def _nearest(aim: date, first: date, last: date, step: timedelta, prefer: WhenClosed) -> Iterable[date]:
    """The aim, then each step away on the preferred side of the window, then on the other."""
    before = [aim - i * step for i in range(1, (aim - first) // step + 1)]
    after = [aim + i * step for i in range(1, (last - aim) // step + 1)]
    return [aim, *before, *after] if prefer is WhenClosed.EARLIER else [aim, *after, *before]


def _working(rule: Rule, year: SchoolYear, first: date, last: date) -> list[date]:
    return [day for day in days(first, last) if works(rule, year, day) and year.is_known(day)]


def _first_working(rule: Rule, year: SchoolYear, first: date, due: date) -> date:
    """The first working day of a window that ends on a due day; the due day itself is one."""
    return next(iter(_working(rule, year, first, due)), due)


def _numbered(kind: Every, parts: list[Stretch]) -> Iterator[tuple[str, Stretch]]:
    """Each with its slot: its number within the school year in which it begins."""
    seen: Counter[str] = Counter()
    for part in parts:
        school_year = school_year_of(part.first)
        seen[school_year] += 1
        yield f"{kind} {school_year}.{seen[school_year]}", part


def _months(first: date, last: date) -> Iterator[tuple[date, date]]:
    start = first.replace(day=1)
    while start <= last:
        end = start.replace(day=monthrange(start.year, start.month)[1])
        yield start, end
        start = end + DAY


def _school_days_before(year: SchoolYear, day: date, count: int) -> date | None:
    """The date `count` school days before another; None where the calendar knows too few."""
    start = max(min((span.first for span in year.spans), default=day - 120 * DAY), day - 120 * DAY)
    before = [each for each in days(start, day - DAY) if is_school_day(year, each)]
    return before[-count] if len(before) >= count else None


def _is_meant(rule: Rule, year: SchoolYear, holiday: Stretch) -> bool:
    """Is it one of the holidays that the rule is about?"""
    end = holiday.last or year.known_until or holiday.first
    if rule.holidays is Holidays.SUMMER:
        midsummer = date(holiday.first.year, *SUMMER)
        reaches = midsummer <= end or holiday.last is None
        return holiday.first <= midsummer and holiday.first.month >= EARLIEST_SUMMER and reaches
    return rule.holidays is Holidays.ALL or (end - holiday.first).days + 1 >= LONG_HOLIDAY


def _is_free_weekday(year: SchoolYear, day: date) -> bool:
    return year.day_type(day) is DayType.HOLIDAY and (day.weekday() < SATURDAY or bool(year.pattern_of(day)))


def _chosen(place: Place, weekdays: list[date]) -> list[date]:
    """The days of a holiday in which the work is to be done; a week is five working days."""
    if place is Place.FIRST_WEEK:
        return weekdays[:WORKING_WEEK]
    if place is Place.LAST_WEEK:
        return weekdays[-WORKING_WEEK:]
    return weekdays[:1] if place is Place.FIRST_DAY else weekdays[-1:]
