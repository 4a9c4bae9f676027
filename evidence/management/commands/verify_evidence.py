"""`manage.py verify_evidence`: is a pack what it was when it was made?"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from evidence.verification import NotAsMade, verify


class Command(BaseCommand):
    help = "Checks an evidence pack against its manifest and seals: a line for each file, or what is wrong first."
    requires_system_checks: list = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *, file, **options):
        try:
            for checked in verify(file):
                self.stdout.write(f"as made  {checked.name:<18} {checked.size:>12,} bytes")
        except NotAsMade as error:
            raise CommandError(str(error)) from None
