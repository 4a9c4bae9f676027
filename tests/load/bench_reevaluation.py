"""Counting 100,000 open clocks anew after a closure was announced: seconds in all, and the longest that a batch locks.

    DATABASE_URL=postgres://… .venv/bin/python -m tests.load.bench_reevaluation [100000]

Wants under 60 s in all on PostgreSQL, and no batch that holds its rows for more than 200 ms. Use an empty database of
its own: what is filled in stays there; each run announces one more closure.
"""

import os
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from incidents.models import Incident  # noqa: E402
from servicedesk.models import School, Trust  # noqa: E402
from sla import clock_rules, clocks, reevaluations  # noqa: E402
from sla.agreements import promise_for  # noqa: E402
from sla.calendars import calendar_of, hours_of, make_version  # noqa: E402
from sla.models import Agreement, AgreementVersion, Clock, ClockEvent, EventKind  # noqa: E402
from sla.reevaluations import CalendarChange  # noqa: E402

NOW = datetime(2026, 9, 16, 9, tzinfo=UTC)
WEEK = {day: [["08:00", "16:30"]] for day in ("mon", "tue", "wed", "thu", "fri")}
DOCUMENT = {"zone": "Europe/London", "hours": {"term": WEEK}, "ranges": []}
BATCH = 5000
MINUTE = timedelta(minutes=1)


def main(size):
    """Fill, announce a closure, and measure each batch."""
    call_command("migrate", verbosity=0)
    settings.DEBUG = False
    calendar = calendar_of(None)
    if not calendar.versions.exists():
        make_version(calendar, DOCUMENT, by=None, at=NOW)
    school = promised()
    fill(school, size)
    closed = date(2026, 9, 21) + timedelta(days=calendar.versions.count())
    ranges = [{"type": "closure", "first": f"{closed}", "last": f"{closed}", "name": "boiler"}]
    version = make_version(calendar, DOCUMENT | {"ranges": ranges}, by=None, at=NOW, reason="Boiler")
    change = CalendarChange(calendar, hours_of(version), version)
    began = time.perf_counter()
    foretold = reevaluations.foresee(change, at=NOW)
    print(f"preview: {foretold.looked_at:,} looked at in {time.perf_counter() - began:.1f} s: {foretold}")
    act = reevaluations.ask(change, by=None, at=NOW, reason="Boiler")
    times, began = [], time.perf_counter()
    last = began
    for _ in reevaluations.batches(at=NOW):
        times.append(time.perf_counter() - last)
        last = time.perf_counter()
    took = time.perf_counter() - began
    act.refresh_from_db()
    print(
        f"applied: {act.done:,} clocks in {took:.1f} s, {act.moved:,} moved, {len(times)} batches; "
        f"longest {1000 * max(times):.0f} ms, half under {1000 * sorted(times)[len(times) // 2]:.0f} ms"
    )


def promised():
    """One school under the trust's agreement, with a step."""
    trust, _ = Trust.objects.get_or_create(name="Bench Trust")
    school, _ = School.objects.get_or_create(code="BENCH", defaults={"name": "Bench", "trust": trust})
    agreement, _ = Agreement.objects.get_or_create(school=None, kind="sla", defaults={"name": "Bench"})
    version, new = AgreementVersion.objects.get_or_create(
        agreement=agreement, number=1, defaults={"state": "in_force", "in_force_from": NOW}
    )
    if new:
        for priority in range(1, 6):
            version.targets.create(kind="response", priority=priority, amount=240)
            version.targets.create(kind="resolution", priority=priority, amount=priority * 1000)
        version.steps.create(kind="resolution", percent=75)
        version.steps.create(kind="resolution", percent=100)
    return school


def fill(school, size):
    """Up to `size` open clocks, two of a record; one of ten waited a while."""
    promise = promise_for(school)
    have = Clock.objects.filter(state="running").count()
    for begin in range(have, size, BATCH):
        kinds = [("response", "resolution")[n % 2] for n in range(begin, min(begin + BATCH, size))]
        made = [_clock(school, promise, kind, n + begin) for n, kind in enumerate(kinds)]
        Clock.objects.bulk_create(clock for clock, _ in made)
        for clock, events in made:
            for event in events:
                event.clock = clock
        ClockEvent.objects.bulk_create(event for _, events in made for event in events)
        Incident.objects.bulk_create(_incidents(school, [clock for clock, _ in made]))


def _clock(school, promise, kind, n):
    started = NOW - (n % 500) * MINUTE
    priority = 1 + (n // 2) % 5
    target = promise.target(kind, priority)
    facts = {"amount": target.amount, "unit": target.unit, "calendar_version": promise.calendar_version}
    events = [ClockEvent(kind=EventKind.START, at=started, **facts)]
    if kind == "resolution" and n % 10 == 1:
        events.append(ClockEvent(kind=EventKind.PAUSE, at=started + MINUTE, reason="part"))
        events.append(ClockEvent(kind=EventKind.RESUME, at=started + 3 * MINUTE))
    clock = Clock(
        school=school,
        kind=kind,
        agreement_version=promise.version,
        calendar_version=promise.calendar_version,
        priority=priority,
        started_at=started,
    )
    clocks.derive(clock, clock_rules.read(map(clocks.as_rule, events)), fired=set())
    return clock, events


def _incidents(school, made):
    for response, resolution in zip(made[::2], made[1::2], strict=True):
        at = resolution.started_at
        yield Incident(
            school=school,
            summary="No picture",
            priority=resolution.priority,
            opened_at=at,
            opened_on=at.date(),
            wrote_last_at=at,
            response_clock=response,
            resolution_clock=resolution,
            next_due=min(response.due, resolution.due),
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
