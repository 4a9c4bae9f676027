"""Series that grow or shrink slowly over two school years among many that don't: found, and how often falsely."""

from datetime import timedelta

import numpy as np

from problems.trends.drift import drift
from tests.load.detectors import school_year

TRIED = 16
GROWTH = 2.0  # times as many at the end as at the beginning
WANTED = {"growth to twice as many over two years found": 0.75}
SPARED = 0.05  # drifts raised of all series that don't drift


def measure(seed: int = 11, *, tried: int = TRIED) -> dict[str, float]:
    """Name of figure → figure: shares between 0 and 1."""
    rng = np.random.default_rng(seed)
    found = false = looked = 0
    for _ in range(tried):
        desk = school_year.desk(rng, wander=0.004)
        school, category = int(rng.integers(school_year.SCHOOLS)), int(rng.integers(4))
        growing = np.exp(np.linspace(0, np.log(GROWTH), desk.days))
        desk.counts[school, category] = rng.poisson(desk.usual[school, category] * growing)
        keys = {
            finding.key
            for finding in drift(desk.history(), school_year.LAST + timedelta(days=4), school_year.context())
        }
        found += f"category={category} @ S{school + 1} up" in keys
        true = f"category={category} ", f"service={category // 2} ", f"school=S{school + 1}", "trust"
        false += sum(not key.startswith(true) for key in keys)
        looked += (school_year.SCHOOLS + 1) * (school_year.CATEGORIES + school_year.CATEGORIES // 2)
    return {
        "growth to twice as many over two years found": found / tried,
        "drifts raised where there is none": false / looked,
    }
