"""What a measure is: a question with a definition, worked out from rows that have a day and say what they add."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Sum

from reports.catalogue.breakdowns import MONTH, WEEK, keyed, narrowed
from reports.catalogue.cells import Cell
from reports.measures import percent
from reports.periods import Period
from reports.shift.figure import FEW, Figure
from reports.shift.ground import Ground

Rows = Callable[[Ground, Period], QuerySet]
Cells = dict[object, Cell]
COUNT, MINUTES, HOURS, DAYS, PERCENT = "count", "minutes", "hours", "days", "%"
BATCH = 5000
SECOND, DAY_SECONDS = timedelta(seconds=1), 86_400


class Process(StrEnum):
    """The FITS process a measure speaks of; the order is that of a report."""

    INCIDENTS = "Faults and requests"
    SERVICE = "Service levels"
    SATISFACTION = "Satisfaction"
    PROBLEMS = "Problems"
    PROACTIVE = "Preventing"
    CHANGES = "Changes"
    ASSETS = "Assets"


@dataclass(frozen=True)
class Question:
    """What is asked of a measure: where, when, narrowed to what ({"team": a team}), split by what."""

    ground: Ground
    period: Period
    narrower: dict[str, object] = field(default_factory=dict)
    by: str = ""


@dataclass(frozen=True)
class Measure:
    """A measure: its words and how it is counted. `better` says which way is good: `up`, `down`, or neither."""

    name: str
    heading: str
    process: Process
    how: str
    source: str
    better: str = ""
    unit: str = COUNT
    small: str = ""

    def cells(self, question: Question) -> Cells | None:
        """Each part and what it comes to; None where nothing is known of it: `silence` says why."""
        raise NotImplementedError

    @property
    def silence(self) -> str:
        """Why nothing is known, where nothing is."""
        return "The records behind it don’t say."

    def value(self, cell: Cell) -> float | None:
        """What people read; None is not known, which zero is not."""
        return cell.part

    def rows(self, question: Question) -> QuerySet | None:
        """The records behind it, each with its day `on` and its `amount`; None where there are none to show."""
        return None

    @property
    def kept_as(self) -> str:
        """The name under which a closed month keeps what it is made of."""
        return self.name

    @property
    def adds_up(self) -> bool:
        """Do its months make up a year? What is counted at the end of a day does not."""
        return True


@dataclass(frozen=True)
class Total(Measure):
    """Rows added up. With `of` and `where` they are those of a wider question: many are then counted in one query."""

    ask: Rows = field(kw_only=True)
    of: Rows | None = field(default=None, kw_only=True)
    where: Q | None = field(default=None, kw_only=True)

    @classmethod
    def like(cls, figure: Figure, process: Process, better: str = "", *, of: Rows | None = None) -> "Total":
        """From a figure of the shift; `of`: the wider question that it is a part of, where it says of which."""
        unit, where = MINUTES if figure.unit == MINUTES else COUNT, figure.where if of else None
        words = figure.name, figure.heading, process, figure.how, figure.source, better, unit
        return cls(*words, ask=figure.rows, of=of, where=where)

    def rows(self, question):
        """Each with its day and what it adds."""
        return narrowed(self.ask(question.ground, question.period), question.narrower)

    def cells(self, question):
        """One query, whatever it is split by."""
        rows = self.rows(question)
        rows = rows if rows is None or not question.by else keyed(rows, question.by)
        return None if rows is None else added_up(rows, split=bool(question.by))


def counted_together(totals: Sequence[Total], question: Question) -> dict[str, Cells] | None:
    """What several totals of one wider question (`of`) come to, in one query, by name; None where nothing is known."""
    wide = totals[0].of
    assert wide is not None
    rows = narrowed(wide(question.ground, question.period), question.narrower)
    rows = rows if rows is None or not question.by else keyed(rows, question.by)
    if rows is None:
        return None
    wanted = {f"n{number}": Count("pk", filter=each.where) for number, each in enumerate(totals)}
    plain = rows.order_by()
    found: Iterable[dict] = plain.values("split_by").annotate(**wanted) if question.by else [plain.aggregate(**wanted)]
    cells: dict[str, Cells] = {each.name: {} for each in totals}
    for row in found:
        for number, each in enumerate(totals):
            if row[f"n{number}"]:
                cells[each.name][row.get("split_by")] = Cell(part=row[f"n{number}"], rows=row[f"n{number}"])
    return cells


def added_up(rows: QuerySet, *, split: bool) -> Cells:
    """The sum of each part, by its key; of the whole by None."""
    plain = rows.order_by()
    wanted = {"total": Sum("amount"), "number": Count("pk")}
    found: Iterable[dict] = plain.values("split_by").annotate(**wanted) if split else [plain.aggregate(**wanted)]
    return {row.get("split_by"): Cell(part=row["total"] or 0, rows=row["number"]) for row in found}


@dataclass(frozen=True)
class Share(Measure):
    """So many of a hundred: some totals of others. Of fewer than `few` nothing is said."""

    parts: tuple[Measure, ...] = field(kw_only=True)
    wholes: tuple[Measure, ...] = field(kw_only=True)
    few: int = FEW

    def rows(self, question):
        """Those that are the part, where they are of one sort."""
        return self.parts[0].rows(question) if len(self.parts) == 1 else None

    def cells(self, question):
        """A query for each total."""
        return self.together(lambda measure: measure.cells(question))

    def together(self, cells_of: Callable[[Measure], Cells | None]) -> Cells | None:
        """The cells of its totals, put together."""
        found: Cells = {}
        for side, measures in (("part", self.parts), ("whole", self.wholes)):
            for measure in measures:
                cells = cells_of(measure)
                if cells is None:
                    return None
                for key, cell in cells.items():
                    mine = found.setdefault(key, Cell())
                    setattr(mine, side, getattr(mine, side) + cell.part)
                    mine.rows += cell.rows if side == "whole" else 0
        return found

    def value(self, cell):
        """In per cent."""
        return percent(cell.part, cell.whole) if cell.rows >= self.few else None

    @property
    def adds_up(self):
        """Where its totals do."""
        return all(measure.adds_up for measure in (*self.parts, *self.wholes))

    @property
    def silence(self):
        """As its totals are silent."""
        return self.parts[0].silence


@dataclass(frozen=True)
class Times(Measure):
    """How long something took, from one moment to another, nights and holidays included: `mean`, `50` or `90`."""

    ask: Rows = field(kw_only=True)
    since: str = field(kw_only=True)
    until: str = field(kw_only=True)
    say: str = field(kw_only=True)
    keep: str = field(kw_only=True)

    @property
    def kept_as(self):
        """Mean, median and the rest are told from the same times."""
        return self.keep

    def rows(self, question):
        """Those that have both moments, in order."""
        rows = narrowed(self.ask(question.ground, question.period), question.narrower)
        wanted = {f"{self.until}__gte": F(self.since), f"{self.since}__isnull": False}
        return None if rows is None else rows.filter(**wanted)

    def cells(self, question):
        """One stream of moments."""
        rows = self.rows(question)
        rows = rows if rows is None or not question.by else keyed(rows, question.by)
        if rows is None:
            return None
        found: Cells = {}
        took = ExpressionWrapper(F(self.until) - F(self.since), output_field=DurationField())  # half of what is read
        names = (*(("split_by",) if question.by else ()), "took")
        for *key, time in rows.annotate(took=took).order_by().values_list(*names).iterator(chunk_size=BATCH):
            cell = found.setdefault(key[0] if key else None, Cell())
            cell.times.append(time.total_seconds())
            cell.rows += 1
        return found

    def value(self, cell):
        """In hours."""
        return cell.hours(self.say)


@dataclass(frozen=True)
class Standing(Measure):
    """What there is at the end of the last day, never added up. `only_now`: of days gone by nothing is known."""

    ask: Rows = field(kw_only=True)
    only_now: bool = field(default=False, kw_only=True)

    def rows(self, question):
        """Those there are at the end of the period."""
        return narrowed(self.ask(question.ground, question.period), question.narrower)

    def cells(self, question):
        """One query; by month or week one for each, at its end."""
        rows = self.rows(question)
        if rows is None or (self.only_now and self._is_over(question)):
            return None
        if question.by in (MONTH, WEEK):
            evenings = question.period.by_month() if question.by == MONTH else question.period.by_week()
            return {first: self._evening(question, part) for first, part in evenings}
        found = keyed(rows, question.by) if question.by else rows
        return None if found is None else self.counted(found, question)

    def counted(self, rows: QuerySet, question: Question) -> Cells:
        """What there is, by the key it is split by."""
        return added_up(rows, split=bool(question.by))

    def _is_over(self, question):
        return question.period.last < question.ground.today or question.by in (MONTH, WEEK)

    @property
    def silence(self):
        """Why nothing is known."""
        return "It is known only as it stands today." if self.only_now else super().silence

    def _evening(self, question, part):
        evening = replace(question, period=part, by="")
        return self.counted(self.rows(evening), evening)[None]

    @property
    def adds_up(self):
        """Two evenings are not added together."""
        return False


@dataclass(frozen=True)
class Oldest(Standing):
    """How many days the oldest of what there is at the end of the last day has been there."""

    def counted(self, rows, question):
        """The age of each, so that the oldest of several schools is the oldest of them all."""
        end = min(question.period.last, question.ground.today)
        found: Cells = {} if question.by else {None: Cell()}
        for *key, since in rows.order_by().values_list(*(("split_by",) if question.by else ()), "on"):
            cell = found.setdefault(key[0] if key else None, Cell())
            cell.times.append((end - since) / SECOND)
            cell.rows += 1
        return found

    def value(self, cell):
        """In days; of nothing nothing is known."""
        return max(cell.times) / DAY_SECONDS if cell.times else None
