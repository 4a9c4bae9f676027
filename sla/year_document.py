"""The school year as a document: what is stored with a calendar version, read, checked, written and laid over another.

    {"zone": "Europe/London", "nation": "ENG", "known_until": "2026-08-31",
     "hours": {"term": {"mon": [["08:00", "16:00"]], …}, "holiday": {…}, "bank_holiday": {}, …},
     "ranges": [{"type": "holiday", "first": "2025-10-27", "last": "2025-10-31", "name": "half-term"}],
     "overrides": [{"date": "2026-01-05", "hours": [["09:00", "12:00"]], "name": "INSET half day"}],
     "bank_holidays": [{"date": "2025-12-25", "name": "Christmas Day"}],
     "marks": [{"kind": "exams", "first": "2026-05-11", "last": "2026-06-19", "name": "GCSE"}]}

Marks may be left out; they change no hours.

Bank holidays are written out when a version is made, so that a later edition of the library never moves history.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from sla.hours import WEEKDAYS
from sla.school_year import DAY, BankHoliday, DayType, Mark, Override, SchoolYear, Span, Week
from sla.year_reader import InvalidSchoolYear, Reader

__all__ = ["InvalidSchoolYear", "document_of", "merge", "parse"]

NEW_YEAR = 8  # August: the month in which the earliest school year of the four nations begins


def parse(document: Any) -> SchoolYear:
    """The school year a document describes; raises InvalidSchoolYear with everything that is wrong with it."""
    reader = Reader()
    year = reader.year(document)
    if reader.errors:
        raise InvalidSchoolYear(reader.errors)
    return year


def document_of(year: SchoolYear) -> dict[str, Any]:
    """The document that `parse` reads back as the same school year."""
    return {
        "zone": year.zone,
        "nation": year.nation or None,
        "known_until": year.known_until.isoformat() if year.known_until else None,
        "hours": {str(kind): week_document(week) for kind, week in year.hours_by_type.items()},
        "ranges": [span_document(span) for span in year.spans],
        "overrides": [override_document(override) for override in year.overrides],
        "bank_holidays": [bank_holiday_document(holiday) for holiday in year.bank_holidays],
    } | ({"marks": [mark_document(mark) for mark in year.marks]} if year.marks else {})


def span_document(span: Span) -> dict[str, str]:
    """A span as an entry of `ranges`."""
    return {"type": str(span.type), "first": span.first.isoformat(), "last": span.last.isoformat(), "name": span.name}


def mark_document(mark: Mark) -> dict[str, str]:
    """Exam weeks as an entry of `marks`."""
    return {"kind": mark.kind, "first": mark.first.isoformat(), "last": mark.last.isoformat(), "name": mark.name}


def override_document(override: Override) -> dict[str, Any]:
    """A date with hours of its own as an entry of `overrides`."""
    hours = [list(pair) for pair in override.hours]
    return {"date": override.date.isoformat(), "hours": hours, "name": override.name}


def bank_holiday_document(holiday: BankHoliday) -> dict[str, str]:
    """A bank holiday as an entry of `bank_holidays`."""
    return {"date": holiday.date.isoformat(), "name": holiday.name}


def week_document(week: Week) -> dict[str, list[list[str]]]:
    """A week as an entry of `hours`; closed days are left out."""
    return {day: [list(pair) for pair in pattern] for day, pattern in zip(WEEKDAYS, week, strict=True) if pattern}


def merge(trust: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """A school's own document on top of the trust's: what the school says wins, on what it is silent the trust holds.

    `own` may leave out anything. In each year (August to July) that it brings terms for, its terms, holidays and
    INSET days replace the trust's over the stretch they cover; a holiday by itself replaces what it covers; closures
    add up. Bank holidays are its own alone as soon as it names another nation.
    """
    spans = [_span(entry) for entry in own.get("ranges", [])]
    years = list(_stretches(spans))
    kept = [part for entry in trust.get("ranges", []) for part in _kept(_span(entry), spans, years)]
    same_nation = own.get("nation") in (None, trust.get("nation"))
    return {
        "zone": own.get("zone") or trust.get("zone"),
        "nation": own.get("nation") or trust.get("nation"),
        "known_until": max(filter(None, [trust.get("known_until"), own.get("known_until")]), default=None),
        "hours": trust.get("hours", {}) | own.get("hours", {}),
        "ranges": [span_document(span) for span in _joined(sorted([*kept, *spans], key=lambda s: (s.first, s.last)))],
        "overrides": _by_date(trust.get("overrides", []), own.get("overrides", [])),
        "bank_holidays": _by_date(trust.get("bank_holidays", []) if same_nation else [], own.get("bank_holidays", [])),
    } | _marks(trust, own)


def _joined(spans: list[Span]) -> list[Span]:
    """Spans of one type and name that touch are one, as when two school years each have their half of a summer."""
    joined: list[Span] = []
    for span in spans:
        before = next((s for s in joined if (s.type, s.name, s.last + DAY) == (span.type, span.name, span.first)), None)
        if before and span.type is not DayType.TERM:
            joined[joined.index(before)] = replace(before, last=span.last)
        else:
            joined.append(span)
    return joined


def _marks(trust: dict[str, Any], own: dict[str, Any]) -> dict[str, list[dict[str, str]]]:
    """The trust's exam weeks that don't overlap the school's, and the school's."""
    theirs = own.get("marks", [])
    apart = [
        entry
        for entry in trust.get("marks", [])
        if not any(entry["first"] <= mine["last"] and mine["first"] <= entry["last"] for mine in theirs)
    ]
    marks = sorted([*apart, *theirs], key=lambda entry: entry["first"])
    return {"marks": marks} if marks else {}


def _by_date(*lists: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One entry a date, the later list's where both have one."""
    entries = {entry["date"]: entry for entries in lists for entry in entries}
    return [entries[day] for day in sorted(entries)]


def _span(entry: dict[str, str]) -> Span:
    first, last = date.fromisoformat(entry["first"]), date.fromisoformat(entry["last"])
    return Span(DayType(entry["type"]), first, last, entry.get("name", ""))


def _stretches(spans: list[Span]) -> Iterator[tuple[date, date]]:
    """From the first to the last dated day of each school year that has terms."""
    years: dict[int, list[Span]] = {}
    for span in spans:
        if span.type is not DayType.CLOSURE:
            years.setdefault(span.first.year - (span.first.month < NEW_YEAR), []).append(span)
    for year in years.values():
        if any(span.type is DayType.TERM for span in year):
            yield min(span.first for span in year), max(span.last for span in year)


def _kept(span: Span, own: list[Span], years: list[tuple[date, date]]) -> Iterator[Span]:
    """The parts of one of the trust's spans that the school's own spans leave standing."""
    cuts = [] if span.type is DayType.CLOSURE else [*years, *((o.first, o.last) for o in own if o.type is span.type)]
    first = span.first
    for cut_first, cut_last in sorted(cuts):
        if cut_last < first or cut_first > span.last:
            continue
        if first < cut_first:
            yield Span(span.type, first, cut_first - DAY, span.name)
        first = max(first, cut_last + DAY)
    if first <= span.last:
        yield Span(span.type, first, span.last, span.name)
