"""A file of rows, whatever it was written as: the names of its columns, and its rows by their number."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from servicedesk.imports.errors import Unusable


class Record(NamedTuple):
    """One row of the file: the line it begins on, its values, and what is wrong with its shape."""

    line: int
    cells: list[str]
    problem: str = ""


@dataclass(frozen=True)
class Table:
    """An open file of rows: its header, and the rows below it, to be walked through once."""

    header: list[str]
    records: Iterator[Record]
    position: Callable[[], int]  # bytes of the file on disk read so far
    size: int


def column_names(cells: list[str], name: str, *, copies: bool = False) -> list[str]:
    """Columns as named in the file; one without a name gets its number, and a second of one name too, if `copies`."""
    names = [clean(cell).strip() or f"column {number}" for number, cell in enumerate(cells, 1)]
    twice = sorted({column for column in names if names.count(column) > 1})
    if copies:
        return [_numbered(column, names[:place]) for place, column in enumerate(names)]
    if twice:
        raise Unusable(
            f"{name} has more than one column called “{twice[0]}”. Its first row must name each column once."
        )
    return names


def _numbered(column: str, before: list[str]) -> str:
    """“Address”, then “Address (2)”: some programs write two columns of one name."""
    return f"{column} ({before.count(column) + 1})" if column in before else column


def clean(text: str) -> str:
    """Text without the control characters that no database or page can show; tabs and line ends stay."""
    return text if text.isprintable() else text.translate(_UNSHOWN)


_UNSHOWN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))
