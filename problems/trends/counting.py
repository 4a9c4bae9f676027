"""How many to expect on a day: learnt from the days before it that are like it, with how sure one may be.

A series of counts is followed by the gamma–Poisson discount filter (A. Harvey & C. Fernandes, Time Series Models for
Count or Qualitative Observations, J. Bus. & Econ. Stat. 7(4), 1989; M. West & J. Harrison, Bayesian Forecasting and
Dynamic Models, 2nd ed. 1997, ch. 14): the level of yesterday is forgotten bit by bit, so a desk that grows is no alarm.
Weekdays, holidays and the weeks around them multiply the level; they are fitted to the whole desk by iterative
proportional fitting, the maximum likelihood of a multiplicative Poisson model (Y. Bishop, S. Fienberg & P. Holland,
Discrete Multivariate Analysis, 1975, ch. 3), and bent towards each series as far as it has data of its own.
"""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from problems.trends.school_days import Days, Sort

HALF_LIFE = 20  # ordinary days after which a day weighs half
SPREAD_HALF_LIFE = 90  # the same for how much a series varies
PRIOR = 0.25  # records' worth of belief in a series' long-run mean
POOL = 20.0  # belief that a series varies as the others of its desk do: as much as 20 days of one record tell
LEAST_SPREAD, MOST_SPREAD = 0.03, 4.0
CAP = 3.0  # standard deviations beyond which a count no longer moves the level: one outbreak is not the new normal
BLOCK = 28  # days over which a desk's level is taken as constant while its weekdays are fitted
ROUNDS = 12
OWN_SHAPE = 10.0  # records of its own after which a series' own weekdays weigh as much as the desk's
SMOOTHING = 4.0  # records' worth of belief that a sort of day is like the others
NO_RECORDING = 1e-4  # a day this unlikely to be so empty is one on which nothing was written down


@dataclass(frozen=True)
class Outlook:
    """What was expected of the last day of some series: arrays of one entry a series.

    `mean` records; `size` the negative binomial's size (mean² / (variance - mean)). `surprises` and `looked`: how often
    on the days before a count was so high that its probability was below `LEVEL`, and on how many series-days, the
    latest days weighing most.
    """

    mean: np.ndarray
    size: np.ndarray
    surprises: float
    looked: float

    def probability(self, counts: np.ndarray) -> np.ndarray:
        """Of at least so many."""
        return at_least(counts, self.mean, self.size)

    @property
    def inflation(self) -> float:
        """How many times more often than said surprises came in the past, `MOST_INFLATION` at most.

        1 where the model fits, more where tails are heavier than it knows (B. Efron, Large-Scale Simultaneous
        Hypothesis Testing: the Choice of a Null Hypothesis, JASA 99, 2004: judge by the null one sees). Real outbreaks
        of the past count among the surprises, so there is a limit to how much they may hide the next one.
        """
        seen = (self.surprises + BELIEF) / (self.looked * LEVEL + BELIEF)
        return float(np.clip(seen, 1.0, MOST_INFLATION))


LEVEL = 0.01
BELIEF = 5.0  # surprises' worth of belief that the model fits
MOST_INFLATION = 3.0
MATTERS = 0.1  # records a day below which a series hardly ever surprises


def at_least(counts: np.ndarray, mean: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Probability of at least `counts` (whole numbers) under a negative binomial of `mean` and `size`."""
    return stats.nbinom.sf(counts - 1, size, size / (size + np.maximum(mean, 1e-12)))


def shape_of(total: np.ndarray, days: Days, missing: np.ndarray) -> np.ndarray:
    """How much each day weighs against an ordinary one: sort of day × weekday × place in the half-term.

    `total`: records of the whole desk, one entry a day; `missing`: days to leave out. The last day is left out as well.
    """
    used = ~missing
    used[-1] = False
    top = np.quantile(total[used], 0.99) if used.any() else 0
    seen = np.minimum(total, max(top, 1.0)) * used
    block = np.arange(len(total))[::-1] // BLOCK  # counted from today, so that the latest is whole
    groups = [block, _class_of(days), days.stage.astype(np.int64)]
    factors = [np.ones(group.max() + 1) for group in groups]
    factors[0] *= max(seen.sum() / max(used.sum(), 1), 1e-9)
    for _ in range(ROUNDS):
        for place, group in enumerate(groups):
            others = np.prod([f[g] for n, (f, g) in enumerate(zip(factors, groups, strict=True)) if n != place], axis=0)
            expected = np.bincount(group, others * used, len(factors[place]))
            counted = np.bincount(group, seen, len(factors[place]))
            prior = SMOOTHING if place else 1e-9
            middle = 1.0 if place else factors[0].mean()
            factors[place] = (counted + prior * middle) / (expected + prior)
    shape = factors[1][groups[1]] * factors[2][groups[2]]
    ordinary = shape[days.in_school & (days.stage == 0) & used]
    return np.maximum(shape / (ordinary.mean() if len(ordinary) else max(shape.mean(), 1e-9)), 1e-3)


def _class_of(days: Days) -> np.ndarray:
    """Sort of day and weekday as one number: a Friday in term is one, a Friday in the holidays another."""
    at_school = days.sort <= Sort.INSET
    return np.where(at_school, 0, np.where(days.sort == Sort.WEEKEND, 0, days.sort)).astype(np.int64) * 7 + days.weekday


def own_shape(counts: np.ndarray, shape: np.ndarray, days: Days, missing: np.ndarray) -> np.ndarray:
    """The shape of each series: the desk's, bent towards the series' own weekdays as far as it has data.

    `counts` series × days; returns the same. Printers' Mondays need not be the network's.
    """
    used = ~missing
    used[-1] = False
    group = _class_of(days)
    level = (counts[:, used].sum(1) + PRIOR) / (shape[used].sum() + PRIOR)
    capped = np.minimum(counts, np.maximum(4 * level[:, None] * shape, 2)) * used
    bent = np.ones((len(counts), group.max() + 1))
    for sort in np.unique(group):
        here = group == sort
        expected = level * shape[here & used].sum()
        bent[:, sort] = (capped[:, here].sum(1) + OWN_SHAPE) / (expected + OWN_SHAPE)
    return shape * bent[:, group]


def not_recorded(total: np.ndarray, days: Days) -> np.ndarray:
    """Days so empty that the desk must have been shut or the log broken: no drop, and nothing to learn from."""
    shape = shape_of(total, days, np.zeros(len(total), dtype=bool))
    level = _smoothed(total / shape)
    return stats.poisson.cdf(total, 0.5 * level * shape) < NO_RECORDING


def _smoothed(values: np.ndarray) -> np.ndarray:
    """The median of the month around each day."""
    around = np.pad(values, BLOCK // 2, mode="reflect" if len(values) > BLOCK else "edge")
    return np.median(np.lib.stride_tricks.sliding_window_view(around, BLOCK + 1), axis=1)[: len(values)]


def outlook(counts: np.ndarray, shape: np.ndarray, missing: np.ndarray) -> Outlook:
    """Follow every series to the day before the last, and say what that day should bring.

    `counts` and `shape`: series × days; `missing`: days. Nothing of the last day itself is used.
    """
    series, length = counts.shape
    known = ~missing
    known[-1] = False
    usual = (counts[:, known].sum(1) + PRIOR) / (shape[:, known].sum(1) + 10.0)
    prior = PRIOR / usual
    shapes, exposure = np.zeros(series), np.zeros(series)
    excess, weight = np.zeros(series), np.zeros(series)
    looked = 0.0
    high_days: list[tuple[np.ndarray, ...]] = []
    forget, forget_spread = 0.5 ** (1 / HALF_LIFE), 0.5 ** (1 / SPREAD_HALF_LIFE)
    for day in range(length):
        share = shape[:, day]
        a, b = shapes + PRIOR, exposure + prior
        mean = share * a / b
        spread = _spread(excess, weight)
        size = 1 / (spread + 1 / a)
        variance = mean + mean**2 / size
        if day == length - 1:
            break
        if missing[day]:
            continue
        seen = counts[:, day]
        deviation = np.sqrt(variance)
        if day > 2 * BLOCK:
            high = (seen >= 3) & (seen > mean + 2 * deviation)
            looked = forget_spread * looked + (mean > MATTERS).sum()
            high_days.append((seen[high], mean[high], size[high]))
        capped = np.minimum(seen, mean + CAP * deviation + 1)
        passed = np.minimum(share, 1.0)
        kept = forget**passed
        kept_spread = forget_spread**passed
        excess = kept_spread * excess + (capped - mean) ** 2 - mean - mean**2 / a
        weight = kept_spread * weight + mean**2
        shapes, exposure = kept * shapes + capped, kept * exposure + share
    return Outlook(mean, size, _surprises(high_days, forget_spread), looked)


def _surprises(high_days: list[tuple[np.ndarray, ...]], forget: float) -> float:
    """How often a count was too high, the latest days weighing most; (counts, mean, size) of each day, asked together
    because a probability costs more to ask than to answer."""
    if not high_days:
        return 0.0
    surprising = at_least(*(np.concatenate(each) for each in zip(*high_days, strict=True))) < LEVEL
    ends = np.cumsum([len(counts) for counts, _, _ in high_days])
    found = 0.0
    for day in np.split(surprising, ends[:-1]):
        found = forget * found + day.sum()
    return found


def _spread(excess: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """How much each series varies beyond chance (variance = mean + spread · mean²), leaning on all of them together."""
    together = min(max(excess.sum() / max(weight.sum(), 1e-9), LEAST_SPREAD), MOST_SPREAD)
    return np.minimum(np.maximum((excess + POOL * together) / (weight + POOL), LEAST_SPREAD), MOST_SPREAD)
