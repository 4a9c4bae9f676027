"""What a cell says: moments, numbers, yes or no, as other desks print them."""

import re
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Any

from servicedesk.imports.errors import BadRow

ISO = "iso"
USUAL_DATES = (ISO, "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y")
MONTH_FIRST = re.compile(r"(0?[1-9]|1[0-2])/(1[3-9]|2\d|3[01])/\d{4}\b")  # can't be day/month/year
FIRST_YEAR, LAST_YEAR = 1970, 2200
LARGEST = 32767  # what a small whole number of the database holds

YES = {"true", "yes", "y", "1", "met", "t"}
NO = {"false", "no", "n", "0", "missed", "f"}


@lru_cache(maxsize=20_000)
def moment(text: str, formats: tuple[str, ...], zone: tzinfo) -> datetime:
    """The moment a printed date names, in the zone it was printed in (an offset of its own wins). Raises BadRow."""
    for form in formats:
        try:
            found = datetime.fromisoformat(text) if form == ISO else datetime.strptime(text, form)
        except ValueError:
            continue
        if FIRST_YEAR <= found.year <= LAST_YEAR:
            return found if found.tzinfo else found.replace(tzinfo=zone)
    raise BadRow(f"“{short(text)}” is no date that can be read{_hint(text)}")


def _hint(text: str) -> str:
    return ": where the month comes first, use --format csv with a mapping" if MONTH_FIRST.match(text) else ""


def in_utc(printed: Any) -> Any:
    """A printed moment as it is kept; None stays None."""
    return printed and printed.astimezone(UTC)


def count(text: str) -> int:
    """A whole number that isn't negative. Raises BadRow."""
    digits = text.removesuffix(".0")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 9 or int(digits) > LARGEST:
        raise BadRow(f"“{short(text)}” is no whole number from 0 to {LARGEST}")
    return int(digits)


def yes_or_no(text: str) -> bool:
    """Raises BadRow when it is neither."""
    word = text.casefold()
    if word in YES or word in NO:
        return word in YES
    raise BadRow(f"“{short(text)}” is neither yes nor no")


def short(text: str) -> str:
    """A text as a sentence quotes it."""
    return text if len(text) <= 40 else f"{text[:39]}…"


CURRENCY = re.compile(r"[£$€\s\u00a0]|GBP|EUR|USD")
SEPARATED = re.compile(r"-?(\d+|\d{1,3}([.,]\d{3})+)([.,]\d{1,2})?")


def money(text: str) -> Decimal:
    """An amount as a spreadsheet prints it: “£1,234.50”, “1.234,5” or “1234”. Raises BadRow."""
    plain = CURRENCY.sub("", text)
    if not SEPARATED.fullmatch(plain):
        raise BadRow(f"“{short(text)}” is no amount of money")
    whole, mark, part = plain.rpartition(max(plain, key=lambda sign: plain.rfind(sign) if sign in ".," else -1))
    if mark not in (".", ",") or len(part) > 2:
        whole, part = plain, ""
    amount = Decimal(whole.replace(",", "").replace(".", "") + (f".{part}" if part else ""))
    if not 0 <= amount < 10**8:
        raise BadRow(f"“{short(text)}” is no amount from 0 to 99,999,999")
    return amount
