"""What is counted, and how: one table that the page, the command, the API, the files and the evidence share.

A figure that counts records is a condition on incidents. The number and the list of its rows are made from the same
condition, so they can't disagree.
"""

from dataclasses import dataclass

from django.db.models import Q

from incidents.models import OPEN, Status
from incidents.outcomes import CANCELLED, IS_EXCUSED, MET, MISSED, UNDECIDED
from sla.models import ClockState


@dataclass(frozen=True)
class Count:
    """A figure that counts records: its words, how it is counted, and the condition on what `Scope.within` gives."""

    name: str
    heading: str
    how: str
    where: Q


@dataclass(frozen=True)
class Derived:
    """A figure worked out from others: its words and how it is worked out."""

    name: str
    heading: str
    how: str


EVERYTHING = Count("incidents", "Logged", "Records opened in the period, by the date at the school.", Q())
COUNTS = (
    EVERYTHING,
    Count(
        "met",
        "Fixed in time",
        "Restored before the resolution clock ran out in support hours. What another desk decided stays.",
        Q(outcome=MET),
    ),
    Count(
        "missed",
        "Late",
        "The resolution clock ran out first, whether fixed since or not; excused ones are counted here too.",
        Q(outcome=MISSED),
    ),
    Count(
        "undecided",
        "Not decided yet",
        "Still open and not late, or without a promise to measure against.",
        Q(outcome=UNDECIDED),
    ),
    Count("cancelled", "Called off", "Cancelled or marked a duplicate before it was late.", Q(outcome=CANCELLED)),
    Count(
        "excused",
        "Late, excused",
        "Late, with a reason signed by somebody who may excuse it.",
        IS_EXCUSED,
    ),
    Count(
        "missed_after_excuses",
        "Late, not excused",
        "Late less late and excused.",
        Q(outcome=MISSED, is_excused=False),
    ),
    Count("resolved", "Resolved", "Records with a time at which service was restored.", Q(resolved_at__isnull=False)),
    Count("reopened", "Reopened", "Opened again at least once after they were resolved.", Q(reopened__gt=0)),
    Count("backlog", "Still open", "New, assigned, in hand or waiting now.", Q(status__in=OPEN)),
    Count(
        "response_met",
        "Answered in time",
        "The first answer by a person in support came before the response clock ran out. "
        "What was called off, duplicates too, is left out.",
        Q(response_clock__state=ClockState.STOPPED, response_clock__breached_at=None) & ~Q(status=Status.CANCELLED),
    ),
    Count(
        "response_missed",
        "Answered late",
        "The response clock ran out before anybody in support answered, whatever became of the record.",
        Q(response_clock__breached_at__isnull=False),
    ),
    Count("lessons_stopped", "Lesson stopped", "The requester said that a lesson was stopped.", Q(lesson_stopped=True)),
)
COUNT = {count.name: count for count in COUNTS}

DERIVED = (
    Derived(
        "mttr_hours_mean",
        "Mean hours to fix",
        "The mean of the hours by the clock on the wall, nights and holidays included, from opening to being resolved. "
        "Records resolved before they were opened are left out of all times.",
    ),
    Derived(
        "mttr_hours_median",
        "Median hours to fix",
        "Half of the resolved records took less. The mean of the two in the middle.",
    ),
    Derived(
        "mttr_hours_p90",
        "90th percentile hours to fix",
        "Nine of ten resolved records took less, on a straight line between the two nearest.",
    ),
    Derived("backlog_oldest_on", "Oldest still open", "The day on which the oldest record still open was opened."),
)
HEADINGS = {figure.name: figure.heading for figure in (*COUNTS, *DERIVED)}
HOW = {figure.name: figure.how for figure in (*COUNTS, *DERIVED)}
