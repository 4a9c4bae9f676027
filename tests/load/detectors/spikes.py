"""Bursts of +10 and +20 in a day, put into series of about two a day: how many are raised on the day, and how often
quiet days are."""

from datetime import date, timedelta

import numpy as np

from problems.trends.spikes import spikes
from tests.load.detectors import school_year

TRIED = 80  # bursts of each size
WARM_UP = timedelta(days=120)
WANTED = {"bursts of +10 raised on the day": 0.75, "bursts of +20 raised on the day": 0.95}
SPARED = 0.01  # false alarms a quiet series-day, at most


def measure(seed: int = 7, *, spread: float = 0.25, tried: int = TRIED) -> dict[str, float]:
    """Name of figure → figure: shares between 0 and 1."""
    rng = np.random.default_rng(seed)
    figures = {}
    for size in (10, 20):
        figures[f"bursts of +{size} raised on the day"] = _raised(rng, size, spread, tried)
    figures["false alarms a quiet series-day"] = _quiet(rng, spread)
    return figures


def _raised(rng, size, spread, tried) -> float:
    context, raised = school_year.context(), 0
    candidates = school_year.school_day_ordinals(WARM_UP)
    desk = school_year.desk(rng, spread=spread)
    for _ in range(tried):
        ordinal = int(rng.choice(candidates))
        school, category = int(rng.integers(school_year.SCHOOLS)), int(rng.integers(4))
        place = ordinal - school_year.FIRST.toordinal()
        desk.counts[school, category, place] += size
        day = date.fromordinal(ordinal)
        history = desk.history().until(day)
        keys = {finding.key for finding in spikes(history, day, context)}
        raised += f"category={category} @ S{school + 1}" in keys
        desk.counts[school, category, place] -= size
    return raised / tried


def _quiet(rng, spread) -> float:
    context, alarms, looked = school_year.context(), 0, 0
    desk = school_year.desk(rng, spread=spread)
    history = desk.history()
    for ordinal in school_year.school_day_ordinals(WARM_UP)[::2]:
        day = date.fromordinal(int(ordinal))
        found = spikes(history.until(day), day, context)
        alarms += len(found)
        looked += (school_year.SCHOOLS + 1) * (1 + school_year.CATEGORIES + school_year.CATEGORIES // 2)
    return alarms / looked
