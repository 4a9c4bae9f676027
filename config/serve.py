"""The whole desk on one machine, in the foreground, until Ctrl-C. `manage.py serve`, and so `make run`, begins here.

No model is read on the way: the pages come in half the time when the web server alone reads them, and worker and
timetable only after it. What takes models, preparing the database, is a process of its own (`manage.py prepare`).
"""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.color import color_style
from django.db import connection

from config import broker, tables
from config.demo.logins import DEMO_LOGINS
from config.supervisor import Child, Stop, Supervisor, stop_on_signals

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

FIRST_PORT, PORTS = 8000, 20
PATIENCE = 60  # seconds for the web server's first answer


DESCRIPTION = "Starts web server, broker, worker and timetable, with the database and the demo school they need."


def main(arguments: Sequence[str]) -> None:
    """Start everything and keep it going. Exits with a sentence when it can't."""
    parser = ArgumentParser(prog="manage.py serve", description=DESCRIPTION)
    add_arguments(parser)
    stop_on_signals()
    try:
        serve(parser.parse_args(arguments).port)
    except Stop:
        say("Stopped.")
    except CommandError as error:
        sys.exit(color_style().ERROR(f"CommandError: {error}"))


def add_arguments(parser: ArgumentParser) -> None:
    """What may be said when it is started."""
    parser.add_argument("--port", type=port_number, help=f"for the pages; else {FIRST_PORT} or the next free one")


def serve(wished: int | None) -> None:
    """Until somebody says stop. Raises CommandError with a sentence."""
    logs = make_folders()
    port = choose_port(wished)
    address = f"http://{broker.LOOPBACK}:{port}"
    with only_one(settings.VAR_DIR / "serve.lock", address):
        env = environment(address)
        prepare(env)
        supervisor = Supervisor(env, say=say)
        try:
            start(supervisor, port, logs)
            welcome(address, logs)
            supervisor.watch()
        finally:
            supervisor.stop()


def make_folders() -> Path:
    """Where the desk keeps its data and its logs: the latter."""
    logs = settings.VAR_DIR / "log"
    try:
        logs.mkdir(parents=True, exist_ok=True)
        (logs / "web.log").touch()
    except OSError as error:
        raise CommandError(
            f"The desk can't write to {settings.VAR_DIR}, where it keeps its data: {error.strerror}."
        ) from error
    return logs


def prepare(env: dict[str, str]) -> None:
    """Tables, demo and files, unless they are as they should be."""
    ready = not settings.STATIC_ROOT and tables.are_as_they_should_be()
    connection.close()  # nothing more is asked from here
    if ready:
        return
    if code := subprocess.call([sys.executable, "manage.py", "prepare"], env=env):
        sys.exit(code)  # it has said why


def start(supervisor: Supervisor, port: int, logs: Path) -> None:
    """The broker first, since the others look for it; worker and timetable once the pages are there."""
    if not settings.REDIS_URL and (server := broker.embedded(settings.VAR_DIR)):
        supervisor.env["REDIS_URL"] = server.url
        words = server.first_words
        supervisor.start(Child("broker", server.command, logs / "broker.log", signal.SIGKILL, words))
    web = Child("web server", web_server(port), logs / "web.log")
    supervisor.start(web)
    await_answer(web, f"http://{broker.LOOPBACK}:{port}")
    for name, command in sweepers(supervisor.env.get("REDIS_URL")):
        supervisor.start(Child(name, command, logs / f"{name}.log", getattr(signal, "SIGKILL", signal.SIGTERM)))


def await_answer(web: Child, address: str) -> None:
    """Until the pages come. Raises CommandError when they don't."""
    deadline = time.monotonic() + PATIENCE
    while not answers(f"{address}/healthz"):
        if not web.running or time.monotonic() > deadline:
            raise CommandError(f"The web server did not start. It said:\n{web.last_words()}")
        time.sleep(0.1)


def welcome(address: str, logs: Path) -> None:
    """Where it is and, for the demo, who may sign in."""
    say(color_style().SUCCESS(f"The service desk is at {os.environ.get('BASE_URL', address)}"))
    if "BASE_URL" in os.environ:
        say(f"What stands in front of it passes everything on to {address}")
    if settings.DEMO:
        say("\nSign in as one of:")
        for words, email, password in columns(DEMO_LOGINS):
            say(f"  {words}  {email}  {password}")
    say(f"\nCtrl-C stops it. Logs and letters sent: {logs}")


def say(text: str) -> None:
    """At once, also into a file."""
    print(text, flush=True)


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
