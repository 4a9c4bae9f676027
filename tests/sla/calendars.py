"""The school calendars of the worked examples, and times as a school writes them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sla.working_time import Hours

LONDON = ZoneInfo("Europe/London")
WEEKDAYS, EVERY_DAY = range(5), range(7)
HOLIDAYS = [
    ("2025-10-27", "2025-10-31"),
    ("2025-12-22", "2026-01-02"),
    ("2026-02-16", "2026-02-20"),
    ("2026-03-30", "2026-04-10"),
    "2026-05-04",
    ("2026-05-25", "2026-05-29"),
    ("2026-07-21", "2026-08-31"),
]
BANK_HOLIDAYS = [
    *("2025-12-25", "2025-12-26", "2026-01-01", "2026-04-03", "2026-04-06"),
    *("2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25", "2026-12-28"),
]


def daily(*intervals, days=WEEKDAYS):
    """The same intervals, each "08:00-16:00", on each of these weekdays."""
    return {day: [interval.split("-") for interval in intervals] for day in days}


def london(text):
    """A time on the school's wall clock, such as "2025-10-06 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def hours(count):
    return timedelta(hours=count)


def minutes(count):
    return timedelta(minutes=count)


TERM = Hours(LONDON, daily("08:00-16:00"), closed=HOLIDAYS)
BANK_HOLIDAYS_ONLY = Hours(LONDON, daily("08:00-16:00"), closed=BANK_HOLIDAYS)
WITH_LUNCH = Hours(LONDON, daily("08:30-12:00", "13:00-16:30"), closed=HOLIDAYS)
WITH_INSET_MORNING = Hours(LONDON, daily("08:00-16:00"), {"2026-01-05": [("09:00", "12:00")]}, HOLIDAYS)
ROUND_THE_CLOCK = Hours(LONDON, daily("00:00-24:00", days=EVERY_DAY))
NIGHT = Hours(LONDON, daily("22:00-06:00", days=EVERY_DAY))
NEVER_OPEN = Hours(LONDON, {})
