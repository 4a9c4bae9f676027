"""What fails on more days than its own past and things of its like explain.

Each thing is looked at over windows of `WINDOWS` weeks. Days with a failure are counted, not records. Two questions:
was so much to be expected of this thing, given its past and its like (the posterior predictive of `chance.Spread`)?
And given its like only (so that what has failed for years is seen too)? Either may be answered by the number of
days, or by the number of weeks that brought a failure, which tells the fault that returns each week from the bad
week that is over.

False alarms are held by rate: a thing stands out where the least of these probabilities is below `MOST`, however
many things there are, so the number of chance findings grows with the school and no thing is judged more mildly in a
small one. The questions hang together: by chance alone about one finding in 1,500 thing-days (`make measure` says
how many). Of things that explain each other's failures the most precise that stands alone is said.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from problems.trends.chance import LEAST, Spread, at_least, at_least_so_many_weeks, spread_of
from problems.trends.history import History
from problems.trends.sightings import SPECIFIC, WEEK, WEEKS, Sightings, Things, sightings_of, things_in

MOST = 1.5e-3  # probability by chance, at most
FEWEST = 4  # days with a failure
TIMES = 2.0  # as many as usual, at least
WINDOWS = (2, 4, 5, 8, 13)  # weeks
FADING = 0.5  # what a failure of the past weighs against one of today
REFERENCE = 2 * 364  # days
COLUMNS = ("asset", "category in room", "subcategory in room", "subcategory", "room", "asset_type")


@dataclass(frozen=True)
class Question:
    """How probable so many failures are where `expected` days are usual and rates vary with `shape`."""

    by_weeks: bool
    weeks: int
    shape: float
    expected: float

    def chance(self, days: np.ndarray, last: int) -> float:
        """`days`: ordinals with a failure, each once, within the weeks up to `last`."""
        if not len(days):
            return 1.0
        if not self.by_weeks:
            return max(float(at_least(np.array(len(days)), self.shape, self.expected)), LEAST)
        hits = len(np.unique((last - days) // WEEK))
        return max(at_least_so_many_weeks(hits, self.weeks, self.shape, self.expected / self.weeks), LEAST)


@dataclass(frozen=True)
class Seen:
    """One thing that stands out: in how many weeks, on how many days, records usual, how surely, by which question."""

    things: Things
    thing: int
    weeks: int
    days: int
    usual: float
    chance: float
    question: "Question"
    rows: np.ndarray


def recurrences(history: History, last: int, named: Iterable[Things] = ()) -> list[tuple[Seen, list[Seen]]]:
    """What recurs as of the ordinal `last`, each with what it explains. `history`: faults, each once, in time order.

    `named`: further things, such as jobs, as positions in this very history.
    """
    if not len(history):
        return []
    found = [things_in(history, dimension) for dimension in COLUMNS]
    looked_at = [each for each in (*found, *named) if each is not None and len(each.row)]
    seen = [one for things in looked_at for one in standing_out(things, history.day, last)]
    seen.sort(key=_precision)
    return folded(seen, history.day, last)


def _precision(seen: Seen) -> tuple[bool, int, int]:
    """An asset says most; then whatever explains the fewest records, for what is broader holds it."""
    dimension = seen.things.dimension
    return dimension != "asset", len(seen.rows), SPECIFIC.index(dimension)


def standing_out(things: Things, days: np.ndarray, last: int) -> list[Seen]:
    """The things of one dimension that failed on more days than chance explains."""
    counted = sightings_of(things, days, last)
    spread = _spread(counted)
    candidates = np.flatnonzero(counted.recent.sum(axis=1) >= FEWEST)
    recent = np.flatnonzero(days[things.row] > last - WEEK * WEEKS)
    order = recent[np.argsort(things.thing[recent], kind="stable")]
    bounds = np.searchsorted(things.thing[order], [candidates, candidates + 1])
    seen = []
    for thing, begin, end in zip(candidates, *bounds, strict=True):
        rows = things.row[order[begin:end]]
        seen.append(_surest(things, int(thing), rows, days[rows], counted, spread, last))
    return [one for one in seen if one is not None]


def _spread(counted: Sightings) -> Spread:
    days = counted.recent.sum(axis=1) + counted.older
    usual = counted.usual.sum(axis=1) + counted.usual_older
    return spread_of(days, usual)


def _surest(things, thing: int, rows, days, counted: Sightings, spread: Spread, last: int) -> Seen | None:
    """The window and the question that tell most, if any tells enough."""
    surest = None
    for question in _questions(thing, counted, spread):
        inside = days > last - WEEK * question.weeks
        failed = np.unique(days[inside])
        if len(failed) < FEWEST or len(failed) < TIMES * question.expected:
            continue
        chance = question.chance(failed, last)
        if chance <= MOST and (surest is None or chance < surest.chance):
            usual = question.expected * counted.records_a_day
            surest = Seen(things, thing, question.weeks, len(failed), usual, chance, question, rows[inside])
    return surest


def _questions(thing: int, counted: Sightings, spread: Spread) -> Iterator[Question]:
    own, usual = counted.recent[thing], counted.usual[thing]
    for weeks in WINDOWS:
        if own[:weeks].sum() < FEWEST:
            continue
        before = counted.older[thing] + own[weeks:].sum(), counted.usual_older[thing] + usual[weeks:].sum()
        expected = float(usual[:weeks].sum())
        for shape, mean in (spread.after(*before, trust=FADING), (spread.shape, spread.mean)):
            for by_weeks in (False, True):
                yield Question(by_weeks, weeks, float(shape), float(mean) * expected)


def folded(seen: list[Seen], days: np.ndarray, last: int) -> list[tuple[Seen, list[Seen]]]:
    """Each thing that still stands out without the failures that a more precise one explains, with what it explains."""
    kept: list[tuple[Seen, list[Seen]]] = []
    for one in seen:
        explained_by = [other for other in kept if np.isin(one.rows, other[0].rows).any()]
        explained = np.concatenate([one.rows[:0], *(other[0].rows for other in explained_by)])
        left = np.unique(days[one.rows[~np.isin(one.rows, explained)]])
        if len(left) >= FEWEST and one.question.chance(left, last) <= MOST:
            kept.append((one, []))
        else:
            best = max(explained_by, key=lambda other: np.isin(one.rows, other[0].rows).sum())
            best[1].append(one)
    return kept
