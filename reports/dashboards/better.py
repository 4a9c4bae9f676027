"""Is it getting better? The last whole months of the key measures, and a verdict that chance alone would not give."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from reports.catalogue.asking import Found, Part, ask, turn
from reports.catalogue.measure import COUNT, PERCENT
from reports.periods import DAY, Period, month_of
from reports.shift.ground import Ground

KEY = ("faults", "met_percent", "mttr_hours_median", "lesson_minutes", "repeats_percent", "proactive_percent")
MONTHS, LATEST = 12, 3
SURE = 2  # standard errors: of twenty turns that are chance about one is called better or worse
TENTH = 0.1  # a time that moved by less is called the same
HOW = (
    f"The last {LATEST} whole months against the same months a year before, or against the {LATEST} before them where "
    "nothing is known of those. A number or a share that moved by no more than chance would move it (two standard "
    "errors), and a time that moved by less than a tenth, is about the same."
)


@dataclass(frozen=True)
class Course:
    """A key measure over the months: its parts, what it is now and was, and which way it turned."""

    now: Found
    before: Found
    months: tuple[Part, ...]
    is_year_ago: bool

    @property
    def turn(self) -> str:
        """`better`, `worse`, `same`; nothing where one is not known."""
        return verdict(self.before, self.now)

    @property
    def values(self) -> list[float]:
        """The months that are known, for a small line."""
        return [part.value for part in self.months if part.value is not None]

    @property
    def why(self) -> str:
        """What the verdict rests on, in a sentence."""
        then = f"the same {LATEST} months a year before" if self.is_year_ago else f"the {LATEST} months before"
        if not self.turn:
            missing = "lately" if self.now.value is None else "of the time before"
            return f"Too little is known {missing} to say."
        return f"{self.before.words} in {then}."


def courses(ground: Ground) -> tuple[list[Course], Period]:
    """The key measures over the last whole months, and the period of the latest of them."""
    year = months_before(ground.today, MONTHS)
    latest = months_before(ground.today, LATEST)
    ago = Period(_year_before(latest.first), month_of(_year_before(month_of(latest.last).first)).last)
    before = months_before(latest.first, LATEST)
    found = [ask(KEY, ground, when) for when in (latest, ago, before)]
    by_month = ask(KEY, ground, year, by="month")
    made = [_course(*each) for each in zip(*found, by_month, strict=True)]
    return made, latest


def _course(now, ago, before, by_month):
    is_known = ago.value is not None and ago.rows > 0
    return Course(now, ago if is_known else before, by_month.parts, is_known)


def months_before(day: date, number: int) -> Period:
    """So many whole calendar months before the month of a day."""
    last = month_of(day).first - DAY
    first = month_of(last).first
    for _ in range(number - 1):
        first = month_of(first - DAY).first
    return Period(first, last)


def _year_before(first: date) -> date:
    return first.replace(year=first.year - 1)


def verdict(before: Found, now: Found) -> str:
    """Which way a measure turned, where it is more than chance: `better`, `worse`, `same`, or nothing."""
    found = turn(now.measure, before.value, now.value) if before.rows else ""
    return "same" if found and within_chance(before, now) else found


def within_chance(before: Found, now: Found) -> bool:
    """Did it move by no more than chance would move it? Both values are known."""
    old, new = float(before.value or 0), float(now.value or 0)
    moved = abs(new - old)
    if now.measure.unit == COUNT:
        return moved <= SURE * sqrt(old + new)
    if now.measure.unit == PERCENT:
        return moved <= SURE * _error((old, before.rows), (new, now.rows))
    return moved < TENTH * max(old, new)


def _error(*shares: tuple[float, int]) -> float:
    """The standard error of the difference of two shares in per cent, each of so many."""
    known: Sequence[tuple[float, int]] = [(share / 100, rows) for share, rows in shares if rows]
    if len(known) < len(shares):
        return 100.0
    together = sum(share * rows for share, rows in known) / sum(rows for _, rows in known)
    return 100 * sqrt(together * (1 - together) * sum(1 / rows for _, rows in known))
