"""How long a list of 20,000 things takes to come into the register with its history, the first time and again.

    DATABASE_URL=postgres://… .venv/bin/python -m tests.load.bench_asset_import [ROWS]

On a scratch database made beside DATABASE_URL and removed afterwards. The target: 20,000 rows in under 60 seconds on
PostgreSQL; the third time every row has changed.
"""

import csv
import os
import sys
import tempfile
import time
from io import StringIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import django
from django.core.management import call_command
from django.db import connection

ROWS = 20_000
TARGET = 60  # seconds
HEADER = [
    "Asset Tag",
    "Asset Name",
    "Category",
    "Manufacturer",
    "Model",
    "Serial",
    "Location",
    "Status",
    "Purchase Date",
]


def write_list(path: Path, rows: int, name: str) -> None:
    """A made-up list: 40 rooms of 500 things each, every tenth with a note of its own."""
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow([*HEADER, "Purchase Cost", "Notes", "Old number"])
        for number in range(rows):
            place, sort = f"Room {number % 40}", ("Laptop", "Tablet", "Projector", "Printer")[number % 4]
            bought, note = f"20{15 + number % 10}-09-01", "" if number % 10 else f"Has been mended {number} times"
            row = [
                f"T-{number:06}",
                name,
                sort,
                "Fellside",
                f"F{number % 30}",
                f"SN{number:08}",
                place,
                "Deployed",
                bought,
            ]
            out.writerow([*row, f"{number % 900}.50", note, number])


def timed(path: Path) -> tuple[float, str]:
    """The seconds that one import took, and what it said."""
    said = StringIO()
    start = time.perf_counter()
    call_command("import_assets", str(path), "--school", "BECK", "--mapping", "snipe-it", stdout=said)
    return time.perf_counter() - start, said.getvalue().splitlines()[0]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        school()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "list.csv"
            for turn, called in (("first time", "Thing"), ("again", "Thing"), ("all changed", "Other")):
                write_list(path, rows, called)
                seconds, said = timed(path)
                late = "" if seconds < TARGET else f"   slower than {TARGET} s"
                print(f"{turn:<12} {seconds:6.1f} s   {rows / seconds:>7,.0f} rows/s   {said}{late}")
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def school() -> None:
    """The school that the list is for."""
    from servicedesk.models import School, Trust  # noqa: PLC0415  (models exist once Django is set up)

    School.objects.create(trust=Trust.objects.create(name="Trust"), code="BECK", name="Harrow Beck")


if __name__ == "__main__":
    main()
