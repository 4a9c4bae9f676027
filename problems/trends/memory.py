"""When a pattern is news: the first time, when it is clearly worse than when it was last told, or when it is back.

Pure, and light enough for pages and moves: the nightly sweep keeps the same rule through rows.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

MORE, AND_MORE, SURER = 1.5, 3, 2.0  # half as many again, three at least; a hundred times less likely by chance
AWAY = timedelta(weeks=4)
AWAY_OF = {"now": timedelta(days=1)}
GONE = timedelta(weeks=4)  # after which what nobody decided about is no longer asked
GONE_OF = {"now": timedelta(days=1)}


def is_worse(now: Any, told: Any) -> bool:
    """Clearly worse than when it was told, by count and by certainty, so that chance doesn't ring twice."""
    return now.count >= max(told.count * MORE, told.count + AND_MORE) and now.score >= told.score + SURER


def is_back(now: Any, seen_on: date) -> bool:
    """Found again after it was not found for long enough, or on the day before that could have had it: a new story."""
    if now.day_before is not None:
        return seen_on < now.day_before
    return now.found_on - seen_on >= AWAY_OF.get(now.kind, AWAY)


def gone_since(kind: str, day: date) -> date:
    """The day after which a pattern must have been found for it to be still worth a decision."""
    return day - GONE_OF.get(kind, GONE)


@dataclass
class Memory:
    """What a run of days has told already, as (kind, key) → finding as it was told, and the day it was last found."""

    told: dict[tuple[str, str], Any] = field(default_factory=dict)
    seen: dict[tuple[str, str], date] = field(default_factory=dict)

    def is_news(self, finding: Any) -> bool:
        """Whether to tell it; remembers that it was found on its day, and what was told."""
        pattern, day = (finding.kind, finding.key), finding.found_on
        told, seen_on = self.told.get(pattern), self.seen.get(pattern, day)
        self.seen[pattern] = day
        if told and not is_worse(finding, told) and not is_back(finding, seen_on):
            return False
        self.told[pattern] = finding
        return True
