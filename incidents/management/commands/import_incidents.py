"""`manage.py import_incidents`: the history of another desk, from a file of its rows."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

from incidents.imports.errors import Unusable
from incidents.imports.load import Outcome, Tell, read, write
from incidents.imports.mapping import named_like_ours, read_mapping
from incidents.imports.rejects import RejectFile, beside
from incidents.imports.servicenow import servicenow
from incidents.imports.spool import Spool
from servicedesk.models import School, Trust
from servicedesk.zones import validate_zone

IMPORTED = "Imported"


class Command(BaseCommand):
    help = "Brings in the incidents of another desk with their history; twice changes nothing. See docs/importing.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="a CSV file, gzip or not")
        parser.add_argument("--format", required=True, choices=["servicenow", "csv"], help="whose columns the file has")
        parser.add_argument("--school", metavar="CODE", help="whose incidents they are, where there are several")
        parser.add_argument("--mapping", metavar="FILE", type=Path, help="csv: which column is what")
        parser.add_argument("--dry-run", action="store_true", help="the same report, but nothing is kept")
        parser.add_argument("--zone", help="of the dates; servicenow: UTC, csv: the mapping's or the school's")
        parser.add_argument("--rejects", metavar="FILE", type=Path, help="where refused rows go (usually: beside FILE)")

    def handle(self, *args: Any, **options: Any) -> None:
        rejects = RejectFile(options["rejects"] or (None if options["dry_run"] else beside(options["file"])))
        try:
            with Bars(options["verbosity"]) as tell:
                outcome = bring_in(rejects=rejects, tell=tell, **asked(options))
        except Unusable as reason:
            raise CommandError(str(reason)) from reason
        except IntegrityError as clash:
            words = "Somebody changed the same records at the same moment; nothing was written. Try again."
            raise CommandError(f"{words} ({clash})") from clash
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing was written.") from None
        finally:
            rejects.discard()
        self.report(outcome, rejects, is_dry_run=options["dry_run"])

    def report(self, outcome: Outcome, rejects: RejectFile, *, is_dry_run: bool) -> None:
        for line in sentences(outcome):
            self.stdout.write(line)
        for line, reason in rejects.first:
            self.stdout.write(f"  line {line}: {reason}")
        if rejects.count:
            where = f"All of them: {rejects.path}" if rejects.path else "To keep them, name a file: --rejects FILE"
            self.stdout.write(self.style.WARNING(f"{rejects.count:,} rows refused, the rest accepted. {where}"))
        if is_dry_run:
            self.stdout.write(self.style.WARNING("A dry run: nothing was written."))


def asked(options: dict[str, Any]) -> dict[str, Any]:
    """What the options mean. Raises Unusable when they contradict each other."""
    if options["format"] == "servicenow" and options["mapping"]:
        raise Unusable("The columns of a servicenow file are known: use --mapping with --format csv.")
    school = choose_school(options["school"])
    mapping = {"make": servicenow, "zone": "UTC", "reading": {}}
    if options["format"] == "csv":
        mapping = own_mapping(options["mapping"], school)
    if options["zone"]:
        try:
            validate_zone(options["zone"])
        except ValidationError as error:
            raise Unusable(error.messages[0]) from error
    zone = ZoneInfo(options["zone"] or mapping["zone"])
    return {
        "path": options["file"],
        "school": school,
        "zone": zone,
        "mapping": mapping,
        "is_dry_run": options["dry_run"],
    }


def own_mapping(path: Path | None, school: School) -> dict[str, Any]:
    if path is None:
        return {"make": named_like_ours, "zone": school.zone, "reading": {}}
    found = read_mapping(path)
    reading = {"delimiter": found.delimiter, "encoding": found.encoding}
    return {"make": lambda header: found, "zone": found.zone or school.zone, "reading": reading}


def choose_school(code: str | None) -> School:
    """The school that is meant; on a desk that has none yet, one for the import (not saved here)."""
    codes = list(School.objects.order_by("code").values_list("code", flat=True))
    if not codes and code in (None, IMPORTED.upper()):
        return School(name=IMPORTED, code=IMPORTED.upper())
    if code is None and len(codes) > 1:
        raise Unusable(f"Say which school the incidents belong to: --school with one of {', '.join(codes)}.")
    wanted = (code or codes[0]).upper()
    if wanted not in codes:
        raise Unusable(f"There is no school with the code {code}. There {known(codes)}.")
    return School.objects.get(code=wanted)


def known(codes: list[str]) -> str:
    return f"are: {', '.join(codes)}" if codes else "is no school yet"


def bring_in(
    *,
    path: Path,
    school: School,
    zone: ZoneInfo,
    mapping: dict[str, Any],
    rejects: RejectFile,
    tell: Tell,
    is_dry_run: bool,
) -> Outcome:
    """Read all of the file, then write all of it or nothing."""
    outcome = Outcome()
    with Spool() as spool:
        translator = read(
            path,
            mapping=mapping["make"],
            zone=zone,
            spool=spool,
            rejects=rejects,
            outcome=outcome,
            tell=tell,
            **mapping["reading"],
        )
        with transaction.atomic():
            if school.pk is None:
                school.trust, _ = Trust.objects.get_or_create(name=IMPORTED)
                school.save()
            write(spool, translator=translator, school=school, outcome=outcome, tell=tell)
            transaction.set_rollback(is_dry_run)
    rejects.keep()
    return outcome


def sentences(outcome: Outcome) -> list[str]:
    """What was done, in figures."""
    lines = [
        f"Read {outcome.rows:,} rows of {outcome.incidents:,} incidents.",
        f"Incidents: {outcome.new:,} new, {outcome.changed:,} with news, {outcome.same:,} already here.",
        f"Events: {outcome.events:,} new, {outcome.events_here:,} already here.",
    ]
    if outcome.kept_here:
        lines.append(f"{outcome.kept_here:,} were worked on here since: new events were added, their state left alone.")
    if outcome.shortened:
        lines.append(f"{outcome.shortened:,} values were too long for their field: kept whole beside the record.")
    if outcome.cleaned:
        lines.append(f"{outcome.cleaned:,} rows had control characters, which were taken out.")
    return lines


class Bars:
    """A progress bar for each stage, on a terminal; silence elsewhere."""

    def __init__(self, verbosity: int) -> None:
        console = Console(file=sys.stderr)
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        self.progress = Progress(*columns, console=console, disable=not console.is_terminal or verbosity == 0)
        self.tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Tell:
        self.progress.start()
        return self.tell

    def __exit__(self, *exception: object) -> None:
        self.progress.stop()

    def tell(self, stage: str, done: int, total: int) -> None:
        if stage not in self.tasks:
            self.tasks[stage] = self.progress.add_task(stage, total=total)
        self.progress.update(self.tasks[stage], completed=done, total=total)
