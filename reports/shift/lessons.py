"""Lesson time lost: how long each stopped lesson had to go on without."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, When
from django.db.models.functions import Coalesce

from incidents.models import Incident
from reports.periods import Period
from reports.shift.figure import MINUTES, SMALL, Figure
from reports.shift.figures import FIGURE
from reports.shift.ground import Ground
from sla import working_time
from sla.school_year import DayType, SchoolYear
from sla.working_time import Hours

LESSON = timedelta(minutes=60)
MINUTE = timedelta(minutes=1)
TIMES = ("pk", "school_id", "opened_on", "opened_at", "over")
# A report of the same is over when the first record is; its own was put aside at once.
OVER = Case(
    When(duplicate_of=None, then=Coalesce("resolved_at", "closed_at")),
    default=Coalesce("duplicate_of__resolved_at", "duplicate_of__closed_at"),
)
HOW = (
    "Minutes of lessons stopped: for each stopped lesson the time from when it was reported until the fault was fixed, "
    "inside the school’s hours of that day, and at most 60 minutes, because desks don’t know when a lesson ends. Only "
    "term days count. Whoever says “me too” with a stopped lesson is one lesson more, over when the first fault is. "
    "What is still open counts up to now. A school without a calendar has no hours, so nothing is counted there."
)
LESSON_MINUTES = Figure(
    "lesson_minutes",
    "Lesson time lost",
    MINUTES,
    HOW,
    "Records of the desk that say a lesson was stopped, and the school’s calendar.",
    FIGURE["lessons_stopped"].rows,
    "opened_on",
    SMALL,
)


@dataclass(frozen=True)
class Lost:
    """One stopped lesson: its record, the day, and the whole minutes lost."""

    pk: int
    on: date
    minutes: int


def lost(ground: Ground, period: Period) -> Iterator[Lost]:
    """Each stopped lesson of a period with the minutes it lost, in two queries however many there are."""
    found = LESSON_MINUTES.rows(ground, period).order_by("opened_on", "pk")
    for pk, school, on, opened_at, over in found.annotate(over=OVER).values_list(*TIMES):
        until = min(over or ground.at, ground.at)
        yield Lost(pk, on, minutes_lost(ground.hours(school), ground.year(school), on, opened_at, until))


def minutes_of(ground: Ground, records: list[Incident]) -> dict[int, int]:
    """The minutes that some records of stopped lessons lost, by their ids."""
    if not records:
        return {}
    days = [record.opened_on for record in records]
    wanted = {record.pk for record in records}
    return {each.pk: each.minutes for each in lost(ground, Period(min(days), max(days))) if each.pk in wanted}


def minutes_lost(hours: Hours | None, year: SchoolYear | None, on: date, since: datetime, until: datetime) -> int:
    """Whole minutes of a lesson that went without, from `since` to `until` (aware), at most one lesson of 60 minutes.

    Counted is the open time of the day `on`; 0 on a day that is no term day, and where no calendar is known.
    """
    if hours is None or year is None or year.day_type(on) != DayType.TERM:
        return 0
    end = min(until, since + LESSON)
    spans = working_time.open_intervals(hours, since, end)
    that_day = [(opens, closes) for opens, closes in spans if opens.astimezone(hours.zone).date() == on]
    return sum((closes - opens for opens, closes in that_day), timedelta(0)) // MINUTE
