"""The school year as a document: what is stored with a calendar version, read, checked, written and laid over another.

    {"zone": "Europe/London", "nation": "ENG", "known_until": "2026-08-31",
     "hours": {"term": {"mon": [["08:00", "16:00"]], …}, "holiday": {…}, "bank_holiday": {}, …},
     "ranges": [{"type": "holiday", "first": "2025-10-27", "last": "2025-10-31", "name": "half-term"}],
     "overrides": [{"date": "2026-01-05", "hours": [["09:00", "12:00"]], "name": "INSET half day"}],
     "bank_holidays": [{"date": "2025-12-25", "name": "Christmas Day"}]}

Bank holidays are written out when a version is made, so that a later edition of the library never moves history.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError

from servicedesk.zones import validate_zone
from sla.bank_holidays import NATIONS
from sla.hours import WEEKDAYS
from sla.school_year import DAY, BankHoliday, DayType, Override, Pattern, SchoolYear, Span, Week

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
LONGEST = 400  # days: a holiday or closure longer than a year is a slip of the pen
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
KEYS = {"zone", "nation", "known_until", "hours", "ranges", "overrides", "bank_holidays"}
NEW_YEAR = 8  # August: the month in which the earliest school year of the four nations begins


class InvalidSchoolYear(ValueError):
    """What is wrong with a document: `errors` has sentences for each field, `sentences` all of them."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        self.errors = errors
        self.sentences = [sentence for found in errors.values() for sentence in found]
        super().__init__(" ".join(self.sentences))


def parse(document: Any) -> SchoolYear:
    """The school year a document describes; raises InvalidSchoolYear with everything that is wrong with it."""
    reader = _Reader()
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
    }


def span_document(span: Span) -> dict[str, str]:
    """A span as an entry of `ranges`."""
    return {"type": str(span.type), "first": span.first.isoformat(), "last": span.last.isoformat(), "name": span.name}


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

    `own` may leave out anything. In each year (August to July) that it brings terms for, its terms, holidays and INSET days
    replace the trust's over the stretch they cover; a holiday by itself replaces what it covers; closures add up. Bank holidays are its own alone as soon as it names another nation.
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
        "ranges": [span_document(span) for span in sorted([*kept, *spans], key=lambda span: (span.first, span.last))],
        "overrides": _by_date(trust.get("overrides", []), own.get("overrides", [])),
        "bank_holidays": _by_date(trust.get("bank_holidays", []) if same_nation else [], own.get("bank_holidays", [])),
    }


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


class _Reader:
    """Reads what can be read and collects a sentence for each thing that can't."""

    def __init__(self) -> None:
        self.errors: dict[str, list[str]] = {}

    def year(self, document: Any) -> SchoolYear:
        if not isinstance(document, dict):
            self.wrong("document", "A school year is an object with zone, hours and dates.")
            return SchoolYear("UTC", {})
        for key in sorted(set(map(str, document)) - KEYS):
            self.wrong(key, f"“{key}” is not part of a school year.")
        return SchoolYear(
            zone=self.zone(document.get("zone")),
            nation=self.nation(document.get("nation")),
            hours_by_type=self.hours(document.get("hours")),
            spans=self.spans(document.get("ranges")),
            overrides=self.overrides(document.get("overrides")),
            bank_holidays=self.bank_holidays(document.get("bank_holidays")),
            known_until=self.known_until(document.get("known_until")),
        )

    def wrong(self, field: str, sentence: str) -> None:
        self.errors.setdefault(field, []).append(sentence)

    def zone(self, value: Any) -> str:
        try:
            validate_zone(value if isinstance(value, str) else "")
        except ValidationError:
            self.wrong("zone", f"“{value}” is no time zone. Use a name such as Europe/London.")
        return str(value)

    def nation(self, value: Any) -> str:
        if value and value not in NATIONS:
            self.wrong("nation", f"“{value}” is no nation. Use one of {', '.join(NATIONS)}, or none.")
        return str(value or "")

    def known_until(self, value: Any) -> date | None:
        return self.date("known_until", value) if value else None

    def hours(self, value: Any) -> dict[DayType, Week]:
        if not isinstance(value, dict) or DayType.TERM not in value:
            self.wrong("hours", "Say when support is open in term: hours for each weekday, or an empty week for never.")
            return {}
        for key in sorted(set(map(str, value)) - set(DayType)):
            self.wrong("hours", f"“{key}” is no day type. Use {', '.join(DayType)}.")
        return {kind: self.week(kind, value[kind]) for kind in DayType if kind in value}

    def week(self, kind: str, value: Any) -> Week:
        if not isinstance(value, dict):
            self.wrong("hours", f"The hours of {kind} are a week: mon to sun, each with its hours.")
            return ((),) * 7
        for key in sorted(set(map(str, value)) - set(WEEKDAYS)):
            self.wrong("hours", f"“{key}” is no weekday. Use mon, tue, wed, thu, fri, sat, sun.")
        return tuple(self.pattern("hours", f"{kind}, {day}", value.get(day) or []) for day in WEEKDAYS)

    def pattern(self, field: str, where: str, value: Any) -> Pattern:
        if not isinstance(value, list):
            self.wrong(field, f"Hours are pairs of times such as 08:00 and 16:00 ({where}).")
            return ()
        return tuple(pair for entry in value if (pair := self.interval(field, where, entry)))

    def interval(self, field: str, where: str, value: Any) -> tuple[str, str] | None:
        if not isinstance(value, list | tuple) or len(value) != 2:
            self.wrong(field, f"Hours are pairs of times such as 08:00 and 16:00 ({where}).")
            return None
        opening, closing = (self.clock(field, where, time) for time in value)
        if opening and closing and (opening == closing or opening == "24:00"):
            self.wrong(field, f"From {opening} to {closing} is no time; a whole day is 00:00 to 24:00 ({where}).")
            return None
        return (opening, closing) if opening and closing else None

    def clock(self, field: str, where: str, value: Any) -> str:
        if not isinstance(value, str) or not CLOCK.fullmatch(value):
            self.wrong(field, f"“{value}” is no time of day; write 08:00, or 24:00 for the end of a day ({where}).")
            return ""
        return value

    def spans(self, value: Any) -> tuple[Span, ...]:
        spans = tuple(span for entry in self.entries("ranges", value) if (span := self.span(entry)))
        for kind in (DayType.TERM, DayType.HOLIDAY, DayType.INSET):
            self.apart(sorted((span for span in spans if span.type is kind), key=lambda span: span.first))
        return spans

    def span(self, entry: dict[str, Any]) -> Span | None:
        self.known_keys("ranges", entry, {"type", "first", "last", "name"})
        first, last = self.date("ranges", entry.get("first")), self.date("ranges", entry.get("last"))
        kind, name = entry.get("type"), self.text("ranges", entry.get("name"))
        if kind not in set(DayType) - {DayType.BANK_HOLIDAY}:
            self.wrong("ranges", f"“{kind}” is no type of range. Use term, inset, holiday or closure.")
        elif first and last and last < first:
            self.wrong("ranges", f"{name or kind} ends on {last}, before it begins on {first}.")
        elif first and last and kind != DayType.TERM and (last - first).days >= LONGEST:
            self.wrong("ranges", f"{name or kind} from {first} to {last} is longer than a year: check its dates.")
        elif first and last:
            return Span(DayType(kind), first, last, name)
        return None

    def apart(self, spans: list[Span]) -> None:
        for one, other in pairwise(spans):
            if other.first <= one.last:
                self.wrong("ranges", f"{_called(one)} and {_called(other)} overlap: a day belongs to one of them.")

    def overrides(self, value: Any) -> tuple[Override, ...]:
        found = {}
        for entry in self.entries("overrides", value):
            self.known_keys("overrides", entry, {"date", "hours", "name"})
            if day := self.date("overrides", entry.get("date")):
                self.once("overrides", day, found)
                hours = self.pattern("overrides", str(day), entry.get("hours") or [])
                found[day] = Override(day, hours, self.text("overrides", entry.get("name")))
        return tuple(found.values())

    def bank_holidays(self, value: Any) -> tuple[BankHoliday, ...]:
        found = {}
        for entry in self.entries("bank_holidays", value):
            self.known_keys("bank_holidays", entry, {"date", "name"})
            if day := self.date("bank_holidays", entry.get("date")):
                self.once("bank_holidays", day, found)
                found[day] = BankHoliday(day, self.text("bank_holidays", entry.get("name")))
        return tuple(found.values())

    def entries(self, field: str, value: Any) -> list[dict[str, Any]]:
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            self.wrong(field, f"“{field}” is a list of entries.")
            return []
        return value

    def known_keys(self, field: str, entry: dict[str, Any], keys: set[str]) -> None:
        for key in sorted(set(map(str, entry)) - keys):
            self.wrong(field, f"“{key}” is not part of an entry of {field}.")

    def once(self, field: str, day: date, found: dict[date, Any]) -> None:
        if day in found:
            self.wrong(field, f"{day} is there twice.")

    def date(self, field: str, value: Any) -> date | None:
        try:
            day = date.fromisoformat(value)
        except (TypeError, ValueError):
            self.wrong(field, f"“{value}” is no date; write it as 2026-09-01.")
            return None
        if not EARLIEST <= day <= LATEST:
            self.wrong(field, f"{day} is not between {EARLIEST.year} and {LATEST.year}: check the year.")
            return None
        return day

    def text(self, field: str, value: Any) -> str:
        if value is not None and not isinstance(value, str):
            self.wrong(field, f"“{value}” is no name.")
            return ""
        return " ".join((value or "").split())[:200]


def _called(span: Span) -> str:
    return f"{span.name or span.type} ({span.first} to {span.last})"
