"""The queue and a ticket at a small and a large desk: queries, milliseconds and page weight.

    DATABASE_URL=postgres://… .venv/bin/python -m tests.load.bench_queue [1000 100000 …]

Fills the database named by DATABASE_URL up to each size in turn: 20 schools, 3 % open, both clocks, five entries each.
Use an empty database of its own: what is filled in stays there. `cpu` is the time this process itself worked.
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

from incidents.models import Incident, IncidentEntry, Status  # noqa: E402
from incidents.models.incident import NEVER  # noqa: E402
from servicedesk.models import Category, Membership, Person, Room, School, Service, Trust  # noqa: E402
from servicedesk.timeline import EntryKind  # noqa: E402
from sla.models import Agreement, AgreementVersion, Calendar, CalendarVersion, Clock, ClockKind, ClockState, Target  # noqa: E402

SCHOOLS, ENTRIES, OPEN_OF_A_HUNDRED, BATCH, ROUNDS = 20, 5, 3, 5000, 40
WEEK = {day: [["08:00", "16:30"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
CLOSED_DAYS = [
    {"type": "holiday", "first": f"{year}-07-22", "last": f"{year}-08-31", "name": "Summer"}
    for year in range(2024, 2031)
]


def main(sizes):
    """Fill to each size and print what the pages cost there."""
    call_command("migrate", verbosity=0)
    settings.DEBUG = False
    desk = Desk()
    print(f"{'records':>9} {'page':<22} {'queries':>7} {'p50 ms':>7} {'p95 ms':>7} {'cpu ms':>7} {'KB':>6}")
    for size in sizes:
        desk.fill(size)
        for name, path in desk.pages():
            print(f"{size:>9} {name:<22} {measure(desk.client, path)}", flush=True)


def measure(client, path):
    """Queries, milliseconds (half and 95 of a hundred were quicker; work of this process) and weight of one page."""
    for _ in range(3):
        answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    connection.force_debug_cursor = True
    reset_queries()
    client.get(path)
    queries = len(connection.queries)
    connection.force_debug_cursor = False
    times, works = zip(*(timed(client, path) for _ in range(ROUNDS)), strict=True)
    late = sorted(times)[int(len(times) * 0.95)]
    weight = len(answer.content) / 1024
    return f"{queries:>7} {median(times):>7.1f} {late:>7.1f} {median(works):>7.1f} {weight:>6.1f}"


def timed(client, path):
    """Milliseconds by the clock on the wall, and of this process's own work."""
    wall, work = time.perf_counter(), time.process_time()
    client.get(path)
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - work)


class Desk:
    """A trust of twenty schools and one technician who serves them all."""

    def __init__(self):
        self.at = datetime.now(UTC).replace(microsecond=0)
        self.trust, _ = Trust.objects.get_or_create(name="Bench Trust")
        self.schools = [self._school(n) for n in range(SCHOOLS)]
        service, _ = Service.objects.get_or_create(name="Everything")
        self.categories = [Category.objects.get_or_create(service=service, name=f"Kind {n}")[0] for n in range(12)]
        self.rooms = [Room.objects.get_or_create(school=s, name=f"R{n}")[0] for s in self.schools for n in range(10)]
        self.people = [self._person(n) for n in range(200)]
        self.technician = self._person(0, name="Priya Shah", email="bench@bench.example")
        Membership.objects.get_or_create(person=self.technician, role="technician", school=None)
        self.calendar, self.agreement = self._promises()
        self.client = Client()
        self.client.force_login(self.technician)

    def _school(self, n):
        return School.objects.get_or_create(code=f"B{n}", defaults={"name": f"School {n}", "trust": self.trust})[0]

    def _person(self, n, name="", email=""):
        return Person.objects.get_or_create(
            email=email or f"p{n}@bench.example", defaults={"name": name or f"Person {n} Teacher"}
        )[0]

    def _promises(self):
        document = {"zone": "Europe/London", "hours": {"term": WEEK, "holiday": WEEK}, "ranges": CLOSED_DAYS}
        calendar, _ = Calendar.objects.get_or_create(school=None, defaults={"name": "Bench"})
        version, _ = CalendarVersion.objects.get_or_create(
            calendar=calendar, number=1, defaults={"document": document, "made_at": self.at}
        )
        agreement, _ = Agreement.objects.get_or_create(school=None, defaults={"name": "Bench"})
        promise, _ = AgreementVersion.objects.get_or_create(
            agreement=agreement, number=1, defaults={"state": "in_force", "in_force_from": self.at}
        )
        for priority in range(1, 6):
            for kind, amount in (("response", 60), ("resolution", 480)):
                Target.objects.get_or_create(version=promise, kind=kind, priority=priority, defaults={"amount": amount})
        return version, promise

    def pages(self):
        """What a technician opens all day."""
        opened = Incident.objects.unresolved().order_by("next_due").last()
        yield "queue, all open", "/queue/"
        yield "queue, mine", "/queue/?assignee=me"
        yield "queue, one school", "/queue/?school=B3"
        yield "queue, due soon", "/queue/?due=soon"
        yield "queue, done", "/queue/?status=closed"
        yield "ticket, five entries", f"/incidents/{opened.pk}/"

    def fill(self, size):
        """Add records until there are `size`."""
        have = Incident.objects.count()
        for first in range(have, size, BATCH):
            self._batch(range(first, min(first + BATCH, size)))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _batch(self, numbers):
        clocks = Clock.objects.bulk_create([clock for n in numbers for clock in self._clocks(n)])
        incidents = [self._incident(n, clocks[2 * i], clocks[2 * i + 1]) for i, n in enumerate(numbers)]
        incidents = Incident.objects.bulk_create(incidents)
        IncidentEntry.objects.bulk_create([entry for incident in incidents for entry in self._entries(incident)])

    def _is_open(self, n):
        return n % 100 < OPEN_OF_A_HUNDRED

    def _opened(self, n):
        return self.at - (timedelta(minutes=n % 900) if self._is_open(n) else timedelta(minutes=n % 700_000, days=3))

    def _clocks(self, n):
        started = self._opened(n)
        for kind, amount in ((ClockKind.RESPONSE, 60), (ClockKind.RESOLUTION, 480)):
            running = self._is_open(n)
            yield Clock(
                school=self.schools[n % SCHOOLS],
                kind=kind,
                agreement_version=self.agreement,
                calendar_version=self.calendar,
                priority=3,
                amount=amount,
                unit="minutes",
                state=ClockState.RUNNING if running else ClockState.STOPPED,
                started_at=started,
                due=started + timedelta(minutes=amount * 2),
                spent=timedelta(0),
                counting_since=started if running else None,
                stopped_at=None if running else started + timedelta(minutes=40),
            )

    def _incident(self, n, response, resolution):
        is_open = self._is_open(n)
        school = n % SCHOOLS
        done = (
            {}
            if is_open
            else {"resolved_at": resolution.stopped_at, "closed_at": resolution.stopped_at, "resolution": "Fixed."}
        )
        return Incident(
            school=self.schools[school],
            room=self.rooms[school * 10 + n % 10],
            category=self.categories[n % 12],
            summary=f"No picture on the projector, number {n}",
            description="It worked yesterday. Now the light is blue and the screen says no signal.",
            requester=self.people[n % 200],
            logged_by=self.people[n % 200],
            opened_at=response.started_at,
            opened_on=response.started_at.date(),
            priority=n % 4 + 1,
            status=Status.IN_PROGRESS if is_open else Status.CLOSED,
            assignee=self.technician if n % 3 == 0 else self.people[n % 7],
            wrote_last_at=response.started_at,
            response_clock=response,
            resolution_clock=resolution,
            next_due=response.due if is_open else NEVER,
            **done,
        )

    def _entries(self, incident):
        for minute in range(ENTRIES):
            at = incident.opened_at + timedelta(minutes=minute)
            kind = EntryKind.REPLY if minute % 2 else EntryKind.EVENT
            yield IncidentEntry(
                incident=incident, at=at, by=self.technician, kind=kind, move="reply", text="Coming by at lunch."
            )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 100_000])
