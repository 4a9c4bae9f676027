"""What the calendar page shows: twelve months by day type, the dates as text, the hours in words."""

from calendar import Calendar as Weeks
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sla.school_year import DAY, SATURDAY, WORDS, DayType, Mark, Pattern, SchoolYear, Span, Week

AUGUST, MONTHS = 8, 12  # a school year is shown from August to July: Scotland's begins in August
NOTICE = timedelta(days=122)  # four months: time enough to get next year's dates
LETTERS = {DayType.INSET: "I", DayType.BANK_HOLIDAY: "B", DayType.CLOSURE: "C", DayType.HOLIDAY: "H"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Day:
    """A square of a month: its date, the class that paints it, the letter in it, and the same in words."""

    date: date
    kind: str
    letter: str
    words: str
    is_today: bool = False
    is_changed: bool = False


@dataclass(frozen=True)
class Month:
    """A month as weeks of seven squares, Monday first; None stands for days of its neighbours."""

    first: date
    weeks: list[list[Day | None]]


def academic_year_of(day: date) -> int:
    """The calendar year in which the school year of a date began."""
    return day.year if day.month >= AUGUST else day.year - 1


def bounds(start: int) -> tuple[date, date]:
    """First and last day of the school year that began in this year."""
    return date(start, AUGUST, 1), date(start + 1, AUGUST, 1) - DAY


def years_of(year: SchoolYear) -> list[int]:
    """The school years that a calendar has dates for; none for a calendar without term dates."""
    days = [day for span in year.spans for day in (span.first, span.last)]
    return list(range(academic_year_of(min(days)), academic_year_of(max(days)) + 1)) if days else []


def school_day_counts(year: SchoolYear) -> list[tuple[str, int]]:
    """How many days staff are in school in each school year the calendar has terms for."""
    terms = [span for span in year.spans if span.type is DayType.TERM]
    known = sorted({academic_year_of(span.first) for span in terms or year.spans})
    return [(year_name(start), year.school_days(*bounds(start))) for start in known if _is_whole(year, start)]


def year_name(start: int) -> str:
    """2025/26"""
    return f"{start}/{(start + 1) % 100:02d}"


def months_of(year: SchoolYear, start: int, *, today: date, changed: Collection[date] = ()) -> list[Month]:
    """The twelve months of a school year, August to July; `changed` days are marked."""
    firsts = [date(start + (AUGUST + i - 1) // MONTHS, (AUGUST + i - 1) % MONTHS + 1, 1) for i in range(MONTHS)]
    return [Month(first, [_week(year, first, week, today, changed) for week in _weeks(first)]) for first in firsts]


def entries_of(year: SchoolYear, start: int) -> list[Span | Mark]:
    """What a person may change of the dates of a school year, in order."""
    first, last = bounds(start)
    return [entry for entry in year.entries if entry.first <= last and entry.last >= first]


def closures_from(year: SchoolYear, day: date) -> list[Span]:
    """The closures that are not over on a day, in order."""
    return sorted((s for s in year.spans if s.type is DayType.CLOSURE and s.last >= day), key=_by_days)


def dates_of(year: SchoolYear, start: int) -> list[Span | Mark]:
    """The terms, holidays, INSET days, exams, closures and weekday bank holidays of a school year, in order."""
    first, last = bounds(start)
    bank: list[Span | Mark] = [
        Span(DayType.BANK_HOLIDAY, b.date, b.date, b.name) for b in year.bank_holidays if b.date.weekday() < SATURDAY
    ]
    found = [entry for entry in [*year.entries, *bank] if entry.first <= last and entry.last >= first]
    return sorted(found, key=_by_days)


def hours_of_types(year: SchoolYear) -> list[tuple[str, list[str]]]:
    """For each day type its weekly hours, a line for each run of weekdays with the same hours."""
    return [(WORDS[kind], list(week_in_words(year.week_of(kind)))) for kind in DayType]


def week_in_words(week: Week) -> Iterator[str]:
    """Monday to Friday 08:00–16:00"""
    if not any(week):
        yield "No support"
    first = 0
    for weekday in range(7):
        if weekday < 6 and week[weekday + 1] == week[weekday]:
            continue
        if week[weekday]:
            days = WEEKDAYS[first] if first == weekday else f"{WEEKDAYS[first]} to {WEEKDAYS[weekday]}"
            yield f"{days} {pattern_in_words(week[weekday])}"
        first = weekday + 1


def pattern_in_words(pattern: Pattern) -> str:
    """08:30–12:00 and 13:00–16:30"""
    return " and ".join(f"{opening}–{closing}" for opening, closing in pattern) or "no support"


def runs_out(known_until: date | None, *, today: date) -> bool:
    """Whether the last known date is near enough to ask for new ones."""
    return known_until is not None and known_until - today < NOTICE


def _by_days(entry: Span | Mark) -> tuple[date, date]:
    return entry.first, entry.last


def _is_whole(year: SchoolYear, start: int) -> bool:
    """Whether dates are known for the whole of a school year, so that a count of its days means something."""
    return year.known_until is None or year.known_until >= date(start + 1, 6, 15)


def _weeks(first: date) -> list[list[date]]:
    return Weeks().monthdatescalendar(first.year, first.month)


def _week(year: SchoolYear, first: date, week: list[date], today: date, changed: Collection[date]) -> list[Day | None]:
    return [_day(year, day, today, day in changed) if day.month == first.month else None for day in week]


def _day(year: SchoolYear, day: date, today: date, is_changed: bool) -> Day:
    kind = year.day_type(day)
    is_weekend = day.weekday() >= SATURDAY and not year.pattern_of(day)
    is_special = any(override.date == day for override in year.overrides)
    mark = year.mark_of(day) if year.pattern_of(day) else None
    shown = "weekend" if is_weekend and kind in (DayType.TERM, DayType.HOLIDAY, DayType.INSET) else str(kind)
    letter = "*" if is_special else "" if shown == "weekend" else LETTERS.get(kind, "E" if mark else "")
    shown = "exams" if mark and kind is DayType.TERM else shown
    words = f"{day:%A} {day.day} {day:%B}: {year.name_of(day)}, {pattern_in_words(year.pattern_of(day))}"
    words += (f", {mark.words}" if mark else "") + (" (changes)" if is_changed else "")
    return Day(day, "special" if is_special else shown.replace("_", "-"), letter, words, day == today, is_changed)
