"""Counts a day of everything that is followed: each desk, its services, categories and subcategories."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from problems.trends.context import Names
from problems.trends.history import NONE, History

COLUMNS = ("service", "category", "subcategory")
ALL = "*"


@dataclass(frozen=True)
class Series:
    """One desk's series: `counts` series × days from the ordinal `first`; `things`: (column, code) of each.

    `school`: its code in the history, NONE for the trust as a whole. The first series is the desk itself.
    """

    school: int
    first: int
    counts: np.ndarray
    things: list[tuple[str, int]]

    @property
    def total(self) -> np.ndarray:
        """Records of the whole desk, one entry a day."""
        return self.counts[0]


def series_of(history: History, *, last: int) -> Iterator[Series]:
    """The series of each school, and of the trust when it has several, up to the ordinal `last`."""
    codes = history.codes["school"]
    schools = np.unique(codes).tolist()
    for code in schools:
        yield _series(history.rows(codes == code), code, last)
    if len(schools) > 1:
        yield _series(history, NONE, last)


def rows_of(history: History, series: Series, thing: tuple[str, int], first: int, last: int) -> np.ndarray:
    """The positions of the records behind a series from one ordinal to another, both included."""
    chosen = (history.day >= first) & (history.day <= last)
    if series.school != NONE:
        chosen &= history.codes["school"] == series.school
    column, code = thing
    if column != "school":
        chosen &= history.codes[column] == code
    return np.flatnonzero(chosen)


def words_of(series: Series, thing: tuple[str, int], names: Names) -> tuple[str, str]:
    """What a series is called, (key, label): “category=No picture @ HBS”, “No picture at Harrow Beck School”.

    That of a whole school is “Everything at Harrow Beck School”.
    """
    column, code = thing
    short, long = names.school_code(series.school), names.of("school", series.school)
    if series.school == NONE:
        short, long = ALL, "all schools"
    if column == "school":
        return f"{'trust' if series.school == NONE else column}={short}", f"Everything at {long}"
    return f"{column}={names.of(column, code)} @ {short}", f"{names.of(column, code)} at {long}"


def _series(history: History, school: int, last: int) -> Series:
    first = int(history.day[0])
    length = last - first + 1
    days = history.day - first
    things: list[tuple[str, int]] = [("school", school)]
    counts = [np.bincount(days, minlength=length)[None, :]]
    for column in COLUMNS:
        present, place = np.unique(history.codes[column], return_inverse=True)
        table = np.bincount(place * length + days, minlength=len(present) * length).reshape(len(present), length)
        named = present != NONE
        things += [(column, int(code)) for code in present[named]]
        counts.append(table[named])
    return Series(school, first, np.concatenate(counts).astype(np.float32), things)
