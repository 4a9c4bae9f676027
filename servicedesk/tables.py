"""Rows as CSV and spreadsheet files that start no formula on anybody's machine."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO, StringIO

import xlsxwriter

from servicedesk.formulas import harmless

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attached(response, name):
    """An answer as a file of this name."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def plain(value):
    """A figure or a text as a file holds it; unknown is empty, and text starts no formula."""
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else value


def csv_lines(rows: Iterable[Iterable]) -> Iterator[str]:
    """Rows as lines of CSV, every cell harmless; a long list needs no more memory than a short one."""
    line = StringIO()
    writer = csv.writer(line, lineterminator="\n")
    for row in rows:
        writer.writerow([plain(value) for value in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def workbook(summary: list[list], sheets: dict[str, list[list]]) -> bytes:
    """A spreadsheet: a sheet of names and values for the whole, and one table for each of `sheets` by name."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        looks = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        }
        whole = book.add_worksheet("Summary")
        whole.set_column(0, 0, 32)
        whole.set_column(1, 1, 18)
        for line, row in enumerate(summary):
            _write(whole, line, row, looks)
        for name, rows in sheets.items():
            _sheet(book, name, rows, looks)
    return out.getvalue()


def _sheet(book, name, rows, looks):
    sheet = book.add_worksheet(name[:31])
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, len(rows[0]) - 1, 13)
    for line, row in enumerate(rows):
        _write(sheet, line, row, looks, looks["head"] if line == 0 else None)


def _write(sheet, line, row, looks, look=None):
    for column, value in enumerate(row):
        if isinstance(value, date):
            sheet.write_datetime(line, column, value, looks["day"])
        elif value is not None:
            sheet.write(line, column, value, look)
