"""Bank holidays of the four nations: from the `holidays` library, or from the published JSON file of GOV.UK.

A holiday that falls on a weekend is kept there too, beside its substitute day: nobody is in on a Saturday that is
Christmas Day, and a desk open all week would otherwise count it. GOV.UK lists the substitute only.
"""

import json
from datetime import date
from typing import Any

from holidays import country_holidays

from sla.school_year import BankHoliday

# A nation is a subdivision in the library (always named: without one it yields a mixture) and in a division of GOV.UK.
NATIONS = {"ENG": "England", "WLS": "Wales", "SCT": "Scotland", "NIR": "Northern Ireland"}
DIVISIONS = {"ENG": "england-and-wales", "WLS": "england-and-wales", "SCT": "scotland", "NIR": "northern-ireland"}


class NotBankHolidays(ValueError):
    """The file is not the published list; the message is a sentence."""


def bank_holidays(nation: str, first: date, last: date) -> tuple[BankHoliday, ...]:
    """The bank holidays of a nation (ENG, WLS, SCT, NIR; empty: none) from `first` to `last`, substitutes included."""
    if not nation:
        return ()
    if nation not in NATIONS:
        raise ValueError(f"“{nation}” is no nation with bank holidays. Use one of {', '.join(NATIONS)}.")
    found = country_holidays("GB", subdiv=nation, years=range(first.year, last.year + 1), language="en_GB")
    return tuple(BankHoliday(day, found[day]) for day in sorted(found) if first <= day <= last)


def read_gov_uk(content: bytes, nation: str) -> tuple[BankHoliday, ...]:
    """The bank holidays of a nation in the bytes of the GOV.UK file; raises NotBankHolidays if it is something else."""
    try:
        events = json.loads(content)[DIVISIONS[nation]]["events"]
        return tuple(sorted((_bank_holiday(event) for event in events), key=lambda holiday: holiday.date))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotBankHolidays(
            f"This is not the bank holiday list of GOV.UK for {NATIONS.get(nation, nation)}."
        ) from error


def _bank_holiday(event: dict[str, Any]) -> BankHoliday:
    name = " ".join(event["title"].split())
    return BankHoliday(date.fromisoformat(event["date"]), f"{name} (substitute day)" if _is_substitute(event) else name)


def _is_substitute(event: dict[str, Any]) -> bool:
    return "substitute" in event.get("notes", "").lower()
