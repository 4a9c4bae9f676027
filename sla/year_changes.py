"""The difference between two school years in words: which days are other than before, and which hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sla.school_year import DAY, WORDS, DayType, SchoolYear, Span
from sla.year_page import academic_year_of, pattern_in_words, week_in_words, year_name

SHOWN = 60


@dataclass(frozen=True)
class Difference:
    """Something that changes: what, how it was, how it will be; `only_name`: support is open as it was."""

    what: str
    before: str
    after: str
    only_name: bool = False


@dataclass(frozen=True)
class Differences:
    """Everything that changes: the dates, the first of them in words, and how many more there are."""

    days: frozenset[date]
    lines: tuple[Difference, ...]
    more: int = 0

    def __bool__(self) -> bool:
        return bool(self.lines)

    @property
    def opening(self) -> list[Difference]:
        """What a deadline can follow from."""
        return [line for line in self.lines if not line.only_name]

    @property
    def naming(self) -> list[Difference]:
        """What is only called otherwise."""
        return [line for line in self.lines if line.only_name]


def differences(old: SchoolYear, new: SchoolYear, *, today: date) -> Differences:
    """What is other in `new` than in `old`: hours and scope first, then days, runs of like days as one line.

    Bank holidays come last, a line for each school year, those of years gone by in one.
    """
    days = changed_days(old, new)
    bank = {day for day in days if DayType.BANK_HOLIDAY in (old.day_type(day), new.day_type(day))}
    runs = _runs(old, new, sorted(days - bank))
    lines = [*_scope(old, new), *_weeks(old, new), *runs, *_bank_holidays(old, new, sorted(bank), today)]
    return Differences(days, tuple(lines[:SHOWN]), max(0, len(lines) - SHOWN))


def changed_days(old: SchoolYear, new: SchoolYear) -> frozenset[date]:
    """The dates that are called something else, or have other hours of their own; weekly hours are not looked at."""
    named = set(_named(old)) | set(_named(new))
    between = _span_of(named)
    days = between if _terms(old) != _terms(new) else named
    return frozenset(day for day in days if _facts(old, day) != _facts(new, day))


def _named(year: SchoolYear) -> Iterator[date]:
    for entry in year.entries:
        yield from Span(DayType.TERM, entry.first, entry.last).days()
    yield from (holiday.date for holiday in year.bank_holidays)
    yield from (override.date for override in year.overrides)


def _terms(year: SchoolYear) -> list[Span]:
    """Terms make holidays of the days between them, which nobody names."""
    return [span for span in year.spans if span.type is DayType.TERM]


def _span_of(days: set[date]) -> set[date]:
    return set(Span(DayType.TERM, min(days), max(days)).days()) if days else set()


def _facts(year: SchoolYear, day: date) -> tuple[Any, ...]:
    override = year.override_of(day)
    return year.day_type(day), year.name_of(day), override and override.hours, year.mark_of(day)


def _scope(old: SchoolYear, new: SchoolYear) -> Iterator[Difference]:
    if old.known_until != new.known_until:
        yield Difference("Known until", _day_or_endless(old.known_until), _day_or_endless(new.known_until))
    for what, before, after in (("Time zone", old.zone, new.zone), ("Bank holidays of", old.nation, new.nation)):
        if before != after:
            yield Difference(what, before or "nowhere", after or "nowhere")


def _day_or_endless(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "without end"


def _weeks(old: SchoolYear, new: SchoolYear) -> Iterator[Difference]:
    for kind in DayType:
        before, after = ("; ".join(week_in_words(year.week_of(kind))) for year in (old, new))
        if before != after:
            yield Difference(f"{WORDS[kind]}, every week", before, after)


def _runs(old: SchoolYear, new: SchoolYear, days: list[date]) -> Iterator[Difference]:
    """Days that follow each other and change alike, over weekends, as one line."""
    run: list[date] = []
    for day in days:
        alike = run and day == run[-1] + DAY and all(_alike(year, run[-1], day) for year in (old, new))
        if run and not alike:
            yield _line(old, new, run)
            run = []
        run.append(day)
    if run:
        yield _line(old, new, run)


def _alike(year: SchoolYear, one: date, other: date) -> bool:
    """Whether two days of one run are called the same; a weekend day goes with what surrounds it."""
    if year.day_type(one) is not year.day_type(other) or year.mark_of(one) != year.mark_of(other):
        return False
    if year.override_of(one) or year.override_of(other):
        return False
    return "weekend" in (names := (year.name_of(one), year.name_of(other))) or names[0] == names[1]


def _line(old: SchoolYear, new: SchoolYear, run: list[date]) -> Difference:
    as_open = all(old.pattern_of(day) == new.pattern_of(day) for day in run)
    return Difference(_run_in_words(run[0], run[-1]), _words(old, run), _words(new, run), only_name=as_open)


def _bank_holidays(old: SchoolYear, new: SchoolYear, days: list[date], today: date) -> Iterator[Difference]:
    this = academic_year_of(today)
    for start, group in groupby(days, key=lambda day: max(academic_year_of(day), this - 1)):
        found = list(group)
        what = f"Bank holidays of {year_name(start)}" if start >= this else f"Bank holidays before {year_name(this)}"
        before, after = (_bank_holidays_in_words(year, found, short=start < this) for year in (old, new))
        yield Difference(what, before, after)


def _bank_holidays_in_words(year: SchoolYear, days: list[date], *, short: bool) -> str:
    named = [day for day in days if year.day_type(day) is DayType.BANK_HOLIDAY]
    if not named:
        return "none of these"
    if short:
        return f"{len(named)} more" if len(named) > 1 else _named_day(year, named[0])
    return ", ".join(_named_day(year, day) for day in named)


def _named_day(year: SchoolYear, day: date) -> str:
    return f"{year.name_of(day)} ({day:%a} {day.day} {day:%b})"


def _run_in_words(first: date, last: date) -> str:
    """Sat 31 Oct to Sun 1 Nov 2026: a month and a year that both share are said once."""
    if first == last:
        return f"{last:%a} {last.day} {last:%b %Y}"
    known = "" if (first.year, first.month) == (last.year, last.month) else f" {first:%b}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first:%a} {first.day}{known}{year} to {last:%a} {last.day} {last:%b %Y}"


def _words(year: SchoolYear, run: list[date]) -> str:
    """What the days are called, when support is open on them, and whether there are exams."""
    day = next((day for day in run if year.name_of(day) != "weekend"), run[0])
    patterns = {pattern_in_words(year.pattern_of(day)) for day in run if day.weekday() < 5 or len(run) < 3}
    hours = patterns.pop() if len(patterns) == 1 else "hours of each weekday"
    mark = year.mark_of(day)
    return ", ".join(filter(None, [year.name_of(day), hours, mark.words if mark else ""]))
