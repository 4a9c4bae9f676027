"""`manage.py run_sweeps`: everything on the timetable once, now, with no broker and no worker."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils.module_loading import import_string

from config.timetable import TIMETABLE, Sweep


class Command(BaseCommand):
    help = "Runs every sweep of the timetable once. For a desk without a worker: call it from cron each minute."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=int, metavar="SECONDS", help="go on, once in so many seconds")

    def handle(self, *args: Any, every: int | None, **options: Any) -> None:
        while every:
            self.run_all()
            close_old_connections()
            time.sleep(every)
        if failed := self.run_all():
            raise CommandError(f"{len(failed)} of {len(TIMETABLE)} sweeps failed: {', '.join(failed)}.")

    def run_all(self) -> list[str]:
        return [sweep.name for sweep in TIMETABLE if not self.run_one(sweep)]

    def run_one(self, sweep: Sweep) -> bool:
        """One sweep that fails must not hold up the others: letters go out even when measures can't be taken."""
        try:
            count = import_string(sweep.task)()
        except Exception as error:  # whatever it is, it is told, and the next sweep has its turn
            self.stderr.write(self.style.ERROR(f"{sweep.name}: failed: {type(error).__name__}: {error}"))
            return False
        self.stdout.write(f"{sweep.name}: {count} {sweep.counts}")
        return True
