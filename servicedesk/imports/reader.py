"""Reads rows as other desks write them, one at a time: CSV of any delimiter and encoding, packed or not, or .xlsx."""

import codecs
import csv
import gzip
import io
import zlib
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from servicedesk.imports.errors import Unusable
from servicedesk.imports.records import Record, Table, column_names
from servicedesk.imports.values import ISO
from servicedesk.imports.workbooks import ZIP, open_workbook

LONGEST_LINE = 1024 * 1024  # characters
MOST_LINES = 2000  # of one row: more than that is a quote that was never closed
MOST_HEADER_LINES = 20
LONGEST_SHAPE, MOST_SHAPES = 40, 10_000
_DIGITS = str.maketrans("123456789", "000000000")
DELIMITERS = ",;\t|"

# The first bytes of what is often taken for a CSV file.
NOT_CSV = {
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a workbook packed once more (send it as it is)",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook, or one with a password (save it without, as .xlsx or as CSV)",
    b"BZh": "packed in a way that isn’t known here (gzip is)",
    b"\xfd7zXZ": "packed in a way that isn’t known here (gzip is)",
    b"\x28\xb5\x2f\xfd": "packed in a way that isn’t known here (gzip is)",
    b"\x1f\x8b": "packed twice",
}
NOT_TABLE = {"<": "a web page or an XML document", "{": "a JSON document", "[": "a JSON document"}
BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
CUT = "the file ends inside this row, or lacks its last line end"
CONTROLS = bytes({*range(9), *range(14, 32)})

csv.field_size_limit(LONGEST_LINE * 2)


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 come from an older Windows program; its few empty places are read as Latin-1."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    odd = error.object[error.start : error.end]
    try:
        return odd.decode("cp1252"), error.end
    except UnicodeDecodeError:
        return odd.decode("latin-1"), error.end


codecs.register_error("as-windows", _as_windows)


class _LastColumn:
    """What the values of the last column look like, to tell whether the file's very last one was cut.

    Digits count as one; of a column of long texts nothing can be told.
    """

    def __init__(self) -> None:
        self.shapes: set[str] = set()

    def add(self, value: str) -> None:
        if len(value) <= LONGEST_SHAPE and len(self.shapes) < MOST_SHAPES:
            self.shapes.add(value.translate(_DIGITS))

    def looks_cut(self, value: str) -> bool:
        """Is it the beginning of others, and like none of them? A whole number may always be a shorter one."""
        shape = value.translate(_DIGITS)
        if shape in self.shapes or value.isdigit():
            return False
        return any(other.startswith(shape) for other in self.shapes)


class _Endless(Exception):
    """A row that goes on for too many lines."""


class _Lines:
    """The lines of the file, numbered; a row that turns out to be a mistake gives its lines back."""

    def __init__(self, stream: IO[str]) -> None:
        self.stream = stream
        self.number = 0
        self.taken: list[str] = []
        self.waiting: deque[str] = deque()
        self.at_end = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MOST_LINES:
            raise _Endless
        line = self.waiting.popleft() if self.waiting else self.stream.readline(LONGEST_LINE + 1)
        if not line:
            self.at_end = True
            raise StopIteration
        self.number += 1
        if len(line) > LONGEST_LINE:
            raise Unusable(f"Line {self.number} is longer than a million characters: this isn’t a CSV file.")
        self.taken.append(line)
        return line

    def give_back_all_but_first(self) -> None:
        self.waiting.extendleft(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1
        self.at_end = False


@contextmanager
def open_table(
    path: Path, *, delimiter: str = "", encoding: str = "", dates: tuple[str, ...] = (ISO,), copies: bool = False
) -> Iterator[Table]:
    """A file as a table; `dates`: how days of a spreadsheet are printed; `copies`: may a name stand over two columns?

    Raises Unusable, here or while rows are read, when it is none or is cut in the middle.
    """
    try:
        with path.open("rb") as raw:
            if raw.peek(4).startswith(ZIP):
                with open_workbook(raw, path.name, dates=dates, copies=copies) as table:
                    yield table
            else:
                yield _table(raw, path.name, delimiter, encoding, copies=copies)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Unusable(
            f"{path.name} is cut in the middle or damaged: its packed data can’t be read to the end. Fetch it again."
        ) from error
    except UnicodeError as error:
        raise Unusable(f"{path.name} isn’t written in {encoding or 'UTF-16'}: {error}.") from error
    except OSError as error:
        raise Unusable(f"{path} can’t be read: {error.strerror or error}.") from error


def _table(raw: io.BufferedReader, name: str, delimiter: str, encoding: str, *, copies: bool) -> Table:
    size = raw.seek(0, io.SEEK_END)
    raw.seek(0)
    packed = raw.read(2) == b"\x1f\x8b"
    raw.seek(0)
    stream = io.BufferedReader(gzip.GzipFile(fileobj=raw), LONGEST_LINE) if packed else raw
    head = stream.peek()[:65536]
    text = io.TextIOWrapper(stream, newline="", **_decoding(head, name, encoding))  # type: ignore[arg-type]
    lines = _Lines(text)
    cells, delimiter = _header(lines, name, delimiter)
    header = column_names(cells, name, copies=copies)
    return Table(header, _records(lines, len(header), delimiter, name, is_whole=packed), raw.tell, size)


def _decoding(head: bytes, name: str, encoding: str) -> dict[str, str]:
    """How to read the bytes; refuses what can't be a table before a single row is looked at."""
    if not head.strip():
        raise Unusable(f"{name} is empty.")
    for mark, what in NOT_CSV.items():
        if head.startswith(mark):
            raise Unusable(f"{name} isn’t a CSV file: it looks like {what}.")
    found = next((known for mark, known in BYTE_ORDER_MARKS.items() if head.startswith(mark)), "")
    if found == "utf-16":
        return {"encoding": found, "errors": "strict"}
    if len(head.translate(None, CONTROLS)) < 0.95 * len(head):
        raise Unusable(f"{name} isn’t a CSV file: it isn’t text.")
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()[:1].decode("latin-1")
    if start in NOT_TABLE:
        raise Unusable(f"{name} isn’t a CSV file: it looks like {NOT_TABLE[start]}.")
    if encoding:
        return {"encoding": encoding, "errors": "strict"}
    return {"encoding": found or "utf-8", "errors": "as-windows"}


def _header(lines: _Lines, name: str, delimiter: str) -> tuple[list[str], str]:
    """The names of the columns, and what stands between values: whatever makes the most columns of the first row."""
    first = next((line for line in lines if line.strip()), None)
    if first is None:
        raise Unusable(f"{name} is empty.")
    if first.lower().startswith("sep=") and len(first.strip()) <= 5:  # a hint some spreadsheet programs write
        delimiter = delimiter or first[4]
        lines.taken.clear()
        return _header(lines, name, delimiter)
    first = _with_quoted_lines(first, lines)
    marks = delimiter or DELIMITERS
    choices = {mark: next(csv.reader(io.StringIO(first, newline=""), delimiter=mark)) for mark in marks}
    best = max(choices, key=lambda mark: len(choices[mark]))
    return choices[best], best


def _with_quoted_lines(first: str, lines: _Lines) -> str:
    """A header whose names have line ends in them, as spreadsheet programs write; a stray quote swallows nothing."""
    lines.taken[:] = [first]
    while "".join(lines.taken).count('"') % 2:
        if len(lines.taken) > MOST_HEADER_LINES or next(lines, None) is None:
            lines.give_back_all_but_first()
            del lines.taken[1:]
            break
    whole = "".join(lines.taken)
    lines.taken.clear()
    return whole


def _records(lines: _Lines, width: int, delimiter: str, name: str, *, is_whole: bool) -> Iterator[Record]:
    """The rows below the header. Packed data end with a checksum, so what is read to their end `is_whole`."""
    rows = csv.reader(lines, delimiter=delimiter)
    last_column = _LastColumn()
    while True:
        lines.taken.clear()
        number = lines.number + 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except (csv.Error, _Endless):
            cells = []
        if len(cells) == width and not (lines.at_end and lines.taken):
            is_cut = not is_whole and _ends_open(lines.taken[-1]) and last_column.looks_cut(cells[-1])
            last_column.add(cells[-1])
            yield Record(number, cells, CUT if is_cut else "")
        elif cells or not "".join(lines.taken).isspace():
            cells, problem = _mend(lines, cells, width, delimiter, name, number)
            rows = csv.reader(lines, delimiter=delimiter)
            yield Record(number, cells, problem)


def _ends_open(line: str) -> bool:
    """Does a line end neither with a line end nor with a closed quote?"""
    return not line.endswith(("\n", "\r", '"'))


def _mend(lines: _Lines, cells: list[str], width: int, delimiter: str, name: str, number: int) -> tuple[list[str], str]:
    """What is wrong with a row that has the wrong shape; a stray quote must not swallow the rows after it."""
    if _hides_rows(lines.taken[1:], width, delimiter) or not cells:
        cells = next(csv.reader(lines.taken[:1], delimiter=delimiter, quoting=csv.QUOTE_NONE))
        lines.give_back_all_but_first()
        return cells, "a quote is opened and never closed"
    cut_in_quotes = lines.at_end and len(lines.taken) > 1
    if cut_in_quotes or (len(cells) < width and not lines.taken[-1].endswith(("\n", "\r"))):
        raise Unusable(f"{name} is cut in the middle: its last row, on line {number}, isn’t complete. Fetch it again.")
    if lines.at_end:
        return cells, "a quote is opened and never closed"
    return cells, f"it has {len(cells)} values, but the header names {width} columns"


def _hides_rows(later: list[str], width: int, delimiter: str) -> bool:
    """Is any of the lines that a row swallowed a whole row itself?"""
    return any(len(next(csv.reader([line], delimiter=delimiter), [])) == width for line in later)
