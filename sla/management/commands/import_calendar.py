"""`manage.py import_calendar`: term dates or bank holidays from a file into a calendar."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from servicedesk.models import Nation, School
from servicedesk.school_codes import NoSuchSchool, school_called
from sla import year_page
from sla.bank_holidays import NotBankHolidays
from sla.calendar_import import import_file, read_opens
from sla.calendar_workflow import apply
from sla.calendars import calendar_of, current_version
from sla.school_year import WORDS
from sla.term_files import UnreadableDates
from sla.year_document import InvalidSchoolYear, parse


class Command(BaseCommand):
    help = (
        "Makes a new version of a calendar from term dates (iCalendar, CSV, JSON) or the bank holiday list of GOV.UK."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("--school", metavar="CODE", help="the calendar of one school")
        whose.add_argument("--trust", action="store_true", help="the calendar that schools without their own follow")
        parser.add_argument("--hours", metavar="08:00-16:00", help="support hours on school days; several with commas")
        parser.add_argument("--nation", choices=Nation.values, default="ENG", help="whose bank holidays, with --trust")
        parser.add_argument("--reason", default="", help="why, for the list of versions")
        parser.add_argument("--dry-run", action="store_true", help="say what the file says and keep nothing")

    @transaction.atomic
    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        school = _school(options["school"])
        version = current_version(school)
        try:
            imported = import_file(
                file.read_bytes(),
                base=version.document if version else None,
                nation=school.nation if school else options["nation"],
                zone=school.zone if school else "Europe/London",
                opens=read_opens(options["hours"]) if options["hours"] else None,
            )
            year = parse(imported.document)
        except OSError as error:
            raise CommandError(f"{file} can’t be read: {error.strerror}.") from error
        except (UnreadableDates, InvalidSchoolYear) as error:
            raise CommandError("\n".join(error.sentences)) from error
        except (NotBankHolidays, ValueError) as error:
            raise CommandError(str(error)) from error
        self.describe(year, imported.notes)
        if dry_run:
            self.stdout.write("Nothing was kept: this was a dry run.")
            return
        reason = options["reason"] or f"Imported from {file.name}"
        act = apply(calendar_of(school), imported.document, by=None, at=timezone.now(), reason=reason)
        self.stdout.write(self.style.SUCCESS(f"{act.calendar_version} holds from now on."))
        self.stdout.write(f"{act.total} open clocks are counted anew within a minute.")

    def describe(self, year: Any, notes: tuple[str, ...]) -> None:
        for span in year.spans:
            self.stdout.write(f"{WORDS[span.type]:16} {span.first} to {span.last}  {span.name}".rstrip())
        for name, days in year_page.school_day_counts(year):
            self.stdout.write(f"{name}: {days} school days")
        self.stdout.write(f"Known until {year.known_until}" if year.known_until else "Known without end")
        for note in notes:
            self.stdout.write(self.style.WARNING(note))


def _school(code: str | None) -> School | None:
    if code is None:
        return None
    try:
        return school_called(code)
    except NoSuchSchool as error:
        raise CommandError(str(error)) from None
