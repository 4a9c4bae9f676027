"""Tables of figures as plain rows, in words for readers and as sheets of a spreadsheet."""

from collections.abc import Iterable, Iterator, Sequence

from reports.figures import HEADINGS
from reports.measures import FIGURES, Report
from reports.periods import Period
from servicedesk.tables import workbook

KEY_HEADINGS = {"month": "Month", "priority": "Priority", "category": "Category", "school": "School"}
HEADS = KEY_HEADINGS | HEADINGS


def in_words(rows: Iterable[list], heads: dict[str, str]) -> Iterator[list]:
    """Rows whose first line says in words what it names; all other lines as they are."""
    lines = iter(rows)
    yield [heads[name] for name in next(lines)]
    yield from lines


def sla_rows(report: Report, way: tuple[str, ...]) -> list[list]:
    """One line of names, then one for each part (for the whole when nothing is split), under the names JSON uses."""
    if not way:
        return [list(FIGURES), list(report.totals.as_figures().values())]
    groups = report.groups[way]
    return [[*way, *FIGURES], *([*group.keys.values(), *group.measure.as_figures().values()] for group in groups)]


def sla_words(report: Report, way: tuple[str, ...], figures: Sequence[str] = FIGURES) -> list[list]:
    """The same for readers: headings in words, and the whole as the last line."""
    head = [*(KEY_HEADINGS[key] for key in way), *(HEADINGS[name] for name in figures)]
    lines = [[*_names(group), *_chosen(group.measure, figures)] for group in report.groups.get(way, [])]
    whole = ["All", *[""] * (len(way) - 1)] if way else []
    return [head, *lines, [*whole, *_chosen(report.totals, figures)]]


def _names(group):
    return [key or "None" for key in group.keys.values()]


def _chosen(measure, figures):
    found = measure.as_figures()
    return [found[name] for name in figures]


def sla_workbook(report: Report, period: Period, place: str, besides: dict[str, list[list]] | None = None) -> bytes:
    """A spreadsheet: a sheet for the whole, one for each way the report is split, and those `besides` by name."""
    about: list[list] = [["Service report", place], ["Opened from", period.first], ["Opened until", period.last], []]
    figures: list[list] = [[HEADINGS[name], value] for name, value in report.totals.as_figures().items()]
    split = {"By " + ", ".join(way): sla_words(report, way) for way in report.groups}
    return workbook([*about, *figures], split | (besides or {}))
