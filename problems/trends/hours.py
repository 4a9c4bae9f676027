"""How many reports an hour brings at a school as a rule: by hour of the week, learnt from the weeks before.

A Poisson rate for each hour of the week, bent towards that hour of any day of its sort (working day or weekend) and
towards the whole where there is little to learn from (empirical Bayes with gamma priors: A. Gelman et al., Bayesian
Data Analysis, 3rd ed. 2013, ch. 2.6). Later weeks weigh more. Days so empty that the school was shut teach nothing.
"""

from dataclasses import dataclass

import numpy as np

from problems.trends.history import History

HOUR, DAY, WEEK = 3600, 24, 168
BACK = 26 * 7  # days looked back
HALF_LIFE = 6 * 7 * DAY * HOUR  # seconds after which a report weighs half
BELIEF = 4.0  # weeks' worth of belief that an hour of the week is like that hour of any day of its sort
LEAST = 1 / WEEK  # reports an hour of a desk about which nothing is known: one a week
SHUT = 0.2  # of the median of that weekday
WORKING, WEEKEND = slice(0, 5), slice(5, 7)


@dataclass(frozen=True)
class Hours:
    """`rate[school, hour of the week]`: reports an hour; `counted`: reports it rests on, those of long ago faded."""

    rate: np.ndarray
    counted: np.ndarray

    def around(self, school: int, moment: int) -> float:
        """Reports expected in the hour that ends at `moment` (seconds since 1970)."""
        part = moment % HOUR / HOUR
        this, before = hour_of_week(moment), hour_of_week(moment - HOUR)
        return float(part * self.rate[school, this] + (1 - part) * self.rate[school, before])

    def doubt(self, school: int, moment: int) -> float:
        """Variance of that expectation, relative to its square: much after few weeks, little after many."""
        return float(1 / (1 + self.counted[school, hour_of_week(moment)]))


def hour_of_week(moment):
    """0 to 167, Monday first; of UTC, so that clocks going forward blur it by an hour and no more."""
    return (moment // HOUR + 3 * DAY) % WEEK  # 1 January 1970 was a Thursday


def fading(opened: np.ndarray, until: int) -> np.ndarray:
    """What each report weighs at a moment."""
    return 0.5 ** ((until - opened) / HALF_LIFE)


def hours_of(history: History, until: int) -> Hours:
    """The hours of each school's week as they were before `until`."""
    known = (history.opened < until) & (history.opened >= until - BACK * DAY * HOUR)
    opened, codes = history.opened[known], history.codes["school"][known]
    schools = int(history.codes["school"].max(initial=0)) + 1
    tables = [_of_school(opened[codes == code], until) for code in range(schools)]
    return Hours(*(np.array(each) for each in zip(*tables, strict=True)))


def _of_school(opened: np.ndarray, until: int) -> tuple[np.ndarray, np.ndarray]:
    if not len(opened):
        return np.full(WEEK, LEAST), np.zeros(WEEK)
    exposure = _weeks(opened, until)  # of each weekday
    seen = np.bincount(hour_of_week(opened), fading(opened, until), WEEK).reshape(7, DAY)
    whole = seen.sum() / max(exposure.sum() * DAY, 1.0) + LEAST
    sort = np.zeros((7, DAY))
    for days in (WORKING, WEEKEND):
        sort[days] = (seen[days].sum(axis=0) + whole) / (exposure[days].sum() + 1)
    rate = (seen + BELIEF * sort) / (exposure[:, None] + BELIEF)
    return rate.ravel(), (seen + sort * BELIEF).ravel()


def _weeks(opened: np.ndarray, until: int) -> np.ndarray:
    """Of each weekday, how many days were looked at that were no closure, each weighing what its reports weigh."""
    first, last = int(opened[0]) // (DAY * HOUR), (until - 1) // (DAY * HOUR)
    days = np.arange(first, last + 1)
    counts = np.bincount(opened // (DAY * HOUR) - first, minlength=len(days))
    weekday = (days + 3) % 7
    weights = fading(days * DAY * HOUR, until)
    for each in range(7):
        of_weekday = weekday == each
        median = np.median(counts[of_weekday]) if of_weekday.any() else 0
        weights[of_weekday & (counts < SHUT * median)] = 0
    return np.maximum(np.bincount(weekday, weights, 7), 0.5)
