"""`manage.py seed_demo`: an invented trust of three schools and the term it has had."""

from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from rich.console import Console
from rich.progress import Progress

from config.demo import (
    actions,
    adoption,
    checks,
    costs,
    evidence,
    last_year,
    network,
    people,
    places,
    promises,
    ready,
    register,
    software,
    term,
    trends,
    year,
)
from config.demo.crests import draw_crests
from incidents.models import Incident
from reports import closing, nightly
from servicedesk.models import Letter, School

FIRST_DAY = timedelta(weeks=term.WEEKS + 1)


class Command(BaseCommand):
    help = "Loads the demo: three invented schools and their last term, played through the desk's own moves."

    def add_arguments(self, parser):
        parser.add_argument("--now", help="Play until this moment (2026-11-24T10:48:00+00:00); until now without it.")

    def handle(self, *args, **options):
        now = parse_datetime(options["now"]) if options["now"] else timezone.now()
        if now is None or timezone.is_naive(now):
            raise CommandError("--now needs a date, a time and an offset, such as 2026-11-24T10:48:00+00:00.")
        if School.objects.exists():
            raise CommandError("There are schools here already. The demo is loaded into an empty desk only.")
        with transaction.atomic(), Progress(console=Console(stderr=True), transient=True) as progress:
            bar = progress.add_task("A term at a small trust", total=1.0)
            self.load(now, lambda share: progress.update(bar, completed=share))
        self.stdout.write(f"Demo loaded: {School.objects.count()} schools, {Incident.objects.count()} records.")

    def load(self, now, tell):
        """Everything in one transaction: the demo is there whole or not at all."""
        begun = now - FIRST_DAY
        schools = places.make_schools()
        categories = places.make_catalogue()
        places.make_assets(schools, at=begun)
        staff = people.make_people(schools)
        draw_crests(schools, by=staff["martin.hale"], at=begun)
        network.lay(schools, staff, at=begun)
        year.make_calendar(schools, today=timezone.localdate(now), at=begun, by=staff["martin.hale"])
        promises.make_promises(schools, today=timezone.localdate(now), at=begun, by=staff["martin.hale"])
        last_year.bring_in_last_year(schools, first=term.first_day(now))
        term.play(schools, staff, categories, now=now, tell=tell)
        software.set_up(schools, staff, now=now)
        register.set_up(schools, staff, now=now)
        costs.write_down(schools, staff, now=now)
        ready.be_ready(schools, staff, now=now)
        nightly.take(at=now)
        trends.find_and_decide(staff, now=now)
        checks.hold(schools, staff, now=now)
        actions.write_down(schools, staff, now=now)
        adoption.plan(schools, staff, now=now)
        evidence.say(schools, staff, now=now)
        closing.keep(at=now)
        # The term's letters went out in their day; nobody is written to again about them.
        Letter.objects.filter(next_try_at__isnull=False).update(sent_at=F("written_at"), next_try_at=None)
