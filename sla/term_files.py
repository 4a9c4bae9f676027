"""Files of term dates read into entries: iCalendar, CSV, and the JSON that term-date services publish.

Bytes in, entries out; what can't be read raises UnreadableDates with sentences for the person who sent the file.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Component
from icalendar.error import BrokenCalendarProperty

from sla.school_year import DAY, DayType
from sla.term_words import kind_of

ENTRIES = 20_000  # fifty years of single days; more is a file that never ends
YEARS_OF_REPEATS, MOST_SERIES = 5, 30  # a year of daily repeats is 365 entries: a small file could fill the machine
TOO_OFTEN = {"SECONDLY", "MINUTELY", "HOURLY"}
LARGEST = 5 * 1024 * 1024
CSV_HEADER = ("type", "first", "last", "name")
DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y", "%Y%m%d")


class UnreadableDates(ValueError):
    """What is wrong with a file, as sentences."""

    def __init__(self, *sentences: str) -> None:
        self.sentences = list(sentences)
        super().__init__(" ".join(sentences))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a file: what it says and for which days, both ends included. `type` only where the file names it."""

    words: str
    first: date
    last: date
    type: DayType | None = None
    is_endless: bool = False  # one of a series that never ends: it says nothing about how far the file is known


def read_entries(content: bytes, *, zone: str) -> list[Entry]:
    """The entries of a file, told apart by its content; times of day are read as the school's local time."""
    if len(content) > LARGEST:
        raise UnreadableDates(f"The file is larger than {LARGEST // 1024 // 1024} MB: that is no list of term dates.")
    text = _text(content)
    if not text.strip():
        raise UnreadableDates("The file is empty.")
    if text.lstrip()[:15].upper() == "BEGIN:VCALENDAR":
        entries = _read_icalendar(text.strip(), ZoneInfo(zone))
    elif text.lstrip()[0] in "{[":
        entries = _read_json(text)
    else:
        entries = _read_csv(text)
    if not entries:
        raise UnreadableDates("The file has no dates in it.")
    return sorted(entries, key=lambda entry: (entry.first, entry.last))


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableDates("The file is not text. Send an iCalendar (.ics) or CSV file.")


def _read_icalendar(text: str, zone: tzinfo) -> list[Entry]:
    if not text.upper().endswith("END:VCALENDAR"):
        raise UnreadableDates("The calendar file stops in the middle: its last line is missing. Download it again.")
    try:
        calendars = Calendar.from_ical(text, multiple=True)
        entries = [entry for calendar in calendars for entry in _events(calendar, zone)]
    except UnreadableDates:
        raise
    # The parsers raise whatever their parts do: ValueError, KeyError, TypeError, OverflowError, AttributeError.
    except Exception as error:
        raise UnreadableDates("The calendar file can’t be read: a line in it is not iCalendar.") from error
    if len(entries) > ENTRIES:
        raise UnreadableDates("The calendar file has too many dates: an entry in it repeats without end.")
    return entries


def _events(calendar: Component, zone: tzinfo) -> Iterator[Entry]:
    events: list[Any] = calendar.walk("VEVENT")
    _refuse_floods([event["RRULE"] for event in events if "RRULE" in event])
    for event in events:
        if not _has_date(event):
            raise UnreadableDates(f"The entry “{event.get('SUMMARY', '')}” has no date that can be read.")
    if not events:
        return
    begins = min(_local_date(event["DTSTART"].dt, zone) for event in events)
    query = recurring_ical_events.of(calendar, keep_recurrence_attributes=True)
    for event in query.between(begins - DAY, begins + YEARS_OF_REPEATS * 366 * DAY):
        if str(event.get("STATUS", "")).upper() != "CANCELLED":
            first, last = _days_of(event, zone)
            yield Entry(_plain(event.get("SUMMARY", "")), first, last, is_endless=_is_endless(event.get("RRULE")))


def _refuse_floods(rules: list[Any]) -> None:
    """Term dates repeat daily at most, and few of them do."""
    often = any(TOO_OFTEN & {str(part).upper() for part in rule.get("FREQ", [])} for rule in rules)
    if often or len(rules) > MOST_SERIES:
        raise UnreadableDates("The calendar file has too many entries that repeat. Export term dates only.")


def _has_date(event: Any) -> bool:
    try:
        return isinstance(event["DTSTART"].dt, date)
    except (KeyError, AttributeError, BrokenCalendarProperty):
        return False


def _days_of(event: Any, zone: tzinfo) -> tuple[date, date]:
    """First and last local date of an event; its end is the first moment that is no longer part of it."""
    start = event["DTSTART"].dt
    end = event["DTEND"].dt if "DTEND" in event else start
    first = _local_date(start, zone)
    if isinstance(end, datetime):
        return first, max(first, _local_date(end - timedelta(microseconds=1), zone))
    return first, max(first, end - DAY)


def _local_date(moment: date, zone: tzinfo) -> date:
    if not isinstance(moment, datetime):
        return moment
    return (moment.astimezone(zone) if moment.tzinfo else moment).date()


def _is_endless(rule: Any) -> bool:
    return bool(rule) and not ({"UNTIL", "COUNT"} & set(rule))


def _read_csv(text: str) -> list[Entry]:
    rows = csv.reader(io.StringIO(text), delimiter=";" if text.split("\n", 1)[0].count(";") > 1 else ",")
    header = [cell.strip().lower() for cell in next(rows, [])]
    if not {"type", "first"} <= set(header):
        raise UnreadableDates(
            f"The file is no calendar. A CSV file starts with the line {','.join(CSV_HEADER)}; an iCalendar file with "
            "BEGIN:VCALENDAR."
        )
    entries, wrong = [], []
    for number, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        try:
            entries.append(_row(dict(zip(header, (cell.strip() for cell in row), strict=False))))
        except ValueError as error:
            wrong.append(f"Line {number}: {error}")
    if wrong:
        raise UnreadableDates(*wrong)
    return entries


def _row(row: dict[str, str]) -> Entry:
    words = row.get("type", "").lower().replace("_", " ")
    kind = DayType(words.replace(" ", "_")) if words.replace(" ", "_") in set(DayType) else kind_of(words)
    if kind is None:
        raise ValueError(f"“{row.get('type', '')}” is no type of day; use {', '.join(DayType)}.")
    first = _date(row["first"])
    last = _date(row["last"]) if row.get("last") else first
    if last < first:
        raise ValueError(f"it ends on {last}, before it begins on {first}.")
    return Entry(_plain(row.get("name", "")), first, last, kind)


def _date(text: str) -> date:
    for pattern in DATE_FORMATS:
        try:
            return datetime.strptime(re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", text), pattern).date()
        except ValueError:
            continue
    raise ValueError(f"“{text}” is no date; write 2026-09-01 or 1/9/2026.")


def _read_json(text: str) -> list[Entry]:
    """Term dates as services publish them: `academic_years`, each with `dates`, `school_holidays`, `bank_holidays`."""
    try:
        document = json.loads(text)
        entries = [entry for year in document["academic_years"] for entry in _year_entries(year)]
        return entries + [Entry("", day, day, DayType.INSET) for day in _days(document.get("pd_days", []))]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise UnreadableDates("The JSON file is not a list of term dates that we know.") from error


def _year_entries(year: dict[str, Any]) -> Iterator[Entry]:
    for kind, days in ((DayType.TERM, year.get("dates", [])), (DayType.BANK_HOLIDAY, year.get("bank_holidays", []))):
        yield from (Entry("", day, day, kind) for day in _days(days))
    for holiday in year.get("school_holidays", []):
        first, last = date.fromisoformat(holiday["start"]), date.fromisoformat(holiday["end"])
        yield Entry(_plain(holiday.get("label", "")), first, last, DayType.HOLIDAY)


def _days(entries: list[Any]) -> list[date]:
    return [date.fromisoformat(entry["date"] if isinstance(entry, dict) else entry) for entry in entries]


def _plain(words: Any) -> str:
    return " ".join(str(words).split())[:200]
