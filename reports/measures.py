"""Figures: one function each, (scope, period) → measure. Page, command, API, files and evidence all ask here.

Counting is the database's, in one query whatever the grouping; times to fix are read once as a stream, eight bytes a
record. Groups are sums of the same cells, so the parts always make up the whole.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from math import floor, fsum

from django.db.models import Aggregate, Count, F, Min
from django.db.models.functions import TruncMonth

from incidents.models import Incident
from incidents.outcomes import EXCUSED, OUTCOME
from incidents.priority import label
from incidents.querysets import IncidentQuerySet
from reports.figures import COUNT, COUNTS
from reports.periods import Period
from servicedesk.models import School

BATCH = 5000
NO_CATEGORY = "-"  # how an address names the records that have none


class WrongQuestion(ValueError):
    """A measure was asked for in a way that has no answer; the message is a sentence."""


@dataclass(frozen=True)
class Scope:
    """What is measured: the incidents that may be counted, narrowed to a school, a priority or a category by name."""

    incidents: IncidentQuerySet
    school: School | None = None
    priority: int | None = None
    category: str | None = None

    @classmethod
    def of_everything(cls, **narrower):
        """Every record there is, for commands and sweeps that no person asks for."""
        return cls(Incident.objects.all(), **narrower)

    @classmethod
    def of_person(cls, person, **narrower):
        """What counts in the reports a person may read."""
        return cls(Incident.objects.reportable_to(person), **narrower)

    def within(self, period: Period) -> IncidentQuerySet:
        """The records of a period, each with its `outcome` and whether its miss `is_excused`."""
        return self.opened_in(period).annotate(outcome=OUTCOME, is_excused=EXCUSED)

    def opened_in(self, period: Period) -> IncidentQuerySet:
        """The records of a period, without looking at their clocks."""
        found = self.incidents.in_period(period.first, period.last)
        if self.school is not None:
            found = found.filter(school=self.school)
        if self.priority is not None:
            found = found.filter(priority=self.priority)
        if self.category is not None:
            found = found.filter(category__name=None if self.category == NO_CATEGORY else self.category)
        return found


@dataclass(frozen=True)
class Measure:
    """How good the service was. Hours are elapsed hours; None is unknown, which zero is not."""

    incidents: int
    met: int
    missed: int
    undecided: int
    cancelled: int
    excused: int
    missed_after_excuses: int
    resolved: int
    mttr_hours_mean: float | None
    mttr_hours_median: float | None
    mttr_hours_p90: float | None
    reopened: int
    backlog: int
    backlog_oldest_on: date | None
    response_met: int
    response_missed: int
    lessons_stopped: int

    @property
    def met_percent(self):
        """How many of a hundred decided records were in time; None when none is decided."""
        return percent(self.met, self.met + self.missed)

    @property
    def met_percent_after_excuses(self):
        """The same with excused ones left out."""
        return percent(self.met, self.met + self.missed_after_excuses)

    @property
    def response_percent(self):
        """How many of a hundred were answered in time; None when none is decided."""
        return percent(self.response_met, self.response_met + self.response_missed)

    def as_figures(self):
        """Plain figures for JSON and tables: hours to two decimals, dates as dates."""
        return {name: round(value, 2) if isinstance(value, float) else value for name, value in asdict(self).items()}


FIGURES = tuple(Measure.__dataclass_fields__)


@dataclass(frozen=True)
class Group:
    """The measure of one part, and the keys that say which: {"month": "2026-03", "priority": "3 - Moderate"}."""

    keys: dict[str, str | None]
    measure: Measure


@dataclass(frozen=True)
class Report:
    """The whole, and its parts in each way that was asked for: (“month”,) → groups."""

    totals: Measure
    groups: dict[tuple[str, ...], list[Group]]


# What a figure can be split by: the name people use → where it stands in a record, and how it is written.
KEYS = {
    "month": ("opened_month", lambda month: f"{month:%Y-%m}"),
    "priority": ("priority", label),
    "category": ("category__name", lambda name: name),
    "school": ("school__code", lambda code: code),
}


def sla(scope: Scope, period: Period, *ways: Sequence[str]) -> Report:
    """How good the service was for what was opened in a period, whole and split in each of `ways`.

    A way is a list of names out of KEYS. Always two queries: the counts of every cell, and the times of every resolved
    record. Raises WrongQuestion for a name that is none.
    """
    asked = [way for way in map(_checked, ways) if way]
    keys = [key for key in KEYS if any(key in way for way in asked)]
    whole = Tally()
    parts: list[dict[tuple, Tally]] = [{} for _ in asked]
    for cell, tally in _cells(scope, period, keys).items():
        whole.add(tally)
        for way, found in zip(asked, parts, strict=True):
            found.setdefault(tuple(cell[keys.index(key)] for key in way), Tally()).add(tally)
    groups = {way: _groups(way, found) for way, found in zip(asked, parts, strict=True)}
    return Report(whole.measure(), groups)


def _checked(way) -> tuple[str, ...]:
    way = tuple(way)
    if unknown := [key for key in way if key not in KEYS]:
        raise WrongQuestion(f"Figures can’t be split by {unknown[0]}: use {', '.join(KEYS)}.")
    if len(set(way)) < len(way):
        raise WrongQuestion("Each thing to split by can be named once.")
    return way


def _groups(way, found):
    """The parts in the order of their keys, those without one last."""
    order = sorted(found, key=lambda cell: [(key is None, key) for key in cell])
    names = [KEYS[key][1] for key in way]
    words = [[None if key is None else name(key) for name, key in zip(names, cell, strict=True)] for cell in order]
    return [
        Group(dict(zip(way, keys, strict=True)), found[cell].measure()) for keys, cell in zip(words, order, strict=True)
    ]


@dataclass
class Tally:
    """What is added up for one cell: counts, the oldest open day, and the seconds each resolved record took."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNT, 0))
    oldest: date | None = None
    seconds: array = field(default_factory=lambda: array("d"))

    def add(self, other):
        """Take in another cell."""
        for name, number in other.counts.items():
            self.counts[name] += number
        self.oldest = min(filter(None, (self.oldest, other.oldest)), default=None)
        self.seconds.extend(other.seconds)

    def measure(self):
        """The figures of everything taken in."""
        hours = sorted(second / 3600 for second in self.seconds)
        return Measure(
            **self.counts,
            mttr_hours_mean=fsum(hours) / len(hours) if hours else None,
            mttr_hours_median=quantile(hours, 0.5),
            mttr_hours_p90=quantile(hours, 0.9),
            backlog_oldest_on=self.oldest,
        )


def _cells(scope, period, keys) -> dict[tuple, Tally]:
    """The tally of each combination of keys that occurs."""
    fields = [KEYS[key][0] for key in keys]
    month = {"opened_month": TruncMonth("opened_on")} if "month" in keys else {}
    counted = _counted(scope.within(period).annotate(**month), fields)
    cells = {cell: Tally(counts, oldest) for cell, counts, oldest in counted}
    for *cell, opened_at, resolved_at in _times(scope.opened_in(period).annotate(**month), fields):
        if tally := cells.get(tuple(cell)):  # what came in since the counting is left for the next reader
            tally.seconds.append((resolved_at - opened_at).total_seconds())
    return cells


def _counted(incidents, fields) -> Iterator[tuple]:
    wanted: dict[str, Aggregate] = {
        f"n_{count.name}": Count("pk", filter=count.where) for count in COUNTS if count.where
    }
    wanted |= {"n_incidents": Count("pk"), "oldest": Min("opened_on", filter=COUNT["backlog"].where)}
    unordered = incidents.order_by()
    by_cell = unordered.values(*fields).annotate(**wanted) if fields else None
    found: Iterable[dict] = [unordered.aggregate(**wanted)] if by_cell is None else by_cell
    for row in found:
        yield tuple(row[name] for name in fields), {name: row[f"n_{name}"] for name in COUNT}, row["oldest"]


def _times(incidents, fields) -> Iterator[tuple]:
    resolved = incidents.order_by().filter(COUNT["resolved"].where, resolved_at__gte=F("opened_at"))
    return resolved.values_list(*fields, "opened_at", "resolved_at").iterator(chunk_size=BATCH)


def quantile(ordered: Sequence[float], share: float) -> float | None:
    """The value below which `share` (0 to 1) of the sorted values lie; None of none.

    On a straight line between the two nearest, as SQL's percentile_cont: at 0.5 it is the usual median.
    """
    if not ordered:
        return None
    place = (len(ordered) - 1) * share
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def percent(part, whole):
    """`part` of `whole` in per cent; None of none."""
    return 100 * part / whole if whole else None
