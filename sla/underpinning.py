"""Can what is promised from below hold up what is promised to the school? Facts in, findings out; no database.

A service level agreement stands on agreements between teams and on contracts with suppliers. Each of them that covers
the same services is laid beside it, priority by priority, with the time to fix.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from sla.promise_words import PRIORITIES, amount_in_words

MINUTE = timedelta(minutes=1)
SCHOOL_DAYS = "school_days"


class Problem(StrEnum):
    """Why an agreement can't hold up the one above it."""

    NOT_IN_FORCE = "not_in_force"
    ENDED = "ended"
    REVIEW_PAST = "review_past"
    MISSING = "missing"
    LONGER = "longer"


@dataclass(frozen=True)
class Wording:
    """What an agreement promises, as far as it matters here.

    `services`: names; none means all. `fixes`: priority → (amount, unit). `agreement`: whatever the caller wants back.
    """

    agreement: object
    name: str
    school: int | None
    services: frozenset[str] = frozenset()
    fixes: dict[int, tuple[int, str]] = field(default_factory=dict)
    in_force: bool = True
    ends: datetime | None = None
    review_on: date | None = None

    def shares_services_with(self, other):
        """Do both cover at least one service?"""
        return not self.services or not other.services or bool(self.services & other.services)

    def is_for(self, school):
        """Does it hold at a school (an id, None the trust)?"""
        return self.school is None or school is None or self.school == school


@dataclass(frozen=True)
class SchoolDay:
    """The open time of the shortest and of the longest ordinary school day."""

    shortest: timedelta
    longest: timedelta


@dataclass(frozen=True)
class Finding:
    """One reason why `below` can't hold up `above`; `priority` where it concerns one."""

    above: Wording
    below: Wording
    problem: Problem
    words: str
    priority: int | None = None


def findings(
    above: Iterable[Wording], below: Iterable[Wording], *, day: SchoolDay | None, at: datetime, today: date
) -> list[Finding]:
    """Every place where an agreement from below can't hold up a service level agreement, in the order they came."""
    below = list(below)
    pairs = [(top, base) for top in above for base in below if base.is_for(top.school)]
    return [
        found for top, base in pairs if top.shares_services_with(base) for found in _of_pair(top, base, day, at, today)
    ]


def holds(below: tuple[int, str], above: tuple[int, str], *, day: SchoolDay | None) -> bool | None:
    """Is the time from below over no later than the time above, whenever both start? None when nobody can say.

    School days end at a close, so n of them last at least n whole days of open time and at most n + 1.
    """
    (low, low_unit), (high, high_unit) = below, above
    if low_unit == high_unit:
        return low <= high
    if day is None:
        return None
    if high_unit == SCHOOL_DAYS:
        return low * MINUTE <= high * day.shortest
    return (low + 1) * day.longest <= high * MINUTE


def _of_pair(above, below, day, at, today):
    if not below.in_force:
        words = "It is not in force, so nobody is bound by it."
        return [Finding(above, below, Problem.NOT_IN_FORCE, words)]
    found = []
    if below.ends and below.ends <= at:
        found.append(Finding(above, below, Problem.ENDED, f"It ended on {_day(below.ends.date())}."))
    if below.review_on and below.review_on < today:
        words = f"It was to be reviewed by {_day(below.review_on)}."
        found.append(Finding(above, below, Problem.REVIEW_PAST, words))
    return found + [finding for priority in PRIORITIES for finding in _of_priority(above, below, priority, day)]


def _of_priority(above, below, priority, day):
    promised, backed = above.fixes.get(priority), below.fixes.get(priority)
    if promised is None:
        return []
    ours = amount_in_words(*promised)
    if backed is None:
        words = f"P{priority}: the school is promised {ours}, and this says nothing."
        return [Finding(above, below, Problem.MISSING, words, priority)]
    held = holds(backed, promised, day=day)
    if held:
        return []
    theirs = amount_in_words(*backed)
    words = f"P{priority}: the school is promised {ours}, and this allows {theirs}."
    if held is None:
        words += " Without a calendar nobody knows how long a school day is."
    elif backed[1] != promised[1]:
        words += f" An ordinary school day has {_length(day)} of support."
    return [Finding(above, below, Problem.LONGER, words, priority)]


def _length(day):
    shortest, longest = (amount_in_words(length // MINUTE, "minutes") for length in (day.shortest, day.longest))
    return shortest if shortest == longest else f"{shortest} to {longest}"


def _day(day):
    return f"{day.day} {day:%B %Y}"
