"""On which days each thing failed, and how often a thing of its like would have: the ground for recurrence.

A thing is an asset, a room, a category in a room …: whatever records can be about. Several records of one thing on
one day are one sighting, since a bad day is a spike and no recurrence.
"""

from dataclasses import dataclass, field

import numpy as np

from problems.trends.history import NONE, History

WEEK = 7
WEEKS = 13  # looked at one by one; what is older counts together
OTHERS = 2.0  # things' worth of belief that a school is like the others
LEAST_A_WEEK = 0.01  # failures a week of a thing about whose like nothing is known
SURE = 5.0  # things of a type after which it has a rate of its own
AT_A_SCHOOL = ("subcategory", "asset_type")
SPECIFIC = ("asset", "job", "category in room", "subcategory in room", "subcategory", "room", "asset_type")


@dataclass(frozen=True)
class Things:
    """What the records of a history are about in one dimension: `row` position in the history, `thing` its number.

    `parts[thing]`: the codes that name it; `family[thing]`: number of those it is compared with (its school).
    `weight[thing]`: how many times more than the mean of its family is to be expected of it.
    """

    dimension: str
    row: np.ndarray
    thing: np.ndarray
    parts: np.ndarray
    family: np.ndarray
    weight: np.ndarray


@dataclass(frozen=True)
class Sightings:
    """Days with a failure and days expected. Arrays: things × weeks (`recent`, `usual`; week 0 ends with the last day),
    things (`older`, `usual_older`: before those weeks, from the thing's first failure on)."""

    recent: np.ndarray
    usual: np.ndarray
    older: np.ndarray
    usual_older: np.ndarray
    records_a_day: float = field(default=1.0)


def things_in(history: History, dimension: str) -> Things | None:
    """The things of a column, or of two (“category in room”); None where no record has any."""
    column, _, place = dimension.partition(" in ")
    first = history.codes[column]
    second = history.codes[place] if place else history.codes["school"]
    rows = np.flatnonzero((first != NONE) & (second != NONE))
    if not len(rows):
        return None
    both = place or column in AT_A_SCHOOL
    parts, thing = _numbered(first[rows], second[rows] if both else None)
    family = np.zeros(len(parts), dtype=np.int64)
    family[thing] = history.codes["school"][rows]
    return Things(dimension, rows, thing, parts, family, _weight(history, dimension, rows, thing, parts, family))


def _numbered(first: np.ndarray, second: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """The codes that name each thing, in their order, and the number of the thing of each row. No code is negative."""
    if second is None:
        parts, thing = np.unique(first, return_inverse=True)
        return parts[:, None], thing
    wide = int(second.max()) + 1
    pairs, thing = np.unique(first.astype(np.int64) * wide + second, return_inverse=True)
    return np.stack(np.divmod(pairs, wide), axis=1), thing


def _weight(history, dimension: str, rows, thing, parts, family) -> np.ndarray:
    if " in " in dimension:
        return _row_by_column(thing, parts, family)
    if dimension == "asset":
        return _as_its_type(history.codes["asset_type"][rows], thing, len(parts))
    return np.ones(len(parts))


def _row_by_column(thing: np.ndarray, parts: np.ndarray, family: np.ndarray) -> np.ndarray:
    """A cell gets the share that its row and its column without it would give: the usual independence table."""
    own = np.bincount(thing, minlength=len(parts)).astype(float)
    whole = np.bincount(family, own)[family]
    share = np.ones(len(parts))
    for part in parts.T:
        margin = np.bincount(part, own)
        typical = margin.sum() / np.count_nonzero(margin)
        share *= (margin[part] - own + typical / 2) / (whole + typical / 2)
    return share * np.bincount(family)[family]


def _as_its_type(types: np.ndarray, thing: np.ndarray, things: int) -> np.ndarray:
    """Projectors fail more often than screens: the rate of a type against all, as far as it is known."""
    kind = np.full(things, NONE)
    kind[thing] = types
    kind += 1
    own = np.bincount(thing, minlength=things).astype(float)
    own = np.minimum(own, np.quantile(own, 0.95))
    members = np.bincount(kind)
    return ((np.bincount(kind, own) / own.mean() + SURE) / (members + SURE))[kind]


def sightings_of(things: Things, days: np.ndarray, last: int) -> Sightings:
    """Count them as of the ordinal `last`; `days`: the ordinal of each row of the history."""
    age = (last - days[things.row]).astype(np.int64)
    pairs = np.unique(things.thing.astype(np.int64) * (1 << 20) + age)
    thing, age = pairs >> 20, pairs & ((1 << 20) - 1)
    many = len(things.parts)
    week = np.minimum(age // WEEK, WEEKS)
    table = np.bincount(thing * (WEEKS + 1) + week, minlength=many * (WEEKS + 1)).reshape(many, WEEKS + 1)
    recent, older = table[:, :WEEKS], table[:, WEEKS]
    usual = np.stack([_usual(things, recent[:, n], n, thing, week == n) for n in range(WEEKS)], axis=1)
    return Sightings(recent, usual, older, _usual_older(things, older, thing, age), len(things.row) / len(pairs))


def _usual(things: Things, own: np.ndarray, week: int, thing: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """What the others of its family had in that week, each thing left out of its own measure."""
    activity = np.bincount(things.family[thing[chosen]], minlength=things.family.max() + 1)[things.family]
    return things.weight * _mean_of_others(things, activity - own, max(chosen.sum() / len(things.parts), LEAST_A_WEEK))


def _usual_older(things: Things, older: np.ndarray, thing: np.ndarray, age: np.ndarray) -> np.ndarray:
    """The same over all that lies before, since what the thing is named by was first heard of."""
    begin, span = WEEK * WEEKS, int(age.max()) + 2
    family, members = np.unique(things.family, return_inverse=True)
    old = age >= begin
    cells = members[thing[old]] * span + age[old]
    activity = np.bincount(cells, minlength=len(family) * span).reshape(len(family), span)
    since = _known_since(things, thing, age)
    known = np.cumsum(activity, axis=1)[members, since]
    weeks = np.maximum(since - begin + 1, 0) / WEEK
    return things.weight * _mean_of_others(things, np.maximum(known - older, 0), weeks * LEAST_A_WEEK)


def _known_since(things: Things, thing: np.ndarray, age: np.ndarray) -> np.ndarray:
    """Days ago. A quiet thing was there before it first failed; a new category or a new building was not."""
    oldest = np.zeros(things.family.max() + 1, dtype=np.int64)
    np.maximum.at(oldest, things.family[thing], age)
    since = oldest[things.family]
    for part in things.parts.T if " in " in things.dimension else []:
        first = np.zeros(part.max() + 1, dtype=np.int64)
        np.maximum.at(first, part[thing], age)
        since = np.minimum(since, first[part])
    return since


def _mean_of_others(things: Things, others: np.ndarray, everywhere) -> np.ndarray:
    members = np.bincount(things.family)[things.family]
    return (others + OTHERS * everywhere) / (members - 1 + OTHERS)
