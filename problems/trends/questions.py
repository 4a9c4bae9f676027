"""The questions that tell whether a thing fails more than chance explains, asked of many things at once.

Each thing is looked at over windows of `WINDOWS` weeks. Days with a failure are counted, not records. Two questions:
was so much to be expected of this thing, given its past and its like (the posterior predictive of `chance.Spread`)?
And given its like only (so that what has failed for years is seen too)? Either may be answered by the number of
days, or by the number of weeks that brought a failure, which tells the fault that returns each week from the bad
week that is over.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from problems.trends.chance import LEAST, Spread, at_least, at_least_so_many_weeks
from problems.trends.sightings import WEEK, Sightings

MOST = 1.5e-3  # probability by chance, at most
FEWEST = 4  # days with a failure
TIMES = 2.0  # as many as usual, at least
WINDOWS = (2, 4, 5, 8, 13)  # weeks
FADING = 0.5  # what a failure of the past weighs against one of today


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
class Asked:
    """One question put to many things, one entry a thing: days failed, weeks that brought a failure, and `Question`."""

    by_weeks: bool
    weeks: int
    failed: np.ndarray
    hits: np.ndarray
    shape: np.ndarray
    expected: np.ndarray

    def of(self, place: int) -> Question:
        """The question to one of them."""
        return Question(self.by_weeks, self.weeks, float(self.shape[place]), float(self.expected[place]))

    def chances(self) -> np.ndarray:
        """The probability for each; 1 where too little happened to speak of."""
        chances = np.ones(len(self.failed))
        enough = np.flatnonzero((self.failed >= FEWEST) & (self.failed >= TIMES * self.expected))
        chances[enough] = np.maximum(self._by_weeks(enough) if self.by_weeks else self._by_days(enough), LEAST)
        return chances

    def _by_days(self, chosen: np.ndarray) -> np.ndarray:
        return at_least(self.failed[chosen], self.shape[chosen], self.expected[chosen])

    def _by_weeks(self, chosen: np.ndarray) -> list[float]:
        facts = zip(*(each[chosen].tolist() for each in (self.hits, self.shape, self.expected)), strict=True)
        return [
            at_least_so_many_weeks(hits, self.weeks, shape, expected / self.weeks) for hits, shape, expected in facts
        ]


def surest(things: np.ndarray, counted: Sightings, spread: Spread) -> dict[int, tuple[Question, float]]:
    """Of some things those for which a question tells enough: thing → the question that tells most, its probability."""
    least, best = np.ones(len(things)), np.full(len(things), -1)
    asked = list(_asked(things, counted, spread))
    for number, each in enumerate(asked):
        chances = each.chances()
        better = (chances <= MOST) & (chances < least)
        least[better], best[better] = chances[better], number
    return {
        int(things[place]): (asked[best[place]].of(place), float(least[place])) for place in np.flatnonzero(best >= 0)
    }


def _asked(things: np.ndarray, counted: Sightings, spread: Spread) -> Iterator[Asked]:
    own, usual = counted.recent[things], counted.usual[things]
    for weeks in WINDOWS:
        failed, hits = own[:, :weeks].sum(axis=1), (own[:, :weeks] > 0).sum(axis=1)
        before = counted.older[things] + own[:, weeks:].sum(axis=1)
        usual_before = counted.usual_older[things] + usual[:, weeks:].sum(axis=1)
        expected = usual[:, :weeks].sum(axis=1)
        like = np.full(len(things), spread.shape), np.full(len(things), spread.mean)
        for shape, mean in (spread.after(before, usual_before, trust=FADING), like):
            for by_weeks in (False, True):
                yield Asked(by_weeks, weeks, failed, hits, shape, mean * expected)
