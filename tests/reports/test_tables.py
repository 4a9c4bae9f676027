import csv
import io
from datetime import date

import openpyxl
import pytest

from reports import measures, tables
from reports.measures import Scope
from reports.periods import Period
from servicedesk.formulas import harmless
from servicedesk.tables import csv_lines
from tests.factories import make_category, make_incident

HOSTILE = ['=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", "＝1+1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_starts_a_formula(text):
    (line,) = csv.reader(io.StringIO("".join(csv_lines([[text]])), newline=""))

    assert line == ["'" + text.replace("\r", "\n")]


@pytest.mark.parametrize("value", ["No sound", "3 - Moderate", "", "a=b", "-100", "+1,5"])
def test_ordinary_text_stays_as_it_is(value):
    assert harmless(value) == value


def test_negative_numbers_stay_numbers():
    assert list(csv_lines([[-2, 1.5, None, date(2026, 9, 1), True]])) == ["-2,1.5,,2026-09-01,yes\n"]


@pytest.mark.django_db
def test_the_spreadsheet_keeps_a_formula_as_text():
    make_incident(category=make_category("=1+1"))
    period = Period(date(2026, 9, 1), date(2026, 9, 30))
    report = measures.sla(Scope.of_everything(), period, ("category",))

    book = openpyxl.load_workbook(io.BytesIO(tables.sla_workbook(report, period, "=cmd()")))

    assert (book["By category"]["A2"].value, book["By category"]["A2"].data_type) == ("=1+1", "s")
