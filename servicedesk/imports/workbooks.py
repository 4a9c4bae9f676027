"""Reads a spreadsheet (.xlsx) as the CSV file that it would be saved as: its first sheet, a row at a time."""

import csv
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import StringIO
from itertools import chain
from typing import IO, Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from servicedesk.imports.errors import Unusable
from servicedesk.imports.records import Record, Table, column_names
from servicedesk.imports.values import ISO

ZIP = b"PK\x03\x04"
MOST_COLUMNS = 300
MOST_BEFORE_HEADER = 20  # empty rows above the names of the columns
UNPACKED = 300 * 1024 * 1024  # bytes of all its parts: what it says of itself, and more than that is never read
MOST_TEXTS = 80 * 1024 * 1024  # bytes of the texts of its cells, which are held in memory
TEXTS = "xl/sharedStrings.xml"
WORKBOOK = "xl/workbook.xml"
BEYOND = "it has a value to the right of the last column that has a name"
DAMAGED = (BadZipFile, ParseError, InvalidFileException, KeyError, ValueError, TypeError, IndexError, AttributeError)


@contextmanager
def open_workbook(
    raw: IO[bytes], name: str, *, dates: tuple[str, ...] = (ISO,), copies: bool = False
) -> Iterator[Table]:
    """The first sheet as a table; days and times are printed in the first of `dates` that can hold them.

    Raises Unusable for what is none, is damaged, would unpack to more than fits, or lacks one row of names.
    """
    size = raw.seek(0, 2)
    raw.seek(0)
    with _told_damage(name):
        _refuse_bombs(raw, name)
        book = load_workbook(raw, read_only=True, data_only=True, keep_links=False)
        if not book.worksheets:
            raise Unusable(f"{name} has no sheet with cells.")
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its own size is often wrong
        above, header, first = _header(sheet, name)
    records = _records(sheet, above + 1, len(header), dates, name)
    try:
        yield Table(column_names(_named(header, first, name), name, copies=copies), records, raw.tell, size)
    finally:
        book.close()


@contextmanager
def _told_damage(name: str) -> Iterator[None]:
    """Whatever the library meets in a file that is none of its own, as one sentence."""
    try:
        yield
    except DAMAGED as error:
        raise Unusable(
            f"{name} can’t be read as a spreadsheet: it is damaged or isn’t whole. Save it again as .xlsx or as CSV."
        ) from error


def _refuse_bombs(raw: IO[bytes], name: str) -> None:
    """A small file that unpacks to a huge one is refused by what it says of its parts; no part is read beyond that."""
    with ZipFile(raw) as parts:
        sizes = {part.filename: part.file_size for part in parts.infolist()}
    if WORKBOOK not in sizes:
        raise Unusable(f"{name} is a zip file, but not an Excel workbook (.xlsx). Save the list as .xlsx or as CSV.")
    if sum(sizes.values()) > UNPACKED or sizes.get(TEXTS, 0) > MOST_TEXTS:
        raise Unusable(f"{name} unpacks to more than is read at once. Split it, or save the list as CSV.")


def _header(sheet: Any, name: str) -> tuple[int, list[Any], list[Any]]:
    """On which row the names of the columns stand, these names, and the row below."""
    found: list[list[Any]] = []
    above = 0
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), 1):
        cells = _filled(row)
        if not cells and found:
            continue
        if not cells and number > MOST_BEFORE_HEADER:
            break
        if cells:
            above = above or number
            found.append(cells)
        if len(found) == 2:
            break
    if not found:
        raise Unusable(f"{name} is empty: its first sheet has nothing in its first {MOST_BEFORE_HEADER} rows.")
    header = found[0]
    if len(header) > MOST_COLUMNS:
        raise Unusable(f"{name} has more than {MOST_COLUMNS} columns. Leave out those that aren’t needed.")
    return above, header, found[1] if len(found) > 1 else []


def as_csv(header: list[str], records: Iterable[Record]) -> bytes | None:
    """The same rows as a CSV file, each on the line that its number says.

    None where a cell has several lines, or the names of the columns have so many semicolons, tabs or bars in them that
    these would be taken for what stands between them.
    """
    if max("".join(header).count(mark) for mark in ";\t|") >= len(header):
        return None
    file = StringIO()
    writer = csv.writer(file)
    line = 0
    for record in chain([Record(0, header)], records):
        cells = [*record.cells, record.problem] if record.problem else record.cells
        if any("\n" in cell or "\r" in cell for cell in cells):
            return None
        file.write("\r\n" * (record.line - line - 1) if line else "")
        writer.writerow(cells)
        line = record.line or 1
    return file.getvalue().encode()


def _filled(row: Iterable[Any]) -> list[Any]:
    """The cells of a row up to the last that says anything."""
    cells = list(row)
    while cells and (cells[-1] is None or not str(cells[-1]).strip()):
        cells.pop()
    return cells


def _named(header: list[Any], first: list[Any], name: str) -> list[str]:
    """The names of the columns. Titles, and cells that were joined, leave columns without one: said, not guessed."""
    names = [_text(cell) for cell in header]
    for place, below in enumerate(first):
        if _text(below).strip() and not (place < len(names) and names[place].strip()):
            raise Unusable(
                f"{name}: column {get_column_letter(place + 1)} has values, but no name in the first row that says"
                " anything. Give each column a name of its own there; take titles and merged cells away."
            )
    return names


def _records(sheet: Any, first: int, width: int, dates: tuple[str, ...], name: str) -> Iterator[Record]:
    """The rows below the header, by their numbers in the sheet."""
    with _told_damage(name):
        for number, row in enumerate(sheet.iter_rows(min_row=first, max_col=width + 1), first):
            cells = [_printed(cell, dates) for cell in row]
            problem = BEYOND if len(cells) > width and cells[width].strip() else ""
            yield Record(number, (cells + [""] * width)[:width], problem)


def _printed(cell: Any, dates: tuple[str, ...]) -> str:
    """A cell as text; a whole number with as many digits as its format shows: 00042."""
    value = cell.value
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, int) and not isinstance(value, bool) and set(cell.number_format) == {"0"}:
        return str(value).zfill(len(cell.number_format))
    return _text(value, dates)


def _text(value: Any, dates: tuple[str, ...] = (ISO,)) -> str:
    for sort, printed in PRINTED:
        if isinstance(value, sort):
            return printed(value, dates)
    return "" if value is None else str(value)


def _moment(value: datetime, dates: tuple[str, ...]) -> str:
    """A day without its midnight; a moment in the first form that says its time."""
    if value.time() == time():
        return _day(value.date(), dates)
    form = next((form for form in dates if form == ISO or "%H" in form or "%I" in form), ISO)
    return value.isoformat(sep=" ", timespec="seconds") if form == ISO else value.strftime(form)


def _day(value: date, dates: tuple[str, ...]) -> str:
    return value.isoformat() if dates[0] == ISO else value.strftime(dates[0])


def _number(value: float, dates: tuple[str, ...]) -> str:
    """Fifteen digits, which is what a spreadsheet keeps; never with an exponent."""
    return f"{Decimal(f'{value:.15g}'):f}"


def _same(value: Any, dates: tuple[str, ...]) -> str:
    return str(value)


PRINTED: tuple[tuple[Any, Callable[[Any, tuple[str, ...]], str]], ...] = (
    (bool, lambda value, dates: "yes" if value else "no"),
    (int, _same),
    (float, _number),
    (datetime, _moment),
    (date, _day),
    ((time, timedelta), _same),
)
