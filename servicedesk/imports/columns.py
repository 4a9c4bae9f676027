"""Which column of a file is what: the fields there are, ready mappings for known programs, and a good guess."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from servicedesk.imports import documents
from servicedesk.imports.documents import Wrong, read_document
from servicedesk.imports.errors import BadRow, Unusable
from servicedesk.imports.values import USUAL_DATES

KEYS = ("name", "title", "delimiter", "encoding", "missing", "dates", "zone", "levels", "columns", "values")
READING = ("words", "missing", "dates", "zone", "delimiter", "encoding", "levels")
LONGEST_NAME = 40
IN_BRACKETS = re.compile(r"\(([^()]+)\)$")


@dataclass(frozen=True)
class Field:
    """Something that a column can fill. `longest`: characters that fit. `words`: as anybody writes them → ours.

    `is_name`: what it says is looked up here, so that a mapping may give any word of theirs any name.
    """

    key: str
    label: str
    longest: int = 0
    words: Mapping[str, str] = field(default_factory=dict)
    is_name: bool = False


@dataclass(frozen=True)
class Layout:
    """The columns of one file, in our words, and how its cells are read."""

    columns: dict[str, str]  # our field → the column, spelt as the file spells it
    name: str = "columns"
    title: str = ""
    words: dict[str, dict[str, str]] = field(default_factory=dict)  # our field → their word, small letters → ours
    missing: frozenset[str] = frozenset({""})
    dates: tuple[str, ...] = USUAL_DATES
    zone: str = ""
    delimiter: str = ""
    encoding: str = ""
    levels: str = ""  # what stands between a place and those it lies in, the last being the place itself

    def reading(self) -> dict[str, Any]:
        """How cells are read, to be kept with a file whose mapping may not be found again."""
        said = {name: getattr(self, name) for name in READING}
        return said | {"missing": sorted(self.missing), "dates": list(self.dates)}

    @classmethod
    def read_by(cls, reading: dict[str, Any], *, name: str) -> "Layout":
        """A layout without columns, from what was kept."""
        lists = {"missing": frozenset(reading["missing"]), "dates": tuple(reading["dates"])}
        return cls({}, name=name, **reading | lists)


@dataclass(frozen=True)
class Ready:
    """A mapping from a file in TOML: for each of our fields the columns that may fill it, the first that is there."""

    layout: Layout
    choices: dict[str, tuple[str, ...]]

    def fit(self, header: list[str]) -> Layout:
        """The columns that this very file has."""
        spelt = {column.casefold(): column for column in reversed(header)}
        found = {
            key: next((spelt[name.casefold()] for name in names if name.casefold() in spelt), "")
            for key, names in self.choices.items()
        }
        return with_columns(self.layout, {key: column for key, column in found.items() if column})


def with_columns(layout: Layout, columns: dict[str, str]) -> Layout:
    """The same way of reading, with other columns."""
    return Layout(**{**layout.__dict__, "columns": columns})


def read_ready(path: Path, fields: Mapping[str, Field]) -> Ready:
    """A mapping file. Raises Unusable with a sentence that names what is wrong."""
    said = read_document(path)
    try:
        return _ready(said, path.stem, fields)
    except Wrong as wrong:
        raise Unusable(f"The mapping file {path.name}: {wrong}") from wrong


def _ready(said: dict[str, Any], default: str, fields: Mapping[str, Field]) -> Ready:
    documents.only(said, KEYS, "key")
    name = documents.text(said, "name", default)[:LONGEST_NAME]
    layout = Layout(
        columns={},
        name=name,
        title=documents.text(said, "title", name),
        words=_words(documents.table(said, "values", fields), fields),
        missing=frozenset(documents.texts(said, "missing", [""])) | {""},
        dates=documents.date_formats(documents.texts(said, "dates", list(USUAL_DATES))),
        zone=documents.zone(documents.text(said, "zone", "")),
        delimiter=documents.delimiter(documents.text(said, "delimiter", "")),
        encoding=documents.encoding(documents.text(said, "encoding", "")),
        levels=documents.text(said, "levels", "").strip(),
    )
    columns = documents.table(said, "columns", fields)
    return Ready(layout, {key: tuple(documents.texts(columns, key, [])) for key in columns})


def _words(said: dict[str, Any], fields: Mapping[str, Field]) -> dict[str, dict[str, str]]:
    """Each word of theirs must lead to a word of ours."""
    for key, table in said.items():
        ours = set(fields[key].words.values())
        if not isinstance(table, dict) or not (ours or fields[key].is_name):
            raise Wrong(f"[values.{key}] must be a table of their word = our word, for a field that has words.")
        if fields[key].is_name:
            ours = {word for word in table.values() if isinstance(word, str) and word}
        if strange := sorted(str(word) for word in table.values() if word not in ours):
            raise Wrong(f"[values.{key}] “{strange[0]}” is none of ours: {', '.join(sorted(ours))}.")
    return {key: {str(theirs).casefold(): ours for theirs, ours in table.items()} for key, table in said.items()}


class Mappings:
    """The ready mappings of one sort of import, by name; a folder of files."""

    def __init__(self, folder: Path, fields: Mapping[str, Field]) -> None:
        self.folder, self.fields = folder, fields
        self.all = cache(self._all)

    def _all(self) -> dict[str, Ready]:
        found = [read_ready(path, self.fields) for path in sorted(self.folder.glob("*.toml"))]
        return {ready.layout.name: ready for ready in found}

    def named(self, name: str) -> Ready:
        """A ready mapping by its name, or one from a file. Raises Unusable when there is neither."""
        if ready := self.all().get(name):
            return ready
        if Path(name).suffix == ".toml" or Path(name).is_file():
            return read_ready(Path(name), self.fields)
        raise Unusable(f"There is no mapping “{name}”. There are: {', '.join(self.all())}; or name a file in TOML.")

    def title(self, name: str) -> str:
        """What people call a ready mapping; empty for one from elsewhere."""
        ready = self.all().get(name)
        return ready.layout.title if ready else ""

    def guess(self, header: list[str]) -> Layout:
        """The ready mapping that knows most columns of the file, helped out by the words of the others."""
        fitted = sorted((ready.fit(header) for ready in self.all().values()), key=lambda fit: -len(fit.columns))
        columns: dict[str, str] = {}
        for layout in fitted:
            for key, column in layout.columns.items():
                if key not in columns and column not in columns.values():
                    columns[key] = column
        for each in self.fields.values():
            same = next((column for column in header if column.casefold() in (each.key, each.label.casefold())), "")
            if each.key not in columns and same and same not in columns.values():
                columns[each.key] = same
        return with_columns(fitted[0], columns)


class Cells:
    """Reads the cells of a row by our field."""

    def __init__(self, layout: Layout, header: list[str], fields: Mapping[str, Field]) -> None:
        self.layout, self.header, self.fields = layout, header, fields
        if strange := [column for column in layout.columns.values() if column not in header]:
            raise Unusable(f"The file has no column “{strange[0]}”. Its columns are: {_quoted(header)}.")
        self.places = {key: header.index(column) for key, column in layout.columns.items()}
        self.rest = [place for place in range(len(header)) if place not in self.places.values()]

    def column(self, key: str) -> str:
        """What the file calls a field; ours where it has none."""
        return self.layout.columns.get(key) or self.fields[key].label

    def texts(self, cells: list[str]) -> dict[str, str]:
        """What the row says of each field; a field of which it says nothing isn't there. Raises BadRow if too long."""
        said = {}
        for key, place in self.places.items():
            text = cells[place].strip()
            if text not in self.layout.missing:
                said[key] = self._checked(key, text)
        return said

    def _checked(self, key: str, text: str) -> str:
        longest = self.fields[key].longest
        if longest and len(text) > longest:
            raise BadRow(f"{self.column(key)}: longer than {longest} characters")
        return text

    def others(self, cells: list[str]) -> dict[str, str]:
        """What stands in the columns that have no field, by the name of the column."""
        found = {self.header[place]: cells[place].strip() for place in self.rest}
        return {column: text for column, text in found.items() if text not in self.layout.missing}

    def word(self, key: str, text: str) -> str | None:
        """Our word for theirs; None for one that isn't known.

        Some programs write a school's own word and, in brackets, what it means to them: “On trolley 2 (deployed)”.
        """
        for said in (text.casefold(), *IN_BRACKETS.findall(text.casefold())):
            if ours := self.layout.words.get(key, {}).get(said) or self.fields[key].words.get(said):
                return ours
        return None


def words_of(choices: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Our own words and their labels, as anybody may write them."""
    return {word.casefold(): value for value, label in choices for word in (str(label), value)}


def _quoted(header: list[str]) -> str:
    return ", ".join(f"“{column}”" for column in header[:40])
