"""What stands on the page “How is this computed?”: every measure, with the ways it can be split."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.http import Http404
from django.utils import timezone

from reports.catalogue import MEASURES
from reports.catalogue.breakdowns import BREAKDOWNS, MONTH, PATHS, SCHOOL, WEEK
from reports.catalogue.measure import COUNT, DAYS, HOURS, MINUTES, PERCENT, Measure, Process, Question, Share, Standing
from reports.catalogue.of_service import Available
from reports.periods import Period
from reports.shift.ground import Ground

UNITS = {COUNT: "a number", MINUTES: "minutes", HOURS: "hours", DAYS: "days", PERCENT: "per cent"}
GOOD = {"up": "More is better.", "down": "Less is better.", "": "Neither way is better by itself."}


@dataclass(frozen=True)
class Definition:
    """A measure as people look it up."""

    measure: Measure
    ways: tuple[str, ...]

    @property
    def unit(self) -> str:
        """What it is counted in, in words."""
        return UNITS[self.measure.unit]

    @property
    def good(self) -> str:
        """Which way is good, in words."""
        return GOOD[self.measure.better]

    @property
    def way_words(self) -> str:
        """What it can be split by, in words."""
        return ", ".join(BREAKDOWNS[way].heading.lower() for way in self.ways)


def measure_named(name: str) -> Measure:
    """A measure by its name. Raises Http404 where there is none."""
    if name not in MEASURES:
        raise Http404
    return MEASURES[name]


def definition(measure: Measure) -> Definition:
    """One measure with the ways it can be split."""
    return Definition(measure, ways(measure))


def definitions() -> list[tuple[str, list[Definition]]]:
    """All of them, by process in the order of a report."""
    return [(p, [definition(m) for m in MEASURES.values() if m.process == p]) for p in Process]


@cache
def ways(measure: Measure) -> tuple[str, ...]:
    """What a measure can be split by: what its records say."""
    if isinstance(measure, Available):
        return MONTH, SCHOOL, "service"
    if isinstance(measure, Share):
        return ways(measure.parts[0])
    day = date(2000, 1, 3)
    rows = measure.rows(Question(Ground.of([], at=timezone.now()), Period(day, day)))
    known = PATHS[rows.model] if rows is not None else {}
    in_time = () if isinstance(measure, Standing) and measure.only_now else (MONTH, WEEK)
    return tuple(name for name in BREAKDOWNS if name in known or name in in_time)
