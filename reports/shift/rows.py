"""The rows behind a figure of the shift: as lines of a page, and as a file that holds nobody's name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from assets.models import Asset, Audit
from changes.models import Change
from incidents.models import Incident
from maintenance.models import Round
from problems.models import KnownError, KnownErrorUse, Problem, ProblemEntry, Trend
from reports.periods import Period
from reports.shift import lessons
from reports.shift.figure import Figure
from reports.shift.figures import FIGURES
from reports.shift.ground import Ground
from reports.shift.lessons import LESSON_MINUTES
from reports.shift.steps import NAMED_BY_OTHERS, url_for
from servicedesk.roles import Permission

EVERY_FIGURE = {figure.name: figure for figure in (*FIGURES, LESSON_MINUTES)}
SEVERAL = "Several schools"
HEADS = {
    "figure": "Figure",
    "number": "Number",
    "what": "What",
    "school": "School",
    "on": "Day",
    "amount": "Counts",
}
BATCH = 2000


@dataclass(frozen=True)
class Sort:
    """How one sort of record stands in a line: its number, its words, whose it is, and who may open it."""

    reference: Callable
    what: Callable
    record: Callable
    permission: Permission
    with_: tuple[str, ...]


def _itself(row):
    return row


SORTS: dict[type, Sort] = {
    Incident: Sort(
        lambda row: row.reference,
        lambda row: row.category.name if row.category else "No category",
        _itself,
        Permission.SEE_SCHOOL,
        ("school", "category"),
    ),
    Problem: Sort(lambda row: row.reference, lambda row: row.title, _itself, Permission.SEE_PROBLEMS, ("school",)),
    ProblemEntry: Sort(
        lambda row: row.problem.reference,
        lambda row: row.problem.title,
        lambda row: row.problem,
        Permission.SEE_PROBLEMS,
        ("problem__school",),
    ),
    Round: Sort(
        lambda row: row.reference, lambda row: row.plan.name, _itself, Permission.SEE_MAINTENANCE, ("school", "plan")
    ),
    Change: Sort(lambda row: row.reference, lambda row: row.title, _itself, Permission.SEE_CHANGES, ("school",)),
    Trend: Sort(
        lambda row: f"T{row.pk}",
        lambda row: row.get_kind_display() if row.kind in NAMED_BY_OTHERS else row.label,
        _itself,
        Permission.SEE_PROBLEMS,
        ("school",),
    ),
    KnownError: Sort(lambda row: row.reference, lambda row: row.title, _itself, Permission.SEE_PROBLEMS, ("school",)),
    KnownErrorUse: Sort(
        lambda row: row.known_error.reference,
        lambda row: row.known_error.title,
        lambda row: row.known_error,
        Permission.SEE_PROBLEMS,
        ("known_error__school", "school"),
    ),
    # A thing is called by its sort: its own name may be that of whoever uses it.
    Asset: Sort(lambda row: row.tag, lambda row: row.type.name, _itself, Permission.SEE_ASSETS, ("school", "type")),
    Audit: Sort(
        lambda row: row.asset.tag,
        lambda row: row.asset.type.name,
        lambda row: row.asset,
        Permission.SEE_ASSETS,
        ("asset__school", "asset__type"),
    ),
}


@dataclass(frozen=True)
class Row:
    """One line: what counts, where, on which day, and what it adds to the figure."""

    number: str
    what: str
    school: str
    on: date
    amount: float
    url: str = ""


def rows(figure: Figure, ground: Ground, period: Period):
    """Exactly the rows that a figure counts, with what stands in their lines; paged by `order_of`."""
    found = figure.rows(ground, period)
    return found.select_related(*SORTS[found.model].with_)


def order_of(figure: Figure) -> tuple[str, str]:
    """The fields by which its rows are paged."""
    return figure.day, "pk"


def lines(figure: Figure, ground: Ground, found: list, *, reader=None) -> list[Row]:
    """Rows as lines; with a `reader` each leads where they may go."""
    minutes = lessons.minutes_of(ground, found) if figure is LESSON_MINUTES else None
    return [line_of(row, row.amount if minutes is None else minutes.get(row.pk, 0), reader) for row in found]


def line_of(row, amount: float, reader=None) -> Row:
    """A record as a line; with a `reader` it leads where they may go."""
    sort = SORTS[type(row)]
    record = sort.record(row)
    where = getattr(row, "school", None) or record.school
    school = where.pk if where else None
    url = url_for(reader, record, sort.permission, school) if reader else ""
    return Row(sort.reference(row), sort.what(row), where.name if where else SEVERAL, row.on, amount, url)


def file_lines(figure: Figure, ground: Ground, period: Period) -> Iterator[list]:
    """A line of names, then one for each row, read in portions."""
    yield list(HEADS)
    portion: list = []
    for row in rows(figure, ground, period).order_by(*order_of(figure)).iterator(chunk_size=BATCH):
        portion.append(row)
        if len(portion) == BATCH:
            yield from _in_file(figure, ground, portion)
            portion = []
    yield from _in_file(figure, ground, portion)


def _in_file(figure, ground, portion):
    for line in lines(figure, ground, portion):
        yield [figure.name, line.number, line.what, line.school, line.on, line.amount]
