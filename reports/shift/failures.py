"""How long things run between two failures, in school days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from assets.models import Asset
from reports.measures import quantile
from reports.periods import Period
from reports.shift.figures import faults
from reports.shift.ground import DayCount, Ground

OFTEN = 3  # faults of one thing in a period, before its failures make a row
HOW = (
    f"For each thing with {OFTEN} faults or more in the period: the school days from its first fault to its last, "
    "divided by the gaps between them. Given is the median of these things, so that one bad one doesn’t decide, and "
    "how many things they are. Faults of one day are no days apart. What was called off and reports of the same are "
    "left out."
)
SOURCE = "Faults that name a thing of the register, by the date at the school, and the school’s calendar."
SMALL = f"Nothing is said of things with fewer than {OFTEN} faults."


@dataclass(frozen=True)
class Failing:
    """One thing that failed again and again: how often, and its mean of school days between two failures."""

    asset: int
    school: int
    faults: int
    mean_days: float


@dataclass(frozen=True)
class BetweenFailures:
    """The median over the things that failed again and again; None where there is none of these."""

    median_days: float | None
    things: tuple[Failing, ...]


def between_failures(ground: Ground, period: Period) -> BetweenFailures:
    """How many school days lie between two failures of one thing, as a median over the things that fail often."""
    faults = faults_of_things(ground, period).values_list("asset", "school", "opened_on")
    counts: dict[int, DayCount] = {}
    found = []
    for (asset, school), days in _by_thing(faults):
        if len(days) >= OFTEN:
            if school not in counts:
                counts[school] = DayCount(ground.year(school), period.first, period.last)
            found.append(Failing(asset, school, len(days), mean_days(counts[school], days)))
    found.sort(key=lambda thing: (thing.mean_days, -thing.faults, thing.asset))
    return BetweenFailures(quantile(sorted(thing.mean_days for thing in found), 0.5), tuple(found))


def faults_of_things(ground, period):
    """The faults that name a thing, thing by thing and day by day."""
    found = faults(ground, period)
    return found.filter(asset__isnull=False).order_by("asset", "opened_on", "pk")


def _by_thing(faults: Iterable[tuple]):
    for key, rows in groupby(faults, key=lambda row: row[:2]):
        yield key, [on for _, _, on in rows]


def mean_days(count: DayCount, days: list[date]) -> float:
    """The mean of the school days between neighbours of some days in order (two or more)."""
    return (count.until(days[-1]) - count.until(days[0])) / (len(days) - 1)


def named(things: Iterable[Failing], most: int) -> list[tuple[Asset, Failing]]:
    """The things that fail soonest again, with their names and rooms."""
    first = list(things)[:most]
    assets = Asset.objects.select_related("room", "school").in_bulk([thing.asset for thing in first])
    return [(assets[thing.asset], thing) for thing in first if thing.asset in assets]
