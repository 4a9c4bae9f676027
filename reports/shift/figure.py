"""What a figure of the shift is: a question about rows, each with its day and what it adds.

Its number, its parts by month or week and the list behind it are made from the same rows, so they can't disagree.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import IntegerField, Q, QuerySet, Value

from reports.periods import Period
from reports.shift.ground import Ground, moments

FEW = 5  # of fewer than this nothing is given in per cent
SMALL = f"No percentage is made of fewer than {FEW}."
ONE = Value(1, output_field=IntegerField())
COUNT, MINUTES, LESSONS = "count", "minutes", "lessons"


@dataclass(frozen=True)
class Figure:
    """A figure: its words, its unit, how and from what it is counted, and the rows it is made of.

    `day` is the field of a row that says when; every row has `on` and `amount` beside it. `where`: which of all
    records opened in the period they are, for what is counted with others in one query.
    """

    name: str
    heading: str
    unit: str
    how: str
    source: str
    rows: Callable[[Ground, Period], QuerySet]
    day: str
    small: str = SMALL
    where: Q | None = None


def in_days(period, field):
    """A filter for dates of the period."""
    return {f"{field}__gte": period.first, f"{field}__lte": period.last}


def in_moments(period, field):
    """A filter for moments of the period."""
    since, until = moments(period)
    return {f"{field}__gte": since, f"{field}__lt": until}
