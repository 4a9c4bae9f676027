"""Every detector over ten years of a hundred schools, and over what a night looks at: seconds and memory.

    DATABASE_URL=postgres://… .venv/bin/python -m tests.load.bench_trends [1000000]

Fills the database named by DATABASE_URL up to that size: school days, holidays, the usual Mondays, things that fail
more than others, notices of jobs. Use an empty database of its own: what is filled in stays there. Wanted at
1,000,000 on PostgreSQL: all of it within 300 s and 1 GiB, a night within 30 s. Each row is a process of its own.
"""

import os
import resource
import subprocess
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

import numpy as np  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from assets.models import Asset, AssetType  # noqa: E402
from incidents.models import Incident, Status  # noqa: E402
from problems import detectors  # noqa: E402
from problems.trends.finder import LOOK_BACK, Run  # noqa: E402
from servicedesk.models import Category, Person, Room, School, Service, Trust  # noqa: E402
from sla.models import Calendar, CalendarVersion  # noqa: E402

SCHOOLS, ROOMS, ASSETS, SERVICES, CATEGORIES, BATCH = 100, 40, 60, 8, 5, 10_000
LAST = date(2026, 7, 10)
YEARS = 10
A_YEAR = timedelta(days=364)  # whole weeks
WEEKDAY = np.array([1.4, 1.1, 1.0, 1.0, 0.8, 0.03, 0.03])
HOURS = {day: [["08:00", "16:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
BREAKS = (("02-12", "02-18"), ("04-02", "04-16"), ("05-25", "06-02"), ("07-20", "09-01"), ("10-24", "11-01"))
WORDS = ("screen picture sound sign-in password printer toner paper network slow frozen cable lamp remote").split()  # noqa: SIM905
SAID = (
    "It worked yesterday.",
    "The light is blue and it says no signal.",
    "The whole class is waiting.",
    "Since lunch.",
)


def main(size):
    """Fill to the size, then let a process of its own do each measurement."""
    call_command("migrate", verbosity=0)
    settings.DEBUG = False
    began = time.perf_counter()
    fill(size)
    print(f"{Incident.objects.count():,} records; filled in {time.perf_counter() - began:.0f} s")
    print(f"{'what':<22} {'read s':>7} {'find s':>7} {'all s':>7} {'found':>6} {'MiB':>6}", flush=True)
    for back, kinds in [("all", "all"), ("night", "all"), *(("night", kind) for kind in detectors.kinds())]:
        subprocess.run([sys.executable, "-m", "tests.load.bench_trends", "measure", back, kinds], check=True)


def measure(back, kinds):
    """One look at the last day: reading, finding, and the most memory this process had."""
    began = time.perf_counter()
    chosen = [] if kinds == "all" else [kinds]
    run = Run.over(LAST, LAST, kinds=chosen, back=YEARS * A_YEAR if back == "all" else LOOK_BACK)
    read = time.perf_counter() - began
    found = run.on(LAST)
    every = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    name = f"{'ten years' if back == 'all' else 'a night'}, {kinds}"
    print(f"{name:<22} {read:>7.1f} {every - read:>7.1f} {every:>7.1f} {len(found):>6} {memory:>6.0f}", flush=True)


def fill(size):
    """Fill an empty desk with `size` records, the same on every machine."""
    if Incident.objects.exists():
        return
    desk, chance = Desk(), np.random.default_rng(7)
    ordinals, likely = _days()
    days = chance.choice(ordinals, size // YEARS, p=likely)
    for first in range(0, len(days), BATCH):
        part = days[first : first + BATCH]
        Incident.objects.bulk_create([desk.incident(first + i, int(day), chance) for i, day in enumerate(part)])
    with connection.cursor() as cursor:
        for years in range(1, YEARS):
            _again(cursor, years)
        cursor.execute("ANALYZE")


def _again(cursor, years):
    """The last year once more, so many years earlier: a program that makes each record would take half an hour."""
    names = [field.column for field in Incident._meta.concrete_fields if not field.primary_key]
    shifted = {
        name: f"{name} - interval '{364 * years} days'" for name in ("opened_at", "wrote_last_at", "resolved_at")
    }
    shifted |= {"closed_at": f"closed_at - interval '{364 * years} days'", "opened_on": f"opened_on - {364 * years}"}
    shifted["source_reference"] = f"CASE source_reference WHEN '' THEN '' ELSE source_reference || '-{years}' END"
    values = ", ".join(shifted.get(name, name) for name in names)
    cursor.execute(
        f"INSERT INTO incidents_incident ({', '.join(names)}) SELECT {values} FROM incidents_incident "
        "WHERE opened_on > %s",
        [LAST - A_YEAR],
    )


def _days():
    """The ordinals of the last year, and how likely a record falls on each."""
    ordinals = np.arange((LAST - A_YEAR).toordinal() + 1, LAST.toordinal() + 1)
    weights = WEEKDAY[(ordinals - 1) % 7]
    text = [date.fromordinal(int(day)).strftime("%m-%d") for day in ordinals]
    away = np.array([any(first <= day <= last for first, last in BREAKS) for day in text])
    weights = np.where(away, 0.02, weights)
    return ordinals, weights / weights.sum()


class Desk:
    """A trust of a hundred schools with rooms, things and people."""

    def __init__(self):
        trust, _ = Trust.objects.get_or_create(name="Bench Trust")
        self.schools = [
            School.objects.get_or_create(code=f"T{n}", defaults={"name": f"School {n}", "trust": trust})[0]
            for n in range(SCHOOLS)
        ]
        self.people = [Person.objects.get_or_create(email=f"t{n}@bench.example")[0] for n in range(200)]
        services = [Service.objects.get_or_create(name=f"Service {n}")[0] for n in range(SERVICES)]
        names = [(service, n) for service in services for n in range(CATEGORIES)]
        self.categories = [Category.objects.get_or_create(service=s, name=f"{s.name} kind {n}")[0] for s, n in names]
        types = [AssetType.objects.get_or_create(name=f"Type {n}")[0] for n in range(10)]
        if not Room.objects.filter(school__in=self.schools).exists():
            Room.objects.bulk_create(Room(school=s, name=f"B{n}") for s in self.schools for n in range(ROOMS))
            Asset.objects.bulk_create(
                Asset(school=s, tag=f"A{n}", name=f"Thing {n}", type=types[n % 10])
                for s in self.schools
                for n in range(ASSETS)
            )
            _calendar()
        self.rooms = [list(Room.objects.filter(school=school).order_by("pk")) for school in self.schools]
        self.assets = [list(Asset.objects.filter(school=school).order_by("pk")) for school in self.schools]

    def incident(self, number, day, chance):
        """One record: big schools have more of them, and some rooms and things fail more than others."""
        school = min(int(chance.exponential(SCHOOLS / 4)), SCHOOLS - 1)
        opened = datetime.combine(date.fromordinal(day), datetime.min.time(), UTC) + timedelta(
            minutes=int(chance.integers(480, 960))
        )
        brought = number % 4 == 0
        word, other = WORDS[number % len(WORDS)], WORDS[int(chance.integers(len(WORDS)))]
        job = (
            f"Job {'ABCDEF'[number % 6]}{number % 7:03d} failed on {date.fromordinal(day)}" if number % 10 == 0 else ""
        )
        return Incident(
            school=self.schools[school],
            room=self.rooms[school][min(int(chance.exponential(ROOMS / 4)), ROOMS - 1)],
            asset=self.assets[school][min(int(chance.exponential(ASSETS / 4)), ASSETS - 1)] if number % 3 else None,
            category=self.categories[min(int(chance.exponential(10)), len(self.categories) - 1)],
            summary=job or f"{word.capitalize()} and {other} in room {number % 97}",
            description="" if job else f"{SAID[number % 4]} The {other} is gone, {number % 31} pupils.",
            requester=self.people[number % 200],
            opened_at=opened,
            opened_on=opened.date(),
            wrote_last_at=opened,
            priority=number % 4 + 1,
            status=Status.CLOSED,
            resolved_at=opened,
            closed_at=opened,
            resolution="Fixed.",
            source="csv" if brought else "",
            source_reference=f"INC{number}" if brought else "",
            facts={"Subcategory": f"Sub {number % 60}"} if brought else {},
        )


def _calendar():
    ranges = [
        {"type": "holiday", "first": f"{year}-{first}", "last": f"{year}-{last}", "name": "Holiday"}
        for year in range(2015, 2028)
        for first, last in BREAKS
    ]
    document = {"zone": "Europe/London", "hours": {"term": HOURS}, "ranges": ranges}
    calendar, _ = Calendar.objects.get_or_create(school=None, defaults={"name": "Bench"})
    CalendarVersion.objects.get_or_create(
        calendar=calendar, number=1, defaults={"document": document, "made_at": datetime.now(UTC)}
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        measure(*sys.argv[2:])
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 100_000)
