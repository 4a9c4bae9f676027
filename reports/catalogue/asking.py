"""Asking the catalogue: measures in, figures out, whole or split, by the kept months where a month is closed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from reports.catalogue import MEASURES
from reports.catalogue.breakdowns import BREAKDOWNS, words_of
from reports.catalogue.cells import Cell
from reports.catalogue.kept import Kept
from reports.catalogue.measure import DAYS, HOURS, MINUTES, PERCENT, Measure, Question, Share
from reports.measures import WrongQuestion
from reports.periods import Period
from reports.shift.ground import Ground, days_before


@dataclass(frozen=True)
class Part:
    """What a measure comes to in one part: the key, how people read it, the value, and of how many records."""

    key: object
    words: str
    value: float | None
    rows: int


@dataclass(frozen=True)
class Found:
    """A measure and what it came to; `parts` where it was split. `why_not` says why nothing is known.

    `sides`: so many of so many, where it is a share.
    """

    measure: Measure
    value: float | None
    rows: int = 0
    parts: tuple[Part, ...] = field(default=())
    why_not: str = ""
    sides: tuple[float, float] | None = None

    @property
    def words(self) -> str:
        """The value as people read it."""
        return written(self.value, self.measure.unit)


def ask(
    names: Iterable[str],
    ground: Ground,
    period: Period,
    *,
    by: str = "",
    narrower: dict[str, object] | None = None,
) -> list[Found]:
    """What some measures came to in a period, in the order of `names`. Raises WrongQuestion for a name that is none."""
    if by and by not in BREAKDOWNS:
        raise WrongQuestion(f"Measures can’t be split by {by}: use {', '.join(BREAKDOWNS)}.")
    measures, question = named(names), Question(ground, period, narrower or {})
    whole = Kept.of(measures, question)
    split = Kept.of(measures, replace(question, by=by)) if by else None
    return [_found(measure, whole, split) for measure in measures]


def named(names: Iterable[str]) -> list[Measure]:
    """Measures by their names. Raises WrongQuestion."""
    names = list(names)
    if unknown := [name for name in names if name not in MEASURES]:
        raise WrongQuestion(f"There is no measure “{unknown[0]}”.")
    return [MEASURES[name] for name in names]


def _found(measure: Measure, whole: Kept, split: Kept | None) -> Found:
    cells = whole.cells(measure)
    if cells is None:
        return Found(measure, None, why_not=measure.silence)
    cell = cells.get(None, Cell())
    sides = (cell.part, cell.whole) if isinstance(measure, Share) else None
    parts = _parts(measure, split) if split else ()
    why_not = measure.silence if parts is None else ""
    return Found(measure, measure.value(cell), cell.rows, parts or (), why_not, sides)


def _parts(measure: Measure, split: Kept) -> tuple[Part, ...] | None:
    """Every part in the order of its key, those without one last; months and weeks without anything too."""
    by, cells = split.question.by, split.cells(measure)
    if cells is None:
        return None
    for first in _evenly(split.question.period, by):
        cells.setdefault(first, Cell())
    keys = sorted(cells, key=lambda key: (key is None, key))
    return tuple(Part(key, words_of(by, key), measure.value(cells[key]), cells[key].rows) for key in keys)


def _evenly(period: Period, by: str) -> list:
    parts = {"month": period.by_month, "week": period.by_week}.get(by)
    return [first for first, _ in parts()] if parts else []


@dataclass(frozen=True)
class Compared:
    """A measure now, in the time before, and in the same days a year ago."""

    now: Found
    before: Found
    year_ago: Found

    @property
    def turn(self) -> str:
        """Is it `better`, `worse`, the `same` or not to be said, against the time before?"""
        return turn(self.now.measure, self.before.value, self.now.value)


def turn(measure: Measure, before: float | None, now: float | None) -> str:
    """`better`, `worse`, `same`, or nothing where one is unknown or neither way is good."""
    if before is None or now is None or not measure.better:
        return ""
    if before == now:
        return "same"
    return "better" if (now > before) == (measure.better == "up") else "worse"


def compare(
    names: Sequence[str], ground: Ground, period: Period, *, narrower: dict[str, object] | None = None
) -> tuple[list[Compared], Period, Period]:
    """Measures now, right before (as many school days), and in the same days a year ago; and those two periods."""
    before, year_ago = days_before(ground, period), period.a_year_ago()
    found = [ask(names, ground, when, narrower=narrower) for when in (period, before, year_ago)]
    return [Compared(*three) for three in zip(*found, strict=True)], before, year_ago


def written(value: float | None, unit: str) -> str:
    """A value with its unit as people read it: 41; 87.5 %; 3 h 20 min; not known."""
    if value is None:
        return "not known"
    if unit == PERCENT:
        return f"{_plain(value, 1)} %"
    if unit == HOURS:
        return _long(round(value * 60))
    if unit == MINUTES:
        return _long(round(value))
    return f"{_plain(value, 1)} {'day' if value == 1 else 'days'}" if unit == DAYS else _plain(value, 1)


def _plain(value, places):
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _long(minutes):
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours:,} h {rest} min" if rest and hours < 100 else f"{hours:,} h"
