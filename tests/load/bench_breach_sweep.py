"""The breach sweep at a large desk: 1,000 clocks due among a million, of which most are done.

    DATABASE_URL=postgres://… .venv/bin/python -m tests.load.bench_breach_sweep [1000000 1000]

Wants under a second on PostgreSQL, whatever the number of clocks. Use an empty database of its own: what is filled in
stays there; each run lets another 1,000 run out.
"""

import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from servicedesk.models import School, Trust  # noqa: E402
from sla import clocks  # noqa: E402
from sla.calendars import calendar_of, make_version  # noqa: E402
from sla.models import Agreement, AgreementVersion, Clock  # noqa: E402

NOW = datetime(2026, 9, 16, 9, tzinfo=UTC)
WEEK = {day: [["08:00", "16:30"]] for day in ("mon", "tue", "wed", "thu", "fri")}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RUNNING_OF_A_HUNDRED, BATCH = 30, 10_000


def main(size, due):
    """Fill, let some run out, and time the sweep; then time it with nothing due."""
    call_command("migrate", verbosity=0)
    settings.DEBUG = False
    fill(size)
    late = list(Clock.objects.filter(state="running", breached_at=None, due__gt=NOW).values_list("pk", flat=True)[:due])
    Clock.objects.filter(pk__in=late).update(due=NOW - HOUR)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE sla_clock")
    print(f"{Clock.objects.count():,} clocks, {Clock.objects.filter(state='running').count():,} running")
    for _ in range(2):
        began = time.perf_counter()
        marked = clocks.mark_breaches(at=NOW)
        print(f"sweep: {marked:,} stamped in {1000 * (time.perf_counter() - began):.0f} ms")


def fill(size):
    """Up to `size` clocks, 70 of a hundred done."""
    trust, _ = Trust.objects.get_or_create(name="Bench Trust")
    school, _ = School.objects.get_or_create(code="BENCH", defaults={"name": "Bench", "trust": trust})
    agreement, _ = Agreement.objects.get_or_create(school=None, kind="sla", defaults={"name": "Bench"})
    promise, _ = AgreementVersion.objects.get_or_create(
        agreement=agreement, number=1, defaults={"state": "in_force", "in_force_from": NOW}
    )
    calendar = calendar_of(None)
    document = {"zone": "Europe/London", "hours": {"term": WEEK}}
    version = calendar.versions.first() or make_version(calendar, document, by=None, at=NOW)
    shared = {"school": school, "agreement_version": promise, "calendar_version": version, "unit": "minutes"}
    for begin in range(Clock.objects.count(), size, BATCH):
        numbers = range(begin, min(begin + BATCH, size))
        Clock.objects.bulk_create(Clock(**shared, **_facts(n)) for n in numbers)


def _facts(n):
    running = n % 100 < RUNNING_OF_A_HUNDRED
    started = NOW - (n % 700) * HOUR
    return {
        "kind": ("response", "resolution")[n % 2],
        "priority": 1 + n % 5,
        "amount": 480,
        "started_at": started,
        "spent": timedelta(0),
        "state": "running" if running else "stopped",
        "counting_since": started if running else None,
        "stopped_at": None if running else started + HOUR,
        "due": NOW + (1 + n % 900) * HOUR if running else started + DAY,
    }


if __name__ == "__main__":
    main(*(int(given) for given in (sys.argv[1:] or ["1000000", "1000"])))
