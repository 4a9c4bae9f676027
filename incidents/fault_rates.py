"""How often things of each make and model break: arithmetic on plain facts, so that replacing them can be argued.

A thing counts for the part of the last 365 days in which it was in the register and neither lost nor disposed of; so
do its faults. The rate is faults per 100 things and year: 100 × faults ÷ (days of all things ÷ 365). Of fewer than
`FEW` things, or less than one thing-year, no rate is said: one fault more or less would turn it over.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from assets.ages import planned_end, years_old

YEAR = timedelta(days=365)
FEW = 5
HOW = (
    "Faults are records of something broken that were logged with a thing of this model in the last 365 days; those "
    "cancelled or marked as a duplicate don’t count. Each thing counts for the days on which it was in the register "
    "and neither lost nor disposed of, and a fault counts only on such a day. The rate is 100 × faults ÷ (days of all "
    f"things ÷ 365). Of fewer than {FEW} things, or less than a year of one thing in all, no rate is said. Age, cost, "
    "warranty and planned life are those of the things that are here now and of which they are known."
)


@dataclass(frozen=True)
class Thing:
    """What the register knows of one thing."""

    pk: int
    make: str
    model: str
    sort: str
    lifetime_years: int | None
    is_here: bool
    bought_on: date | None
    cost: Decimal | None
    warranty_until: date | None

    @property
    def key(self) -> tuple[str, str, str]:
        """Things of one make, model and sort belong together, however they are written."""
        return (self.make.casefold(), self.model.casefold(), self.sort)


@dataclass(frozen=True)
class Share:
    """How many of those of which something is known."""

    some: int
    of: int

    @property
    def percent(self) -> int | None:
        """From 0 to 100; None of nothing."""
        return round(100 * self.some / self.of) if self.of else None


@dataclass
class Rate:
    """One make and model: how many there are, how often they break, and how their age and cost stand."""

    make: str
    model: str
    sort: str
    here: int = 0
    counted: int = 0
    faults: int = 0
    time: timedelta = field(default_factory=timedelta)
    ages: list[float] = field(default_factory=list)
    costs: list[Decimal] = field(default_factory=list)
    warranty: list[bool] = field(default_factory=list)
    planned: list[bool] = field(default_factory=list)

    @property
    def per_100(self) -> float | None:
        """Faults per 100 things and year; None where there are too few to say."""
        if self.counted < FEW or self.time < YEAR:
            return None
        return 100 * self.faults / (self.time / YEAR)

    @property
    def age(self) -> float | None:
        """Average age in years of those whose day of buying is known."""
        return sum(self.ages) / len(self.ages) if self.ages else None

    @property
    def cost(self) -> Decimal | None:
        """What those cost together of which it is known."""
        return sum(self.costs, Decimal()) if self.costs else None

    @property
    def out_of_warranty(self) -> Share:
        """How many are without a warranty, of those whose end of it is known."""
        return Share(sum(self.warranty), len(self.warranty))

    @property
    def past_life(self) -> Share:
        """How many have outlived their planned life, of those of which it is known."""
        return Share(sum(self.planned), len(self.planned))


def times_here(
    turns: Iterable[tuple[int, datetime, bool]], things: Iterable[Thing], *, first: datetime, last: datetime
) -> dict[int, list[tuple[datetime, datetime]]]:
    """When each thing was here between two moments, as spans.

    `turns`: (thing, moment, was it here from then on), from the first entry of a thing in the register, in the order
    of time. A thing of which no entry is known was as it is now all along.
    """
    by_thing = defaultdict(list)
    for pk, moment, is_here in turns:
        by_thing[pk].append((moment, is_here))
    spans = {}
    for thing in things:
        known = by_thing.get(thing.pk) or [(first, thing.is_here)]
        ends = [moment for moment, _ in known[1:]] + [last]
        both = [(max(at, first), min(end, last)) for (at, here), end in zip(known, ends, strict=True) if here]
        spans[thing.pk] = [(start, end) for start, end in both if start < end]
    return spans


def rates(
    things: Iterable[Thing],
    spans: Mapping[int, list[tuple[datetime, datetime]]],
    faults: Iterable[tuple[int, datetime]],
    *,
    today: date,
) -> list[Rate]:
    """Each make and model that is here or was in the year: the most faults per thing first, what can't be said last."""
    found: dict[tuple[str, str, str], Rate] = {}
    rate_of = {}
    for thing in things:
        rate = found.setdefault(thing.key, Rate(thing.make, thing.model, thing.sort))
        rate_of[thing.pk] = rate
        rate.counted += bool(spans.get(thing.pk))
        rate.time += sum((end - start for start, end in spans.get(thing.pk, ())), timedelta())
        if thing.is_here:
            _add(rate, thing, today)
    for pk, moment in faults:
        if pk in rate_of and any(start <= moment <= end for start, end in spans.get(pk, ())):
            rate_of[pk].faults += 1
    return sorted((rate for rate in found.values() if rate.here or rate.counted), key=_order)


def _add(rate, thing, today):
    rate.here += 1
    if thing.bought_on:
        rate.ages.append(years_old(thing.bought_on, today))
    if thing.cost is not None:
        rate.costs.append(thing.cost)
    if thing.warranty_until:
        rate.warranty.append(thing.warranty_until < today)
    if end := planned_end(thing.bought_on, thing.lifetime_years):
        rate.planned.append(end < today)


def _order(rate):
    per_100 = rate.per_100
    return (per_100 is None, -(per_100 or 0), -rate.here, rate.make.casefold(), rate.model.casefold(), rate.sort)
