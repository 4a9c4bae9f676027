"""When people are reminded of a change."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from changes.reminder_day import reminder_of
from sla.year_document import parse
from tests.factories import OPEN_8_TO_4

pytestmark = pytest.mark.pure
LONDON = ZoneInfo("Europe/London")


def year(*spans):
    return parse(
        OPEN_8_TO_4 | {"ranges": [{"type": kind, "first": first, "last": last} for kind, first, last in spans]}
    )


HALF_TERM = year(("holiday", "2026-10-26", "2026-10-30"))
SUMMER = year(("holiday", "2026-07-21", "2026-08-31"))


@pytest.mark.parametrize(
    ("starts", "years", "reminded"),
    [
        ("2026-09-17 17:00", [year()], "2026-09-16 07:00"),  # a Thursday
        ("2026-09-21 16:00", [year()], "2026-09-18 07:00"),  # a Monday
        ("2026-09-21 16:00", [], "2026-09-18 07:00"),  # no calendar
        ("2026-11-02 16:00", [HALF_TERM], "2026-10-23 07:00"),  # the first day after half-term
        ("2026-10-28 16:00", [HALF_TERM], "2026-10-23 07:00"),  # within it
        ("2026-11-02 16:00", [year(), HALF_TERM], "2026-10-23 07:00"),  # a day on which both are in school
        ("2026-09-01 16:00", [SUMMER], "2026-08-31 07:00"),  # six weeks ahead nobody keeps in mind
        ("2026-09-17 05:00", [year()], "2026-09-16 05:00"),  # never later than a day before
        ("2026-03-30 05:00", [year()], "2026-03-27 07:00"),  # over the change of the clocks
    ],
)
def test_it_is_the_morning_of_the_school_day_before(starts, years, reminded):
    starts_at = datetime.fromisoformat(starts).replace(tzinfo=LONDON)
    told_at = starts_at - timedelta(days=60)

    found = reminder_of(starts_at, told_at=told_at, zone=LONDON, years=years)

    assert found.astimezone(LONDON).replace(tzinfo=None) == datetime.fromisoformat(reminded)


def test_who_heard_of_it_in_the_holidays_is_reminded_on_the_weekday_before_and_the_day_before_not_at_all():
    starts_at = datetime(2026, 11, 2, 16, tzinfo=LONDON)
    in_the_holidays, just_before = (datetime(2026, 10, day, 12, tzinfo=LONDON) for day in (27, 30))

    late = reminder_of(starts_at, told_at=in_the_holidays, zone=LONDON, years=[HALF_TERM])

    assert late == datetime(2026, 10, 30, 7, tzinfo=LONDON)
    assert reminder_of(starts_at, told_at=just_before, zone=LONDON, years=[HALF_TERM]) is None
