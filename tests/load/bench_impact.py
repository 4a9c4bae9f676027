"""What stops when something stops, among 100,000 things and 300,000 relations: milliseconds for any one, and for hubs.

    DATABASE_URL=postgres://… .venv/bin/python -m tests.load.bench_impact [100000]

Fills the database named by DATABASE_URL up to that many things: a hundred schools, each with its line, firewall, core
switch, cabinets and rooms; three relations a thing; one hub of the trust on which 20,000 things run. Use an empty
database of its own: what is filled in stays there.
"""

import os
import random
import sys
import time
from datetime import UTC, datetime
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

from assets import impact  # noqa: E402
from assets.models import Asset, AssetType, Relation, RelationKind, ServiceNeed  # noqa: E402
from servicedesk.models import Membership, Person, Room, School, Service, Trust  # noqa: E402

SCHOOLS, ROOMS, HUNG_ON_HUB, BATCH, ROUNDS, ANY = 100, 60, 20_000, 10_000, 20, 300
CABINETS, POINTS = 10, 60  # of a school: switches below the core, and access points below the switches
NOW = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)


def main(size):
    """Fill, then ask about any things, about the busiest and about the hub."""
    call_command("migrate", verbosity=0)
    settings.DEBUG = False
    trust = Bench(size)
    print(f"{Asset.objects.count()} things, {Relation.objects.count()} relations, {connection.vendor}")
    print(f"{'what':<34} {'stop':>6} {'queries':>7} {'p50 ms':>7} {'p95 ms':>7} {'max ms':>7}")
    chance = random.Random(1)
    some = [[asset] for asset in chance.sample(list(Asset.objects.order_by("pk")), ANY)]
    show(f"any of {ANY}", some, rounds=1)
    show("line of a school", [[asset] for asset in Asset.objects.filter(tag__endswith="-0")[:ROUNDS]], rounds=1)
    show("hub", [[trust.hub]])
    show("hub, as its technician", [[trust.hub]], ask=lambda assets: impact.of(assets, reader=trust.technician))
    show("touching, hub", [[trust.hub.pk]], ask=impact.touching)
    show("touching, 50 things", [[asset.pk for [asset] in some[:50]]], ask=impact.touching)
    show("what one needs", some[:ROUNDS], ask=impact.needs, rounds=1)
    show_pages(trust, [("page, any", some[0][0]), ("page, line", trust.line), ("page, hub", trust.hub)])


def show(what, asked, *, ask=impact.of, rounds=ROUNDS):
    """One line: how long each question takes."""
    connection.force_debug_cursor = True
    reset_queries()
    ask(asked[0])
    queries = len(connection.queries)
    connection.force_debug_cursor = False
    times, most = [], 0
    for assets in asked * rounds:
        begun = time.perf_counter()
        found = ask(assets)
        times.append(1000 * (time.perf_counter() - begun))
        most = max(most, len(getattr(found, "assets", found)))
    times.sort()
    late = times[int(len(times) * 0.95)]
    print(f"{what:<34} {most:>6} {queries:>7} {median(times):>7.1f} {late:>7.1f} {times[-1]:>7.1f}", flush=True)


def show_pages(trust, wanted):
    """The whole page, picture and list, as a technician of the trust opens it."""
    client = Client()
    client.force_login(trust.technician)
    for name, asset in wanted:
        path = f"/assets/{asset.pk}/impact/"
        assert client.get(path).status_code == 200, path
        show(name, [path], ask=lambda path: client.get(path).content and [])


class Bench:
    """A trust of a hundred schools with their networks."""

    def __init__(self, size):
        trust, _ = Trust.objects.get_or_create(name="Bench Trust")
        self.schools = [
            School.objects.get_or_create(code=f"T{n}", defaults={"name": f"School {n}", "trust": trust})[0]
            for n in range(SCHOOLS)
        ]
        self.technician, _ = Person.objects.get_or_create(email="bench@bench.example", defaults={"name": "Priya Shah"})
        Membership.objects.get_or_create(person=self.technician, role="technician", school=None)
        self.each = size // SCHOOLS
        if not Asset.objects.exists():
            self.fill()
        self.hub = Asset.objects.get(tag="HUB")
        self.line = Asset.objects.get(tag="T1-0")

    def fill(self):
        """Things first, then what they stand on."""
        types = [AssetType.objects.create(name=name) for name in ("Switch", "Access point", "Laptop")]
        people = Person.objects.bulk_create(
            Person(email=f"p{n}@bench.example", name=f"Person {n}", password="!") for n in range(2000)
        )
        self.hub = Asset.objects.create(school=self.schools[0], tag="HUB", name="Sign-in server", type=types[0])
        services = [Service.objects.create(name=f"Service {n}") for n in range(20)]
        for n, school in enumerate(self.schools):
            rooms = Room.objects.bulk_create(Room(school=school, name=f"R{k}") for k in range(ROOMS))
            things = Asset.objects.bulk_create(
                Asset(
                    school=school,
                    tag=f"{school.code}-{k}",
                    name=f"Thing {k}",
                    type=types[0 if k < 3 + CABINETS else 1 if k < 3 + CABINETS + POINTS else 2],
                    room=rooms[k % ROOMS],
                    custodian=people[(n * 37 + k) % 2000] if k % 3 == 0 else None,
                )
                for k in range(self.each)
            )
            Relation.objects.bulk_create(self.relations(n, things), batch_size=BATCH)
            ServiceNeed.objects.bulk_create(
                ServiceNeed(service=services[k % 20], asset=things[k], made_at=NOW) for k in range(0, 60)
            )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def relations(self, n, things):
        """Line ◄ firewall ◄ core ◄ cabinets ◄ access points ◄ everything else, three relations each."""
        chance = random.Random(n)
        cabinets, points = things[3 : 3 + CABINETS], things[3 + CABINETS : 3 + CABINETS + POINTS]
        for k, thing in enumerate(things[1:], 1):
            if k < 3:
                found = {(things[k - 1], RelationKind.CONNECTED_TO)}
            elif k < 3 + CABINETS:
                found = {(things[2], RelationKind.CONNECTED_TO)}
            elif k < 3 + CABINETS + POINTS:
                found = {(cabinet, RelationKind.CONNECTED_TO) for cabinet in chance.sample(cabinets, 2)}
            else:
                found = {(point, RelationKind.CONNECTED_TO) for point in chance.sample(points, 2)}
                found.add((self.hub, RelationKind.RUNS_ON) if self._hangs(n, k) else (things[k - 60], self._kind(k)))
            for other, kind in found:
                yield Relation(asset=thing, other=other, kind=kind, made_at=NOW)

    def _hangs(self, n, k):
        """Does it run on the hub? The last so many of each school."""
        return k >= self.each - HUNG_ON_HUB // SCHOOLS

    def _kind(self, k):
        return RelationKind.BACKS_UP if k % 2 else RelationKind.PART_OF


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 100_000)
