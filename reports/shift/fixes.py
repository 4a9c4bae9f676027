"""What a fix was worth: how often it broke before the cause was removed, and in as many school days since."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min
from django.utils import timezone

from incidents.models import Incident, Status
from problems.models import Problem
from reports.binomial import clopper_pearson
from reports.periods import A_YEAR, DAY, Period
from reports.shift.figure import FEW
from reports.shift.ground import DayCount, Ground
from servicedesk.models import Kind

SOONEST, LONGEST = 20, 60  # school days: four weeks, and about a term
ROOM = timedelta(days=300)  # in which there surely are that many, a summer and snow included
HOW = (
    "For each cause removed in the year up to the end of the period: the faults in its reach in as many school days "
    f"before as since, at least {SOONEST} and at most {LONGEST}, the day of the fix left out. In its reach are the "
    "faults at its school that name one of its things, or are of its kind in one of its rooms; where the problem names "
    "neither things nor rooms, all of its kind, or of its service. Prevented is what would have come at the rate of "
    "before, less what came. The interval is exact (Clopper and Pearson, 95 %) for the part that fell after the fix. "
    "People look for the cause of what is at its worst, so some of the fall would have come by itself."
)
SOURCE = "Problems resolved, the faults of the same things, rooms and kinds, and the school’s calendar."
SMALL = (
    f"Of fewer than {FEW} faults in both times together, or fewer than {SOONEST} school days since: too early to say."
)
REACH = ("school", "asset", "room", "category", "category__service", "opened_on")


@dataclass(frozen=True)
class Effect:
    """Faults `before` and `after` in equal times, and what follows: the ratio of rates and its 95 % interval.

    The two counts are Poisson with equal exposure, so given their sum the second is binomial with share r / (1 + r).
    Source: J. Przyborowski and H. Wilenski, Biometrika 31 (1940), 313-323.
    """

    before: int
    after: int

    @property
    def is_too_early(self) -> bool:
        """Are there too few to say anything?"""
        return self.before + self.after < FEW

    @property
    def ratio(self) -> float | None:
        """Faults since for each one before; None where there was none before."""
        return self.after / self.before if self.before else None

    @property
    def interval(self) -> tuple[float, float | None] | None:
        """The 95 % interval of the ratio, its upper end None where it has none; None while it is too early."""
        if self.is_too_early:
            return None
        low, high = clopper_pearson(self.after, self.before + self.after)
        return low / (1 - low) if low < 1 else 0.0, high / (1 - high) if high < 1 else None

    @property
    def prevented(self) -> int | None:
        """How many fewer came than at the rate of before; below zero when more came."""
        return None if self.is_too_early else self.before - self.after

    @property
    def prevented_interval(self) -> tuple[float | None, float] | None:
        """The same at both ends of the interval of the ratio, the lower first."""
        if self.interval is None:
            return None
        low, high = self.interval
        return None if high is None else self.before * (1 - high), self.before * (1 - low)


@dataclass(frozen=True)
class Fix:
    """One cause that was removed: the day, the school days compared on each side, and what they show.

    `effect` is None while it is too early to compare at all.
    """

    problem: Problem
    fixed_on: date
    school_days: int
    effect: Effect | None

    @property
    def is_too_early(self) -> bool:
        """Can nothing be said yet?"""
        return self.effect is None or self.effect.is_too_early


@dataclass(frozen=True)
class Times:
    """The days before and after a fix that are compared."""

    before: Period
    after: Period
    school_days: int


def fixes(ground: Ground, period: Period) -> list[Fix]:
    """Every cause removed in the year up to the end of the period, the latest first, in queries however many."""
    solved = _solved(ground, period)
    firsts = dict(Incident.objects.filter(ground.here()).order_by().values_list("school").annotate(Min("opened_on")))
    times = {problem: _times(ground, problem, period, firsts) for problem in solved}
    faults = _faults(ground, [found for found in times.values() if found])
    return [_fix(problem, found, faults) for problem, found in times.items()]


def together(found: Iterable[Fix]) -> Effect | None:
    """All that can be compared, added up; None where there is none."""
    known = [fix.effect for fix in found if fix.effect]
    return Effect(sum(e.before for e in known), sum(e.after for e in known)) if known else None


def _solved(ground, period):
    since = period.last - A_YEAR
    found = Problem.objects.filter(
        ground.here_or_trust(), resolved_at__date__gt=since, resolved_at__date__lte=period.last
    )
    return list(found.prefetch_related("assets", "rooms").order_by("-resolved_at", "-pk"))


def _times(ground: Ground, problem, period: Period, firsts: dict[int, date]) -> Times | None:
    """The equal times around a fix, as long as the days since, the desk’s own memory and a term allow."""
    fixed, last = fixed_on(problem), min(period.last, ground.today - DAY)
    first = min((on for school, on in firsts.items() if problem.school_id in (None, school)), default=None)
    if first is None or not first < fixed < last:
        return None
    year = ground.year(problem.school_id) if problem.school_id else ground.a_year
    count = DayCount(year, max(first, fixed - ROOM), min(last, fixed + ROOM))
    since, ago = count.until(last) - count.until(fixed), count.until(fixed - DAY)
    days = min(since, ago, LONGEST)
    if days < SOONEST:
        return None
    began, ended = count.before(fixed, days), count.after(fixed, days)
    return Times(Period(began, fixed - DAY), Period(fixed + DAY, ended), days) if began and ended else None


def fixed_on(problem) -> date:
    """The day on which the cause was removed, by the clock of the desk."""
    return timezone.localdate(problem.resolved_at)


def _faults(ground, times: list[Times]) -> dict[int, list[tuple]]:
    """The faults of all days that are compared, by school, read once."""
    found = defaultdict(list)
    if not times:
        return found
    first, last = min(each.before.first for each in times), max(each.after.last for each in times)
    faults = Incident.objects.filter(ground.here(), kind=Kind.FAULT).in_period(first, last)
    for row in faults.exclude(status=Status.CANCELLED).order_by().values_list(*REACH).iterator(chunk_size=5000):
        found[row[0]].append(row)
    return found


def _fix(problem, times, faults):
    on = fixed_on(problem)
    if times is None:
        return Fix(problem, on, 0, None)
    reaches = Reach.of(problem)
    schools = [problem.school_id] if problem.school_id else list(faults)
    days = [row[-1] for school in schools for row in faults[school] if reaches.holds(*row[1:-1])]
    before, after = (sum(part.first <= day <= part.last for day in days) for part in (times.before, times.after))
    return Fix(problem, on, times.school_days, Effect(before, after))


@dataclass(frozen=True)
class Reach:
    """Which faults a problem can cause, by what it names."""

    assets: frozenset[int]
    rooms: frozenset[int]
    category: int | None
    service: int | None

    @classmethod
    def of(cls, problem):
        """What a problem names."""
        assets = frozenset(asset.pk for asset in problem.assets.all())
        rooms = frozenset(room.pk for room in problem.rooms.all())
        return cls(assets, rooms, problem.category_id, problem.service_id)

    def holds(self, asset, room, category, service) -> bool:
        """Is a fault of this thing, room, kind and service in its reach?"""
        if not (self.assets or self.rooms):
            return self._is_of_its_kind(category, service)
        if asset is not None and asset in self.assets:
            return True
        return room is not None and room in self.rooms and self._may_be_of_its_kind(category, service)

    def _is_of_its_kind(self, category, service):
        if self.category is not None:
            return category == self.category
        return self.service is not None and service == self.service

    def _may_be_of_its_kind(self, category, service):
        return (self.category is None and self.service is None) or self._is_of_its_kind(category, service)
