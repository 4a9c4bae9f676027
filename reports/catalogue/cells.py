"""What a measure is added up from: one cell for each part that was asked for, and cells add up to the whole."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import fsum

from reports.measures import quantile


def no_times() -> array:
    """Seconds, eight bytes each."""
    return array("d")


@dataclass
class Cell:
    """`part` is what was added up, `whole` what it is a part of, `rows` of how many records; `times` in seconds."""

    part: float = 0
    whole: float = 0
    rows: int = 0
    times: array = field(default_factory=no_times)
    _sorted: list[float] = field(default_factory=list, repr=False, compare=False)

    def add(self, other: "Cell") -> None:
        """Take in another part."""
        self.part += other.part
        self.whole += other.whole
        self.rows += other.rows
        self.times.extend(other.times)

    def hours(self, how: str) -> float | None:
        """The `mean`, or the value below which so many of a hundred lie: `50`, `90`; None of none."""
        hours = self._in_order()
        if how == "mean":
            return fsum(hours) / len(hours) if hours else None
        return quantile(hours, int(how) / 100)

    def _in_order(self) -> list[float]:
        """The hours, shortest first; put in order once for all that is said of them."""
        if len(self._sorted) != len(self.times):
            self._sorted = sorted(second / 3600 for second in self.times)
        return self._sorted


def together(cells: Sequence[Cell]) -> Cell:
    """The whole of some parts."""
    whole = Cell()
    for cell in cells:
        whole.add(cell)
    return whole
