"""Signs of life: how far a school is with each FITS process, from what is recorded; nobody ticks anything.

Asked for any number of schools at once, in as many queries for one as for a hundred.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import ExtractIsoYear, ExtractWeek

from assets.models import Asset, Licence
from changes.models import MADE, Approval, Change, Decision, Release, Step
from continuity.models import BackupTest, RecoveryLine, Rehearsal
from healthcheck.statements import NAMES
from incidents.models import Channel, Incident
from maintenance.models import Round
from maintenance.models import Status as RoundStatus
from problems.models import Problem
from reports.periods import day_words
from servicedesk.models import School
from sla.agreements import promises_for

NOT_STARTED, BEGUN, IN_USE = "not_started", "begun", "in_use"
STAGES = {NOT_STARTED: "Not started", BEGUN: "Begun", IN_USE: "In use"}
WEEKS = 12
LATELY, HALF_A_YEAR, A_YEAR = timedelta(weeks=WEEKS), timedelta(days=182), timedelta(days=365)
AHEAD = timedelta(days=28)
A_REGISTER, SEVERAL, MANY = 20, 3, 10


@dataclass(frozen=True)
class Sign:
    """How far one school is with one process, and the figures that say so."""

    stage: str = NOT_STARTED
    figures: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The stage as people read it."""
        return STAGES[self.stage]


@dataclass(frozen=True)
class Source:
    """Where the signs of a process come from: when it counts as in use, in words, and the function that looks."""

    process: str
    how: str
    ask: Callable[[list[School], date], dict[int, Sign]] = field(compare=False)


SOURCES: dict[str, Source] = {}


def source(process: str, how: str):
    """List a function as where the signs of a process come from."""

    def register(ask):
        SOURCES[process] = Source(process, how, ask)
        return ask

    return register


def signs(schools: Iterable[School], today: date) -> dict[int, dict[str, Sign]]:
    """School → process → how far it is, on a day; every process of FITS is there."""
    some = list(schools)
    found = {process: SOURCES[process].ask(some, today) for process in NAMES}
    return {school.pk: {process: found[process].get(school.pk, Sign()) for process in NAMES} for school in some}


def stage(begun: bool, in_use: bool) -> str:
    """In use, else begun, else not started."""
    return IN_USE if in_use else BEGUN if begun else NOT_STARTED


@source("service_desk", "In use: something was logged in at least half of the last twelve weeks; holidays count.")
def _service_desk(schools, today):
    logged = _logged(schools, today)
    weeks = logged.annotate(year=ExtractIsoYear("opened_on"), week=ExtractWeek("opened_on"))
    found: dict[int, list[int]] = {}
    for school, number in weeks.values("school", "year", "week").annotate(n=Count("pk")).values_list("school", "n"):
        found.setdefault(school, []).append(number)
    return {
        school: Sign(
            stage(True, len(numbers) >= WEEKS / 2),
            (f"{sum(numbers) / WEEKS:.1f} records a week", f"{min(len(numbers), WEEKS)} of the last {WEEKS} weeks"),
        )
        for school, numbers in found.items()
    }


@source("incident", "In use: at least ten records of the last twelve weeks are resolved, most of them with minutes.")
def _incident(schools, today):
    done = _logged(schools, today).filter(resolved_at__isnull=False).values("school")
    rows = done.annotate(done=Count("pk"), timed=Count("pk", filter=Q(minutes_spent__gt=0)))
    return {
        row["school"]: Sign(
            stage(True, row["done"] >= MANY and row["timed"] * 2 > row["done"]),
            (f"{row['done']:,} resolved in {WEEKS} weeks", f"{row['timed']:,} with minutes"),
        )
        for row in rows
    }


@source("problem", "In use: within a year three problems were raised, and one resolved.")
def _problem(schools, today):
    lately = Q(raised_on__gt=today - A_YEAR, raised_on__lte=today)
    solved = Q(resolved_at__date__gt=today - A_YEAR, resolved_at__date__lte=today)
    rows = (
        Problem.objects.filter(lately | solved, school__in=schools)
        .values("school")
        .annotate(raised=Count("pk", filter=lately), solved=Count("pk", filter=solved))
    )
    return {
        row["school"]: Sign(
            stage(True, row["raised"] >= SEVERAL and row["solved"] > 0),
            (f"{row['raised']:,} raised in a year", f"{row['solved']:,} resolved"),
        )
        for row in rows
    }


@source("change", "In use: within half a year three changes were made, half of them standard or with a yes first.")
def _change(schools, today):
    said_yes = Approval.objects.filter(change=OuterRef("pk"), step=Step.IMPLEMENT, decision=Decision.APPROVED)
    made = Change.objects.filter(school__in=schools, made_on__gt=today - HALF_A_YEAR, made_on__lte=today)
    rows = (
        made.filter(status__in=MADE)
        .annotate(said_yes=Exists(said_yes))
        .order_by()
        .values("school")
        .annotate(made=Count("pk"), approved=Count("pk", filter=Q(kind="standard") | Q(said_yes=True)))
    )
    return {
        row["school"]: Sign(
            stage(True, row["made"] >= SEVERAL and row["approved"] * 2 >= row["made"]),
            (f"{row['made']:,} made in half a year", f"{row['approved']:,} with a yes first"),
        )
        for row in rows
    }


@source("configuration", "In use: twenty things or more are recorded, and half of them were seen within a year.")
def _configuration(schools, today):
    known = Asset.objects.filter(school__in=schools).exclude(state__in=[Asset.State.DISPOSED, Asset.State.LOST])
    seen = Q(audited_at__date__gt=today - A_YEAR)
    rows = known.order_by().values("school").annotate(known=Count("pk"), seen=Count("pk", filter=seen))
    return {
        row["school"]: Sign(
            stage(True, row["known"] >= A_REGISTER and row["seen"] * 2 >= row["known"]),
            (f"{row['known']:,} things recorded", f"{row['seen']:,} seen within a year"),
        )
        for row in rows
    }


@source("release", "In use: a build of the school is rolled out, and its licences are logged.")
def _release(schools, today):
    builds = Release.objects.filter(school__in=schools).exclude(status="withdrawn").order_by().values("school")
    out = Count("pk", filter=Q(status__in=["rolling_out", "done"]))
    written = {row["school"]: row for row in builds.annotate(written=Count("pk"), out=out)}
    licences = dict(
        Licence.objects.filter(school__in=schools)
        .order_by()
        .values("school")
        .annotate(n=Count("pk"))
        .values_list("school", "n")
    )
    return {
        school: Sign(
            stage(True, bool(licences.get(school)) and bool(written.get(school, {}).get("out"))),
            (
                f"builds rolled out: {written.get(school, {}).get('out', 0):,}",
                f"licences logged: {licences.get(school, 0):,}",
            ),
        )
        for school in written.keys() | licences.keys()
    }


@source("maintenance", "In use: within half a year three rounds were done, and half of those that were due.")
def _maintenance(schools, today):
    due = Round.objects.filter(school__in=schools, due__gt=today - HALF_A_YEAR, due__lte=today)
    done = Count("pk", filter=Q(status=RoundStatus.DONE))
    rows = due.order_by().values("school").annotate(due=Count("pk"), done=done)
    return {
        row["school"]: Sign(
            stage(row["done"] > 0, row["done"] >= SEVERAL and row["done"] * 2 >= row["due"]),
            (f"{row['done']:,} of {row['due']:,} rounds done in half a year",),
        )
        for row in rows
    }


@source("service_level", "In use: an agreement is in force and the calendar is known for four weeks ahead.")
def _service_level(schools, today):
    found = {}
    for school, promise in promises_for(schools).items():
        if promise:
            known = promise.calendar_version.known_until
            ahead = known is not None and known >= today + AHEAD
            figures = (
                f"version {promise.version.number} of the agreement in force",
                f"calendar known until {day_words(known)}" if known else "calendar without an end",
            )
            found[school] = Sign(stage(True, ahead), figures)
    return found


@source("continuity", "In use: a rehearsal was held and a back-up tested within a year.")
def _continuity(schools, today):
    held = Rehearsal.objects.filter(school__in=schools, held_on__gt=today - A_YEAR, held_on__lte=today)
    tests = BackupTest.objects.filter(school__in=schools, tested_on__gt=today - A_YEAR, tested_on__lte=today)
    found = (held, tests, RecoveryLine.objects.filter(school__in=schools))
    rehearsals, tested, lines = (_by_school(rows) for rows in found)
    return {
        school: Sign(
            stage(True, bool(rehearsals.get(school)) and bool(tested.get(school))),
            (
                f"rehearsals held in a year: {rehearsals.get(school, 0):,}",
                f"back-ups tested: {tested.get(school, 0):,}",
                f"services in an order of its own: {lines.get(school, 0):,}",
            ),
        )
        for school in rehearsals.keys() | tested.keys() | lines.keys()
    }


def _by_school(rows):
    return dict(rows.order_by().values("school").annotate(n=Count("pk")).values_list("school", "n"))


@source("finance", "In use: four of five things of the register have a cost.")
def _finance(schools, today):
    known = Asset.objects.filter(school__in=schools).exclude(state=Asset.State.DISPOSED).order_by().values("school")
    rows = known.annotate(known=Count("pk"), priced=Count("pk", filter=Q(cost__isnull=False)))
    return {
        row["school"]: Sign(
            stage(row["priced"] > 0, row["known"] >= A_REGISTER and row["priced"] * 5 >= row["known"] * 4),
            (f"{row['priced']:,} of {row['known']:,} things have a cost",),
        )
        for row in rows
    }


def _logged(schools, today):
    """What was logged here, not brought in, in the last weeks."""
    lately = Incident.objects.filter(school__in=schools, opened_on__gt=today - LATELY, opened_on__lte=today)
    return lately.exclude(channel=Channel.IMPORT).order_by()
