"""Closed months: what measures came to is kept, so that old figures never move, and asked for instead of counted.

A month is closed a fortnight after its end. Kept is what a figure is added up from, school by school, so that months,
schools and shares are put together from it exactly as from the records; times are kept one by one.
"""

import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db.models import Count, QuerySet, Sum

from reports.catalogue.breakdowns import MONTH, SCHOOL
from reports.catalogue.cells import Cell, together
from reports.catalogue.measure import Cells, Measure, Question, Share, Standing, Total, counted_together
from reports.models import KeptFigure
from reports.periods import DAY, Period, month_of
from reports.shift.ground import Ground

CLOSES_AFTER = timedelta(days=14)
Places = dict[int | None, Cell]
MADE = ("part", "whole", "rows")  # what a cell is added up from, besides its times


def packed(times: array) -> bytes:
    """Seconds, as they are kept."""
    return zlib.compress(times.tobytes()) if times else b""


def unpacked(kept: bytes) -> array:
    """The seconds again."""
    times = array("d")
    if kept:
        times.frombytes(zlib.decompress(kept))
    return times


def cell_of(row: KeptFigure) -> Cell:
    """What was kept, as it was counted."""
    return Cell(row.part, row.whole, row.rows, unpacked(bytes(row.times)))


@dataclass
class Kept:
    """What closed months kept for one question: the name of a figure → first day of a month → place → cell."""

    question: Question
    measures: tuple[Measure, ...] = ()
    done: dict[str, Cells | None] = field(default_factory=dict)  # by what is kept: mean and median read times once
    counted: dict[tuple, dict[str, Cells] | None] = field(default_factory=dict)  # by wider question and period
    months: dict[str, dict[date, Places]] = field(default_factory=dict)

    @classmethod
    def of(cls, measures: Iterable[Measure], question: Question) -> "Kept":
        """Two queries at most; none where kept months can't answer."""
        measures = tuple(measures)
        kept = cls(question, measures)
        whole = [first for first, part in question.period.by_month() if part == month_of(first)]
        if question.narrower or question.by not in ("", MONTH, SCHOOL) or not whole:
            return kept
        names = {each.kept_as for measure in measures for each in made_of(measure)}
        rows = KeptFigure.objects.at(question.ground).filter(month__in=whole, name__in=names).order_by()
        kept.months = (
            _by_place(rows, question.ground) if question.by == SCHOOL else _put_together(rows, question.ground)
        )
        return kept

    def cells(self, measure: Measure) -> Cells | None:
        """As `measure.cells`, the closed months by what they kept and only the rest by the records; once for each."""
        if isinstance(measure, Share):
            return measure.together(self.cells)
        if measure.kept_as not in self.done:
            self.done[measure.kept_as] = self._cells(measure)
        return self.done[measure.kept_as]

    def _counted(self, measure: Measure, question: Question) -> Cells | None:
        """By the records; a total that is part of a wider question with all others of it that are asked for."""
        others = self._of_the_same(measure)
        if len(others) < 2:
            return measure.cells(question)
        which = others[0].of, question.period
        if which not in self.counted:
            self.counted[which] = counted_together(others, question)
        found = self.counted[which]
        return None if found is None else dict(found[measure.name])

    def _of_the_same(self, measure: Measure) -> list[Total]:
        if not isinstance(measure, Total) or measure.of is None:
            return []
        asked = {each.name: each for one in self.measures for each in made_of(one)}
        return [each for each in asked.values() if isinstance(each, Total) and each.of is measure.of]

    def _cells(self, measure: Measure) -> Cells | None:
        months = self.months.get(measure.kept_as)
        if not months:
            return self._counted(measure, self.question)
        return self._standing(measure, months) if isinstance(measure, Standing) else self._added(measure, months)

    def _added(self, measure, months) -> Cells | None:
        cells: Cells = {}
        for first, places in months.items():
            self._put(cells, first, places)
        for period in _between(self.question.period, months):
            found = self._counted(measure, replace(self.question, period=period))
            if found is None:
                return None
            for key, cell in found.items():
                cells.setdefault(key, Cell()).add(cell)
        return cells

    def _standing(self, measure, months) -> Cells | None:
        period, cells = self.question.period, {}
        if self.question.by != MONTH:
            last = period.last.replace(day=1)
            if last not in months or month_of(last).last != period.last:
                return measure.cells(self.question)
            self._put(cells, last, months[last])
            return cells
        for first, part in period.by_month():
            if first in months:
                self._put(cells, first, months[first])
            elif (found := measure.cells(replace(self.question, period=part))) is not None:
                cells |= found
        return cells

    def _put(self, cells: Cells, first: date, places: Places) -> None:
        """What a month kept, under the key that the question splits by."""
        if self.question.by != SCHOOL:
            key = first if self.question.by == MONTH else None
            cells.setdefault(key, Cell()).add(together(list(places.values())))
            return
        names: dict[int | None, str] = {school.pk: school.name for school in self.question.ground.schools}
        for place, cell in places.items():
            if cell.rows or cell.part or cell.whole:
                cells.setdefault(names.get(place), Cell()).add(cell)


def _places(ground: Ground) -> set[int | None]:
    return {*ground.pks, *([None] if ground.whole_trust else [])}


def _by_place(rows: QuerySet, ground: Ground) -> dict[str, dict[date, Places]]:
    """The months that kept a figure for every place asked about, place by place."""
    found: dict[str, dict[date, Places]] = defaultdict(lambda: defaultdict(dict))
    for row in rows.values("name", "month", "school", *MADE, "times"):
        made = {name: row[name] for name in MADE}
        found[row["name"]][row["month"]][row["school"]] = Cell(**made, times=unpacked(bytes(row["times"])))
    wanted = _places(ground)
    return {
        name: {month: places for month, places in months.items() if wanted <= places.keys()}
        for name, months in found.items()
    }


def _put_together(rows: QuerySet, ground: Ground) -> dict[str, dict[date, Places]]:
    """The same with all places put together by the database; times are added one by one, where there are any."""
    found: dict[str, dict[date, Places]] = defaultdict(dict)
    sums = rows.values("name", "month").annotate(places=Count("pk"), **{f"sum_{name}": Sum(name) for name in MADE})
    for row in sums:
        if row["places"] == len(_places(ground)):
            found[row["name"]][row["month"]] = {None: Cell(*(row[f"sum_{name}"] for name in MADE))}
    for name, month, times in rows.exclude(times=b"").values_list("name", "month", "times"):
        if month in found[name]:
            found[name][month][None].times.extend(unpacked(bytes(times)))
    return found


def made_of(measure: Measure) -> tuple[Measure, ...]:
    """The measures that are counted for it: itself, or the totals of a share."""
    return (*measure.parts, *measure.wholes) if isinstance(measure, Share) else (measure,)


def _between(period: Period, months: Iterable[date]) -> list[Period]:
    """What is left of a period without some of its whole months."""
    left, first = [], period.first
    for month in sorted(months):
        if first < month:
            left.append(Period(first, month - DAY))
        first = month_of(month).last + DAY
    return [*left, Period(first, period.last)] if first <= period.last else left
