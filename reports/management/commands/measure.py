"""`manage.py measure`: the figures of the service report on the command line, by the same functions as the page."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports import availability, measures, tables
from reports.management.arguments import add_period, period_of, school_of
from reports.measures import FIGURES, Scope, WrongQuestion
from servicedesk.models import School
from servicedesk.tables import csv_lines

TEXT, NUMBER = "<", ">"
# What fits on a screen; JSON and CSV have every figure.
TABLE = (
    "incidents",
    "met",
    "missed",
    "missed_after_excuses",
    "undecided",
    "resolved",
    "mttr_hours_mean",
    "mttr_hours_median",
    "mttr_hours_p90",
    "reopened",
    "backlog",
)


class Command(BaseCommand):
    help = (
        "Prints figures of the service report: sla, for what was opened in a period; availability, how much of its "
        "agreed hours each service could be used."
    )

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["sla", "availability"], help="which measure")
        add_period(parser)
        parser.add_argument("--by", default="", metavar="KEYS", help="month, priority, category, school; with commas")
        parser.add_argument("--school", metavar="CODE", help="one school only")
        parser.add_argument("--format", choices=["table", "json", "csv"], default="table")

    def handle(self, *, what, first, last, by, school, format, **options):
        period = period_of(first, last)
        scope = Scope.of_everything(school=None if school is None else school_of(school))
        if what == "availability":
            if by:
                raise CommandError("Availability is always given for each service and school: leave out --by.")
            self.stdout.write(available(scope, period, format), ending="")
            return
        way = tuple(key for key in by.replace(" ", "").split(",") if key)
        try:
            report = measures.sla(scope, period, way)
        except WrongQuestion as error:
            raise CommandError(str(error)) from None
        write = {"json": as_json, "csv": as_csv, "table": as_table}[format]
        self.stdout.write(write(report, way), ending="")


def available(scope, period, format):
    """The availability of each service, as a whole and school by school."""
    schools = [scope.school] if scope.school else list(School.objects.all())
    found = availability.availability(scope.incidents, schools, period, at=timezone.now())
    names, *rows = availability.figure_rows([*found.services, *found.schools])
    if format == "csv":
        return "".join(csv_lines([names, *rows]))
    if format == "json":
        parts = [dict(zip(names, row, strict=True)) | {"school": row[1] or None} for row in rows]
        whole, each = parts[: len(found.services)], parts[len(found.services) :]
        return json.dumps({"services": whole, "schools": each}, indent=1, ensure_ascii=False) + "\n"
    return aligned([["Service", "School", *availability.FIGURES.values()], *rows], texts=2)


def as_json(report, way):
    """{"totals": {figures}, "groups": [{keys, figures}]}."""
    groups = [group.keys | group.measure.as_figures() for group in report.groups[way]] if way else []
    found = {"totals": report.totals.as_figures(), "groups": groups}
    return json.dumps(found, indent=1, ensure_ascii=False, default=str) + "\n"


def as_csv(report, way):
    """One line for each part."""
    return "".join(csv_lines(tables.sla_rows(report, way)))


def as_table(report, way):
    """One line for each part and one for the whole; without parts, one line for each figure."""
    rows = tables.sla_words(report, way, TABLE if way else FIGURES)
    if not way:
        rows = [["", ""], *([name, value] for name, value in zip(*rows, strict=True))]
    return aligned(rows, texts=max(len(way), 1))


def aligned(rows, *, texts):
    """Rows in columns: the first so many hold words, the others numbers."""
    cells = [["–" if value is None else str(value) for value in row] for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    sides = [TEXT if column < texts else NUMBER for column in range(len(widths))]
    lines = [
        "  ".join(f"{cell:{side}{width}}" for cell, side, width in zip(row, sides, widths, strict=True))
        for row in cells
    ]
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"
