"""`manage.py find_trends`: what keeps going wrong, as of a day, or day by day through the past."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Max, Min
from django.utils import timezone
from rich.console import Console
from rich.progress import track
from rich.table import Table

from incidents.models import Incident
from problems import detectors, workflow
from problems.models import Kind
from problems.trends.finder import LOOK_BACK, Run, days
from problems.trends.finding import Finding
from problems.trends.memory import Memory
from servicedesk.models import School
from servicedesk.school_codes import NoSuchSchool, school_called

WIDTH = 120  # of a table that goes into a file
CHUNK = 5_000


class Command(BaseCommand):
    help = "Finds trends: what keeps going wrong, more than chance explains. See docs/trends.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        when = parser.add_mutually_exclusive_group()
        when.add_argument("--at", metavar="DATE", help="as of the end of a day (usually: today); nothing later is used")
        when.add_argument("--replay", nargs=2, metavar=("FROM", "TO"), help="what each of these days would have raised")
        parser.add_argument("--school", metavar="CODE", help="one school only")
        parser.add_argument("--kind", nargs="+", default=[], choices=detectors.kinds(), help="only such patterns")
        parser.add_argument("--format", choices=["table", "json"], default="table")
        parser.add_argument("--propose", action="store_true", help="keep them as trends to decide about")

    def handle(self, *, at, replay, school, kind, format, propose, verbosity, **options: Any) -> None:
        first, last = period_of(at, replay)
        schools = None if school is None else [school_of(school)]
        check_records(first if replay else first - LOOK_BACK, last, schools)
        found, kept = look(first, last, schools, kind, propose=propose, quiet=verbosity == 0, once=bool(replay))
        self.stdout.write((as_json if format == "json" else as_table)(found), ending="")
        if propose:
            self.stderr.write(f"{kept} kept as new trends to decide about.")


def look(first, last, schools, kinds, *, propose, quiet, once) -> tuple[list[Finding], int]:
    """What each day raises, and how many new rows were kept. `once`: what was told before is not told again."""
    run, memory = Run.over(first, last, schools=schools, kinds=kinds), Memory()
    found, kept = [], 0
    for day in progress(days(first, last), (last - first).days + 1, quiet):
        today = run.on(day)
        found += [finding for finding in today if not once or memory.is_news(finding)]
        if propose:
            kept += workflow.propose(today, on=day, at=timezone.now())
            if not kinds and schools is None:  # only who looked at everything knows what is gone
                workflow.let_pass(on=day)
    return found, kept


def progress(steps: Iterator[date], total: int, quiet: bool) -> Iterator[date]:
    """A bar on a terminal when there are many days; silence elsewhere."""
    console = Console(file=sys.stderr)
    hidden = quiet or total == 1 or not console.is_terminal
    yield from track(steps, "Looking at each day", total=total, console=console, disable=hidden)


def period_of(at: str | None, replay: list[str] | None) -> tuple[date, date]:
    """The first and the last day to look at."""
    first, last = (day_of(text) for text in replay) if replay else (day_of(at), day_of(at))
    if last < first:
        raise CommandError(f"{last} is before {first}: write the earlier day first.")
    return first, last


def day_of(text: str | None) -> date:
    """A date of the command line, today when nothing is said."""
    try:
        return timezone.localdate() if text is None else date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}” is no date. Write it as year-month-day, such as 2026-09-01.") from None


def school_of(code: str) -> School:
    """A school by its code, or a sentence that names those there are."""
    try:
        return school_called(code)
    except NoSuchSchool as error:
        raise CommandError(str(error)) from None


def check_records(first: date, last: date, schools: list[School] | None) -> None:
    """Is there anything to look at? Else a sentence that says where there is."""
    records = Incident.objects.all() if schools is None else Incident.objects.filter(school__in=schools)
    if records.in_period(first, last).exists():
        return
    have = records.aggregate(first=Min("opened_on"), last=Max("opened_on"))
    known = f"Records go from {have['first']} to {have['last']}." if have["first"] else "There are no records yet."
    raise CommandError(f"No record was opened from {first} to {last}, so there is nothing to look at. {known}")


def as_json(found: list[Finding]) -> str:
    """A list of {kind, key, label, from, to, count, expected, score, found_on, incidents, why, evidence}."""
    numbers = said_numbers({pk for finding in found for pk in finding.incidents})
    return json.dumps([finding.as_json(numbers) for finding in found], indent=1, ensure_ascii=False, default=str) + "\n"


def said_numbers(keys: set[int]) -> dict[int, str]:
    """Primary key → the number people say: that of the other desk for what was brought in."""
    ordered, said = sorted(keys), {}
    for begin in range(0, len(ordered), CHUNK):
        rows = Incident.objects.filter(pk__in=ordered[begin : begin + CHUNK]).only("pk", "source_reference")
        said |= {row.pk: row.source_reference or row.reference for row in rows}
    return said


def as_table(found: list[Finding]) -> str:
    """One line for each, the surest of a day first."""
    if not found:
        return "Nothing is clearly more than usual.\n"
    table = Table(box=None, pad_edge=False, header_style="")
    for name in ("Found on", "Kind", "What", "From", "To"):
        table.add_column(name, overflow="fold", no_wrap=name in ("Found on", "From", "To"))
    for name in ("Count", "Expected", "Score"):
        table.add_column(name, justify="right", no_wrap=True)
    for each in found:
        days_ = (str(each.found_on), Kind(each.kind).label, each.label, str(each.first), str(each.last))
        table.add_row(*days_, str(each.count), f"{each.expected:.1f}", f"{each.score:.1f}")
    terminal = Console()
    console = Console(width=None if terminal.is_terminal else WIDTH, highlight=False, markup=False)
    with console.capture() as captured:
        console.print(table)
    return captured.get()
