"""`manage.py import_incidents`: the history of another desk, from a file of its rows."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from incidents.imports.load import Outcome, Source, bring_in
from incidents.imports.mapping import named_like_ours, read_mapping
from incidents.imports.servicenow import servicenow
from servicedesk.imports.errors import Unusable
from servicedesk.imports.rejects import RejectFile
from servicedesk.imports.terminal import Bars, named_zone, reject_path
from servicedesk.models import School
from servicedesk.school_codes import NoSuchSchool, school_called

IMPORTED = "Imported"


class Command(BaseCommand):
    help = "Brings in the incidents of another desk with their history; twice changes nothing. See docs/importing.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="a CSV file, gzip or not, or a spreadsheet (.xlsx)")
        parser.add_argument("--format", required=True, choices=["servicenow", "csv"], help="whose columns the file has")
        parser.add_argument("--school", metavar="CODE", help="whose incidents they are, where there are several")
        parser.add_argument("--mapping", metavar="FILE", type=Path, help="csv: which column is what")
        parser.add_argument("--dry-run", action="store_true", help="the same report, but nothing is kept")
        parser.add_argument("--zone", help="of the dates; servicenow: UTC, csv: the mapping's or the school's")
        parser.add_argument("--rejects", metavar="FILE", type=Path, help="where refused rows go (usually: beside FILE)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            school = choose_school(options["school"])
            source = choose_source(options, school)
            rejects = RejectFile(reject_path(options))
            outcome = self.bring_in(source, school, rejects, options)
        except Unusable as reason:
            raise CommandError(str(reason)) from reason
        self.report(outcome, rejects, is_dry_run=options["dry_run"])

    def bring_in(self, source: Source, school: School, rejects: RejectFile, options: dict[str, Any]) -> Outcome:
        try:
            with Bars(options["verbosity"]) as tell:
                return bring_in(source, school=school, rejects=rejects, tell=tell, is_dry_run=options["dry_run"])
        except IntegrityError as clash:
            words = "Somebody changed the same records at the same moment; nothing was written. Try again."
            raise CommandError(f"{words} ({clash})") from clash
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing was written.") from None
        finally:
            rejects.discard()

    def report(self, outcome: Outcome, rejects: RejectFile, *, is_dry_run: bool) -> None:
        for line in sentences(outcome):
            self.stdout.write(line)
        for number, reason in rejects.first:
            self.stdout.write(f"  line {number}: {reason}")
        if rejects.count:
            where = f"All of them: {rejects.path}" if rejects.path else "To keep them, name a file: --rejects FILE"
            self.stdout.write(self.style.WARNING(f"{rejects.count:,} rows refused, the rest accepted. {where}"))
        if is_dry_run:
            self.stdout.write(self.style.WARNING("A dry run: nothing was written."))


def choose_source(options: dict[str, Any], school: School) -> Source:
    """What the options say of the file. Raises Unusable when they contradict each other."""
    path, zone = Path(options["file"]), named_zone(options["zone"])
    if options["format"] == "servicenow":
        if options["mapping"]:
            raise Unusable("The columns of a servicenow file are known: use --mapping with --format csv.")
        return Source(path, servicenow, zone or ZoneInfo("UTC"))
    if not options["mapping"]:
        return Source(path, named_like_ours, zone or ZoneInfo(school.zone))
    mapping = read_mapping(Path(options["mapping"]))
    zone = zone or ZoneInfo(mapping.zone or school.zone)
    return Source(path, lambda header: mapping, zone, mapping.delimiter, mapping.encoding)


def choose_school(code: str | None) -> School:
    """The school that is meant; on a desk that has none yet, one for the import (not saved here)."""
    codes = list(School.objects.order_by("code").values_list("code", flat=True))
    if not codes and (code is None or code.upper() == IMPORTED.upper()):
        return School(name=IMPORTED, code=IMPORTED.upper())
    if code is None and len(codes) > 1:
        raise Unusable(f"Say which school the incidents belong to: --school with one of {', '.join(codes)}.")
    try:
        return school_called(codes[0] if code is None else code)
    except NoSuchSchool as error:
        raise Unusable(str(error)) from None


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
