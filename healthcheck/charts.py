"""The geometry of the chart of a check: a bar for each process, with a mark where the check before stood. Pure."""

from dataclasses import dataclass

WIDE, NARROW = 760, 300
LABELS, NUMBER = 216, 44  # room for the names beside the bars, and for the figure behind them
ROW, BAR, TOP, BOTTOM = 30, 14, 8, 24
NAME_LINE = 18  # on a narrow drawing the name stands above its bar


@dataclass(frozen=True)
class Bar:
    """One process: where its name, its bar, its figure and the mark of the check before stand."""

    name: str
    name_x: float
    name_y: float
    anchor: str
    x: float
    y: float
    width: float
    track: float
    figure: str
    figure_x: float
    figure_y: float
    before: float | None


@dataclass(frozen=True)
class Drawing:
    """A chart: its size, its bars, and the rules at none, half and all."""

    width: int
    height: int
    bottom: float
    bars: tuple[Bar, ...]
    rules: tuple[tuple[float, str], ...]
    bar_height: int = BAR


def drawings(processes):
    """The same chart for a wide and for a narrow place; `processes`: with `name`, `percent` and `before`."""
    return [_drawing(processes, WIDE), _drawing(processes, NARROW)]


def words_of(processes):
    """The chart as a sentence, for whoever does not see it."""
    said = ", ".join(f"{process.name} {process.percent}%" for process in processes)
    return f"In place by process: {said}."


def _drawing(processes, width):
    narrow = width == NARROW
    left, step = (0, ROW + NAME_LINE) if narrow else (LABELS, ROW)
    track = width - left - NUMBER
    bars = tuple(_bar(process, n, left, step, track, narrow) for n, process in enumerate(processes))
    bottom = TOP + len(bars) * step
    rules = tuple((round(left + track * share, 1), f"{share:.0%}") for share in (0, 0.5, 1))
    return Drawing(width, bottom + BOTTOM, bottom, bars, rules)


def _bar(process, n, left, step, track, narrow):
    top = TOP + n * step
    y = top + (NAME_LINE if narrow else 0) + (ROW - BAR) / 2
    return Bar(
        name=process.name,
        name_x=0 if narrow else left - 10,
        name_y=top + NAME_LINE if narrow else y + BAR - 3,
        anchor="start" if narrow else "end",
        x=left,
        y=y,
        width=round(track * process.percent / 100, 1),
        track=track,
        figure=f"{process.percent}%",
        figure_x=left + track + 8,
        figure_y=y + BAR - 3,
        before=None if process.before is None else round(left + track * process.before / 100, 1),
    )
