"""`manage.py measure sla`: the figures of the service report on the command line, by the same functions as the page."""

import io
import json
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from reports import measures, tables
from reports.measures import Scope, WrongQuestion
from reports.periods import Period, WrongPeriod
from servicedesk.models import School

TEXT, NUMBER = "<", ">"


def day(text):
    """A date of the command line, or a sentence that says what is wrong with it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}” is no date. Write it as year-month-day, such as 2026-09-01.") from None


def school_called(code):
    """A school by its code, or a sentence that names those there are."""
    if school := School.objects.filter(code=code).first():
        return school
    codes = ", ".join(School.objects.order_by("code").values_list("code", flat=True)[:20])
    raise CommandError(f"There is no school “{code}”." + (f" The codes here are {codes}." if codes else ""))


def period_of(first, last):
    """The period between two dates of the command line."""
    try:
        return Period(day(first), day(last))
    except WrongPeriod as error:
        raise CommandError(str(error)) from None


class Command(BaseCommand):
    help = "Prints the figures of the service level report for what was opened in a period."

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["sla"], help="which measure: sla")
        parser.add_argument("--from", dest="first", required=True, metavar="DATE", help="first day, such as 2026-09-01")
        parser.add_argument("--to", dest="last", required=True, metavar="DATE", help="last day, counted too")
        parser.add_argument("--by", default="", metavar="KEYS", help="month, priority, category, school; with commas")
        parser.add_argument("--school", metavar="CODE", help="one school only")
        parser.add_argument("--format", choices=["table", "json", "csv"], default="table")

    def handle(self, *, first, last, by, school, format, **options):
        period = period_of(first, last)
        scope = Scope.of_everything(school=school_called(school) if school else None)
        way = tuple(key for key in by.replace(" ", "").split(",") if key)
        try:
            report = measures.sla(scope, period, way)
        except WrongQuestion as error:
            raise CommandError(str(error)) from None
        write = {"json": as_json, "csv": as_csv, "table": as_table}[format]
        self.stdout.write(write(report, way), ending="")


def as_json(report, way):
    """{"totals": {figures}, "groups": [{keys, figures}]}."""
    groups = [group.keys | group.measure.as_figures() for group in report.groups[way]] if way else []
    found = {"totals": report.totals.as_figures(), "groups": groups}
    return json.dumps(found, indent=1, ensure_ascii=False, default=str) + "\n"


def as_csv(report, way):
    """One line for each part."""
    out = io.StringIO()
    tables.write_csv(out, tables.sla_rows(report, way))
    return out.getvalue()


def as_table(report, way):
    """One line for each part and one for the whole; without parts, one line for each figure."""
    rows = tables.sla_words(report, way)
    if not way:
        rows = [["", ""], *([name, value] for name, value in zip(*rows, strict=True))]
    cells = [["–" if value is None else str(value) for value in row] for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    sides = [TEXT if column < max(len(way), 1) else NUMBER for column in range(len(widths))]
    lines = [
        "  ".join(f"{cell:{side}{width}}" for cell, side, width in zip(row, sides, widths, strict=True))
        for row in cells
    ]
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"
