"""The geometry of small drawings: facts in, SVG numbers out. The colours are the style sheet's."""

from dataclasses import dataclass
from itertools import groupby, pairwise
from math import ceil, floor, log10, pi

DIAL_RADIUS = 2.75  # a stroke twice as wide as the radius makes a ring into a slice of pie


def dial(share):
    """The dash pattern that fills `share` (0 to 1, clamped) of the dial."""
    around = 2 * pi * DIAL_RADIUS
    return f"{around * min(max(share, 0), 1):.1f} {around:.1f}"


def scale(most):
    """Marks from zero for an axis that holds `most` (a number, 0 or more): at most five, on round numbers."""
    if most <= 0:
        return [0, 1]
    rough = most / 4
    power = 10 ** floor(log10(rough))
    step = next(size * power for size in (1, 2, 5, 10) if size * power >= rough)
    step = max(step, 1) if float(most).is_integer() else step
    return [round(step * mark, 6) for mark in range(ceil(most / step) + 1)]


def heights(values, *, low, high, top, bottom):
    """Each value's distance from the upper edge, between `top` (for `high`) and `bottom` (for `low`)."""
    span = (high - low) or 1
    return [round(bottom - (bottom - top) * (value - low) / span, 1) for value in values]


def path(points):
    """A path through the (x, y) pairs; a pair of None lifts the pen."""
    parts = [
        f"{'M' if before[1] is None else 'L'}{x} {y}"
        for before, (x, y) in pairwise([(None, None), *points])
        if y is not None
    ]
    return "".join(parts)


@dataclass(frozen=True)
class Spark:
    line: str
    aim: float | None


def spark(values, *, aim=None):
    """A small line 100 wide and 28 high through `values` (two or more numbers), with `aim` as a rule across."""
    every = [*values, *([] if aim is None else [aim])]
    low, high = min(every), max(every)
    ys = heights(values, low=low, high=high, top=4, bottom=24)
    xs = [round(100 * place / max(len(ys) - 1, 1), 1) for place in range(len(ys))]
    rule = None if aim is None else heights([aim], low=low, high=high, top=4, bottom=24)[0]
    return Spark(line=path(zip(xs, ys, strict=True)), aim=rule)


@dataclass(frozen=True)
class Point:
    """One place along a chart: its label, one or two values (None where nothing is known), or why there is a gap."""

    label: str
    first: float | None = None
    second: float | None = None
    gap: str = ""

    @classmethod
    def read(cls, facts):
        """A point from a mapping, or from anything with the same attributes."""
        get = facts.get if isinstance(facts, dict) else lambda name, default: getattr(facts, name, default)
        return cls(
            label=str(get("label", "")),
            first=get("first", None),
            second=get("second", None),
            gap=str(get("gap", "") or ""),
        )


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    middle: float
    says: str  # written above the bar; empty for most, so that the first and the last stand out
    colour: str  # "a" or "b": the two colours of a chart; one series alone takes the second


@dataclass(frozen=True)
class Chart:
    width: int
    height: int
    left: int
    right: int
    bottom: float
    rules: list
    labels: list
    gaps: list
    gap_names: list
    bars: list
    line: str = ""
    dots: tuple = ()
    aim: float | None = None


LEFT, TOP, RIGHT_MARGIN, LABEL_ROOM = 40, 20, 8, 28
LABEL_WIDTH, LETTER_WIDTH = 46, 6
NARROW = 300  # fits a phone without a scroll bar
SAY_ROOM = 14  # narrower columns than this have no room for their figures above them


def columns(points, *, aim=None, unit="", width=760, height=216):
    """One or two bars at each point, the first and last of each series written above it.

    `points` are mappings or objects with label, first, second and gap; `aim` is a value drawn as a rule across;
    `unit` (such as "%") follows every figure. Lengths are in user units of the drawing, from its upper left corner.
    """
    points = [Point.read(facts) for facts in points]
    known = [value for point in points for value in (point.first, point.second) if value is not None]
    marks = scale(max([*known, *([] if aim is None else [aim])], default=0))
    frame = _Frame(points, marks, unit, width, height)
    pair = any(point.second is not None for point in points)
    bars = [bar for kind, shift in (("first", 0), ("second", 1)) for bar in frame.bars(kind, shift, pair)]
    return frame.chart(bars=bars, aim=None if aim is None else frame.y(aim))


def line(points, *, aim=None, unit="", width=760, height=216):
    """One line through the points, broken where a value is missing, its last value written on it."""
    points = [Point.read(facts) for facts in points]
    known = [point.first for point in points if point.first is not None]
    frame = _Frame(points, scale(max([*known, *([] if aim is None else [aim])], default=0)), unit, width, height)
    through = [(frame.middle(i), None if p.first is None else frame.y(p.first)) for i, p in enumerate(points)]
    last = [(x, y, f"{p.first:g}{unit}") for (x, y), p in zip(through, points, strict=True) if y is not None][-1:]
    return frame.chart(bars=[], line=path(through), dots=tuple(last), aim=None if aim is None else frame.y(aim))


class _Frame:
    """The axes of a chart: where a place along and a value up lie on the drawing."""

    def __init__(self, points, marks, unit, width, height):
        self.points, self.marks, self.unit = points, marks, unit
        self.width, self.height, self.bottom = width, height, height - LABEL_ROOM
        self.step = (width - LEFT - RIGHT_MARGIN) / max(len(points), 1)

    def y(self, value):
        return heights([value], low=0, high=self.marks[-1], top=TOP, bottom=self.bottom)[0]

    def middle(self, place):
        return round(LEFT + self.step * (place + 0.5), 1)

    def bars(self, kind, shift, pair):
        wide = round(min(self.step * (0.36 if pair else 0.56), 44), 1)
        known = [place for place, point in enumerate(self.points) if getattr(point, kind) is not None]
        for place in known:
            value = getattr(self.points[place], kind)
            left = self.middle(place) + (shift * (wide + 2) - wide - 1 if pair else -wide / 2)
            is_said = wide >= SAY_ROOM and (place in (known[0], known[-1]) or len(known) <= 6)
            yield Bar(
                x=round(left, 1),
                y=self.y(value),
                width=wide,
                height=round(self.bottom - self.y(value), 1),
                middle=round(left + wide / 2, 1),
                says=f"{value:g}{self.unit}" if is_said else "",
                colour="a" if pair and kind == "first" else "b",
            )

    def labels(self, every):
        """Each so-manieth name, where it has room: none is cut off at the edge or runs into the name of a gap."""
        last = self.width - LABEL_WIDTH / 2
        named = [(self.middle(i), p.label) for i, p in enumerate(self.points) if i % every == 0 and not p.gap]
        gaps = self.gap_names()
        return [(x, label) for x, label in named if x <= last and not any(_meet(x, label, *gap) for gap in gaps)]

    def gap_names(self):
        """Where each run of gaps of one name is named: in its middle, the first of those that would meet."""
        names = []
        for name, run in groupby(enumerate(self.points), key=lambda each: each[1].gap):
            places = [self.middle(place) for place, _ in run]
            x = round((places[0] + places[-1]) / 2, 1)
            if name and not (names and _meet(x, name, *names[-1])):
                names.append((x, name))
        return names

    def chart(self, **drawn):
        longest = max([LABEL_WIDTH, *(len(point.label) * LETTER_WIDTH for point in self.points)])
        every = max(1, ceil(longest / self.step)) if self.points else 1
        gap_width = round(self.step * 0.84, 1)
        return Chart(
            width=self.width,
            height=self.height,
            left=LEFT,
            right=self.width - RIGHT_MARGIN,
            bottom=self.bottom,
            rules=[(self.y(mark), f"{mark:g}{self.unit}") for mark in self.marks],
            labels=self.labels(every),
            gaps=[
                (round(self.middle(i) - gap_width / 2, 1), TOP, gap_width, self.bottom - TOP)
                for i, p in enumerate(self.points)
                if p.gap
            ],
            gap_names=self.gap_names(),
            **drawn,
        )


def _meet(x, words, other_x, other_words):
    """Would two names in the middle of these places run into each other?"""
    return abs(x - other_x) < (len(words) + len(other_words)) * LETTER_WIDTH / 2


@dataclass(frozen=True)
class DayStrip:
    lessons: list
    dues: list
    now: float | None


def day_strip(*, lessons, dues, now, opens, closes, width=480):
    """The school day from `opens` to `closes`: its lessons, where each clock runs out, and now.

    `lessons` are (name, start, end), `dues` are (moment, state); every moment is an aware datetime. What lies outside
    the day is left out. Lengths are in user units from the left edge.
    """

    def x(moment):
        return round(width * ((moment - opens) / (closes - opens)), 1)

    return DayStrip(
        lessons=[(name, x(start) + 1, max(x(end) - x(start) - 2, 1)) for name, start, end in lessons],
        dues=[(x(moment), state) for moment, state in dues if opens <= moment <= closes],
        now=x(now) if opens <= now <= closes else None,
    )
