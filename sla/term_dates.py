"""The entries of a file put together as a school year: terms, holidays, INSET days, closures, bank holidays.

Terms given day by day are joined: weekends and bank holidays don't break a term. Gaps between terms become holidays.
What was concluded or left out is said in notes.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from sla.bank_holidays import bank_holidays
from sla.school_year import DAY, SATURDAY, BankHoliday, DayType, Span
from sla.term_files import Entry, UnreadableDates
from sla.term_words import STARTS, edge_of, kind_of, term_name

WEEK = 7  # days: a term entry this short is part of a term, not a whole one
SHORT, HALF_TERM, LONG = 2, 10, 15  # weekdays without school: a day off, at most a half-term, at least a summer
EXAMPLES = 4
JUNE, AUGUST, SEPTEMBER = 6, 8, 9
PREFIX = re.compile(r"[^:]{1,60}:\s+")  # “Sheffield: Term day”: calendars often begin each entry with their own name


@dataclass(frozen=True)
class TermDates:
    """What a file says about the school year. It is known until the last date of its terms and holidays."""

    spans: tuple[Span, ...]
    bank_holidays: tuple[BankHoliday, ...]
    first: date
    last: date
    known_until: date | None
    notes: tuple[str, ...]


def assemble(entries: list[Entry], *, nation: str) -> TermDates:
    """The school year that entries speak of; raises UnreadableDates when they speak of none."""
    entries, last = _until_the_last_date(_without_prefix(entries))
    found, notes = _classified(entries)
    if not found:
        raise UnreadableDates("Nothing in the file speaks of terms, holidays, INSET days or closures.")
    first = min(span.first for span in found)
    named = {s.first: BankHoliday(s.first, s.name or "Bank holiday") for s in found if s.type is DayType.BANK_HOLIDAY}
    free = named | {holiday.date: holiday for holiday in bank_holidays(nation, first, last)}
    spans = _spans(found, free)
    summers = list(_summers_around([span for span in spans if span.type is DayType.TERM], spans, nation))
    notes += [
        f"{s.first:%-d %B %Y} to {s.last:%-d %B %Y} is taken as summer holiday: the file doesn’t say." for s in summers
    ]
    is_dated = any(span.type in (DayType.TERM, DayType.HOLIDAY) for span in spans)
    return TermDates(
        spans=tuple(sorted([*spans, *summers], key=lambda span: (span.first, span.last))),
        bank_holidays=tuple(named.values()),
        first=first,
        last=last,
        known_until=last if is_dated else None,
        notes=tuple(notes),
    )


def _without_prefix(entries: list[Entry]) -> list[Entry]:
    prefixes = {match.group() if (match := PREFIX.match(entry.words)) else "" for entry in entries}
    if len(prefixes) != 1 or len(entries) == 1:
        return entries
    return [replace(entry, words=entry.words[len(prefix) :]) for prefix in prefixes for entry in entries]


def _until_the_last_date(entries: list[Entry]) -> tuple[list[Entry], date]:
    """The last date, for which a series without end says nothing, and the entries up to it."""
    last = max(entry.last for entry in [entry for entry in entries if not entry.is_endless] or entries)
    return [entry for entry in entries if entry.first <= last], last


def _classified(entries: list[Entry]) -> tuple[list[Span], list[str]]:
    """The entries as spans of a day type, and notes about those that are not."""
    spans, edges, others = [], [], []
    for entry in entries:
        edge = edge_of(entry.words) if entry.type is None and entry.first == entry.last else None
        kind = entry.type or kind_of(entry.words, days=(entry.last - entry.first).days + 1)
        if edge:
            edges.append((entry, *edge))
        elif kind:
            spans += _split(Span(kind, entry.first, entry.last, entry.words))
        else:
            others.append(entry.words)
    between, notes = _between_edges(edges)
    return [*spans, *between], notes + _note_on(others)


def _split(span: Span) -> list[Span]:
    """Bank holidays are single dates; everything else stays whole."""
    if span.type is not DayType.BANK_HOLIDAY:
        return [span]
    return [Span(span.type, day, day, span.name) for day in span.days()]


def _between_edges(edges: list[tuple[Entry, str, DayType]]) -> tuple[list[Span], list[str]]:
    """Terms and holidays of which the file says when they start and when they end."""
    spans, notes, open_since = [], [], {}
    for entry, edge, kind in edges:
        if edge == STARTS:
            open_since.setdefault(kind, entry)
        elif start := open_since.pop(kind, None):
            spans.append(Span(kind, start.first, entry.last, term_name(start.words)))
        else:
            notes.append(f"“{entry.words}” ({entry.first:%-d %B %Y}) has no start in the file and was left out.")
    for start in open_since.values():
        notes.append(f"“{start.words}” ({start.first:%-d %B %Y}) has no end in the file and was left out.")
    return spans, notes


def _note_on(others: list[str]) -> list[str]:
    if not others:
        return []
    names = list(dict.fromkeys(others))
    examples = ", ".join(names[:EXAMPLES]) + (", …" if len(names) > EXAMPLES else "")
    return [f"Entries that say nothing about school days were left out ({len(others)}): {examples}"]


def _spans(found: list[Span], free: dict[date, BankHoliday]) -> list[Span]:
    """Terms, holidays, INSET days and closures, each joined where the file gives them in pieces."""
    by_type = {kind: sorted({s for s in found if s.type is kind}, key=lambda s: (s.first, s.last)) for kind in DayType}
    closures = list(_joined(by_type[DayType.CLOSURE]))
    insets = list(_joined(by_type[DayType.INSET]))
    holidays = list(_joined(by_type[DayType.HOLIDAY], over=_is_weekend))
    not_counted = {*free, *(day for span in (*closures, *insets) for day in span.days())}
    terms = list(_terms(by_type[DayType.TERM], not_counted))
    return [*terms, *insets, *closures, *holidays, *_gaps(terms, insets, holidays, free)]


def _joined(spans: Iterable[Span], *, over: Callable[[date], bool] = lambda day: False) -> Iterator[Span]:
    """Spans in order, joined where only days of a kind (`over`) lie between two of one name; never overlapping."""
    run: Span | None = None
    for span in spans:
        if run and span.name == run.name and all(over(day) for day in _between(run, span)):
            run = replace(run, last=max(run.last, span.last))
        elif run and span.last <= run.last:
            continue
        else:
            if run:
                yield run
                span = replace(span, first=max(span.first, run.last + DAY))
            run = span
    if run:
        yield run


def _terms(spans: list[Span], not_counted: set[date]) -> Iterator[Span]:
    """Whole terms as they are named, and the days and weeks outside them joined into terms."""
    whole = [span for span in spans if (span.last - span.first).days >= WEEK]
    covered = {day for span in whole for day in span.days()}
    days = sorted({day for span in spans for day in span.days()} - covered)
    singles = [Span(DayType.TERM, day, day) for day in days if not _is_weekend(day)]
    return iter([*whole, *_joined(singles, over=lambda day: _is_weekend(day) or day in not_counted)])


def _gaps(terms: list[Span], insets: list[Span], holidays: list[Span], free: dict[date, BankHoliday]) -> Iterator[Span]:
    """Between terms, what no holiday of the file covers is one, with the name people give it."""
    ordered = sorted(terms, key=lambda span: span.first)
    inside = [s for s in insets if ordered and ordered[0].first <= s.first <= ordered[-1].last]
    school = sorted([*ordered, *inside], key=lambda span: span.first)
    reached = school[0].last if school else date.max
    for span in school[1:]:
        gap = Span(DayType.HOLIDAY, reached + DAY, span.first - DAY)
        weekdays = [day for day in gap.days() if not _is_weekend(day)]
        known = any(holiday.first <= gap.last and holiday.last >= gap.first for holiday in holidays)
        if not known and any(day not in free for day in weekdays):
            yield replace(gap, name=_holiday_name(gap, len(weekdays), free))
        reached = max(reached, span.last)


def _holiday_name(gap: Span, weekdays: int, free: dict[date, BankHoliday]) -> str:
    if gap.first <= date(gap.first.year, 12, 25) <= gap.last:
        return "Christmas holiday"
    if weekdays <= SHORT:
        return "no school"
    if any(day in free and free[day].name in ("Good Friday", "Easter Monday") for day in gap.days()):
        return "Easter holiday"
    if weekdays <= HALF_TERM:
        return "half-term"
    return "Summer holiday" if weekdays >= LONG and gap.last.month in (AUGUST, SEPTEMBER) else "school holiday"


def _summers_around(terms: list[Span], spans: list[Span], nation: str) -> Iterator[Span]:
    """The summers before the first term and after the last, which a list of term days leaves open.

    Otherwise a fault reported on the last day of term would be late in August.
    """
    if not terms:
        return
    first, last = min(span.first for span in spans), max(span.last for span in spans)
    if first.month in (AUGUST, SEPTEMBER) and first > date(first.year, AUGUST, 1):
        yield Span(DayType.HOLIDAY, date(first.year, AUGUST, 1), first - DAY, "Summer holiday")
    end = date(last.year, AUGUST, 14 if nation == "SCT" else 31)
    if last.month >= JUNE and last < end:
        yield Span(DayType.HOLIDAY, last + DAY, end, "Summer holiday")


def _between(one: Span, other: Span) -> Iterator[date]:
    return Span(DayType.TERM, one.last + DAY, other.first - DAY).days()


def _is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY
