"""The same year of three schools as records: rooms and assets of unequal trouble, each fault with what it is about."""

from dataclasses import dataclass

import numpy as np

from problems.trends.history import NONE, History
from problems.trends.school_days import Stage
from tests.load.detectors import school_year

ROOMS, ASSETS, TYPES, CATEGORIES = 50, 300, 8, 10  # of each school; types and categories are shared
A_DAY = 7.0  # records a school
UNEVEN = 1.2  # shape of the rates of rooms and assets: the worst have several times the usual
NAMED = 0.4  # of faults that name an asset
SUBCATEGORIES = 4  # of each category


@dataclass
class Log:
    """Records as columns, faults put in at will. `place` of a thing is its number among all schools."""

    day: np.ndarray
    codes: dict[str, np.ndarray]
    room_of: np.ndarray
    type_of: np.ndarray

    def with_faults(self, days: list[int], **codes: int) -> "Log":
        """Further faults on some ordinals, all about the same."""
        added = {name: np.full(len(days), codes.get(name, NONE), dtype=np.int32) for name in self.codes}
        day = np.concatenate([self.day, days])
        order = np.argsort(day, kind="stable")
        together = {name: np.concatenate([self.codes[name], added[name]])[order] for name in self.codes}
        return Log(day[order], together, self.room_of, self.type_of)

    def history(self) -> History:
        """As detectors read it: opened at nine, one after the other."""
        count = len(self.day)
        flags = {"fault": np.ones(count, bool), "duplicate": np.zeros(count, bool), "stopped": np.zeros(count, bool)}
        opened = (self.day.astype(np.int64) - 719163) * 86400 + 9 * 3600 + np.arange(count) % 3600
        keys = {name: list(range(1, int(codes.max(initial=0)) + 2)) for name, codes in self.codes.items()}
        return History(np.arange(1, count + 1), opened, self.day.astype(np.int32), **flags, codes=self.codes, keys=keys)


def log(rng: np.random.Generator, *, spread: float = 0.25) -> Log:
    """Two school years without anything that keeps coming back, beyond things that are simply worse than others."""
    shape = _shape()
    rooms = rng.gamma(UNEVEN, 1, (school_year.SCHOOLS, ROOMS))
    assets = rng.gamma(UNEVEN, 1, (school_year.SCHOOLS, ASSETS))
    room_of, type_of = rng.integers(ROOMS, size=assets.shape), rng.integers(TYPES, size=assets.shape)
    parts = [_school(rng, n, shape * A_DAY, spread, rooms[n], assets[n], room_of[n], type_of[n]) for n in range(3)]
    day = np.concatenate([part.pop("day") for part in parts])
    order = np.argsort(day, kind="stable")
    codes = {name: np.concatenate([part[name] for part in parts])[order].astype(np.int32) for name in parts[0]}
    return Log(day[order], codes, room_of.ravel(), type_of.ravel())


def _shape() -> np.ndarray:
    """How much each day weighs: weekdays, holidays, twice as much in the first week of a half-term."""
    days = school_year.school_days().of(1, school_year.FIRST.toordinal(), school_year.LAST.toordinal())
    shape = school_year.WEEKDAYS[days.weekday] * np.where(days.in_school, 1.0, 0.04)
    return shape * np.where(days.stage == Stage.FIRST_WEEK, 2.0, 1.0)


def _school(rng, school, mean, spread, rooms, assets, room_of, type_of) -> dict[str, np.ndarray]:
    size = 1 / spread
    counts = rng.negative_binomial(size, size / (size + mean))
    day = np.repeat(np.arange(len(mean)) + school_year.FIRST.toordinal(), counts)
    count = len(day)
    asset = rng.choice(ASSETS, count, p=assets / assets.sum())
    names_it = rng.random(count) < NAMED
    room = np.where(names_it, room_of[asset], rng.choice(ROOMS, count, p=rooms / rooms.sum()))
    kind = type_of[asset]
    of_type = np.where(rng.random(count) < 0.7, kind % CATEGORIES, rng.integers(CATEGORIES, size=count))
    category = np.where(names_it, of_type, rng.choice(CATEGORIES, count, p=np.arange(1, 11) / 55))
    return {
        "day": day,
        "school": np.full(count, school),
        "category": category,
        "service": category // 3,
        "room": room + school * ROOMS,
        "asset": np.where(names_it, asset + school * ASSETS, NONE),
        "asset_type": np.where(names_it, kind, NONE),
        "requester": rng.integers(200, size=count) + school * 200,
        "subcategory": category * SUBCATEGORIES + rng.integers(SUBCATEGORIES, size=count),
    }
