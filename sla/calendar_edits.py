"""What a person can do to the document of a school year, one thing each: a document in, another one out.

Nothing is checked here but what an edit alone can know; `sla.year_document.parse` reads the result and says what is
wrong with it. Edits that can't be done raise InvalidSchoolYear too.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sla.bank_holidays import bank_holidays
from sla.hours import WEEKDAYS
from sla.school_year import DAY, MARK_WORDS, SATURDAY, DayType, Pattern, Span, Week
from sla.year_document import bank_holiday_document, parse, span_document, week_document
from sla.year_page import academic_year_of, bounds, year_name, years_of
from sla.year_reader import InvalidSchoolYear

Document = dict[str, Any]
Entry = dict[str, Any]

A_YEAR = timedelta(weeks=52)  # the same weekday a year on: school years are made of weeks


def entry_of(kind: str, first: date, last: date, name: str) -> Entry:
    """An entry of `ranges`, or of `marks` for exam weeks."""
    field = "kind" if kind in MARK_WORDS else "type"
    return {field: str(kind), "first": first.isoformat(), "last": last.isoformat(), "name": name}


def key_of(entry: Entry) -> str:
    """What names an entry in an address: type and dates, which no two entries share."""
    return f"{entry.get('type') or entry['kind']}.{entry['first']}.{entry['last']}"


def find(document: Document, key: str) -> Entry | None:
    """The range or mark with a key."""
    entries = [*document.get("ranges", []), *document.get("marks", [])]
    return next((entry for entry in entries if key_of(entry) == key), None)


def add(document: Document, entry: Entry) -> Document:
    """With one more range or mark."""
    field = "marks" if "kind" in entry else "ranges"
    entries = [*document.get(field, []), entry]
    return document | {field: sorted(entries, key=lambda found: (found["first"], found["last"]))}


def remove(document: Document, key: str) -> Document:
    """Without one range or mark."""
    if find(document, key) is None:
        raise InvalidSchoolYear({"ranges": ["These dates are not in the calendar any more."]})
    fields = [field for field in ("ranges", "marks") if field in document]
    return document | {field: [entry for entry in document[field] if key_of(entry) != key] for field in fields}


def set_week(document: Document, kind: DayType, week: Week) -> Document:
    """With other weekly hours for one day type."""
    return document | {"hours": document.get("hours", {}) | {str(kind): week_document(week)}}


def set_day(document: Document, day: date, hours: Pattern, name: str) -> Document:
    """With hours of its own for one date, in place of those it may have had."""
    entry = {"date": day.isoformat(), "hours": [list(pair) for pair in hours], "name": name}
    others = remove_day(document, day)["overrides"]
    return document | {"overrides": sorted([*others, entry], key=lambda found: found["date"])}


def remove_day(document: Document, day: date) -> Document:
    """Without hours of its own for a date."""
    return document | {"overrides": [o for o in document.get("overrides", []) if o["date"] != day.isoformat()]}


def set_known_until(document: Document, day: date | None) -> Document:
    """Known until another day; it can't be known beyond the school years that have dates."""
    years = years_of(parse(document))
    if day and years and day > bounds(max(years))[1] + DAY * 60:
        name = year_name(academic_year_of(day))
        raise InvalidSchoolYear({"known_until": [f"The calendar has no dates in {name}: add them first."]})
    return document | {"known_until": day.isoformat() if day else None}


def refresh_bank_holidays(document: Document, *, since: date) -> Document:
    """With the bank holidays the library knows for the calendar's nation, from a day on; earlier ones stay."""
    listed = document.get("bank_holidays", [])
    until = max([f"{since.year + 5}-12-31", *(entry["date"] for entry in listed)])
    found = bank_holidays(document.get("nation") or "", since, date.fromisoformat(until))
    kept = [entry for entry in listed if entry["date"] < since.isoformat()]
    return document | {"bank_holidays": [*kept, *map(bank_holiday_document, found)]}


def copy_to_next_year(document: Document, start: int) -> Document:
    """With the dates of the school year that began in `start` a second time, 52 weeks later; nothing is overwritten.

    Closures are not copied: snow doesn't come by the calendar. The calendar is known until the last of the new dates.
    """
    year = parse(document)
    first, last = bounds(start)
    spans = [s for s in year.spans if first <= s.first <= last and s.type is not DayType.CLOSURE]
    if not spans:
        raise InvalidSchoolYear({"ranges": [f"There are no dates in {year_name(start)} to copy."]})
    if any(academic_year_of(s.first) == start + 1 for s in year.spans if s.type is not DayType.CLOSURE):
        raise InvalidSchoolYear({"ranges": [f"{year_name(start + 1)} has dates already: change those instead."]})
    for entry in _a_year_on([*map(span_document, spans), *_marks_between(document, first, last)]):
        document = add(document, entry)
    known_until = max(s.last for s in spans) + A_YEAR
    return document | {"known_until": max(known_until.isoformat(), document.get("known_until") or "")}


def _marks_between(document: Document, first: date, last: date) -> list[Entry]:
    return [entry for entry in document.get("marks", []) if first.isoformat() <= entry["first"] <= last.isoformat()]


def _a_year_on(entries: list[Entry]) -> Iterator[Entry]:
    for entry in entries:
        days = {end: (date.fromisoformat(entry[end]) + A_YEAR).isoformat() for end in ("first", "last")}
        yield entry | days


def close(document: Document, first: date, last: date, name: str) -> Document:
    """Closed from `first` to `last`: snow, a burst pipe. Hours of their own that these days had are closed too.

    Raises InvalidSchoolYear where all of them are closed already: nothing would change.
    """
    overrides = document.get("overrides", [])
    kept = [o for o in overrides if not first.isoformat() <= o["date"] <= last.isoformat()]
    if kept == overrides and (names := _closed_already(document, first, last)):
        days = "These days are" if first < last else "This day is"
        raise InvalidSchoolYear({"ranges": [f"{days} closed already: {', '.join(names)}."]})
    return add(document | {"overrides": kept}, entry_of(DayType.CLOSURE, first, last, name))


def open_again(document: Document, first: date, last: date) -> Document:
    """Without closures from `first` to `last`; what of them lies outside stays."""
    closures = [e for e in document.get("ranges", []) if e["type"] == DayType.CLOSURE and _touches(e, first, last)]
    if not closures:
        raise InvalidSchoolYear({"ranges": ["The calendar has no closure on these days."]})
    opened = document | {"ranges": [entry for entry in document["ranges"] if entry not in closures]}
    for entry in closures:
        for span in _outside(entry, first, last):
            opened = add(opened, span_document(span))
    return opened


def _closed_already(document: Document, first: date, last: date) -> list[str]:
    """What closes every day from `first` to `last`, each name once; nothing where one of them is open to be closed."""
    closures = [e for e in document.get("ranges", []) if e["type"] == DayType.CLOSURE and _touches(e, first, last)]
    days = {day.isoformat() for day in Span(DayType.CLOSURE, first, last).days()}
    covered = {day for day in days if any(e["first"] <= day <= e["last"] for e in closures)}
    return list(dict.fromkeys(e.get("name") or "closed" for e in closures)) if covered == days else []


def _touches(entry: Entry, first: date, last: date) -> bool:
    return entry["first"] <= last.isoformat() and entry["last"] >= first.isoformat()


def _outside(entry: Entry, first: date, last: date) -> Iterator[Span]:
    begins, ends = date.fromisoformat(entry["first"]), date.fromisoformat(entry["last"])
    if begins < first:
        yield Span(DayType.CLOSURE, begins, first - DAY, entry.get("name", ""))
    if ends > last:
        yield Span(DayType.CLOSURE, last + DAY, ends, entry.get("name", ""))


def week_like_monday(monday: Pattern) -> Week:
    """Monday's hours from Monday to Friday."""
    return tuple(monday if weekday < SATURDAY else () for weekday in range(len(WEEKDAYS)))
