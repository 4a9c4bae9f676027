"""How the columns of another desk's file become fields here, and how a mapping file in TOML says so."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from incidents.imports.values import priority
from incidents.models import Incident, Status
from incidents.priority import Impact, Urgency
from servicedesk.imports import documents
from servicedesk.imports.documents import Wrong, read_document
from servicedesk.imports.errors import BadRow, Unusable
from servicedesk.imports.values import USUAL_DATES, yes_or_no
from servicedesk.models import Kind
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
    dates: tuple[str, ...] = USUAL_DATES
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
    said = read_document(path)
    try:
        return _from_document(said, default_name=path.stem)
    except Wrong as wrong:
        raise Unusable(f"The mapping file {path.name}: {wrong}") from wrong


def _from_document(said: dict[str, Any], *, default_name: str) -> Mapping:
    documents.only(said, KEYS, "key")
    columns = {name: _columns(name, value) for name, value in documents.table(said, "columns", FIELDS).items()}
    constants = {name: _constant(name, value) for name, value in documents.table(said, "constants", FIELDS).items()}
    for needed in NEEDED:
        if needed not in columns:
            raise Wrong(f"[columns] must say which column is “{needed}”.")
    mapping = Mapping(
        name=documents.text(said, "name", default_name)[:SOURCE_LENGTH],
        columns=columns,
        constants=constants,
        words=_value_maps(documents.table(said, "values", FIELDS)),
        is_event_log=documents.one_of(said, "rows", ("tickets", "events"), "tickets") == "events",
        missing=frozenset(documents.texts(said, "missing", [""])) | {""},
        dates=documents.date_formats(documents.texts(said, "dates", list(USUAL_DATES))),
        zone=documents.zone(documents.text(said, "zone", "")),
        delimiter=documents.delimiter(documents.text(said, "delimiter", "")),
        encoding=documents.encoding(documents.text(said, "encoding", "")),
    )
    _check_constants(mapping)
    return mapping


def _columns(name: str, said: Any) -> tuple[str, ...]:
    several = said if isinstance(said, list) else [said]
    if not several or not all(isinstance(column, str) and column for column in several):
        raise Wrong(f"[columns] {name} must be the name of a column, or for a text a list of names.")
    if len(several) > 1 and FIELDS[name] != "text":
        raise Wrong(f"[columns] {name} is made of one column; only texts, such as summary, of several.")
    return tuple(several)


def _constant(name: str, said: Any) -> str:
    if isinstance(said, bool):
        return "true" if said else "false"
    if not isinstance(said, str | int) or said == "" or FIELDS[name] == "date" or name in NEEDED:
        raise Wrong(f"[constants] {name} can’t be “{said}”.")
    return str(said)


def _value_maps(said: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Each word of theirs must lead to a word of ours."""
    maps = {}
    for name, table in said.items():
        if not isinstance(table, dict):
            raise Wrong(f"[values.{name}] must be a table of their word = our word.")
        maps[name] = {str(theirs).casefold(): _our_word(name, ours) for theirs, ours in table.items()}
    return maps


def _our_word(name: str, ours: Any) -> str:
    ours = "true" if ours is True else "false" if ours is False else str(ours)
    if name in WORDS and ours not in WORDS[name].values:
        raise Wrong(f"[values.{name}] “{ours}” is none of ours: {', '.join(WORDS[name].values)}.")
    try:
        if FIELDS[name] == "priority":
            priority(ours)
        elif FIELDS[name] == "yes or no":
            yes_or_no(ours)
    except BadRow as reason:
        raise Wrong(f"[values.{name}] {reason}.") from reason
    return ours


def _check_constants(mapping: Mapping) -> None:
    for name, constant in mapping.constants.items():
        known = mapping.words.get(name, {}).get(constant.casefold(), constant)
        _our_word(name, known)


def usual_words(name: str) -> dict[str, str]:
    """Our own words and their labels, as anybody may write them."""
    choices = WORDS[name]
    return {word.casefold(): value for value, label in choices.choices for word in (str(label), value)}
