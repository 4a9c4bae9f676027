"""Tables of figures as plain rows, and as CSV and spreadsheet files that start no formula on anybody's machine."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import BytesIO, StringIO

import xlsxwriter

from reports.figures import HEADINGS
from reports.measures import FIGURES, Report
from reports.periods import Period
from servicedesk.formulas import harmless

KEY_HEADINGS = {"month": "Month", "priority": "Priority", "category": "Category", "school": "School"}


HEADS = KEY_HEADINGS | HEADINGS


def in_words(rows: Iterable[list], heads: dict[str, str]) -> Iterator[list]:
    """Rows whose first line says in words what it names; all other lines as they are."""
    lines = iter(rows)
    yield [heads[name] for name in next(lines)]
    yield from lines


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


def sla_rows(report: Report, way: tuple[str, ...]) -> list[list]:
    """One line of names, then one for each part (for the whole when nothing is split), under the names JSON uses."""
    if not way:
        return [list(FIGURES), list(report.totals.as_figures().values())]
    groups = report.groups[way]
    return [[*way, *FIGURES], *([*group.keys.values(), *group.measure.as_figures().values()] for group in groups)]


def sla_words(report: Report, way: tuple[str, ...], figures: Sequence[str] = FIGURES) -> list[list]:
    """The same for readers: headings in words, and the whole as the last line."""
    head = [*(KEY_HEADINGS[key] for key in way), *(HEADINGS[name] for name in figures)]
    lines = [[*_names(group), *_chosen(group.measure, figures)] for group in report.groups.get(way, [])]
    whole = ["All", *[""] * (len(way) - 1)] if way else []
    return [head, *lines, [*whole, *_chosen(report.totals, figures)]]


def _names(group):
    return [key or "None" for key in group.keys.values()]


def _chosen(measure, figures):
    found = measure.as_figures()
    return [found[name] for name in figures]


def sla_workbook(report: Report, period: Period, place: str, besides: dict[str, list[list]] | None = None) -> bytes:
    """A spreadsheet: a sheet for the whole, one for each way the report is split, and those `besides` by name."""
    about: list[list] = [["Service report", place], ["Opened from", period.first], ["Opened until", period.last], []]
    figures: list[list] = [[HEADINGS[name], value] for name, value in report.totals.as_figures().items()]
    split = {"By " + ", ".join(way): sla_words(report, way) for way in report.groups}
    return workbook([*about, *figures], split | (besides or {}))


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
