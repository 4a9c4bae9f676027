"""How the columns of another desk's file become fields here, and how a mapping file in TOML says so."""

import codecs
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from incidents.imports import values
from incidents.imports.errors import BadRow, Unusable
from incidents.models import Incident, Status
from incidents.priority import Impact, Urgency
from servicedesk.models import Kind
from servicedesk.zones import validate_zone
from sla.models import PauseReason

# What a mapping may fill, and how its cells are read. `word`: one of a short list; `name`: of a person, place or thing.
FIELDS = {
    "reference": "text",
    "event": "text",
    "summary": "text",
    "description": "text",
    "resolution": "text",
    "workaround": "text",
    "comment": "text",
    "opened_at": "date",
    "resolved_at": "date",
    "closed_at": "date",
    "changed_at": "date",
    "priority": "priority",
    "status": "word",
    "impact": "word",
    "urgency": "word",
    "kind": "word",
    "wait_reason": "word",
    "requester": "name",
    "logged_by": "name",
    "assignee": "name",
    "resolved_by": "name",
    "changed_by": "name",
    "team": "name",
    "category": "name",
    "room": "name",
    "asset": "name",
    "outcome_met": "yes or no",
    "reopened": "count",
    "reassigned": "count",
    "minutes_spent": "count",
}
WORDS = {"status": Status, "impact": Impact, "urgency": Urgency, "kind": Kind, "wait_reason": PauseReason}
NEEDED = ("reference", "opened_at")
KEYS = ("name", "rows", "delimiter", "encoding", "missing", "dates", "zone", "columns", "constants", "values")
SOURCE_LENGTH: int = Incident._meta.get_field("source").max_length  # type: ignore[assignment]


@dataclass(frozen=True)
class Mapping:
    """The columns of one desk's files, in our words."""

    name: str
    columns: dict[str, tuple[str, ...]]  # our field → the columns it is made of
    constants: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)  # our field → their word, lower case → ours
    required: tuple[str, ...] = ()  # columns that the file must have; all that are named, when empty
    is_event_log: bool = False
    missing: frozenset[str] = frozenset({""})
    dates: tuple[str, ...] = values.USUAL_DATES
    zone: str = ""
    delimiter: str = ""
    encoding: str = ""

    def bind(self, header: list[str]) -> dict[str, tuple[str, ...]]:
        """Our field → the columns of this very file, spelt as it spells them. Raises Unusable when it lacks one."""
        spelt = {column.casefold(): column for column in reversed(header)}
        needed = self.required or tuple(column for columns in self.columns.values() for column in columns)
        if absent := [column for column in needed if column.casefold() not in spelt]:
            names = ", ".join(f"“{column}”" for column in absent)
            has = ", ".join(f"“{column}”" for column in header[:40])
            raise Unusable(f"The file has no column {names}, which {self.name} needs. Its columns are: {has}.")
        found = {
            name: tuple(spelt[column.casefold()] for column in columns if column.casefold() in spelt)
            for name, columns in self.columns.items()
        }
        return {name: columns for name, columns in found.items() if columns}


def named_like_ours(header: list[str]) -> Mapping:
    """Where there is no mapping file: columns that are called what our fields are called."""
    columns: dict[str, tuple[str, ...]] = {
        name: (name,) for name in FIELDS if name in {column.casefold() for column in header}
    }
    if absent := [name for name in NEEDED if name not in columns]:
        raise Unusable(
            f"The file has no column called {' or '.join(f'“{name}”' for name in absent)}. "
            "Name its columns in a mapping file (--mapping FILE)."
        )
    return Mapping(name="csv", columns=columns, is_event_log="changed_at" in columns)


def read_mapping(path: Path) -> Mapping:
    """A mapping from its TOML file. Raises Unusable with a sentence that names what is wrong."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Unusable(f"The mapping file {path} can’t be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Unusable(f"The mapping file {path.name} isn’t valid TOML: {error}.") from error
    try:
        return _from_document(said, default_name=path.stem)
    except _Wrong as wrong:
        raise Unusable(f"The mapping file {path.name}: {wrong}") from wrong


class _Wrong(Exception):
    """What a mapping file says wrongly."""


def _from_document(said: dict[str, Any], *, default_name: str) -> Mapping:
    _only(said, KEYS, "key")
    columns = {name: _columns(name, value) for name, value in _table(said, "columns").items()}
    constants = {name: _constant(name, value) for name, value in _table(said, "constants").items()}
    for needed in NEEDED:
        if needed not in columns:
            raise _Wrong(f"[columns] must say which column is “{needed}”.")
    mapping = Mapping(
        name=_text(said, "name", default_name)[:SOURCE_LENGTH],
        columns=columns,
        constants=constants,
        words=_value_maps(_table(said, "values")),
        is_event_log=_one_of(said, "rows", ("tickets", "events"), "tickets") == "events",
        missing=frozenset(_texts(said, "missing", [""])) | {""},
        dates=_date_formats(_texts(said, "dates", list(values.USUAL_DATES))),
        zone=_zone(_text(said, "zone", "")),
        delimiter=_delimiter(_text(said, "delimiter", "")),
        encoding=_encoding(_text(said, "encoding", "")),
    )
    _check_constants(mapping)
    return mapping


def _table(said: dict[str, Any], key: str) -> dict[str, Any]:
    table = said.get(key, {})
    if not isinstance(table, dict):
        raise _Wrong(f"“{key}” must be a table: [{key}].")
    _only(table, FIELDS, "field")
    return table


def _only(said: Iterable[str], known: Iterable[str], what: str) -> None:
    known = list(known)
    for name in said:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f" Did you mean “{near[0]}”?" if near else f" It may be one of: {', '.join(known)}."
            raise _Wrong(f"there is no {what} called “{name}”.{hint}")


def _columns(name: str, said: Any) -> tuple[str, ...]:
    several = said if isinstance(said, list) else [said]
    if not several or not all(isinstance(column, str) and column for column in several):
        raise _Wrong(f"[columns] {name} must be the name of a column, or for a text a list of names.")
    if len(several) > 1 and FIELDS[name] != "text":
        raise _Wrong(f"[columns] {name} is made of one column; only texts, such as summary, of several.")
    return tuple(several)


def _constant(name: str, said: Any) -> str:
    if isinstance(said, bool):
        return "true" if said else "false"
    if not isinstance(said, str | int) or said == "" or FIELDS[name] == "date" or name in NEEDED:
        raise _Wrong(f"[constants] {name} can’t be “{said}”.")
    return str(said)


def _value_maps(said: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Each word of theirs must lead to a word of ours."""
    maps = {}
    for name, table in said.items():
        if not isinstance(table, dict):
            raise _Wrong(f"[values.{name}] must be a table of their word = our word.")
        maps[name] = {str(theirs).casefold(): _our_word(name, ours) for theirs, ours in table.items()}
    return maps


def _our_word(name: str, ours: Any) -> str:
    ours = "true" if ours is True else "false" if ours is False else str(ours)
    if name in WORDS and ours not in WORDS[name].values:
        raise _Wrong(f"[values.{name}] “{ours}” is none of ours: {', '.join(WORDS[name].values)}.")
    try:
        if FIELDS[name] == "priority":
            values.priority(ours)
        elif FIELDS[name] == "yes or no":
            values.yes_or_no(ours)
    except BadRow as reason:
        raise _Wrong(f"[values.{name}] {reason}.") from reason
    return ours


def _check_constants(mapping: Mapping) -> None:
    for name, constant in mapping.constants.items():
        known = mapping.words.get(name, {}).get(constant.casefold(), constant)
        _our_word(name, known)


def _text(said: dict[str, Any], key: str, default: str) -> str:
    found = said.get(key, default)
    if not isinstance(found, str) or (key == "name" and not found.strip()):
        raise _Wrong(f"“{key}” must be a text.")
    return found


def _texts(said: dict[str, Any], key: str, default: list[str]) -> list[str]:
    found = said.get(key, default)
    found = [found] if isinstance(found, str) else found
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise _Wrong(f"“{key}” must be a list of texts.")
    return found


def _one_of(said: dict[str, Any], key: str, choices: tuple[str, ...], default: str) -> str:
    found = _text(said, key, default)
    if found not in choices:
        raise _Wrong(f"“{key}” must be one of: {', '.join(choices)}.")
    return found


def _date_formats(formats: list[str]) -> tuple[str, ...]:
    """Formats that read back what they print."""
    example = datetime(2026, 12, 31)
    for form in formats:
        if form == values.ISO:
            continue
        try:
            read = datetime.strptime(example.strftime(form), form)
        except ValueError:
            read = None
        if read is None or read.date() != example.date():
            raise _Wrong(f"“{form}” is no date format with day, month and year, such as %d/%m/%Y %H:%M, or iso.")
    if not formats:
        raise _Wrong("“dates” must name at least one format, such as %d/%m/%Y %H:%M, or iso.")
    return tuple(formats)


def _zone(name: str) -> str:
    try:
        if name:
            validate_zone(name)
    except ValidationError as error:
        raise _Wrong(error.messages[0]) from error
    return name


def _delimiter(mark: str) -> str:
    if len(mark) > 1 or mark in {'"', "\n", "\r"}:
        raise _Wrong("“delimiter” must be one character.")
    return mark


def _encoding(name: str) -> str:
    try:
        return name and codecs.lookup(name).name
    except LookupError as error:
        raise _Wrong(f"“{name}” is no text encoding. Usual ones are utf-8, cp1252 and utf-16.") from error


def usual_words(name: str) -> dict[str, str]:
    """Our own words and their labels, as anybody may write them."""
    choices = WORDS[name]
    return {word.casefold(): value for value, label in choices.choices for word in (str(label), value)}
