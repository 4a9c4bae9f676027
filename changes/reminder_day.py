"""When people are reminded of a change: on the morning of the school day before, while they still read their post."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from changes.windows import at_wall
from sla.school_year import DAY, SATURDAY, SchoolYear

MORNING = time(7)
LATEST = timedelta(hours=24)  # before the window
FURTHEST = 14  # days ahead: what one reads sooner is forgotten


def reminder_of(
    starts_at: datetime, *, told_at: datetime, zone: ZoneInfo, years: Iterable[SchoolYear]
) -> datetime | None:
    """The moment from which people are reminded; None where they heard of it (`told_at`) too late for that.

    `years`: of the schools whose people hear of it. It is a day on which all of them are in school; after longer
    holidays, or without a calendar, the weekday before. Who hears of it when the others were reminded already is
    reminded on the weekday before.
    """
    day = starts_at.astimezone(zone).date()
    for before in filter(None, (_school_day_before(day, tuple(years)), _weekday_before(day))):
        moment = min(at_wall(before, MORNING, zone), starts_at - LATEST)
        if moment > told_at:
            return moment
    return None


def _school_day_before(day: date, years: tuple[SchoolYear, ...]) -> date | None:
    """The last one as far back as people are reminded."""
    days = (day - number * DAY for number in range(1, FURTHEST + 1))
    return next((each for each in days if years and all(year.school_days(each, each) for year in years)), None)


def _weekday_before(day: date) -> date:
    return next(each for number in (1, 2, 3) if (each := day - number * DAY).weekday() < SATURDAY)
