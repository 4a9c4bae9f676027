"""What fails on more days than its own past and things of its like explain.

Each thing is asked the questions of `questions`, over several weeks, against its own past and against its like.

False alarms are held by rate: a thing stands out where the least of these probabilities is below `MOST`, however
many things there are, so the number of chance findings grows with the school and no thing is judged more mildly in a
small one. The questions hang together: by chance alone about one finding in 1,500 thing-days (`make measure` says
how many). Of things that explain each other's failures the most precise that stands alone is said.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from problems.trends.chance import Spread, spread_of
from problems.trends.history import History
from problems.trends.questions import FEWEST, MOST, Question, surest
from problems.trends.sightings import SPECIFIC, WEEK, WEEKS, Sightings, Things, sightings_of, things_in

REFERENCE = 2 * 364  # days
COLUMNS = ("asset", "category in room", "subcategory in room", "subcategory", "room", "asset_type")


@dataclass(frozen=True)
class Seen:
    """One thing that stands out: in how many weeks, on how many days, records usual, how surely, by which question."""

    things: Things
    thing: int
    weeks: int
    days: int
    usual: float
    chance: float
    question: Question
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
    candidates = np.flatnonzero(counted.recent.sum(axis=1) >= FEWEST)
    told = surest(candidates, counted, _spread(counted))
    recent = np.flatnonzero(days[things.row] > last - WEEK * WEEKS)
    order = recent[np.argsort(things.thing[recent], kind="stable")]
    seen = []
    for thing, (question, chance) in told.items():
        begin, end = np.searchsorted(things.thing[order], [thing, thing + 1])
        rows = things.row[order[begin:end]]
        rows = rows[days[rows] > last - WEEK * question.weeks]
        failed, usual = len(np.unique(days[rows])), question.expected * counted.records_a_day
        seen.append(Seen(things, thing, question.weeks, failed, usual, chance, question, rows))
    return seen


def _spread(counted: Sightings) -> Spread:
    days = counted.recent.sum(axis=1) + counted.older
    usual = counted.usual.sum(axis=1) + counted.usual_older
    return spread_of(days, usual)


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
