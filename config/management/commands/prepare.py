"""`manage.py prepare`: the database, the demo and the files that `serve` needs, made where they are missing."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from config import first_tables
from servicedesk.models import School


class Command(BaseCommand):
    help = "Brings the tables up to date, loads the demo into an empty desk that asks for it, and collects the files."
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.migrate()
            if settings.DEMO and not School.objects.exists():
                self.say("Loading the demo: a term at a small trust")
                call_command("seed_demo", stdout=self.stdout, stderr=self.stderr)
        except DatabaseError as error:
            name = settings.DATABASES["default"]["NAME"]
            raise CommandError(f"The database {name} can't be used: {str(error).strip()}") from error
        self.collect_files()

    def migrate(self) -> None:
        if first_tables.is_new(connection):
            self.say("Making the tables")
            first_tables.make(connection)
            return
        executor = MigrationExecutor(connection)
        steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if steps:
            self.say(f"Preparing the database ({steps} steps)")
            call_command("migrate", interactive=False, stdout=Dots(self.stdout))
            self.say("")

    def collect_files(self) -> None:
        """Styles and scripts under the names by which browsers keep them; the demo serves them as they lie."""
        if settings.STATIC_ROOT:
            try:
                call_command("collectstatic", interactive=False, verbosity=0)
            except OSError as error:
                raise CommandError(f"The desk can't write to {settings.STATIC_ROOT}: {error.strerror}.") from error

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


class Dots:
    """Shows that something goes on: one dot for each line."""

    def __init__(self, out: OutputWrapper) -> None:
        self.out = out

    def write(self, text: str) -> None:
        if text.strip():
            self.out.write(".", ending="")
            self.out.flush()
