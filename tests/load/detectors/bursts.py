"""Four people within 40 minutes about one thing, put into a year of three schools; and how often a quiet day rings."""

from datetime import timedelta

import numpy as np

from problems.trends.bursts import bursts
from problems.trends.history import NONE, History
from tests.load.detectors import school_year, troubled_year

TRIED = 80
WARM_UP = timedelta(days=120)
WANTED = {"four people within the hour, raised": 0.9}
SPARED = 0.03  # false bursts a school and day, at most
HOURS = np.array([2, 6, 5, 4, 4, 3, 4, 3, 1.0])  # from eight o'clock: how the reports of a day lie
MORNING = 8


def measure(seed: int = 3, *, tried: int = TRIED) -> dict[str, float]:
    """Name of figure → figure: shares between 0 and 1."""
    rng = np.random.default_rng(seed)
    history = _with_hours(rng, troubled_year.log(rng).history())
    days = school_year.school_day_ordinals(WARM_UP)
    raised = sum(_is_raised(rng, history, int(rng.choice(days))) for _ in range(tried))
    quiet = days[::4].tolist()
    alarms = sum(len(_bursts(history, day)) for day in quiet)
    return {
        "four people within the hour, raised": raised / tried,
        "false bursts a school and day": alarms / len(quiet) / school_year.SCHOOLS,
    }


def _with_hours(rng, history: History) -> History:
    """Each report at a minute of the school day."""
    hour = rng.choice(len(HOURS), len(history), p=HOURS / HOURS.sum()) + MORNING
    opened = (history.day.astype(np.int64) - 719163) * 86400 + hour * 3600 + rng.integers(3600, size=len(history))
    order = np.argsort(opened, kind="stable")
    codes = {name: codes[order] for name, codes in history.codes.items()}
    flags = {name: getattr(history, name)[order] for name in ("fault", "duplicate", "stopped")}
    return History(history.pk, opened[order], history.day[order], **flags, codes=codes, keys=history.keys)


def _bursts(history: History, day: int):
    known = history.rows(history.day <= day)
    if not len(known) or known.day[-1] != day:
        return []
    return bursts(known, day, np.full(len(known), NONE))


def _is_raised(rng, history: History, day: int) -> bool:
    """Four rooms at one school report one category: is a burst told that holds them?"""
    school, category = int(rng.integers(school_year.SCHOOLS)), int(rng.integers(troubled_year.CATEGORIES))
    begin = (day - 719163) * 86400 + int(rng.integers(8 * 60, 15 * 60)) * 60
    moments = begin + np.sort(rng.integers(0, 40 * 60, size=4))
    four = {name: np.full(4, NONE, dtype=np.int32) for name in history.codes}
    four |= {"school": np.full(4, school), "category": np.full(4, category), "service": np.full(4, category // 3)}
    rooms = rng.choice(troubled_year.ROOMS, 4, replace=False) + school * troubled_year.ROOMS
    four |= {"room": rooms, "requester": rng.choice(200, 4, replace=False) + school * 200}
    order = np.argsort(np.concatenate([history.opened, moments]), kind="stable")
    pk = np.concatenate([history.pk, -np.arange(1, 5)])[order]
    flags = {"fault": np.ones(len(pk), bool), "duplicate": np.zeros(len(pk), bool), "stopped": np.zeros(len(pk), bool)}
    together = History(
        pk,
        np.concatenate([history.opened, moments])[order],
        np.concatenate([history.day, np.full(4, day)])[order].astype(np.int32),
        **flags,
        codes={name: np.concatenate([history.codes[name], four[name]])[order].astype(np.int32) for name in four},
        keys=history.keys,
    )
    return any((together.pk[burst.rows] < 0).sum() == 4 for burst in _bursts(together, day))
