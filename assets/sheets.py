"""Sheets of labels as shops sell them: where each label lies on A4, and how many sheets are needed. All in mm."""

from collections.abc import Iterator
from dataclasses import dataclass

A4 = (210, 297)
AT_ONCE = 500  # labels of a file


@dataclass(frozen=True)
class Part:
    """One file of many: the sheets on it, counted from 1, and its labels from the `begins`th to before the `ends`th."""

    number: int
    first: int
    last: int
    begins: int
    ends: int


@dataclass(frozen=True)
class Sheet:
    """Labels of one size in columns and rows, in the middle of an A4 sheet; `gap` lies between the columns."""

    key: str
    columns: int
    rows: int
    width: float
    height: float
    gap: float = 2.54

    @property
    def holds(self) -> int:
        """How many labels are on it."""
        return self.columns * self.rows

    @property
    def words(self) -> str:
        """As the box says it."""
        return f"{self.holds} on a sheet, {self.width:g} × {self.height:g} mm"

    @property
    def left(self) -> float:
        """The margin beside the first column."""
        return (A4[0] - self.columns * self.width - (self.columns - 1) * self.gap) / 2

    @property
    def top(self) -> float:
        """The margin above the first row."""
        return (A4[1] - self.rows * self.height) / 2

    def corner(self, place: int) -> tuple[float, float]:
        """The upper left corner of a label, counted from 0 along the rows."""
        row, column = divmod(place, self.columns)
        return self.left + column * (self.width + self.gap), self.top + row * self.height

    def places(self, count: int, start: int) -> Iterator[tuple[int, int]]:
        """The sheet and the place on it, both from 0, of each of `count` labels; `start` (from 1) is the first free."""
        return (divmod(start - 1 + number, self.holds) for number in range(count))

    def parts(self, count: int, start: int) -> list["Part"]:
        """`count` labels as files of so many whole sheets as are made in a few seconds."""
        each = AT_ONCE // self.holds
        sheets = self.sheets(count, start)
        return [
            Part(
                number,
                first + 1,
                min(first + each, sheets),
                max(first * self.holds - start + 1, 0),
                min((first + each) * self.holds - start + 1, count),
            )
            for number, first in enumerate(range(0, sheets, each), 1)
        ]

    def sheets(self, count: int, start: int) -> int:
        """How many sheets `count` labels take."""
        return -(-(start - 1 + count) // self.holds) if count else 0


SHEETS = {
    sheet.key: sheet
    for sheet in (
        Sheet("65", columns=5, rows=13, width=38.1, height=21.2),
        Sheet("24", columns=3, rows=8, width=63.5, height=33.9),
        Sheet("21", columns=3, rows=7, width=63.5, height=38.1),
        Sheet("14", columns=2, rows=7, width=99.1, height=38.1),
        Sheet("8", columns=2, rows=4, width=99.1, height=67.7),
    )
}
