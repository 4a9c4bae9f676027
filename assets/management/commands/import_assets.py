"""`manage.py import_assets`: a list of things from another program, or from our own export, into the register."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assets.imports.fields import MAPPINGS
from assets.models import AssetImport
from assets.workflow import importing
from servicedesk.imports.acts import Look
from servicedesk.imports.errors import Unusable
from servicedesk.imports.rejects import RejectFile, beside, unlike
from servicedesk.imports.terminal import Bars
from servicedesk.models.upload import UploadState
from servicedesk.school_codes import NoSuchSchool, school_called


class Command(BaseCommand):
    help = "Brings a list of things into a school’s register; twice changes nothing. See docs/importing.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="a CSV file, gzip or not")
        parser.add_argument("--school", required=True, metavar="CODE", help="whose things they are")
        parser.add_argument(
            "--mapping", default="", metavar="NAME", help="whose columns it has; without it they are guessed"
        )
        parser.add_argument("--match", choices=["tag", "serial"], default="tag", help="how a thing is known again")
        parser.add_argument("--no-rooms", action="store_true", help="rooms that aren’t known are left empty, not made")
        parser.add_argument("--dry-run", action="store_true", help="the same report, but nothing is kept")
        parser.add_argument("--rejects", metavar="FILE", type=Path, help="where refused rows go (usually: beside FILE)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            MAPPINGS.all()
            sent = self.sent(options)
            if options["dry_run"]:
                self.report_look(importing.look_at(sent))
                importing.throw_away(sent, by=None, at=timezone.now())
            else:
                rejects = unlike(options["rejects"] or beside(options["file"]), options["file"])
                self.report(self.brought_in(sent, options), rejects)
        except (Unusable, NoSuchSchool) as reason:
            raise CommandError(str(reason)) from reason
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error

    def sent(self, options: dict[str, Any]) -> AssetImport:
        """The file, taken in, with what was chosen."""
        now, path = timezone.now(), options["file"]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise Unusable(f"{path} can’t be read: {error.strerror}.") from error
        about = {"file_name": path.name, "content": content, "mapping": options["mapping"]}
        sent = importing.send_list(school=school_called(options["school"]), by=None, at=now, **about)
        choices = {"match": options["match"], "make_rooms": not options["no_rooms"]}
        try:
            return importing.name_columns(sent, by=None, at=now, columns=sent.columns, choices=choices)
        except ValidationError:
            importing.throw_away(sent, by=None, at=now)
            raise

    def brought_in(self, sent: AssetImport, options: dict[str, Any]) -> AssetImport:
        """All of it, with a bar of progress; what is cut short goes on with the next sweep."""
        sent = importing.start(sent, by=None, at=timezone.now())
        with Bars(options["verbosity"]) as tell:
            for stand in importing.going_on(sent, at=timezone.now()):
                tell("Writing", stand.done, stand.total)
        return sent

    def report(self, sent: AssetImport, path: Path) -> None:
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

    def report_look(self, found: Look) -> None:
        self.say(found.total, found.counts["new"], found.counts["changed"], found.counts["same"])
        for verdict in found.refused:
            self.stdout.write(f"  line {verdict.record.line}: {verdict.reason}")
        self.stdout.write(self.style.WARNING("A dry run: nothing was written."))

    def say(self, total: int, added: int, changed: int, same: int) -> None:
        self.stdout.write(f"Read {total:,} rows: {added:,} new, {changed:,} changed, {same:,} as they were.")
