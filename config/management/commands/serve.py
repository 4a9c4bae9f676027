"""`manage.py serve`: the whole desk on one machine, in the foreground, until Ctrl-C."""

import os
import signal
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from config import broker
from config.demo.people import DEMO_LOGINS
from config.supervisor import Child, Stop, Supervisor, stop_on_signals
from servicedesk.models import School

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

FIRST_PORT, PORTS = 8000, 20
PATIENCE = 60  # seconds for the web server's first answer


class Command(BaseCommand):
    help = "Starts web server, broker, worker and timetable together, with the database and the demo school they need."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=port_number, help=f"for the pages; else {FIRST_PORT} or the next free one")

    def handle(self, *args: Any, port: int | None, **options: Any) -> None:
        stop_on_signals()
        try:
            self.serve(port)
        except Stop:
            self.say("Stopped.")

    def serve(self, wished: int | None) -> None:
        logs = self.make_folders()
        port = choose_port(wished)
        address = f"http://{broker.LOOPBACK}:{port}"
        with only_one(settings.VAR_DIR / "serve.lock", address):
            self.prepare_database()
            self.collect_files()
            supervisor = Supervisor(environment(address), say=self.say)
            try:
                self.start(supervisor, port, logs)
                self.await_answer(supervisor, address)
                self.welcome(address, logs)
                supervisor.watch()
            finally:
                supervisor.stop()

    def make_folders(self) -> Path:
        logs = settings.VAR_DIR / "log"
        try:
            logs.mkdir(parents=True, exist_ok=True)
            (logs / "web.log").touch()
        except OSError as error:
            raise CommandError(
                f"The desk can't write to {settings.VAR_DIR}, where it keeps its data: {error.strerror}."
            ) from error
        return logs

    def prepare_database(self) -> None:
        try:
            self.migrate()
            if settings.DEMO and not School.objects.exists():
                self.say("Loading the demo: a term at a small trust")
                call_command("seed_demo", stdout=self.stdout, stderr=self.stderr)
        except DatabaseError as error:
            name = settings.DATABASES["default"]["NAME"]
            raise CommandError(f"The database {name} can't be used: {str(error).strip()}") from error

    def migrate(self) -> None:
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

    def start(self, supervisor: Supervisor, port: int, logs: Path) -> None:
        """The broker first, since the others look for it; the worker after the web server, so that pages come soon."""
        if not settings.REDIS_URL and (server := broker.embedded(settings.VAR_DIR)):
            supervisor.env["REDIS_URL"] = server.url
            words = server.first_words
            supervisor.start(Child("broker", server.command, logs / "broker.log", signal.SIGKILL, words))
        supervisor.start(Child("web server", web_server(port), logs / "web.log"))
        for name, command in sweepers(supervisor.env.get("REDIS_URL")):
            supervisor.start(Child(name, command, logs / f"{name}.log", getattr(signal, "SIGKILL", signal.SIGTERM)))

    def await_answer(self, supervisor: Supervisor, address: str) -> None:
        web = next(child for child in supervisor.children if child.name == "web server")
        deadline = time.monotonic() + PATIENCE
        while not answers(f"{address}/healthz"):
            if not web.running or time.monotonic() > deadline:
                raise CommandError(f"The web server did not start. It said:\n{web.last_words()}")
            time.sleep(0.1)

    def welcome(self, address: str, logs: Path) -> None:
        self.say(self.style.SUCCESS(f"The service desk is at {os.environ.get('BASE_URL', address)}"))
        if "BASE_URL" in os.environ:
            self.say(f"What stands in front of it passes everything on to {address}")
        if settings.DEMO:
            self.say("\nSign in as one of:")
            for words, email, password in columns(DEMO_LOGINS):
                self.say(f"  {words}  {email}  {password}")
        self.say(f"\nCtrl-C stops it. Logs and letters sent: {logs}")

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


@contextmanager
def only_one(path: Path, address: str) -> Iterator[None]:
    """Two desks on the same data would load the demo twice; the second is told where the first is."""
    with path.open("a+") as file:
        if fcntl and not locked(file):
            file.seek(0)
            raise CommandError(f"The desk is running already, at {file.read()}. Use that one, or stop it first.")
        file.truncate(0)
        file.write(address)
        file.flush()
        yield


def locked(file: TextIO) -> bool:
    """The lock goes with the process, however it ends."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def port_number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise ArgumentTypeError(f"{text} is not a port; those are the numbers from 1 to 65535")
    return int(text)


def choose_port(wished: int | None) -> int:
    if wished:
        if not broker.is_free(wished):
            raise CommandError(f"Port {wished} is used by another program. Choose another: --port {wished + 1}")
        return wished
    for port in range(FIRST_PORT, FIRST_PORT + PORTS):
        if broker.is_free(port):
            return port
    raise CommandError(f"Ports {FIRST_PORT} to {FIRST_PORT + PORTS - 1} are all in use. Choose another with --port.")


def environment(address: str) -> dict[str, str]:
    """What the children get: our own environment, and where the desk is."""
    return os.environ | {
        "BASE_URL": os.environ.get("BASE_URL", address),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONUNBUFFERED": "1",
    }


def columns(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The same rows, padded so that they stand beneath each other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [[word.ljust(width) for word, width in zip(row, widths, strict=True)] for row in rows]


def web_server(port: int) -> list[str]:
    if sys.platform == "win32":
        return [sys.executable, "-m", "waitress", f"--listen={broker.LOOPBACK}:{port}", "config.wsgi:application"]
    options = ["--workers=2", "--threads=4", "--preload", "--graceful-timeout=2", "--no-control-socket"]
    bind = f"--bind={broker.LOOPBACK}:{port}"
    return [sys.executable, "-m", "gunicorn", *options, bind, "config.wsgi:application"]


def sweepers(redis_url: str | None) -> list[tuple[str, list[str]]]:
    """Worker and beat; where there is no broker, one process that walks the timetable each minute."""
    if not redis_url:
        return [("sweeps", [sys.executable, "manage.py", "run_sweeps", "--every", "60"])]
    celery = [sys.executable, "-m", "celery", "-A", "config.celery"]
    # Threads: a pool of processes would outlive a worker that is ended hard.
    worker = ["worker", "--pool=threads", "--concurrency=2", "--without-gossip", "--without-mingle", "--loglevel=INFO"]
    return [("worker", celery + worker), ("beat", [*celery, "beat", "--pidfile=", "--loglevel=INFO"])]


def answers(url: str) -> bool:
    """Asked by a name that the desk answers to; by its number it may not."""
    names = [name.removeprefix(".") for name in settings.ALLOWED_HOSTS if name != "*"]
    question = urllib.request.Request(url, headers={"Host": names[0]} if names else {})
    try:
        with urllib.request.urlopen(question, timeout=2) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False
