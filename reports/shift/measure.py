"""The shift of some schools in a period: every figure whole and by month or week, and that of the time before."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth, TruncWeek

from reports.measures import WrongQuestion, percent
from reports.periods import DAY, Period, day_words, month_of, month_words, week_of
from reports.shift import lessons
from reports.shift.failures import BetweenFailures, between_failures
from reports.shift.figure import FEW, MINUTES, Figure
from reports.shift.figures import FIGURES
from reports.shift.fixes import Effect, Fix, fixes, together
from reports.shift.ground import Ground, days_before
from reports.shift.lessons import LESSON_MINUTES

COUNTED = (*FIGURES, LESSON_MINUTES)
NAMES = tuple(figure.name for figure in COUNTED)
HEADINGS = {figure.name: figure.heading for figure in COUNTED}
MINUTE_FIGURES = frozenset(figure.name for figure in COUNTED if figure.unit == MINUTES)
PROACTIVE = ("problem_minutes", "maintenance_minutes", "change_minutes")
MONTH, WEEK = "month", "week"
# name of a part → (how the database cuts, the part around a day, how a table names it)
PARTS: dict[str, tuple[Callable, Callable[[date], Period], Callable[[date], str]]] = {
    MONTH: (TruncMonth, month_of, month_words),
    WEEK: (TruncWeek, week_of, day_words),
}
SHORT = timedelta(weeks=10)  # a period of less is shown by week


@dataclass(frozen=True)
class Totals:
    """The figures of one time, by name, and what follows from them; `rows`: of how many rows each was made."""

    figures: dict[str, int]
    rows: dict[str, int]

    def __getitem__(self, name):
        return self.figures[name]

    @property
    def proactive_minutes(self):
        """Working time that prevents: on problems, maintenance and changes."""
        return sum(self.figures[name] for name in PROACTIVE)

    @property
    def minutes(self):
        """All working time that was written down."""
        return self.proactive_minutes + self.figures["reactive_minutes"]

    @property
    def proactive_records(self):
        """Pieces of work that prevent: problems raised, rounds done, changes recorded."""
        return sum(self.figures[name] for name in ("problems_raised", "rounds_done", "changes_recorded"))

    @property
    def proactive_percent(self):
        """How many of a hundred minutes prevent; None where time is written down too few times."""
        times = sum(self.rows[name] for name in ("reactive_minutes", *PROACTIVE))
        return percent(self.proactive_minutes, self.minutes) if times >= FEW else None

    @property
    def faults(self):
        """Every fault, each once."""
        return self.figures["found_by_us"] + self.figures["found_by_users"]

    @property
    def found_by_us_percent(self):
        """How many of a hundred faults we found first; None of too few."""
        return percent(self.figures["found_by_us"], self.faults) if self.faults >= FEW else None

    @property
    def repeats_percent(self):
        """How many of a hundred faults came back; None of too few."""
        return percent(self.figures["repeats"], self.faults) if self.faults >= FEW else None

    @property
    def on_time_percent(self):
        """How many of a hundred rounds due were done by their day; None of too few."""
        due = self.figures["rounds_due"]
        return percent(self.figures["rounds_on_time"], due) if due >= FEW else None

    @property
    def emergency_percent(self):
        """How many of a hundred changes asked for could not wait; None of too few."""
        raised = self.figures["changes_raised"]
        return percent(self.figures["changes_emergency"], raised) if raised >= FEW else None

    @property
    def success_percent(self):
        """How many of a hundred changes that were made and closed succeeded; None of too few."""
        ended = sum(self.figures[f"changes_{name}"] for name in ("successful", "failed", "backed_out"))
        return percent(self.figures["changes_successful"], ended) if ended >= FEW else None

    def as_figures(self) -> dict[str, int | float | None]:
        """Plain figures for JSON and tables: whole numbers, and shares in per cent to one decimal."""
        shares = {name: getattr(self, name) for name in SHARES}
        return self.figures | {name: None if share is None else round(share, 1) for name, share in shares.items()}


SHARES = {
    "proactive_percent": (
        "Working time that prevents, %",
        "Minutes on problems, maintenance and changes of all minutes written down.",
    ),
    "found_by_us_percent": ("Faults found by us, %", "Faults found by us of all faults, each once."),
    "repeats_percent": ("Faults that came back, %", "Faults that came back of all faults, each once."),
    "on_time_percent": ("Rounds done on time, %", "Rounds done on time of the rounds due in the period."),
    "emergency_percent": ("Emergency changes, %", "Emergency changes of all changes asked for in the period."),
    "success_percent": (
        "Changes that succeeded, %",
        "Changes that succeeded of those closed in the period as successful, failed or backed out.",
    ),
}


@dataclass(frozen=True)
class Part:
    """One month or week: its days inside the period, how a table names it, and its figures."""

    period: Period
    name: str
    totals: Totals


@dataclass(frozen=True)
class Shift:
    """What was measured: the period and the one before it, whole; the period also part by part."""

    ground: Ground
    period: Period
    by: str
    totals: Totals
    parts: tuple[Part, ...]
    earlier_period: Period
    earlier: Totals

    @cached_property
    def failing(self) -> BetweenFailures:
        """School days between two failures of one thing."""
        return between_failures(self.ground, self.period)

    @cached_property
    def fixes(self) -> list[Fix]:
        """What each fix was worth, of the causes removed in the year up to the end of the period."""
        return fixes(self.ground, self.period)

    @cached_property
    def effect(self) -> Effect | None:
        """All fixes that can be compared, together."""
        return together(self.fixes)

    @property
    def is_proactive(self):
        """Has anything been written down that is not a fault or a request?"""
        names = ("proactive_minutes", "proactive_records")
        return any(getattr(self.totals, name) or getattr(self.earlier, name) for name in names)


def shift(ground: Ground, period: Period, *, by: str = "") -> Shift:
    """Measure a period by `month` or `week` (by itself: weeks where it is short). Raises WrongQuestion for others."""
    by = by or usual_parts(period)
    if by not in PARTS:
        raise WrongQuestion(f"The shift can’t be split by {by}: use {' or '.join(PARTS)}.")
    cells = {figure.name: _cells(figure, ground, period, by) for figure in COUNTED}
    parts, earlier = tuple(_parts(cells, period, by)), days_before(ground, period)
    return Shift(ground, period, by, _whole(cells), parts, earlier, totals_of(ground, earlier))


def totals_of(ground: Ground, period: Period) -> Totals:
    """The figures of a period as a whole."""
    return _whole({figure.name: _cells(figure, ground, period, MONTH) for figure in COUNTED})


def _whole(cells):
    return _totals({name: found.values() for name, found in cells.items()})


def usual_parts(period: Period) -> str:
    """Weeks for a short period, months for a long one."""
    return WEEK if timedelta(days=period.days) <= SHORT else MONTH


def _cells(figure: Figure, ground: Ground, period: Period, by: str) -> dict[date, tuple[int, int]]:
    """The first day of each part in which anything counts → what it comes to, and of how many rows."""
    if figure is LESSON_MINUTES:
        return _lesson_cells(ground, period, by)
    cut = PARTS[by][0]
    rows = figure.rows(ground, period).order_by().annotate(part=cut("on")).values("part")
    found = rows.annotate(total=Sum("amount"), rows=Count("pk")).values_list("part", "total", "rows")
    return {part: (total, number) for part, total, number in found}


def _lesson_cells(ground, period, by):
    found: dict[date, list[int]] = defaultdict(list)
    for each in lessons.lost(ground, period):
        found[PARTS[by][1](each.on).first].append(each.minutes)
    return {part: (sum(minutes), len(minutes)) for part, minutes in found.items()}


def _totals(cells):
    """Totals of cells by name: each a list of what parts come to, and of how many rows."""
    sums, rows = ({name: sum(cell[i] for cell in found) for name, found in cells.items()} for i in (0, 1))
    return Totals(sums, rows)


def _parts(cells, period, by):
    """Every month or week of the period, those without anything too, cut to its days."""
    _, around, words = PARTS[by]
    day = period.first
    while day <= period.last:
        whole = around(day)
        totals = _totals({name: [found.get(whole.first, (0, 0))] for name, found in cells.items()})
        cut = Period(max(whole.first, period.first), min(whole.last, period.last))
        yield Part(cut, words(cut.first), totals)
        day = whole.last + DAY
