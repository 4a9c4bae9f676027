"""What it costs to look at a window, and to open the schedule, with thousands of changes ahead.

    DATABASE_URL=postgres://… .venv/bin/python -m tests.load.bench_clashes [5000 …]

Fills the database named by DATABASE_URL up to each size in turn: one school with 2,000 things in a tree, a tenth of the
changes touching what hangs together with the thing asked about. Use an empty database of its own.
"""

import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("ALLOWED_HOSTS", "testserver")
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, reset_queries  # noqa: E402
from django.test import Client  # noqa: E402

from assets.models import Asset, AssetType, Relation, ServiceNeed  # noqa: E402
from changes.clashes import Proposal, look  # noqa: E402
from changes.models import Change, Freeze  # noqa: E402
from changes.windows import Window  # noqa: E402
from servicedesk.models import Membership, Person, Room, School, Service, Trust  # noqa: E402
from sla.models import Calendar, CalendarVersion  # noqa: E402

THINGS, ROOMS, BATCH, ROUNDS = 2000, 50, 1000, 30
HOURS = {"term": {day: [["08:00", "16:30"]] for day in ("mon", "tue", "wed", "thu", "fri")}}
DAYS = 84  # the changes lie in twelve weeks, as many as a free window is looked for in


def main(sizes):
    """Fill to each size and print what is asked there."""
    call_command("migrate", verbosity=0)
    settings.DEBUG = False
    desk = Desk()
    print(f"{'ahead':>7} {'asked':<34} {'queries':>7} {'p50 ms':>7} {'p95 ms':>7} {'cpu ms':>7} {'found':>6}")
    for size in sizes:
        desk.fill(size)
        for name, act in desk.asked():
            print(f"{size:>7} {name:<34} {measure(act)}", flush=True)


def measure(act):
    """Queries, milliseconds (half and 95 of a hundred were quicker), and how much was found."""
    for _ in range(3):
        found = act()
    connection.force_debug_cursor = True
    reset_queries()
    act()
    queries = len(connection.queries)
    connection.force_debug_cursor = False
    times, works = zip(*(timed(act) for _ in range(ROUNDS)), strict=True)
    late = sorted(times)[int(len(times) * 0.95)]
    return f"{queries:>7} {median(times):>7.1f} {late:>7.1f} {median(works):>7.1f} {found:>6}"


def timed(act):
    """Milliseconds by the clock on the wall, and of this process's own work."""
    wall, work = time.perf_counter(), time.process_time()
    act()
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - work)


class Desk:
    """One school, its things in a tree of four levels, and a technician."""

    def __init__(self):
        self.at = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
        trust, _ = Trust.objects.get_or_create(name="Bench Trust")
        self.school, _ = School.objects.get_or_create(code="B0", defaults={"name": "School 0", "trust": trust})
        self.people = [
            Person.objects.get_or_create(email=f"t{n}@bench.example", defaults={"name": f"Tech {n}"})[0]
            for n in range(8)
        ]
        for person in self.people:
            Membership.objects.get_or_create(person=person, role="technician", school=self.school)
        calendar, _ = Calendar.objects.get_or_create(school=None, defaults={"name": "Bench"})
        document = {"zone": "Europe/London", "hours": HOURS}
        facts = {"document": document, "made_at": self.at}
        CalendarVersion.objects.get_or_create(calendar=calendar, number=1, defaults=facts)
        self.rooms = [Room.objects.get_or_create(school=self.school, name=f"R{n}")[0] for n in range(ROOMS)]
        self.services = [Service.objects.get_or_create(name=f"Service {n}")[0] for n in range(10)]
        self.things = list(Asset.objects.filter(school=self.school).order_by("pk")) or self._things()
        self.client = Client()
        self.client.force_login(self.people[0])

    def _things(self):
        kind, _ = AssetType.objects.get_or_create(name="Switch")
        rows = [Asset(school=self.school, tag=f"T-{n}", name=f"Thing {n}", type=kind) for n in range(THINGS)]
        things = Asset.objects.bulk_create(rows)
        # Each stops with the one eight places nearer to the root: every tenth of the whole hangs on the second thing.
        facts = {"kind": "runs_on", "made_at": self.at}
        Relation.objects.bulk_create(
            [Relation(asset=things[n], other=things[(n - 1) // 8], **facts) for n in range(1, THINGS)]
        )
        for number, service in enumerate(self.services):
            ServiceNeed.objects.create(service=service, asset=things[number + 1], made_at=self.at)
        first = (self.at + timedelta(days=20)).date()
        Freeze.objects.create(title="Exams", first=first, last=first, made_by=self.people[0], made_at=self.at)
        return things

    def fill(self, size):
        """Add changes ahead until there are `size`."""
        for first in range(Change.objects.count(), size, BATCH):
            self._batch(range(first, min(first + BATCH, size)))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _batch(self, numbers):
        changes = Change.objects.bulk_create([self._change(n) for n in numbers])
        touched = [(change, (n * 7) % THINGS, n % ROOMS) for n, change in zip(numbers, changes, strict=True)]
        things, rooms = Change.assets.through, Change.rooms.through
        things.objects.bulk_create([things(change=c, asset=self.things[t]) for c, t, _ in touched])
        rooms.objects.bulk_create([rooms(change=c, room=self.rooms[r]) for c, _, r in touched])

    def _change(self, n):
        start = self.at + timedelta(minutes=(n * 997) % (DAYS * 24 * 60))
        facts = {"recorded_by": self.people[0], "recorded_at": self.at, "kind": "normal", "status": "approved"}
        window = {"starts_at": start, "ends_at": start + timedelta(hours=1 + n % 3)}
        who = {"implementer": self.people[n % 8], "service": self.services[n % 10]}
        return Change(school=self.school, title=f"Change number {n}", **facts, **window, **who)

    def asked(self):
        """A window with a lot around it, one with little, and the pages of the schedule."""
        root, leaf = self.things[1], self.things[-1]
        everything = {
            "assets": frozenset({root.pk}),
            "rooms": frozenset({self.rooms[0].pk}),
            "service": self.services[0],
            "implementer": self.people[0],
        }
        yield "window, everything touches", lambda: self._look(**everything)
        yield "window, one thing", lambda: self._look(assets=frozenset({leaf.pk}), noticed=False)
        yield "window of a week", lambda: self._look(days=7, **everything)
        for view in ("month", "week", "list"):
            yield f"schedule, {view}", lambda view=view: len(self.client.get(f"/changes/schedule/?view={view}").content)

    def _look(self, *, days=0, **touched):
        start = self.at + timedelta(days=3)
        window = Window(start, start + timedelta(days=days, hours=2))
        reader = Person.objects.get(pk=self.people[0].pk)
        found = look(Proposal(window=window, school=self.school, **touched), reader=reader, at=self.at)
        return len(found.clashes)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [500, 5_000])
