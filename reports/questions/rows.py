"""The records behind any measure: as lines of a page, and as a file that holds nobody's name."""

from collections.abc import Iterator

from django.db.models import QuerySet

from reports.catalogue.measure import HOURS, MINUTES, Measure, Question, Times
from reports.catalogue.of_service import LessonTime
from reports.shift import lessons
from reports.shift.ground import Ground
from reports.shift.rows import SORTS, Row, line_of

ORDER = ("on", "pk")
BATCH = 2000
HEADS = {
    "measure": "Measure",
    "number": "Number",
    "what": "What",
    "school": "School",
    "on": "Day",
    "amount": "Counts",
}
AMOUNTS = {MINUTES: "Minutes", HOURS: "Hours"}


def rows_behind(measure: Measure, question: Question) -> QuerySet | None:
    """Exactly the records a measure is made of, paged by `ORDER`; None where it is made of several sorts."""
    found = measure.rows(question)
    return None if found is None else found.select_related(*SORTS[found.model].with_)


def lines(measure: Measure, ground: Ground, found: list, *, reader=None) -> list[Row]:
    """Records as lines; with a `reader` each leads where they may go."""
    amounts = _amounts(measure, ground, found)
    return [line_of(row, amounts[row.pk], reader) for row in found]


def _amounts(measure, ground, found):
    """What each record adds, in the unit of the measure."""
    if isinstance(measure, LessonTime):
        minutes = lessons.minutes_of(ground, found)
        return {row.pk: minutes.get(row.pk, 0) for row in found}
    if isinstance(measure, Times):
        return {row.pk: _hours(measure, row) for row in found}
    return {row.pk: row.amount for row in found}


def _hours(measure, row):
    return round((getattr(row, measure.until) - getattr(row, measure.since)).total_seconds() / 3600, 2)


def file_lines(measure: Measure, question: Question) -> Iterator[list]:
    """A line of names, then one for each record, read in portions."""
    yield list(HEADS)
    found = rows_behind(measure, question)
    portion: list = []
    for row in found.order_by(*ORDER).iterator(chunk_size=BATCH) if found is not None else ():
        portion.append(row)
        if len(portion) == BATCH:
            yield from _in_file(measure, question.ground, portion)
            portion = []
    yield from _in_file(measure, question.ground, portion)


def _in_file(measure, ground, portion):
    for line in lines(measure, ground, portion):
        yield [measure.name, line.number, line.what, line.school, line.on, line.amount]
