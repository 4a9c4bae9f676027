"""Reads the document of a school year and says, in sentences, everything that is wrong with it."""

import re
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError

from servicedesk.zones import validate_zone
from sla.bank_holidays import NATIONS
from sla.hours import WEEKDAYS
from sla.school_year import CLOSED, MARK_WORDS, BankHoliday, DayType, Mark, Override, Pattern, SchoolYear, Span, Week

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
LONGEST = 400  # days: a holiday or closure longer than a year is a slip of the pen
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
KEYS = {"zone", "nation", "known_until", "hours", "ranges", "overrides", "bank_holidays", "marks"}


class InvalidSchoolYear(ValueError):
    """What is wrong with a document: `errors` has sentences for each field, `sentences` all of them."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        self.errors = errors
        self.sentences = [sentence for found in errors.values() for sentence in found]
        super().__init__(" ".join(self.sentences))


class Reader:
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
            marks=self.marks(document.get("marks")),
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
            return CLOSED
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

    def marks(self, value: Any) -> tuple[Mark, ...]:
        marks = tuple(mark for entry in self.entries("marks", value) if (mark := self.mark(entry)))
        self.apart(sorted(marks, key=lambda mark: mark.first), field="marks")
        return marks

    def mark(self, entry: dict[str, Any]) -> Mark | None:
        self.known_keys("marks", entry, {"kind", "first", "last", "name"})
        first, last = self.date("marks", entry.get("first")), self.date("marks", entry.get("last"))
        kind, name = entry.get("kind"), self.text("marks", entry.get("name"))
        if not isinstance(kind, str) or kind not in MARK_WORDS:
            self.wrong("marks", f"“{kind}” is no kind of mark. Use {', '.join(MARK_WORDS)}.")
        elif first and last and last < first:
            self.wrong("marks", f"{name or kind} ends on {last}, before it begins on {first}.")
        elif first and last and (last - first).days >= LONGEST:
            self.wrong("marks", f"{name or kind} from {first} to {last} is longer than a year: check its dates.")
        elif first and last:
            return Mark(kind, first, last, name)
        return None

    def apart(self, spans: Iterable[Any], *, field: str = "ranges") -> None:
        for one, other in pairwise(spans):
            if other.first <= one.last:
                self.wrong(field, f"{_called(one)} and {_called(other)} overlap: a day belongs to one of them.")

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


def _called(span: Span | Mark) -> str:
    return f"{span.name or span.label} ({_day(span.first)} to {_day(span.last)})"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
