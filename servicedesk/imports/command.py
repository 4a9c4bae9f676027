"""The commands that bring in a file: the same acts as on the pages, with a bar of progress."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from servicedesk.imports.acts import Look
from servicedesk.imports.errors import Unusable
from servicedesk.imports.handling import Handling
from servicedesk.imports.rejects import RejectFile, beside, unlike
from servicedesk.imports.terminal import Bars
from servicedesk.models.upload import UploadState
from servicedesk.school_codes import NoSuchSchool, school_called


class ImportCommand(BaseCommand):
    """`handling` says what is brought in; `choices` what else the options chose."""

    handling: Handling

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options that every import has."""
        parser.add_argument("file", metavar="FILE", type=Path, help="a CSV file, gzip or not, or a spreadsheet (.xlsx)")
        whose, is_needed = "whose records they are", self.handling.settle is None
        whose += "" if is_needed else "; without it each row names its own school"
        parser.add_argument("--school", required=is_needed, metavar="CODE", help=whose)
        parser.add_argument(
            "--mapping", default="", metavar="NAME", help="whose columns it has; without it they are guessed"
        )
        parser.add_argument("--dry-run", action="store_true", help="the same report, but nothing is kept")
        parser.add_argument("--rejects", metavar="FILE", type=Path, help="where refused rows go (usually: beside FILE)")

    def choices(self, options: dict[str, Any]) -> dict[str, Any]:
        """What was chosen beside the columns."""
        return {}

    def handle(self, *args: Any, **options: Any) -> None:
        """Send the file, then look at it or bring it in."""
        try:
            sent = self.sent(options)
            if options["dry_run"]:
                self.look(sent)
            else:
                rejects = unlike(options["rejects"] or beside(options["file"]), options["file"])
                self.report(self.brought_in(sent, options), rejects)
        except (Unusable, NoSuchSchool) as reason:
            raise CommandError(str(reason)) from reason
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error

    def sent(self, options: dict[str, Any]) -> Any:
        """The file, taken in, with what was chosen."""
        now, path = timezone.now(), options["file"]
        school = None if options["school"] is None else school_called(options["school"])
        try:
            content = path.read_bytes()
        except OSError as error:
            raise Unusable(f"{path} can’t be read: {error.strerror}.") from error
        about = {"file_name": path.name, "content": content, "mapping": options["mapping"]}
        sent = self.handling.send(school=school, by=None, at=now, **about)
        try:
            told = {"columns": sent.columns, "choices": self.choices(options)}
            return self.handling.name_columns(sent, by=None, at=now, **told)
        except ValidationError:
            self.handling.throw_away(sent, by=None, at=now)
            raise

    def brought_in(self, sent: Any, options: dict[str, Any]) -> Any:
        """All of it, with a bar of progress; what is cut short goes on with the next sweep."""
        sent = self.handling.start(sent, by=None, at=timezone.now())
        with Bars(options["verbosity"]) as tell:
            for stand in self.handling.going_on(sent, at=timezone.now()):
                tell("Writing", stand.done, stand.total)
        return sent

    def report(self, sent: Any, path: Path) -> None:
        """What came of it, and the file of what could not go in."""
        self.say(sent.total, sent.added, sent.changed, sent.same)
        rejects = RejectFile(path)
        rejects.header = sent.header
        for row in sent.refused_rows.iterator():
            rejects.add(row.line, row.reason, row.cells)
        rejects.keep()
        for number, reason in rejects.first:
            self.stdout.write(f"  line {number}: {reason}")
        if rejects.count:
            self.stdout.write(self.style.WARNING(f"{rejects.count:,} rows refused. All of them: {path}"))
        if sent.state == UploadState.STOPPED:
            raise CommandError(sent.trouble)

    def look(self, sent: Any) -> None:
        """What would come of it; nothing is kept."""
        try:
            found: Look = self.handling.look_at(sent)
        finally:
            self.handling.throw_away(sent, by=None, at=timezone.now())
        self.say(found.total, found.counts["new"], found.counts["changed"], found.counts["same"])
        for verdict in found.refused:
            self.stdout.write(f"  line {verdict.line}: {verdict.reason}")
        self.stdout.write(self.style.WARNING("A dry run: nothing was written."))

    def say(self, total: int, added: int, changed: int, same: int) -> None:
        """The figures, as a sentence."""
        self.stdout.write(f"Read {total:,} rows: {added:,} new, {changed:,} changed, {same:,} as they were.")
