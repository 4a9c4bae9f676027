"""How surprising it is that one thing fails so often among things of its like: counts whose rates differ.

A thing k fails `count` times where `expected` would be usual: count ~ Poisson(rate_k · expected), and the rates of
like things are spread as Gamma(shape, mean): the gamma–Poisson shrinker of W. DuMouchel, Bayesian Data Mining in
Large Frequency Tables, The American Statistician 53(3), 1999. Things that never failed are in no log, and the worst
are what is looked for; so the spread is fitted to the bulk only, by a likelihood that is cut off at nought and at
the top (A. C. Cohen, Truncated and Censored Samples, 1991). Pure: arrays in, arrays out, one entry a thing.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import special

# The worst may be what is looked for: this share of things is left out of the bulk, or that many, never more than MOST.
WORST, WORST_THINGS, MOST = 0.01, 5, 0.1
NODES = 24
LEAST = 1e-30
STEP = 0.25  # of the logarithm of what is expected
SHAPES, MEANS = np.exp(np.arange(-2.0, 4.1, 0.5)), np.exp(np.arange(-4.0, 2.1, 0.25))
# What is believed before anything is seen: rates vary about as much as their mean, which lies a little below that of
# the things that failed.
BELIEF = -(np.log(SHAPES)[:, None] ** 2 + (np.log(MEANS) + 0.5)[None, :] ** 2) / 2


@dataclass(frozen=True)
class Spread:
    """How the rates of like things differ: Gamma with `shape` and `mean` (times the expected number)."""

    shape: float
    mean: float

    def after(self, counts: np.ndarray, expected: np.ndarray, trust: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
        """(shape, mean) of each thing's own rate once it failed `counts` times; `trust` below 1 lets the past fade
        (power prior: J. Ibrahim & M.-H. Chen, Statistical Science 15(1), 2000)."""
        shape = self.shape + trust * counts
        return shape, shape / (self.shape / self.mean + trust * expected)


def spread_of(counts: np.ndarray, expected: np.ndarray) -> Spread:
    """The spread of rates among things seen at least once: `counts` ≥ 1 where `expected` > 0 were usual.

    Penalised maximum likelihood over a grid; with few things it stays near a rate that varies as much as its mean.
    """
    seen = counts >= 1
    counts, expected = counts[seen], expected[seen]
    worst = min(MOST, max(WORST, WORST_THINGS / max(len(counts), 1)))
    top = np.floor(max(np.quantile(counts, 1 - worst), 3.0)) if len(counts) else 3.0
    bulk = counts <= top
    steps = np.round(np.log(np.maximum(expected[bulk], LEAST)) / STEP)
    (count, step), times = np.unique(np.stack([counts[bulk], steps]), axis=1, return_counts=True)
    shape, mean = SHAPES[:, None, None], MEANS[None, :, None]
    levels, level = np.unique(step, return_inverse=True)
    usual = mean * np.exp(levels * STEP)
    inside = _at_least(1, shape, usual) - _at_least(top + 1, shape, usual)
    likelihood = _log_probability(count, shape, usual[..., level]) - np.log(np.maximum(inside, LEAST))[..., level]
    likely = likelihood @ times + BELIEF
    best = np.unravel_index(np.argmax(likely), likely.shape)
    return Spread(float(SHAPES[best[0]]), float(MEANS[best[1]]))


def at_least(counts: np.ndarray, shape, expected) -> np.ndarray:
    """Probability of `counts` or more where `expected` are usual and rates vary with `shape` (negative binomial)."""
    return np.where(counts <= 0, 1.0, _at_least(np.maximum(counts, 1), shape, np.maximum(expected, LEAST)))


def at_least_so_many_weeks(hits: int, weeks: int, shape: float, expected: float) -> float:
    """Probability that at least `hits` of `weeks` weeks bring a failure, `expected` a week being usual.

    A week without one has probability exp(-rate); the rate varies as Gamma(shape, mean `expected`), integrated by
    generalised Gauss–Laguerre quadrature (M. Abramowitz & I. Stegun, Handbook of Mathematical Functions, 25.4.45).
    """
    points, weights = _quadrature(float(f"{max(shape, 0.02):.2g}"))
    in_a_week = -np.expm1(-points * expected / max(shape, 0.02))
    return float(weights @ special.betainc(hits, weeks - hits + 1, np.clip(in_a_week, 0, 1)))


@lru_cache(maxsize=4096)
def _quadrature(shape: float) -> tuple[np.ndarray, np.ndarray]:
    if shape > 100:  # hardly varies at all
        return np.array([shape]), np.array([1.0])
    points, weights = special.roots_genlaguerre(NODES, shape - 1)
    return points, weights / weights.sum()


def _at_least(counts, shape, expected):
    return special.betainc(counts, shape, expected / (shape + expected))


def _log_probability(counts, shape, expected):
    ways = special.gammaln(counts + shape) - special.gammaln(shape) - special.gammaln(counts + 1)
    return ways + shape * np.log(shape / (shape + expected)) + counts * np.log(expected / (shape + expected))
