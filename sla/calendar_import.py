"""A file of term dates into the document of a calendar: what it says, laid over what the calendar said before."""

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from sla.bank_holidays import DIVISIONS, bank_holidays, read_gov_uk
from sla.school_year import SATURDAY, DayType, Pattern
from sla.term_dates import TermDates, assemble
from sla.term_files import read_entries
from sla.year_document import bank_holiday_document, merge, span_document, week_document

# Bank holidays are written out for old records that are brought in, and for deadlines beyond the last known date.
YEARS_BACK, YEARS_AHEAD = 10, 5
OPENS = re.compile(r"(\d{1,2}:\d\d)\s*[-–]\s*(\d{1,2}:\d\d)")
OFFICE_HOURS: Pattern = (("08:00", "16:00"),)


@dataclass(frozen=True)
class Imported:
    """The document to make a version of, and what its maker should know about the file."""

    document: dict[str, Any]
    notes: tuple[str, ...]


def import_file(
    content: bytes, *, base: dict[str, Any] | None, nation: str, zone: str, opens: Pattern | None = None
) -> Imported:
    """Lay the bytes of a file (iCalendar, CSV, JSON, or the bank holiday list of GOV.UK) over a calendar's document.

    Without a base, support is open on weekdays of term from 08:00 to 16:00. `opens` sets the hours of every weekday
    of term and INSET. Raises UnreadableDates or NotBankHolidays with sentences.
    """
    own: dict[str, Any] = {"zone": zone, "nation": nation or None}
    if opens or base is None:
        own["hours"] = office_hours(opens or OFFICE_HOURS)
    base = base or {"hours": {"holiday": {}, "bank_holiday": {}, "closure": {}}}
    if _is_gov_uk(content):
        return Imported(_with_bank_holidays(merge(base, own), content, nation), ())
    dates = assemble(read_entries(content, zone=zone), nation=nation)
    known = base.get("bank_holidays", []) if base.get("nation") == own["nation"] else []
    return Imported(merge(base, own | _own_dates(dates, nation, known)), dates.notes)


def read_opens(text: str) -> Pattern:
    """The hours in “08:30-12:00, 13:00-16:30”; raises ValueError with a sentence."""
    pairs = [OPENS.fullmatch(part.strip()) for part in text.split(",")]
    if not all(pairs):
        raise ValueError(f"“{text}” is not a list of hours; write 08:00-16:00, or 08:30-12:00, 13:00-16:30.")
    return tuple(_within_a_day(match[1].zfill(5), match[2].zfill(5)) for match in pairs if match)


def _within_a_day(opening: str, closing: str) -> tuple[str, str]:
    if closing < opening:
        raise ValueError(
            f"{opening} to {closing} ends before it begins. If it crosses midnight, write {opening}-24:00 here, and "
            f"the rest as 00:00-{closing} on the next day."
        )
    return opening, closing


def office_hours(opens: Pattern) -> dict[str, Any]:
    """The same hours on every weekday of term, for term and INSET days."""
    week = week_document(tuple(opens if weekday < SATURDAY else () for weekday in range(7)))
    return {str(DayType.TERM): week, str(DayType.INSET): week}


def plain_document(*, zone: str, nation: str, opens: Pattern, first: date, last: date) -> dict[str, Any]:
    """A calendar without term dates: open every weekday but bank holidays, which are written out from first to last."""
    holidays = [bank_holiday_document(holiday) for holiday in bank_holidays(nation, first, last)]
    own = {"zone": zone, "nation": nation or None, "hours": office_hours(opens), "bank_holidays": holidays}
    return merge({"hours": {"holiday": {}, "bank_holiday": {}, "closure": {}}}, own)


def _own_dates(dates: TermDates, nation: str, known: list[dict[str, str]]) -> dict[str, Any]:
    """What a file of term dates says; where the calendar knows its bank holidays, the library adds none in between."""
    since, until = date(dates.first.year - YEARS_BACK, 1, 1), date(dates.last.year + YEARS_AHEAD, 12, 31)
    first, last = (known[0]["date"], known[-1]["date"]) if known else ("9999", "0000")
    listed = [holiday for holiday in bank_holidays(nation, since, until) if not first <= str(holiday.date) <= last]
    named = {str(holiday.date): bank_holiday_document(holiday) for holiday in (*dates.bank_holidays, *listed)}
    named |= {entry["date"]: entry for entry in known if entry["date"] in named}
    return {
        "ranges": [span_document(span) for span in dates.spans],
        "bank_holidays": [named[day] for day in sorted(named)],
        "known_until": dates.known_until.isoformat() if dates.known_until else None,
    }


def _is_gov_uk(content: bytes) -> bool:
    try:
        return bool(set(json.loads(content)) & set(DIVISIONS.values()))
    except (ValueError, TypeError, RecursionError):
        return False


def _with_bank_holidays(document: dict[str, Any], content: bytes, nation: str) -> dict[str, Any]:
    """From its first to its last date the published list decides; weekend days beside a substitute stay."""
    listed = read_gov_uk(content, nation)
    kept = {
        entry["date"]: entry
        for entry in document["bank_holidays"]
        if not (listed and str(listed[0].date) <= entry["date"] <= str(listed[-1].date))
        or date.fromisoformat(entry["date"]).weekday() >= SATURDAY
    }
    named = kept | {str(holiday.date): bank_holiday_document(holiday) for holiday in listed}
    return document | {"bank_holidays": [named[day] for day in sorted(named)]}
