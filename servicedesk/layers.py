"""The geometry of what stands on what: boxes in columns from left to right, and the lines between them.

Facts in, SVG numbers out; the colours are the style sheet's. Lengths are in user units from the upper left corner.
"""

from dataclasses import dataclass
from statistics import mean
from textwrap import wrap
from typing import Any

WIDE, HIGH = 118, 58  # a box
ACROSS, DOWN = 28, 10  # between columns, and between boxes of one column
EDGE = 6  # room for the ring around a box in focus
LETTERS = 14  # of a line in a box


@dataclass(frozen=True)
class Box:
    """Where a node stands; `node` is whatever was given."""

    node: Any
    x: float
    y: float
    width: int = WIDE
    height: int = HIGH


@dataclass(frozen=True)
class Line:
    """From the right side of one box to the left side of another: the path, and the kind that was given."""

    path: str
    kind: str


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    boxes: list[Box]
    lines: list[Line]


def draw(columns, links):
    """A drawing of `columns` (lists of hashable nodes, the first on the left) and `links` (from, to, kind) rightwards.

    Each node stands in one column, all columns begin at the top. A link from or to no node is left out.
    """
    columns = _sorted(columns, links)
    boxes = {
        node: Box(node, EDGE + place * (WIDE + ACROSS), EDGE + row * (HIGH + DOWN))
        for place, column in enumerate(columns)
        for row, node in enumerate(column)
    }
    lines = [_line(boxes[a], boxes[b], kind) for a, b, kind in links if a in boxes and b in boxes]
    tall = max((len(column) for column in columns), default=0)
    width = 2 * EDGE + max(len(columns) * (WIDE + ACROSS) - ACROSS, 0)
    return Drawing(width, 2 * EDGE + max(tall * (HIGH + DOWN) - DOWN, 0), list(boxes.values()), lines)


def fit(words):
    """The one or two lines that a box has room for."""
    return wrap(words, LETTERS, max_lines=2, placeholder="…") or [""]


def _line(a, b, kind):
    x, y, end, to = a.x + WIDE, a.y + HIGH / 2, b.x, b.y + HIGH / 2
    bend = ACROSS * 0.6
    return Line(f"M{x} {y:g}C{x + bend:g} {y:g} {end - bend:g} {to:g} {end} {to:g}", kind)


def _sorted(columns, links):
    """The columns, each node near the middle of those beside it: swept rightwards, back, and rightwards again."""
    columns = [list(column) for column in columns]
    left, right = {}, {}
    for a, b, _ in links:
        left.setdefault(b, []).append(a)
        right.setdefault(a, []).append(b)
    for beside, order in ((left, columns), (right, columns[::-1]), (left, columns)):
        for column in order:
            rows = {node: row for each in columns for row, node in enumerate(each)}
            column.sort(
                key=lambda node, rows=rows: mean([rows[o] for o in beside.get(node, ()) if o in rows] or [rows[node]])
            )
    return columns
