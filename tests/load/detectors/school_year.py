"""Two realistic years of three schools as counts: weekdays, holidays, first weeks, series of unequal trouble."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from problems.trends.context import Context, Names
from problems.trends.history import NONE, History
from problems.trends.school_days import SchoolDays, Sort, Stage
from sla.school_year import SchoolYear
from sla.year_document import parse

FIRST, LAST = date(2024, 9, 2), date(2026, 7, 22)  # two school years: one to learn from, one to judge
HALF_TERMS = [
    "2024-09-02 2024-10-25", "2024-11-04 2024-12-20", "2025-01-06 2025-02-14", "2025-02-24 2025-04-04",
    "2025-04-22 2025-05-23", "2025-06-02 2025-07-22", "2025-09-01 2025-10-24", "2025-11-03 2025-12-19",
    "2026-01-05 2026-02-13", "2026-02-23 2026-03-27", "2026-04-13 2026-05-22", "2026-06-01 2026-07-22",
]  # fmt: skip
WEEK = {day: [["08:00", "16:30"]] for day in ("mon", "tue", "wed", "thu", "fri")}
WEEKDAYS = np.array([1.25, 1.05, 1.0, 0.95, 0.75, 0.02, 0.02])
SCHOOLS, CATEGORIES = 3, 12


def year() -> SchoolYear:
    """The school year of all three."""
    ranges = [{"type": "term", "first": term[:10], "last": term[11:], "name": ""} for term in HALF_TERMS]
    return parse({"zone": "Europe/London", "hours": {"term": WEEK}, "ranges": ranges})


def school_days() -> SchoolDays:
    """Their days, without asking a database."""
    the_year = year()
    return SchoolDays(years={None: the_year} | dict.fromkeys(range(1, SCHOOLS + 1), the_year))


@dataclass
class Numbered(Names):
    """Things are called by their numbers, without asking a database."""

    def of(self, column, code):
        return str(code)

    def school_code(self, code):
        return f"S{code + 1}"


def context() -> Context:
    """What the detectors may ask."""
    return Context(Numbered({"school": list(range(1, SCHOOLS + 1))}), school_days=school_days())


@dataclass
class Desk:
    """`counts` schools × categories × days; `usual` the mean behind each of them."""

    counts: np.ndarray
    usual: np.ndarray

    @property
    def days(self) -> int:
        """How many days."""
        return self.counts.shape[2]

    def history(self) -> History:
        """The records behind the counts, in order of time."""
        school, category, day = np.nonzero(self.counts)
        times = self.counts[school, category, day]
        school, category, day = (np.repeat(each, times) for each in (school, category, day))
        order = np.argsort(day, kind="stable")
        school, category, day = school[order], category[order], day[order]
        size = len(day)
        nothing = np.full(size, NONE, dtype=np.int32)
        ordinals = (day + FIRST.toordinal()).astype(np.int32)
        codes = {"school": school, "category": category, "service": category // 2} | dict.fromkeys(
            ("room", "asset", "asset_type", "requester", "subcategory"), nothing
        )
        keys = {name: [] for name in codes} | {
            "school": list(range(1, SCHOOLS + 1)),
            "category": list(range(CATEGORIES)),
            "service": list(range(CATEGORIES // 2)),
        }
        return History(
            pk=np.arange(1, size + 1),
            opened=(ordinals.astype(np.int64) - 719163) * 86400 + 9 * 3600,
            day=ordinals,
            fault=np.ones(size, dtype=bool),
            duplicate=np.zeros(size, dtype=bool),
            stopped=np.zeros(size, dtype=bool),
            codes={name: each.astype(np.int32) for name, each in codes.items()},
            keys=keys,
        )


def desk(rng: np.random.Generator, *, spread: float = 0.25, wander: float = 0.012) -> Desk:
    """Two years of three schools. `spread`: variance beyond chance (mean + spread · mean²).

    `wander`: how far the level moves a day, as the standard deviation of its logarithm.
    """
    days = school_days().of(1, FIRST.toordinal(), LAST.toordinal())
    shape = WEEKDAYS[days.weekday] * np.where(days.in_school, 1.0, 0.04)
    shape = shape * np.where(days.stage == Stage.FIRST_WEEK, 2.0, 1.0) * np.where(days.sort == Sort.WEEKEND, 0.5, 1.0)
    level = rng.gamma(1.2, 1.0, size=(SCHOOLS, CATEGORIES, 1)) + 0.05
    level[:, :4] = rng.uniform(1.5, 2.5, size=(SCHOOLS, 4, 1))  # the series on which bursts are tried: about 2 a day
    walk = np.exp(np.cumsum(rng.normal(0, wander, size=(SCHOOLS, CATEGORIES, len(shape))), axis=2))
    usual = level * shape * walk
    size = 1 / spread
    return Desk(rng.negative_binomial(size, size / (size + usual)), usual)


def school_day_ordinals(after: timedelta) -> np.ndarray:
    """The ordinals of term days once `after` has passed since the beginning."""
    days = school_days().of(1, FIRST.toordinal(), LAST.toordinal())
    ordinals = np.arange(FIRST.toordinal(), LAST.toordinal() + 1)
    return ordinals[days.in_school & (ordinals > FIRST.toordinal() + after.days)]
