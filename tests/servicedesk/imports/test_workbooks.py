"""A spreadsheet is read as the CSV file it would be saved as; what is none, or unpacks to a flood, is told so."""

import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from servicedesk.imports import workbooks
from servicedesk.imports.errors import Unusable
from servicedesk.imports.reader import open_table

pytestmark = pytest.mark.pure
NAMES = ["Tag", "Bought on", "Cost"]


@pytest.fixture
def keep(tmp_path):
    def keep(*rows, more=None):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        if more:
            more(book)
        path = tmp_path / "list.xlsx"
        book.save(path)
        return path

    return keep


def read(path, **how):
    with open_table(path, **how) as table:
        return table.header, [(record.line, record.cells, record.problem) for record in table.records]


def test_dates_and_numbers_are_the_text_that_a_csv_file_would_give(keep):
    def show_zeros(book):
        book.active["A3"].number_format = "00000"

    path = keep(NAMES, ["P-1", date(2024, 9, 2), 1234.5], [42, datetime(2024, 9, 2, 8, 30), 0.1 + 0.2], more=show_zeros)

    assert read(path)[1] == [
        (2, ["P-1", "2024-09-02", "1234.5"], ""),
        (3, ["00042", "2024-09-02 08:30:00", "0.3"], ""),
    ]
    assert [cells[1] for _, cells, _ in read(path, dates=("%d.%m.%Y", "%d.%m.%Y %H:%M"))[1]] == [
        "02.09.2024",
        "02.09.2024 08:30",
    ]


def test_other_cells_say_what_they_show(keep):
    path = keep(["a", "b", "c", "d", "e"], [True, time(9, 5), 1e21, None, "#N/A"], [" x ", -3, 5e-7, "two\nlines", 7.0])

    assert [cells for _, cells, _ in read(path)[1]] == [
        ["yes", "09:05:00", "1000000000000000000000", "", "#N/A"],
        [" x ", "-3", "0.0000005", "two\nlines", "7"],
    ]


def test_only_the_first_sheet_counts_and_rows_keep_their_numbers(keep):
    path = keep([], [], NAMES, ["P-1"], [], ["P-2"], more=lambda book: book.create_sheet("Other").append(["x"]))

    header, rows = read(path)

    assert header == NAMES
    assert [(line, cells[0]) for line, cells, _ in rows] == [(4, "P-1"), (5, ""), (6, "P-2")]


def test_a_value_beside_the_named_columns_refuses_its_row_alone(keep):
    rows = read(keep(NAMES, ["P-1"], ["P-2", None, None, "stray"]))[1]

    assert [problem for *_, problem in rows] == ["", workbooks.BEYOND]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([["Our things", None, None], NAMES, ["P-1", None, 3]], "column B has values, but no name"),
        ([["Tag", None, "Cost"], ["P-1", "x", 3]], "column B has values, but no name"),
        ([["Tag", "tag ", "Tag"], ["P-1", "x", 3]], "more than one column called “Tag”"),
        ([], "is empty"),
        ([["x"] * 301], "more than 300 columns"),
    ],
)
def test_a_first_row_that_names_no_columns_is_told_as_a_sentence(keep, rows, says):
    with pytest.raises(Unusable, match=says):
        read(keep(*rows))


def test_joined_cells_of_a_title_are_told(keep):
    path = keep(["Our things"], NAMES, ["P-1", None, 3], more=lambda book: book.active.merge_cells("A1:C1"))

    with pytest.raises(Unusable, match="take titles and merged cells away"):
        read(path)


def test_a_flood_is_refused_before_it_is_unpacked(keep, tmp_path, monkeypatch):
    path = keep(NAMES, ["P-1"])
    monkeypatch.setattr(workbooks, "UNPACKED", 100_000)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet2.xml", "0" * 200_000)

    assert path.stat().st_size < 10_000
    with pytest.raises(Unusable, match="unpacks to more than is read at once"):
        read(path)


def test_entities_that_swell_are_refused(tmp_path, keep):
    path = keep(NAMES, ["P-1"])
    swell = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    kind = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "lol">{swell}]>'
    sheet = f'{kind}<worksheet><sheetData><row><c t="str"><v>&a9;</v></c></row></sheetData></worksheet>'
    rewritten = tmp_path / "swell.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(rewritten, "w") as new:
        for part in old.namelist():
            new.writestr(part, sheet if part.endswith("sheet1.xml") else old.read(part))

    with pytest.raises(Unusable, match="can’t be read as a spreadsheet"):
        read(rewritten)


def test_half_a_file_and_another_zip_are_told_apart(keep, tmp_path):
    path = keep(NAMES, ["P-1"])
    half = tmp_path / "half.xlsx"
    half.write_bytes(path.read_bytes()[:2000])
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as parts:
        parts.writestr("list.csv", "Tag\nP-1\n")

    with pytest.raises(Unusable, match="damaged or isn’t whole"):
        read(half)
    with pytest.raises(Unusable, match="not an Excel workbook"):
        read(other)


def test_it_is_kept_as_a_csv_file_whose_lines_have_the_same_numbers(keep, tmp_path):
    path = keep([], ["Tag", "Note (a;b)"], ["P-1", "x"], [], ["P-2", 'say "so", or; not'], ["P-3", None, "stray"])
    with open_table(path) as table:
        content = workbooks.as_csv(table.header, (record for record in table.records if any(record.cells)))
    kept = tmp_path / "kept.csv"
    kept.write_bytes(content)

    header, rows = read(kept)

    assert header == ["Tag", "Note (a;b)"]
    assert [(line, cells) for line, cells, problem in rows if not problem] == [
        (3, ["P-1", "x"]),
        (5, ["P-2", 'say "so", or; not']),
    ]
    assert [line for line, _, problem in rows if problem] == [6]


@pytest.mark.parametrize("rows", [(NAMES, ["P-1", "two\nlines"]), (["Tag", "Note (a;b;c)"], ["P-1", "x"])])
def test_what_a_csv_file_could_not_say_stays_a_spreadsheet(keep, rows):
    with open_table(keep(*rows)) as table:
        assert workbooks.as_csv(table.header, table.records) is None
