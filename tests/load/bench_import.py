"""How fast another desk's history comes in, and how much memory that takes, at two sizes.

    DATABASE_URL=postgres://… .venv/bin/python -m tests.load.bench_import [COPIES …]

Each size is one process on a scratch database of its own, made beside DATABASE_URL and removed afterwards. The file is
the real log of 5,000 incidents as often as COPIES says, with new numbers; where that isn't here, a made-up log of about
the same size. The target: 1,500 events a second on PostgreSQL, and the same memory at every size.
"""

import csv
import gzip
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import django
from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("CONFORMANCE_DATA", ROOT.parent / "shared" / "data"))
EXPORT = DATA / "tickets" / "servicenow_incident_events_5000.csv.gz"
COPIES = (1, 5)
STATES = ("New", "Active", "Awaiting User Info", "Active", "Resolved", "Closed")


def rows() -> Iterator[list[str]]:
    """A header, then the rows of one copy; the first cell is the number."""
    if EXPORT.exists():
        with gzip.open(EXPORT, "rt", newline="") as file:
            yield from csv.reader(file)
    else:
        yield from made_up()


def made_up() -> Iterator[list[str]]:
    yield [
        "number",
        "incident_state",
        "sys_mod_count",
        "made_sla",
        "caller_id",
        "opened_at",
        "sys_updated_at",
        "priority",
    ]
    start = datetime(2026, 1, 5, 9)
    for number in range(6000):
        opened = start + timedelta(minutes=7 * number)
        for turn, state in enumerate(STATES):
            changed = opened + timedelta(hours=5 * turn)
            dates = [f"{moment:%d/%m/%Y %H:%M}" for moment in (opened, changed)]
            yield [f"{number}", state, f"{turn}", "true", f"Caller {number % 2000}", *dates, "3 - Moderate"]


def write_log(path: Path, copies: int) -> None:
    with gzip.open(path, "wt", newline="", compresslevel=1) as file:
        log = csv.writer(file)
        for copy in range(copies):
            for place, row in enumerate(rows()):
                if place == 0 and copy:
                    continue
                log.writerow(row if place == 0 else [f"{copy}-{row[0]}", *row[1:]])


def peak() -> float:
    """The most memory this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(copies: int) -> None:
    """One import of so many copies, and the same again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "log.csv.gz"
            write_log(path, copies)
            print(f"{copies} × the log; {peak():.0f} MiB before")
            for turn in ("first time", "again"):
                seconds, events = timed(path)
                speed = f"{seconds:7.1f} s {events / seconds:>8,.0f} events/s"
                print(f"{events:>9,} events  {turn:<10} {speed}   peak {peak():4.0f} MiB")
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def timed(path: Path) -> tuple[float, int]:
    said = StringIO()
    start = time.perf_counter()
    call_command("import_incidents", str(path), "--format", "servicenow", stdout=said)
    seconds = time.perf_counter() - start
    return seconds, int(said.getvalue().split()[1].replace(",", ""))


def main() -> None:
    copies = [int(said) for said in sys.argv[1:] if said.isdigit()] or list(COPIES)
    if "--here" in sys.argv:
        measure(copies[0])
        return
    for count in copies:
        subprocess.run([sys.executable, "-m", "tests.load.bench_import", "--here", str(count)], check=True, cwd=ROOT)


if __name__ == "__main__":
    main()
