"""Asking every detector: as of one day, or day by day through the past with nothing later known.

A detector is a function `find(history, day, context)` that gives a list of findings; `history` holds the records of
LOOK_BACK up to and including `day`. It registers with `@detector("spike")`; its module is named in the `ready` of its
app, `look_with(spike="problems.trends.spikes")`, and imported by nobody else.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from problems import detectors
from problems.detectors import detector
from problems.trends.context import Context, Names
from problems.trends.finding import Finding
from problems.trends.history import History, read
from problems.trends.memory import Memory

__all__ = ["LOOK_BACK", "Context", "Finding", "History", "Run", "detector", "find", "replay"]

LOOK_BACK = timedelta(days=3 * 366)  # three school years and a bit: a week of the year has been seen three times
DAY = timedelta(days=1)


@dataclass
class Run:
    """The records of some days with what lies behind them, read once, and the detectors that look at each day."""

    history: History
    context: Context
    looking: dict[str, Any]
    back: timedelta = LOOK_BACK

    @classmethod
    def over(
        cls,
        first: date,
        last: date,
        *,
        schools: Iterable[Any] | None = None,
        kinds: Sequence[str] = (),
        back: timedelta = LOOK_BACK,
    ) -> "Run":
        """Ready for the days from `first` to `last`, both included."""
        history = read(first=first - back, last=last, schools=schools)
        return cls(history, Context(Names(history.keys)), detectors.detectors(kinds), back)

    def on(self, day: date) -> list[Finding]:
        """What the detectors find as of the end of a day, the surest first."""
        known = self.history.until(day).since(day - self.back)
        found = [finding for find in self.looking.values() for finding in find(known, day, self.context)]
        return sorted(found, key=lambda finding: (-finding.score, finding.kind, finding.key))

    def at(self, moment: datetime, day: date) -> list[Finding]:
        """What they find as of a moment of a day that is not over."""
        self.context.at = moment
        self.history = self.history.rows(self.history.opened <= moment.timestamp())
        return self.on(day)


def find(day: date, schools: Iterable[Any] | None = None, **options: Any) -> list[Finding]:
    """Everything found as of one day, told before or not."""
    return Run.over(day, day, schools=schools, **options).on(day)


def replay(first: date, last: date, schools: Iterable[Any] | None = None, **options: Any) -> Iterator[Finding]:
    """What would have been raised on each day from `first` to `last` by a desk that began to look on the first."""
    run, memory = Run.over(first, last, schools=schools, **options), Memory()
    for day in days(first, last):
        yield from (finding for finding in run.on(day) if memory.is_news(finding))


def days(first: date, last: date) -> Iterator[date]:
    """Each date from the first to the last, both included."""
    return (first + i * DAY for i in range((last - first).days + 1))
