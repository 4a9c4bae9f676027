"""The reports of a trust of a hundred schools and of one of them: seconds, queries, and work of this process.

    DATABASE_URL=postgres://… .venv/bin/python -m tests.load.bench_report [1000000]

Fills the database named by DATABASE_URL to that size, ten years, both clocks, what people said; closed months are kept
as the nightly sweep keeps them, and the same is asked without any as well. Use an empty database of its own.
Wanted at 1,000,000 on PostgreSQL: a month within 1 s, a school year of all schools within 5 s, a PDF within 2 s.
"""

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("ALLOWED_HOSTS", "testserver")
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django

django.setup()

import time_machine  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection, reset_queries  # noqa: E402
from django.test import Client  # noqa: E402

from config import first_tables  # noqa: E402
from incidents.models import Incident  # noqa: E402
from reports import closing  # noqa: E402
from reports.models import KeptFigure  # noqa: E402
from servicedesk.models import Membership, Person  # noqa: E402
from sla.models import Agreement, AgreementVersion, CalendarVersion, Clock, Target  # noqa: E402
from tests.load.bench_trends import fill  # noqa: E402

AT = datetime(2026, 7, 10, 16, tzinfo=UTC)
ROUNDS = 5
MONTH = {"from": "2026-06-01", "to": "2026-06-30"}
A_YEAR = {"from": "2025-09-01", "to": "2026-07-10"}
ONE = {"school": "T0"}
PAGES = [
    ("service report, a month of the trust", "/reports/report/", MONTH),
    ("service report, a month of a school", "/reports/report/", MONTH | ONE),
    ("service report, a year of the trust", "/reports/report/", A_YEAR),
    ("service report, a year of a school", "/reports/report/", A_YEAR | ONE),
    ("its PDF, a year of the trust", "/reports/report.pdf", A_YEAR),
    ("its spreadsheet, a year of the trust", "/reports/report.xlsx", A_YEAR),
    ("service levels, a month of the trust", "/service/", MONTH),
    ("service levels, a year of the trust", "/service/", A_YEAR),
    ("preventing, a year of the trust", "/reports/shift/", A_YEAR),
    ("dashboard of the trust", "/reports/", {}),
    ("dashboard of a school", "/reports/", ONE),
    ("schools side by side, a year", "/reports/schools/", A_YEAR),
    ("late by school, a year", "/reports/ask/", A_YEAR | {"measure": "missed", "by": "school"}),
    ("median hours by category, a year", "/reports/ask/", A_YEAR | {"measure": "mttr_hours_median", "by": "category"}),
]


def main(size):
    """Fill, and measure every page without and with kept months."""
    if first_tables.is_new(connection):
        first_tables.make(connection)
    settings.DEBUG = False
    if not Incident.objects.exists():
        fill(size)
        _live(connection.cursor())
    person, _ = Person.objects.get_or_create(email="manager@bench.example", defaults={"name": "Manager"})
    Membership.objects.get_or_create(person=person, role="trust_administrator", school=None)
    client = Client()
    client.force_login(person)
    print(f"{Incident.objects.count():,} records", flush=True)
    with time_machine.travel(AT, tick=True):
        if not KeptFigure.objects.exists():
            _measured(client, "nothing kept")
            began = time.perf_counter()
            closing.keep(at=AT)
            print(f"months closed in {time.perf_counter() - began:.0f} s, {KeptFigure.objects.count():,} figures")
        _measured(client, "closed months kept")


def _measured(client, what):
    print(f"{what:<40} {'queries':>7} {'s':>7} {'cpu s':>7} {'KB':>7}")
    for name, path, asked in PAGES:
        address = f"{path}?{urlencode(asked)}"
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        connection.force_debug_cursor = True
        reset_queries()
        client.get(address)
        queries, connection.force_debug_cursor = len(connection.queries), False
        times = sorted(_timed(client, address) for _ in range(ROUNDS))
        wall, work = times[ROUNDS // 2]
        print(f"{name:<40} {queries:>7} {wall:>7.2f} {work:>7.2f} {len(answer.content) / 1024:>7.0f}", flush=True)


def _timed(client, address):
    wall, work = time.perf_counter(), time.process_time()
    answer = client.get(address)
    answer.streaming and list(answer.streaming_content)
    return time.perf_counter() - wall, time.process_time() - work


def _live(cursor):
    """What became of each: answered, fixed, late or in time, reopened, a lesson stopped, found by us, satisfied."""
    calendar = CalendarVersion.objects.get(calendar__school=None)
    agreement, _ = Agreement.objects.get_or_create(school=None, defaults={"name": "Bench"})
    promise = AgreementVersion.objects.create(agreement=agreement, number=1, state="in_force", in_force_from=AT)
    for priority in range(1, 6):
        for kind, amount in (("response", 60), ("resolution", 480)):
            Target.objects.create(version=promise, kind=kind, priority=priority, amount=amount)
    table = Clock._meta.db_table
    for number, (kind, amount, late) in enumerate((("response", 60, 23), ("resolution", 480, 7))):
        facts = {
            "id": f"2 * id + {number}",
            "school_id": "school_id",
            "kind": f"'{kind}'",
            "agreement_version_id": str(promise.pk),
            "calendar_version_id": str(calendar.pk),
            "priority": "priority",
            "amount": str(amount),
            "unit": "'minutes'",
            "state": "'stopped'",
            "is_provisional": "false",
            "pause_reason": "''",
            "started_at": "opened_at",
            "due": f"opened_at + interval '{amount} minutes'",
            "spent": "interval '0'",
            "stopped_at": "opened_at + interval '40 minutes'",
            "breached_at": f"CASE WHEN id % {late} = 0 THEN opened_at + interval '{amount} minutes' END",
        }
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(facts)}) SELECT {', '.join(facts.values())} FROM incidents_incident"
        )
    cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
    cursor.execute(
        "UPDATE incidents_incident SET response_clock_id = 2 * id, resolution_clock_id = 2 * id + 1, "
        "first_response_at = opened_at + (id % 300) * interval '1 minute', "
        "resolved_at = opened_at + (id * 7919 % 9000) * interval '1 minute', "
        "closed_at = opened_at + (id * 7919 % 9000 + 60) * interval '1 minute', "
        "lesson_stopped = id % 11 = 0, minutes_spent = id % 50, "
        "channel = CASE WHEN id % 6 = 0 THEN 'monitoring' ELSE channel END, "
        "satisfied = CASE id % 9 WHEN 0 THEN true WHEN 1 THEN false END"
    )
    cursor.execute("ANALYZE")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000)
