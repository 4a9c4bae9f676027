"""A row of another desk in our words: read by a mapping, checked, and put on the incident sheet."""

from collections.abc import Callable
from datetime import datetime, tzinfo
from functools import lru_cache, partial
from typing import Any

from incidents.imports.mapping import FIELDS, Mapping, usual_words
from incidents.imports.names import LONGEST, Names
from incidents.imports.values import priority, word
from incidents.models import Incident, Status
from incidents.models.incident import Writer
from incidents.priority import Impact, Urgency, label, usual
from servicedesk.imports.errors import BadRow
from servicedesk.imports.values import count, in_utc, moment, yes_or_no
from servicedesk.models import Kind

Row = dict[str, str]  # the cells that say something, by the name of their column
Reader = Callable[[str], Any]
Values = dict[str, Any]  # what they mean, by our field; None where nothing is said

BETWEEN = " · "
LONGEST_SUMMARY: int = Incident._meta.get_field("summary").max_length  # type: ignore[assignment]
LONGEST_REFERENCE: int = Incident._meta.get_field("source_reference").max_length  # type: ignore[assignment]
STRICT = {"date", "count", "priority", "yes or no"}  # what a cell can say wrongly; all else is taken as it comes
OF_THE_EVENT = {"event", "changed_at", "changed_by"}
ENDED = (Status.CLOSED, Status.CANCELLED)


class Translator:
    """Reads the rows of one file."""

    def __init__(self, mapping: Mapping, header: list[str], zone: tzinfo) -> None:
        self.mapping = mapping
        self.header = header
        self.columns = mapping.bind(header)
        self.zone = zone
        named = {*self.columns, *mapping.constants}
        self.readers = {name: self._reader(name) for name in FIELDS if name in named}
        self.strict = {
            name: read for name, read in self.readers.items() if name == "reference" or FIELDS[name] in STRICT
        }

    def row(self, cells: list[str]) -> Row:
        """The cells that say something."""
        texts = zip(self.header, map(str.strip, cells), strict=True)
        return {column: text for column, text in texts if text not in self.mapping.missing}

    def number(self, row: Row) -> str:
        """The number of the incident that a row belongs to. Raises BadRow, with column and reason, if a cell is bad."""
        said = self._meaning(row, self.strict)
        if not said["reference"]:
            raise BadRow(f"{self._column('reference')}: the number is missing")
        if len(said["reference"]) > LONGEST_REFERENCE:
            raise BadRow(f"{self._column('reference')}: the number is longer than {LONGEST_REFERENCE} characters")
        if not said["opened_at"]:
            raise BadRow(f"{self._column('opened_at')}: the date is missing")
        return said["reference"]

    def values(self, row: Row) -> Values:
        """What a good row means."""
        return dict.fromkeys(FIELDS) | self._meaning(row, self.readers)

    def happened_at(self, row: Row) -> datetime:
        """When the event of a good row happened; without a time of its own, when the ticket was last known to move."""
        at = self._date("changed_at", row)
        if at is None and not self.mapping.is_event_log:
            at = self._date("closed_at", row) or self._date("resolved_at", row)
        return in_utc(at or self._date("opened_at", row))

    def text(self, name: str, row: Row) -> str:
        """The very words a row has for one of our fields."""
        columns = self.columns.get(name, ())
        if len(columns) == 1:
            return row.get(columns[0], "")
        return BETWEEN.join(row[column] for column in columns if column in row)

    def event_key(self, row: Row) -> tuple[str, ...]:
        """What tells events of one incident apart even where other columns were filled in later; empty if nothing."""
        key = (self.text("event", row), self.text("changed_at", row))
        return key if any(key) else ()

    def _meaning(self, row: Row, readers: dict[str, Reader]) -> Values:
        return {name: self._read(name, read, row) for name, read in readers.items()}

    def _read(self, name: str, read: Reader, row: Row) -> Any:
        said = self.text(name, row) or self.mapping.constants.get(name)
        if not said:
            return None
        try:
            return read(said)
        except BadRow as reason:
            raise BadRow(f"{self._column(name)}: {reason}") from reason

    def _reader(self, name: str) -> Reader:
        """Reads the cells of one field; what was read lately is remembered, since most rows repeat the one before."""
        theirs, read = self.mapping.words.get(name, {}), self._plain_reader(name)
        if not theirs and FIELDS[name] in ("text", "name", "date"):
            return read

        @lru_cache(maxsize=1000)
        def read_lately(said: str) -> Any:
            return read(theirs.get(said.casefold(), said))

        return read_lately

    def _plain_reader(self, name: str) -> Reader:
        kind = FIELDS[name]
        if kind == "date":
            return partial(moment, formats=self.mapping.dates, zone=self.zone)
        if kind == "word":
            return partial(word, known=usual_words(name))
        return {"count": count, "priority": priority, "yes or no": yes_or_no}.get(kind, str)

    def _date(self, name: str, row: Row) -> datetime | None:
        said = self.text(name, row)
        return moment(said, formats=self.mapping.dates, zone=self.zone) if said else None

    def _column(self, name: str) -> str:
        return " + ".join(self.columns.get(name, (name,)))


def fill(incident: Incident, row: Row, *, translator: Translator, names: Names, at: datetime) -> int:
    """Put the state that a row describes on the sheet. Returns how many of its texts had to be shortened."""
    said = translator.values(row)
    status = _status(said, is_told=bool(translator.text("status", row)))
    summary = said["summary"] or said["category"] or f"{incident.source} {said['reference']}"
    incident.summary = shortened(" ".join(summary.split()), LONGEST_SUMMARY)
    for name in ("description", "resolution", "workaround"):
        setattr(incident, name, said[name] or "")
    incident.kind = said["kind"] or Kind.FAULT
    incident.impact = said["impact"] or Impact.PERSON
    incident.urgency = said["urgency"] or Urgency.TODAY
    incident.priority = said["priority"] or usual(incident.impact, incident.urgency)
    _fill_times(incident, said, status, at)
    _fill_state(incident, said, status)
    names.put(incident, said)
    incident.facts = _facts(row, said, translator, status)
    too_long = [name for name, limit in LONGEST.items() if len(said.get(name) or "") > limit]
    return len(too_long) + (len(summary) > LONGEST_SUMMARY)


def _fill_times(incident: Incident, said: Values, status: str, at: datetime) -> None:
    """The date of opening is the printed one. A time of resolving is never made up: what isn't known stays empty."""
    incident.opened_on = said["opened_at"].date()
    incident.opened_at = in_utc(said["opened_at"])
    incident.resolved_at = in_utc(said["resolved_at"])
    incident.closed_at = (in_utc(said["closed_at"]) or incident.resolved_at or at) if status in ENDED else None
    incident.wrote_last_at = at


def _fill_state(incident: Incident, said: Values, status: str) -> None:
    waits = status == Status.WAITING
    incident.status = status
    incident.wait_reason = (said["wait_reason"] or "") if waits else ""
    on_them = status in (Status.RESOLVED, *ENDED) or incident.wait_reason == "requester"
    incident.wrote_last = Writer.SUPPORT if on_them else Writer.REQUESTER
    incident.outcome_met = said["outcome_met"]
    for name in ("reopened", "reassigned", "minutes_spent"):
        setattr(incident, name, said[name] or 0)


def _status(said: Values, *, is_told: bool) -> str:
    """A state that has no word here is work in hand; where no state is told, the times tell it."""
    if said["status"]:
        return said["status"]
    if is_told:
        return Status.IN_PROGRESS
    if said["closed_at"]:
        return Status.CLOSED
    return Status.RESOLVED if said["resolved_at"] else Status.NEW


def shortened(text: str, length: int) -> str:
    """A text that fits, with a sign that there was more."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _facts(row: Row, said: Values, translator: Translator, status: str) -> Row:
    """What has no field here, under its own name; what a field holds only in part, too."""
    placed: set[str] = set()
    for name, columns in translator.columns.items():
        if len(columns) == 1 and _holds_all(name, row.get(columns[0], ""), said, status):
            placed.update(columns)
    return {column: text for column, text in row.items() if column not in placed}


def _holds_all(name: str, text: str, said: Values, status: str) -> bool:
    """Does our field say all that the cell says?"""
    if FIELDS[name] == "word" or name in OF_THE_EVENT:
        return False
    if name == "priority":
        return said["priority"] is not None and text == label(said["priority"])
    if name == "closed_at":
        return status in ENDED
    return len(text) <= LONGEST.get(name, LONGEST_SUMMARY if name == "summary" else len(text))
