"""A fault that returns every week on one asset, put into a year of three schools: is it raised by its fourth time,
and how often is a thing raised that only has bad luck?"""

from datetime import timedelta

import numpy as np

from problems.trends.standing_out import recurrences
from tests.load.detectors import school_year, troubled_year
from tests.load.detectors.troubled_year import Log

TRIED = 60
WARM_UP = timedelta(days=300)
YOUNG = 7  # days before the first time, when a desk has only begun
WEEK = 7
SEEN = []


WEEKLY = "weekly fault of an asset raised by its fourth time"
CASES = {  # what the asset and the desk were like before
    WEEKLY: {"quiet": False, "young": False},
    f"{WEEKLY}, quiet for two years": {"quiet": True, "young": False},
    f"{WEEKLY}, at a desk a week old": {"quiet": False, "young": True},
}
WANTED = dict.fromkeys(CASES, 0.95)
SPARED = 0.01  # false recurrences a thing and day, at most


def measure(seed: int = 11, *, tried: int = TRIED) -> dict[str, float]:
    """Name of figure → figure: shares between 0 and 1."""
    rng = np.random.default_rng(seed)
    log = troubled_year.log(rng)
    figures = {name: _raised(rng, log, tried, **case) for name, case in CASES.items()}
    return figures | {"false recurrences a thing and day": _false(log)}


def _raised(rng, log: Log, tried: int, *, quiet: bool, young: bool) -> float:
    school_days = school_year.school_day_ordinals(WARM_UP - timedelta(days=60))
    candidates = school_year.school_day_ordinals(WARM_UP)
    raised = 0
    for _ in range(tried):
        last, asset = int(rng.choice(candidates)), int(rng.integers(len(log.room_of)))
        days = _every_week(rng, last, school_days)
        known = _without(log, asset) if quiet else log
        history = _injected(known, sorted(days), asset, rng).history()
        history = history.rows((history.day <= last) & (history.day >= (min(days) - YOUNG if young else 0)))
        raised += any(_is_of(seen, asset) for seen, _ in recurrences(history, last))
    return raised / tried


def _every_week(rng, last: int, school_days: np.ndarray) -> list[int]:
    """The fourth time is `last`; before it once in each school week, give or take a day."""
    weeks = np.unique(school_days // WEEK * WEEK)
    times = weeks[np.searchsorted(weeks, last, side="right") - 4 :][:3] + last % WEEK + rng.integers(-1, 2, size=3)
    on = np.searchsorted(school_days, times, side="right") - 1
    return [*school_days[on].tolist(), last]


def _without(log: Log, asset: int) -> Log:
    keep = log.codes["asset"] != asset
    return Log(log.day[keep], {name: codes[keep] for name, codes in log.codes.items()}, log.room_of, log.type_of)


def _injected(log: Log, days: list[int], asset: int, rng) -> Log:
    school = asset // troubled_year.ASSETS
    kind = int(log.type_of[asset])
    return log.with_faults(
        days,
        school=school,
        asset=asset,
        asset_type=kind,
        room=int(log.room_of[asset]) + school * troubled_year.ROOMS,
        category=int(rng.integers(troubled_year.CATEGORIES)),
    )


def _is_of(seen, asset: int) -> bool:
    return seen.things.dimension == "asset" and int(seen.things.parts[seen.thing][0]) == asset


def _false(log: Log) -> float:
    """Each school day of the second year, things that were raised for the first time in a quarter of a year."""
    history = log.history()
    alarms, looked, seen_on = 0, 0, {}
    days = school_year.school_day_ordinals(timedelta(days=364))[::3]
    for last in days.tolist():
        known = history.rows(history.day <= last)
        for seen, _ in recurrences(known, last):
            key = (seen.things.dimension, *seen.things.parts[seen.thing].tolist())
            alarms += last - seen_on.get(key, 0) > 91
            if last - seen_on.get(key, 0) > 91:
                SEEN.append(
                    (
                        key,
                        seen.weeks,
                        seen.days,
                        round(seen.usual, 2),
                        seen.chance,
                        seen.question.by_weeks,
                        seen.question.shape,
                    )
                )
            seen_on[key] = last
    looked = sum(len(np.unique(history.codes[name])) for name in ("asset", "room", "asset_type")) * len(days) * 3
    return alarms / looked
