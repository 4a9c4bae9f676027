"""A row of another program's list in our words: read by its columns, checked, beside what is here already."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date
from typing import Any

from assets.exports import DETAIL, STATES, detail_names
from assets.imports.fields import WORDS
from assets.models import Asset, AssetType
from assets.questions import Question, questions_of
from servicedesk.formulas import harmless
from servicedesk.imports.columns import Cells
from servicedesk.imports.errors import BadRow
from servicedesk.imports.values import moment, money, short

NO_SERIAL = {  # what makers and programs write where there is none
    *("", "-", "0", "none", "n/a", "na", "unknown", "not specified", "not available", "default string", "invalid"),
    *(
        "to be filled by o.e.m.",
        "system serial number",
        "serial number",
        "xxxxxxx",
        "123456789",
        "chassis serial number",
    ),
}
MONTHS = re.compile(r"(\d{1,3})( ?months?)?", re.IGNORECASE)
LONGEST_DETAIL = 300


def serial_of(text: str) -> str:
    """A serial number to know a thing by, in small letters; empty for what only looks like one."""
    plain = " ".join(text.split()).casefold()
    return "" if plain in NO_SERIAL else plain


def plain_text(text: str) -> str:
    """Without the apostrophe that an export puts before what would start a formula."""
    return text[1:] if text.startswith("'") and harmless(text[1:]) == text else text


class Reader:
    """Reads the rows of one file into what a thing shall be."""

    def __init__(self, cells: Cells, *, keeps_others: bool) -> None:
        self.cells, self.keeps_others = cells, keeps_others
        self.keys = {name.casefold(): key for key, name in detail_names().items()}
        self.questions = {
            sort.name.casefold(): {question.key: question for question in questions_of(sort.questions)}
            for sort in AssetType.objects.all()
        }

    def said(self, row: list[str]) -> dict[str, str]:
        """What a row says, field by field, as plain texts. Raises BadRow for one that is too long."""
        said = {key: plain_text(text) for key, text in self.cells.texts(row).items()}
        if (levels := self.cells.layout.levels) and levels in said.get("room", ""):
            said = self._building(said["room"], levels) | said | {"room": said["room"].rpartition(levels)[2].strip()}
        return {key: text if key == "notes" else " ".join(text.split()) for key, text in said.items()}

    def _building(self, place: str, levels: str) -> dict[str, str]:
        """Of “Main site > Block B > B12” the building is Block B."""
        around = place.rpartition(levels)[0].rpartition(levels)[2].strip()
        return {"building": around} if around else {}

    def facts(self, said: Mapping[str, str]) -> dict[str, Any]:
        """The values of a row's plain fields. Raises BadRow, with the column, for one that can't be read."""
        found: dict[str, Any] = {name: said[name] for name in WORDS if name in said}
        if "notes" in said:
            found["notes"] = said["notes"].strip()
        for name, read in (("bought_on", self._date), ("cost", money)):
            if name in said:
                found[name] = self._read(name, read, said[name])
        if "warranty_until" in said:
            found["warranty_until"] = self._warranty(said, found.get("bought_on"))
        return {name: value for name, value in found.items() if value is not None}

    def _read(self, key: str, read: Any, text: str) -> Any:
        try:
            return read(text)
        except BadRow as reason:
            raise BadRow(f"{self.cells.column(key)}: {reason}") from reason

    def _date(self, text: str) -> date:
        return moment(text, self.cells.layout.dates, UTC).date()

    def _warranty(self, said: Mapping[str, str], bought: date | None) -> date | None:
        """Its last day, or that many months after it was bought; without that day nothing is known."""
        months = MONTHS.fullmatch(said["warranty_until"])
        if not months:
            return self._read("warranty_until", self._date, said["warranty_until"])
        return _months_after(bought, int(months[1])) if bought else None

    def details(
        self, row: list[str], sort: str, kept: Mapping[str, Any], unplaced: Mapping[str, str]
    ) -> dict[str, Any]:
        """The answers to the questions of its sort, and what has no other place. Raises BadRow for what doesn't fit.

        `unplaced`: what other columns say that our fields can't hold, by the name of the column.
        """
        asked, found = self.questions.get(sort.casefold(), {}), dict(kept)
        for column, text in (self.cells.others(row) | dict(unplaced)).items():
            is_ours = column.startswith(DETAIL)
            name = column.removeprefix(DETAIL)
            key = self._key(name, asked)
            if key not in asked and not (self.keeps_others or is_ours):
                continue
            if key in kept and _printed(kept[key]) == text:
                continue
            found[key] = self._answer(column, asked.get(key), plain_text(text))
        return {key: value for key, value in found.items() if value not in (None, "")}

    def _key(self, name: str, asked: Mapping[str, Question]) -> str:
        for question in asked.values():
            if name.casefold() in (question.name.casefold(), question.key):
                return question.key
        return self.keys.get(name.casefold(), name)

    def _answer(self, column: str, question: Question | None, text: str) -> Any:
        if question is None:
            return text[:LONGEST_DETAIL]
        try:
            return question.answer(text)
        except ValueError as reason:
            raise BadRow(f"{column}: “{short(text)}” doesn’t fit. {reason}") from reason

    def state(self, said: Mapping[str, str], now: str) -> str:
        """Its state. Only moves lend it, dispose of it or bring it back; a word that isn't known changes none."""
        wanted = self.cells.word("state", said["state"]) if "state" in said else None
        if now:
            by_move = {Asset.State.ON_LOAN, Asset.State.DISPOSED}
            return now if wanted is None or {wanted, now} & by_move else wanted
        return Asset.State.IN_USE if wanted in (None, Asset.State.ON_LOAN) else wanted


def _printed(value: Any) -> str:
    """As the export prints an answer."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return harmless(value).strip() if isinstance(value, str) else str(value)


def _months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise BadRow("the warranty ends on no day of the calendar")


def in_words(name: str, value: Any) -> str:
    """A value as a difference shows it."""
    if name == "state":
        return STATES.get(value, value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {each}" for key, each in value.items()) or "nothing"
    return short(f"{value}") if value not in (None, "") else "nothing"
