"""`manage.py export_evidence`: an evidence pack as one file."""

from pathlib import Path

import structlog
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from evidence import editions, gathering, packs
from evidence.framework import WrongFramework, keys
from reports.management.arguments import add_period, period_of, school_of
from servicedesk.errors import Refused

logger = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = "Writes the evidence of one school for a framework and a period: a zip with PDF, CSV files and a manifest."

    def add_arguments(self, parser):
        parser.add_argument("framework", metavar="FRAMEWORK", help=f"one of: {', '.join(keys())}")
        parser.add_argument("--school", required=True, metavar="CODE", help="the school's code")
        add_period(parser)
        parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="the zip file to write")
        parser.add_argument("--force", action="store_true", help="replace a file that is there")

    def handle(self, *, framework, school, first, last, out, force, **options):
        try:
            place = school_of(school)
            framework = editions.framework_called(framework, place)
            found = gathering.gather(framework, school=place, period=period_of(first, last), at=timezone.now())
            manifest = packs.write(found, out, overwrite=force)
        except (WrongFramework, packs.WontOverwrite, Refused) as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{out} can’t be written: {error.strerror}.") from None
        logger.info("evidence_exported", framework=framework.key, school=school, first=first, last=last, by="command")
        for entry in manifest["files"]:
            self.stdout.write(f"{entry['name']:<18} {entry['size']:>12,} bytes")
        self.stdout.write(f"Written to {out}. Check it with: manage.py verify_evidence {out}")
